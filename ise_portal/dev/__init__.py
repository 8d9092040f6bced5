"""The portal on one's own machine: `make run`, demonstration, embedded PostgreSQL, tests."""
