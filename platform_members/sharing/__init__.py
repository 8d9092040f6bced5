"""Other portals: which of their windows are taken, asked for by night, proposed, suspended."""
