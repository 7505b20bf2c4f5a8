"""Let the charts on a filled sheet show its own cells: under its name, and where its rows moved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline.workbook.filling.copy_sheet import xml_bytes
from pipeline.workbook.formulas.references import moved, rewrite
from pipeline.workbook.package import parse_part, relations_by_kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.workbook.filling.plan import FilledSheet
    from pipeline.workbook.formulas.references import Reference

_CHART: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def retarget_charts(parts: dict[str, bytes], path: str, sheet: FilledSheet, name: str) -> None:
    """Change what the charts on the sheet at *path* refer to, from the form's sheet to *sheet*."""

    def change(found: Reference) -> Reference:
        if found.sheet != sheet.origin:
            return found
        return replace(moved(found, sheet.insertions), sheet=sheet.name)

    for target in _charts(parts, path, name):
        root = parse_part(parts[target], name)
        for formula in root.iter(f"{_CHART}f"):
            if formula.text:
                formula.text = rewrite(f"={formula.text}", change).removeprefix("=")
        parts[target] = xml_bytes(root)


def _charts(parts: Mapping[str, bytes], path: str, name: str) -> Iterator[str]:
    found, _ = relations_by_kind(parts, path, name)
    for drawing, kind in found.values():
        if kind == "drawing":
            related, _ = relations_by_kind(parts, drawing, name)
            yield from (
                target for target, of in related.values() if of == "chart" and target in parts
            )
