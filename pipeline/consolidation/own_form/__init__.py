"""Consolidate in the office's own form (同式汇总): its cells hold the sums over units."""
