"""Read a Word draft as lines: automatic numbers become text, deletions are dropped, omissions noted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docx.oxml.ns import qn

from pipeline.official.drafts.lines import DraftLine
from pipeline.official.drafts.numbering import Numbering
from pipeline.official.ooxml.elements import style_of
from pipeline.official.ooxml.style_names import PLACEMENT_STYLES, StyleName

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

_OMITTED_ELEMENTS: Final = (
    ("w:drawing", "图片或文本框"),
    ("w:pict", "图片或文本框"),
    ("w:footnoteReference", "脚注"),
    ("w:endnoteReference", "尾注"),
    ("w:del", "修订中已删除的文字"),
    ("w:commentReference", "批注"),
    ("m:oMath", "公式"),
)
_MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SKIPPED: Final = {
    qn("w:del"),
    qn("w:moveFrom"),
    qn("w:txbxContent"),
    qn("w:pict"),
    qn("w:drawing"),
}


def word_lines(document: WordDocument) -> tuple[tuple[DraftLine, ...], tuple[str, ...]]:
    """Return lines and tables of a Word document in order, and notes on what is not carried over."""
    return tuple(_lines(document)), tuple(_omission_notes(document))


def _lines(document: WordDocument) -> Iterator[DraftLine]:
    numbering = Numbering(document)
    number = 0
    for element in document.element.body.iterchildren(qn("w:p"), qn("w:tbl"), qn("w:sdt")):
        for each in _blocks(element):
            if each.tag == qn("w:tbl"):
                for line in _table(each, number):
                    number += 1
                    yield line
                continue
            prefix = numbering.number_of(each)
            level = _level(document, each)
            for at, text in enumerate(_text(each).split("\n")):
                number += 1
                yield DraftLine(number, (prefix if at == 0 else "") + text, level)


def _table(table: Element, number: int) -> Iterator[DraftLine]:
    """Yield a table as one line, or the lines of one used for placement (版记, 联合署名, 联合标志)."""
    rows = _rows(table)
    paragraphs = [each for each in table.iter(qn("w:p")) if _text(each).strip()]
    styles = {style_of(each) for each in paragraphs}
    if StyleName.ORGAN_MARK in styles:
        *names, word = [_text(each).strip() for each in sorted(paragraphs, key=_is_mark_suffix)]
        yield DraftLine(number + 1, f"发文机关标志：{'、'.join(names)}{word}")
    elif styles & PLACEMENT_STYLES or (rows and len(rows[0]) == 1):
        for at, each in enumerate(paragraphs, start=1):
            yield DraftLine(number + at, _text(each))
    else:
        yield DraftLine(number + 1, rows=rows)


def _is_mark_suffix(paragraph: Element) -> bool:
    return _text(paragraph).strip() == "文件"


def _blocks(element: Element) -> Iterator[Element]:
    """Yield the paragraphs and tables of an element of the body; a content control has several."""
    if element.tag != qn("w:sdt"):
        yield element
        return
    content = element.find(qn("w:sdtContent"))
    for child in [] if content is None else content:
        if child.tag in {qn("w:p"), qn("w:tbl"), qn("w:sdt")}:
            yield from _blocks(child)


def _text(element: Element) -> str:
    """Return the text of a paragraph without the deletions of a revision (修订)."""
    texts = []
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag == qn("w:t"):
            texts.append(child.text or "")
        elif child.tag in {qn("w:br"), qn("w:cr")}:
            texts.append("\n")
        elif child.tag == qn("w:tab"):
            texts.append("\t")
        elif child.tag == qn("w:noBreakHyphen"):
            texts.append("-")
        elif child.tag != qn("w:pPr"):
            texts.append(_text(child))
    return "".join(texts)


def _rows(table: Element) -> tuple[tuple[str, ...], ...]:
    """Return the cells of a table; one that spans columns is followed by empty cells."""
    rows = []
    for row in table.findall(qn("w:tr")):
        cells: list[str] = []
        for cell in row.findall(qn("w:tc")):
            span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
            text = "\n".join(_text(each) for each in cell.findall(qn("w:p")))
            cells += [
                text,
                *[""] * (int(span.get(qn("w:val"), "1")) - 1 if span is not None else 0),
            ]
        rows.append(tuple(cells))
    width = max((len(row) for row in rows), default=0)
    return tuple(row + ("",) * (width - len(row)) for row in rows)


def _level(document: WordDocument, paragraph: Element) -> int | None:
    """Return the outline level that the paragraph or its style states; 0 is the title."""
    style = document.styles.element.find(
        f"{qn('w:style')}[@{qn('w:styleId')}='{paragraph.style or ''}']"
    )
    name = style.find(qn("w:name")).get(qn("w:val"), "") if style is not None else ""
    if name.lower() == "title" or name in {StyleName.TITLE, "标题"}:
        return 0
    for holder in (paragraph, style):
        stated = None if holder is None else holder.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        if stated is not None:
            level = int(stated.get(qn("w:val"), "9"))
            return level + 1 if level < 4 else None  # noqa: PLR2004 - the outline has four levels
    return None


def _omission_notes(document: WordDocument) -> Iterator[str]:
    body = document.element.body
    found: dict[str, int] = {}
    for tag, description in _OMITTED_ELEMENTS:
        name = _MATH + tag[2:] if tag.startswith("m:") else qn(tag)
        count = sum(1 for _ in body.iter(name))
        if count:
            found[description] = found.get(description, 0) + count
    for description, count in found.items():
        yield f"文稿里有 {count} 处{description}，没有带过来，请核对后手工处理。"
