"""Read a workbook and a campaign into a filling; pure."""
