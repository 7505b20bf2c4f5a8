"""Add the few styles that a filled form needs to those it has (ECMA-376 Part 1, 18.8)."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from pipeline.workbook.package import MAIN

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Styles:
    """Styles part of a package; new cell formats are appended, so that the numbers of the others stay."""

    root: etree._Element
    wrapped: dict[str, str] = field(default_factory=dict)

    def wrapping(self, style: str, *, lines: bool = False) -> str:
        """Return the number of a cell format like *style* that breaks its text; one of several *lines* is at the left."""
        key = f"{style}{lines}"
        if key not in self.wrapped:
            left = {"horizontal": "left"} if lines else {}
            self.wrapped[key] = self._append(style, {"wrapText": "1", **left})
        return self.wrapped[key]

    def heading(self) -> str:
        """Return the number of a bold cell format, added to the form's default one."""
        fonts = self.root.find(f"{{{MAIN}}}fonts")
        if fonts is None or not len(fonts):
            return "0"
        font = deepcopy(fonts[0])
        if font.find(f"{{{MAIN}}}b") is None:
            font.insert(0, etree.Element(f"{{{MAIN}}}b"))
        fonts.append(font)
        fonts.set("count", str(len(fonts)))
        number = self._append("0", {"wrapText": "1", "vertical": "center"})
        formats = self.root.find(f"{{{MAIN}}}cellXfs")
        if formats is not None:
            formats[int(number)].set("fontId", str(len(fonts) - 1))
            formats[int(number)].set("applyFont", "1")
        return number

    def _append(self, style: str, alignment: Mapping[str, str]) -> str:
        formats = self.root.find(f"{{{MAIN}}}cellXfs")
        if formats is None or int(style) >= len(formats):
            return style
        made = deepcopy(formats[int(style)])
        own = made.find(f"{{{MAIN}}}alignment")
        if own is None:
            own = etree.Element(f"{{{MAIN}}}alignment")
            made.insert(0, own)  # before protection and extensions
        for key, value in alignment.items():
            own.set(key, value)
        made.set("applyAlignment", "1")
        formats.append(made)
        formats.set("count", str(len(formats)))
        return str(len(formats) - 1)
