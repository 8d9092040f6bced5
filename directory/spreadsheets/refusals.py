"""Refusal of an uploaded file or a pasted table."""


class FileRefused(ValueError):
    """A file or text that is not read at all; the text tells a clerk why, and what to do."""
