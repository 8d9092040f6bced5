"""Search in residents' words.

`text` and `danger` are calculations on plain text; `find` tries one way after the other on the
database, in the SQL of `sql`, over the documents that `index` writes; `suggest` completes.
"""
