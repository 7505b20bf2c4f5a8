"""Fill the office's own form (表样) by patching its package: values, rows, copies of its sheets."""
