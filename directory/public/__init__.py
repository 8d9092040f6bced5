"""Pages that residents open: windows, search, booklet; their filters, notice and context."""
