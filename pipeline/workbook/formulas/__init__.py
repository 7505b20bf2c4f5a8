"""Read, move and compute the formulas (公式) of a form, without a spreadsheet program."""
