"""A report as a file: CSV, Excel, PDF."""
