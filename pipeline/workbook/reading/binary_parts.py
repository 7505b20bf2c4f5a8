"""Rewrite an .xlsb so that the parsing library finds its parts, and passes over what is no worksheet.

The library knows the usual paths alone, stops at a macro sheet, and returns a day that is stored in the
short form of a whole number as that number. Records after [MS-XLSB] 2.4.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from pipeline.workbook.errors import WorkbookUnreadable
from pipeline.workbook.limits import DAMAGED
from pipeline.workbook.package import relations_by_kind, relations_part
from pipeline.workbook.reading.binary_flags import without_whole_days, xlsb_day_formats, xlsb_sheets

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

_WORKBOOK: Final = "xl/workbook.bin"
_OTHERS: Final = (("styles", "xl/styles.bin"), ("sharedStrings", "xl/sharedStrings.bin"))
# A relationship of no stated kind is one to a sheet, if an entry of the workbook refers to it.
_WORKSHEETS: Final = frozenset({"worksheet", ""})


def canonical_binary_parts(
    parts: Mapping[str, bytes], workbook: str, name: str
) -> dict[str, bytes]:
    """Return the workbook, worksheets, styles and shared texts, each where every program writes it.

    An entry that is no worksheet becomes a chart's, which is never opened.

    Raises:
        WorkbookUnreadable: the list of sheets is broken.
    """
    found, kinds = relations_by_kind(parts, workbook, name)
    canonical = {_WORKBOOK: parts[workbook]}
    for kind, usual in _OTHERS:
        path = kinds.get(kind, usual)
        if path in parts:
            canonical[usual] = parts[path]
    try:
        keys = [key for key, _ in xlsb_sheets(parts[workbook])]
        days = xlsb_day_formats(canonical.get("xl/styles.bin", b""))
        _add_sheets(canonical, parts, keys, found, days)
    except (struct.error, LookupError, ValueError) as error:
        raise WorkbookUnreadable(name, DAMAGED) from error
    return canonical


def _add_sheets(
    canonical: dict[str, bytes],
    parts: Mapping[str, bytes],
    keys: Sequence[str],
    found: Mapping[str, tuple[str, str]],
    days: Collection[int],
) -> None:
    paths = []
    for number, key in enumerate(keys, start=1):
        path, kind = found.get(key, ("", "missing"))
        worksheet = kind in _WORKSHEETS and path in parts
        paths.append(f"xl/{'worksheets' if worksheet else 'chartsheets'}/sheet{number}.bin")
        if worksheet:
            canonical[paths[-1]] = without_whole_days(parts[path], days) if days else parts[path]
    canonical["xl/_rels/workbook.bin.rels"] = relations_part(paths, keys)
