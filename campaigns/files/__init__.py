"""Files of a report: CSV, Excel, PDF."""
