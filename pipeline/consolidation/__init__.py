"""Consolidate across units (汇总): versions that count, totals, shares, and the summary workbook."""
