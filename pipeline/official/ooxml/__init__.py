"""Build and change WordprocessingML: elements, styles, sections, packages."""
