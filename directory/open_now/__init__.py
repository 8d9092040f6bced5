"""Windows that answer now: the interval index, holidays, and what pages say of a moment."""
