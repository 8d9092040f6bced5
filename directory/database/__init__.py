"""PostgreSQL as Django's backend, with limits for a web process: how long it may keep silent."""
