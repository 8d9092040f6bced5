"""The directory as a table that clerks open in Excel, and the way back.

Export (`export`), import (`directory.spreadsheets` reads a file, `diff` says what it would change)
and the steps of an import that is kept with its undo (`run`, `worker`).
"""
