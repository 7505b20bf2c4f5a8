"""Create and edit WordprocessingML: elements, styles, sections, packages."""
