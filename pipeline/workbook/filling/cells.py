"""Write values into the cells of a sheet's XML (ECMA-376 Part 1, 18.3.1.4); the style of each stays."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from lxml import etree

from pipeline.model.grid import address_of
from pipeline.workbook.filling.plan import LiveFormula
from pipeline.workbook.formulas.operands import Fault
from pipeline.workbook.package import MAIN
from pipeline.workbook.sheet_cells import cell_element, row_element
from pipeline.workbook.writing.values import is_exact, printable

if TYPE_CHECKING:
    from pipeline.model.grid import Address
    from pipeline.workbook.filling.plan import FilledCell
    from pipeline.workbook.formulas.operands import Value

_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_DIGITS: Final = 15  # that a spreadsheet keeps of a number


@dataclass(frozen=True, slots=True)
class SheetRows:
    """Rows of one sheet by number, so that each is looked for once."""

    data: etree._Element
    rows: dict[int, etree._Element] = field(default_factory=dict)

    def row(self, number: int) -> etree._Element:
        """Return the row of that number; create it where there is none."""
        if number not in self.rows:
            self.rows[number] = row_element(self.data, number)
        return self.rows[number]

    def cell(self, at: Address) -> etree._Element:
        """Return the cell at that place; create it where there is none."""
        return cell_element(self.row(at.row), at)

    def style(self, at: Address) -> str | None:
        """Return the style of the cell at that place, if the sheet has such a cell."""
        for cell in self.row(at.row):
            stated = address_of(cell.get("r", ""))
            if stated is not None and stated.column == at.column:
                style: str | None = cell.get("s")
                return style
        return None


def write_cell(rows: SheetRows, filled: FilledCell) -> etree._Element:
    """Write one value, and return its cell; one without a style takes that of the cell it is like."""
    cell = rows.cell(filled.at)
    if filled.like is not None and cell.get("s") is None and (style := rows.style(filled.like)):
        cell.set("s", style)
    for child in list(cell):
        cell.remove(child)
    for attribute in ("t", "cm", "vm"):
        cell.attrib.pop(attribute, None)
    value = filled.value
    if isinstance(value, LiveFormula):
        _child(cell, "f", value.expression.removeprefix("="))
        _write_result(cell, value.result)
    elif isinstance(value, Decimal) and is_exact(value):
        _child(cell, "v", decimal_text(value))
    elif value is not None:
        cell.set("t", "inlineStr")
        text = decimal_text(value) if isinstance(value, Decimal) else printable(value)
        _child(_child(cell, "is"), "t", text).set(_SPACE, "preserve")
    return cell


def _write_result(cell: etree._Element, result: Value | Fault) -> None:
    if isinstance(result, Decimal):
        _child(cell, "v", stored(result))
    elif isinstance(result, bool):
        cell.set("t", "b")
        _child(cell, "v", str(int(result)))
    elif isinstance(result, Fault):
        cell.set("t", "e")
        _child(cell, "v", result.code)
    elif result is not None:
        cell.set("t", "str")
        _child(cell, "v", printable(result))


def stored(number: Decimal) -> str:
    """Return a number as a spreadsheet stores it: to 15 digits, where it has more.

    >>> stored(Decimal(2) / 3), stored(Decimal("300.50"))
    ('0.666666666666667', '300.5')
    """
    if len(number.as_tuple().digits) > _DIGITS:
        number = Decimal(f"{number:.{_DIGITS - 1}e}")
    return decimal_text(number)


def decimal_text(number: Decimal) -> str:
    """Return all digits of a number, without an exponent and without zeros at the end.

    >>> decimal_text(Decimal("1.50E+3")), decimal_text(Decimal("0.10"))
    ('1500', '0.1')
    """
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _child(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    made = etree.SubElement(parent, f"{{{MAIN}}}{name}")
    made.text = text
    return made
