"""A workbook and a campaign to a filling; pure."""
