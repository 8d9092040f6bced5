"""Tables of platforms and contractors, read strictly; plain values, no Django."""

from campaigns.tables.rows import TableProblem, rows_of_file, rows_of_text

__all__ = ["TableProblem", "rows_of_file", "rows_of_text"]
