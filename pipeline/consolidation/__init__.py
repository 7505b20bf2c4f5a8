"""Across units: current versions, totals, shares and the summary workbook (汇总)."""
