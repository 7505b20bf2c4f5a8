"""Typeset, fill and inspect official documents (公文) by GB/T 9704; the only user of Word libraries."""
