"""One file for each paper that leaves the office."""
