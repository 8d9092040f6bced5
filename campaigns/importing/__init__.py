"""Import of tables: figures by medium, counts by month or day."""
