"""Check a filling (填报件): return findings (核对结果) and the outcome. Pure."""
