"""A window's page in admin, and what hangs on it: history, conflicts, preview, Excel."""
