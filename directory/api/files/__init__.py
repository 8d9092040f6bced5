"""Files of open data: tables of windows and organisations, and HSDS as a tabular package."""
