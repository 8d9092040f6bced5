"""Charts of a report: their data, their drawing, their keeping."""
