"""Languages of the public pages."""
