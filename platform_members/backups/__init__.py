"""Backups of the database: making, trial restoring, expiry, restoring."""
