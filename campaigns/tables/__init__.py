"""Reading what platforms and contractors really send, strictly; plain values, no Django."""

from campaigns.tables.rows import Problem, Unreadable, as_text, rows_of_file, rows_of_text

__all__ = ["Problem", "Unreadable", "as_text", "rows_of_file", "rows_of_text"]
