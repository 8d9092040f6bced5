"""Reading what platforms and contractors really send, strictly; plain values, no Django."""

from campaigns.tables.rows import Problem, rows_of_file, rows_of_text

__all__ = ["Problem", "rows_of_file", "rows_of_text"]
