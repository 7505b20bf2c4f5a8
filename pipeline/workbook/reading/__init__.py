"""Read workbooks: one file for each container."""
