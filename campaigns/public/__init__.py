"""Published reports: list, report with its files, two campaigns side by side."""
