"""Put an element into the XML of a sheet at the position that the format prescribes."""

from __future__ import annotations

from typing import Final

from lxml import etree

# The children of a worksheet in their order (ECMA-376 Part 1, 18.3.1.99).
_ORDER: Final = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr",
    "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate",
    "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting", "dataValidations",
    "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks",
    "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing",
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
    "tableParts", "extLst",
)  # fmt: skip


def insert_child(sheet: etree._Element, child: etree._Element) -> etree._Element:
    """Insert *child* into *sheet* before the first element that has to follow it; return it.

    Raises:
        ValueError: a worksheet has no such child.
    """
    later = frozenset(_ORDER[_ORDER.index(etree.QName(child).localname) + 1 :])
    follower = next((each for each in sheet if etree.QName(each).localname in later), None)
    if follower is None:
        sheet.append(child)
    else:
        follower.addprevious(child)
    return child
