"""Windows that answer now: the interval index, holidays, and the states that pages show."""
