"""The frozen values that travel between the rooms; no I/O, no rule."""
