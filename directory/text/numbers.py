"""Whole numbers in addresses and hidden fields. Pure."""

LARGEST = 2**31 - 1  # of an integer column


def whole_number(text: str | None) -> int | None:
    """Number that a text holds, at most LARGEST; None for any other text."""
    if not (text and text.isdecimal() and len(text) <= len(str(LARGEST))):
        return None
    return min(int(text), LARGEST)
