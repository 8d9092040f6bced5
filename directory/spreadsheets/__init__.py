"""Spreadsheets, for all apps: opening uploads safely, cells, formula guard, tables as text."""
