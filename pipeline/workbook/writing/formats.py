"""Define the look of each style of a planned workbook, as XlsxWriter's format properties."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from pipeline.workbook.writing.plan import Style

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

_BODY: Final = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
_HEAVY: Final = {"font_name": "黑体", "font_size": 11, "valign": "vcenter"}
_GRID: Final = {"border": 1, "border_color": "#808080"}
_LEFT: Final = {"align": "left", "text_wrap": True}
_CENTER: Final = {"align": "center", "text_wrap": True}
_FIGURE: Final = {"align": "right", "num_format": "General"}
_OPEN: Final = {"locked": False, "bg_color": "#FFFDF0"}
_DAY: Final = {"num_format": "yyyy-mm-dd"}

FORMATS: Final[Mapping[Style, Mapping[str, Any]]] = MappingProxyType(
    {
        Style.TITLE: {"font_name": "黑体", "font_size": 18, "valign": "vcenter", **_CENTER},
        Style.NOTE: {
            "font_name": "宋体",
            "font_size": 9,
            "font_color": "#666666",
            "valign": "vcenter",
            **_LEFT,
        },
        Style.HELP: {**_BODY, **_GRID, **_LEFT, "font_size": 9, "font_color": "#666666"},
        Style.SECTION: {**_HEAVY, **_GRID, **_LEFT, "bg_color": "#F2F2F2"},
        Style.HEADER: {**_HEAVY, **_GRID, **_CENTER, "bg_color": "#DDE6F0"},
        Style.LABEL: {**_BODY, **_GRID, **_LEFT},
        Style.LABEL_CENTER: {**_BODY, **_GRID, **_CENTER},
        Style.INPUT: {**_BODY, **_GRID, **_CENTER, **_OPEN},
        Style.INPUT_LONG: {**_BODY, **_GRID, **_LEFT, **_OPEN},
        Style.INPUT_DATE: {**_BODY, **_GRID, **_CENTER, **_OPEN, **_DAY},
        Style.INPUT_TEXT: {**_BODY, **_GRID, **_CENTER, **_OPEN, "num_format": "@"},
        Style.TEXT: {**_BODY, **_GRID, **_LEFT},
        Style.CENTER: {**_BODY, **_GRID, **_CENTER},
        Style.NUMBER: {**_BODY, **_GRID, **_FIGURE},
        Style.DATE: {**_BODY, **_GRID, **_CENTER, **_DAY},
        Style.SUBTOTAL: {**_HEAVY, **_GRID, **_FIGURE, "bg_color": "#F2F2F2"},
        Style.SUBTOTAL_TEXT: {**_HEAVY, **_GRID, **_CENTER, "bg_color": "#F2F2F2"},
        Style.TOTAL: {**_HEAVY, **_GRID, **_FIGURE, "bg_color": "#DDE6F0"},
        Style.TOTAL_TEXT: {**_HEAVY, **_GRID, **_CENTER, "bg_color": "#DDE6F0"},
        Style.GREEN: {**_BODY, **_GRID, **_CENTER, "bg_color": "#C6E7C8"},
        Style.AMBER: {**_BODY, **_GRID, **_CENTER, "bg_color": "#FFE699"},
        Style.RED: {**_BODY, **_GRID, **_CENTER, "bg_color": "#F4B6B0"},
        Style.GREY: {**_BODY, **_GRID, **_CENTER, "bg_color": "#E0E0E0"},
        Style.LINK: {**_BODY, **_GRID, **_LEFT, "font_color": "#0563C1", "underline": 1},
        Style.HIDDEN_TEXT: {**_BODY},
    }
)


class CellFormats:
    """Add the formats of cells to a workbook: one for each style, and each number format in it."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[Style, str], Format] = {}
        for style in FORMATS:
            self.of(style)

    def of(self, style: Style, number_format: str = "") -> Format:
        """Return the format of *style*, with *number_format* unless that is empty."""
        found = self._made.get((style, number_format))
        if found is None:
            own = {"num_format": number_format} if number_format else {}
            found = self._workbook.add_format({**FORMATS[style], **own})
            self._made[style, number_format] = found
        return found
