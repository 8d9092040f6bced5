"""The directory in the formats of others."""
