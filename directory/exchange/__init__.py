"""The directory as a table that clerks open in Excel, and the way back.

Export (`writing`), import (`sheets` reads a file, `comparing` says what it would change) and the
steps of an import that is kept with its undo (`runs`).
"""
