"""Render files by LibreOffice and measure the pages."""
