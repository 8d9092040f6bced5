"""Excel and CSV files in general: opened safely, cells read and written, formulas guarded."""
