"""Scenes: what is taken away, for how long, and what must hold meanwhile."""
