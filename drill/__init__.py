"""`make drill`: the portal while what it stands on is taken away, counted and not believed."""
