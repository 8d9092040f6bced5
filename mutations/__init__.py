"""Guards of the portal, each taken away in turn to see that a test misses it (`make mutations`)."""
