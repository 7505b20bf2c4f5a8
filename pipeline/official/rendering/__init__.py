"""Render files with LibreOffice and measure the pages."""
