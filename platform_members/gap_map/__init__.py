"""The gap map (支援の地図): counting, pages of staff, pages of residents."""
