"""Open data: the directory in standard formats."""
