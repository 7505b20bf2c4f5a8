"""A filling to findings and a decision; pure."""
