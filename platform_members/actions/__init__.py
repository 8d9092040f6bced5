"""Operations that change several rows at once: atomic, and `by` somebody."""
