"""Searching in residents' words: calculations on plain text, without Django or a database.

`normalise` folds what is typed and what is indexed into one spelling, `ngrams` writes both for
PostgreSQL's text search, `query` takes a sentence apart, `phrases` recognises the troubles that
staff have described, `spelling` forgives a slip, `fallbacks` decides what is shown, `marking`
finds the words again in what is shown.
"""
