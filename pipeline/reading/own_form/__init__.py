"""Read a submission by the headings of the office's own form (表样), and account for every cell."""
