"""Backups of the database: made, tried out, kept for a time, and put in its place."""
