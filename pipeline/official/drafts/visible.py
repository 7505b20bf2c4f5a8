"""Find paragraphs, tables and text wherever Word may put them (内容控件、修订、兼容内容), as a reader sees them.

Between a table and its rows, or a paragraph and its runs, other elements may stand: content controls
(``w:sdt``), custom XML and smart tags, insertions and moves of a revision, fields, links. They are
passed through whatever they are called, so that no container hides words. The alternatives of
``mc:AlternateContent`` have the same content in several forms (ECMA-376 part 3), and one is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docx.oxml.ns import qn

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from docx.oxml.xmlchemy import BaseOxmlElement as Element

ALTERNATIVES: Final = (
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
)
DELETED: Final = frozenset({qn("w:del"), qn("w:moveFrom")})
DRAWN: Final = frozenset({qn("w:drawing"), qn("w:pict"), qn("w:object")})
FORMULA: Final = qn("m:oMath")
GUIDE: Final = qn("w:rt")  # the small text of a phonetic guide (拼音指南)
WORDS: Final = frozenset(  # elements that hold text, of the document or of something in it
    {qn("w:t"), qn("m:t"), qn("a:t"), "{urn:schemas-microsoft-com:vml}textpath"}
)
DROP_DOWN: Final = qn("w:ddList")
_PROPERTIES: Final = frozenset(
    qn(f"w:{name}") for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "trPr", "tcPr")
)
_NOT_IN_TEXT: Final = DELETED | DRAWN | _PROPERTIES | {FORMULA, GUIDE}
_CHARACTERS: Final = {
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:tab"): "\t",
    qn("w:ptab"): "\t",
    qn("w:noBreakHyphen"): "-",
}
_BLOCKS: Final = frozenset({qn("w:p"), qn("w:tbl")})
_SPACE: Final = 0x20
_NO_CHARACTERS: Final = range(0xD800, 0xF900)  # surrogates, and what only a font defines
_RUN: Final = qn("w:r")
_TEXT: Final = qn("w:t")
_SYMBOL: Final = qn("w:sym")
_HIDDEN: Final = f"{qn('w:rPr')}/{qn('w:vanish')}"
_OFF: Final = frozenset({"0", "false", "off"})


def children(element: Element) -> Iterator[Element]:
    """Yield the children of *element*; of alternatives those of the first that has text, or else of the first."""
    if element.tag != ALTERNATIVES:
        yield from element
        return
    branches = list(element)
    shown = (*WORDS, DROP_DOWN, _SYMBOL)
    with_text = (branch for branch in branches if next(branch.iter(*shown), None) is not None)
    for branch in [*with_text, *branches][:1]:
        yield from branch


def find_inside(element: Element, tags: Collection[str]) -> Iterator[Element]:
    """Yield the nearest elements of *tags* inside *element*, in order, deletions and drawings left out."""
    for child in children(element):
        if child.tag in tags:
            yield child
        elif child.tag not in _NOT_IN_TEXT:
            yield from find_inside(child, tags)


def blocks_of(element: Element) -> Iterator[Element]:
    """Yield the paragraphs and tables of a body or a cell."""
    yield from find_inside(element, _BLOCKS)


def rows_of(table: Element) -> Iterator[Element]:
    """Yield the rows of *table* that no revision has deleted."""
    for row in find_inside(table, {qn("w:tr")}):
        if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is None:
            yield row


def cells_of(row: Element) -> Iterator[Element]:
    """Yield the cells of *row*."""
    yield from find_inside(row, {qn("w:tc")})


def text_of(element: Element) -> str:
    """Return the text of a paragraph without deletions (修订), hidden text and what isn't text."""
    texts = []
    for child in children(element):
        if child.tag == _TEXT:
            texts.append(child.text or "")
        elif child.tag in _CHARACTERS:
            texts.append(_CHARACTERS[child.tag])
        elif child.tag == _SYMBOL:
            texts.append(symbol(child))
        elif child.tag not in _NOT_IN_TEXT and not is_hidden(child):
            texts.append(text_of(child))
    return "".join(texts)


def symbol(element: Element) -> str:
    """Return the character of a symbol (``w:sym``); empty for one that only its font defines (Wingdings)."""
    try:
        code = int(element.get(qn("w:char"), ""), 16)
        return "" if code in _NO_CHARACTERS or code < _SPACE else chr(code)
    except (ValueError, OverflowError):
        return ""


def is_hidden(run: Element) -> bool:
    """Return whether *run* is hidden text (隐藏文字), which Word neither shows nor prints."""
    hidden = run.find(_HIDDEN) if run.tag == _RUN else None
    return hidden is not None and hidden.get(qn("w:val"), "1") not in _OFF
