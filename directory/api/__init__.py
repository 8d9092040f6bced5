"""What programs open: HSDS, files, feeds. Answers depend on the catalogue alone, and on the day."""
