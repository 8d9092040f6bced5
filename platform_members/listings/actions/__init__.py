"""Operations of members on their windows and organisations, each with its refusals."""
