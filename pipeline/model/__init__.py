"""Define the frozen values that are passed between the rooms; no I/O, no rules."""
