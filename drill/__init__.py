"""`make drill`: measured availability of the portal while its database is gone."""
