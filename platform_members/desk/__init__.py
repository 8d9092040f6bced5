"""The frame of the pages behind the log-in: who may open them, refusals, small fields."""
