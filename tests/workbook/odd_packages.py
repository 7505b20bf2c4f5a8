"""One sheet of typed cells, written as an .xlsx in each way that exporters choose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Final

from pipeline.model.grid import Address, column_letters
from tests.workbook.packages import MAIN, OFFICE, packed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.model.grid import Cell, Grid

RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_STRICT: Final = (
    ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"),
    ("http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships"),
)  # fmt: skip
_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_CONTENT: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# General, 0.00%, a day, a moment, a duration: the numbers that cells refer to.
GENERAL, PERCENT, DAY, MOMENT, DURATION = range(5)
_FORMATS: Final = (0, 10, 14, 22, 46)


@dataclass(frozen=True, slots=True)
class Typed:
    """A cell as it is stored: its type in XML (t), its text, its format; a formula where it has one."""

    kind: str
    text: str
    look: int = GENERAL
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """How an exporter writes: addresses, encoding, places and kinds of parts."""

    addresses: str = "all"  # all, none, or in every second cell: half
    encoding: str = "utf-8"
    workbook: str = "xl/workbook.xml"
    foreign: bool = (
        False  # a macro sheet, a dialog, a chart and an entry without a part between the sheets
    )
    capitals: bool = False  # names of parts in other letters than the relationships
    strict: bool = False
    absolute: bool = False  # targets from the package's root
    hidden: frozenset[str] = frozenset()  # names of sheets


Rows = list[list[Typed | None]]
_EPOCH: Final = date(1899, 12, 30)


def rows_of(grid: Grid) -> Rows:
    """The cells of *grid* as they are stored."""
    height = max(at.row for at in grid.cells)
    width = max(at.column for at in grid.cells)
    return [
        [_typed(grid.cells.get(Address(row, column))) for column in range(1, width + 1)]
        for row in range(1, height + 1)
    ]


def _typed(cell: Cell | None) -> Typed | None:
    if cell is None:
        return None
    if isinstance(cell.value, Decimal):
        return Typed("n", str(cell.value))
    if isinstance(cell.value, date):
        return Typed("n", str((cell.value - _EPOCH).days), DAY)
    return Typed("s", str(cell.value))


def package(sheets: dict[str, Rows], way: Way = Way()) -> bytes:
    """The workbook of *sheets*, written in *way*."""
    folder = way.workbook.rpartition("/")[0]
    inside = f"{folder}/" if folder else ""
    strings: dict[str, int] = {}
    parts = {
        f"{inside}worksheets/sheet{n}.xml": _sheet(rows, way, strings)
        for n, rows in enumerate(sheets.values(), start=1)
    }
    targets = [f"worksheets/sheet{n}.xml" for n in range(1, len(sheets) + 1)]
    entries = [(title, f"rId{n}") for n, title in enumerate(sheets, start=1)]
    links = [(f"rId{n}", "worksheet", target) for n, target in enumerate(targets, start=1)]
    if way.foreign:
        entries = [("宏", "rId91"), *entries, ("框", "rId92"), ("图", "rId93"), ("空", "rId99")]
        links += [("rId91", "xlMacrosheet", "macrosheets/sheet1.xml"), ("rId92", "dialogsheet", "dialogsheets/sheet1.xml"), ("rId93", "chartsheet", "chartsheets/sheet1.xml")]  # fmt: skip
        for name, root in (("macrosheets", "macrosheet"), ("dialogsheets", "dialogsheet"), ("chartsheets", "chartsheet")):  # fmt: skip
            parts[f"{inside}{name}/sheet1.xml"] = f'<{root} xmlns="{MAIN}"/>'
    links += [("rId50", "styles", "styles.xml"), ("rId51", "sharedStrings", "sharedStrings.xml")]
    parts[f"{inside}styles.xml"] = _styles()
    items = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in strings)
    parts[f"{inside}sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{items}</sst>'
    listed = "".join(
        f'<sheet name="{title}" sheetId="{n}"{_state(title, way)} r:id="{key}"/>'
        for n, (title, key) in enumerate(entries, start=1)
    )
    parts[way.workbook] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>'
    )
    root = f"/{inside}" if way.absolute else ""
    name = way.workbook.rpartition("/")[2]
    parts[f"{inside}_rels/{name}.rels"] = _links([(key, kind, root + target) for key, kind, target in links])  # fmt: skip
    parts["_rels/.rels"] = _links([("rId1", "officeDocument", way.workbook)])
    parts["[Content_Types].xml"] = _content_types(way.workbook, parts)
    return packed({_stored(path, way): _encoded(xml, way) for path, xml in parts.items()})


def _state(title: str, way: Way) -> str:
    return ' state="veryHidden"' if title in way.hidden else ""


def _stored(path: str, way: Way) -> str:
    return path.replace("worksheets/sheet", "Worksheets/SHEET") if way.capitals else path


def _encoded(xml: str, way: Way) -> bytes:
    if way.strict:
        for usual, strict in _STRICT:
            xml = xml.replace(usual, strict)
    declared = {"utf-16-be": "utf-16"}.get(way.encoding, way.encoding)
    text = f'<?xml version="1.0" encoding="{declared}" standalone="yes"?>\n{xml}'
    mark = "\ufeff" if way.encoding == "utf-16-be" else ""
    return (mark + text).encode(way.encoding)


def _links(links: Sequence[tuple[str, str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for key, kind, target in links
    )
    return f'<Relationships xmlns="{RELATIONS}">{listed}</Relationships>'


def _content_types(workbook: str, parts: dict[str, str]) -> str:
    kinds = {
        "worksheets/": "worksheet",
        "styles.xml": "styles",
        "sharedStrings.xml": "sharedStrings",
    }
    overrides = f'<Override PartName="/{workbook}" ContentType="{_CONTENT}.sheet.main+xml"/>'
    for path in parts:
        kind = next((kind for mark, kind in kinds.items() if mark in path), "")
        if kind:
            overrides += f'<Override PartName="/{path}" ContentType="{_CONTENT}.{kind}+xml"/>'
    return (
        f'<Types xmlns="{_TYPES}"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _styles() -> str:
    looks = "".join(f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>' for number in _FORMATS)  # fmt: skip
    return (
        f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill><patternFill/></fill></fills>'
        f'<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        f'<cellXfs count="{len(_FORMATS)}">{looks}</cellXfs></styleSheet>'
    )


def _sheet(rows: Rows, way: Way, strings: dict[str, int]) -> str:
    lines = ""
    for number, cells in enumerate(rows, start=1):
        address = "" if way.addresses == "none" else f' r="{number}"'
        lines += f"<row{address}>{''.join(_cells(number, cells, way, strings))}</row>"
    return f'<worksheet xmlns="{MAIN}"><sheetData>{lines}</sheetData></worksheet>'


def _cells(
    row: int, cells: Sequence[Typed | None], way: Way, strings: dict[str, int]
) -> Iterator[str]:
    for column, cell in enumerate(cells, start=1):
        addressed = way.addresses == "all" or (way.addresses == "half" and column % 2)
        at = f' r="{column_letters(column)}{row}"' if addressed else ""
        if cell is None:
            yield f'<c{at} s="{DAY}"/>'
            continue
        formula = f"<f>{cell.formula}</f>" if cell.formula else ""
        kind = f' t="{cell.kind}"' if cell.kind != "n" else ""
        look = f' s="{cell.look}"' if cell.look else ""
        if cell.kind == "inlineStr":
            held = f'<is><t xml:space="preserve">{escape(cell.text)}</t></is>'
        elif cell.kind == "s":
            held = f"<v>{strings.setdefault(cell.text, len(strings))}</v>"
        else:
            held = f"{formula}<v>{escape(cell.text)}</v>"
        yield f"<c{at}{look}{kind}>{held}</c>"
