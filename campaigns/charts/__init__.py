"""Charts of a report: data, drawing, storage."""
