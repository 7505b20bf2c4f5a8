"""Lay out templates for drafts: optional elements are enclosed in tags that remove them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from docx import Document
from docx.oxml.ns import qn

from pipeline.official.layout.lay_out import lay_out
from pipeline.official.ooxml.elements import blank_lines, paragraph, words_in
from pipeline.official.ooxml.package import to_bytes
from pipeline.official.ooxml.style_names import StyleName
from pipeline.official.standard.kinds import Requirement, requirements_of
from pipeline.official.templates.draft_context import ATTENDANCE_LABELS

if TYPE_CHECKING:
    from datetime import datetime

    from docx.oxml.xmlchemy import BaseOxmlElement as Element

    from pipeline.model.document import OfficialDocument

# Elements (要素) that a draft may lack, by the tag in their paragraph.
_OPTIONAL: Final = (
    "份号", "密级", "紧急程度", "主送机关", "附注", *ATTENDANCE_LABELS, "抄送", "报", "送", "发",
    "份数", "署名", "成文日期",
)  # fmt: skip
_END_OF_TEXT: Final = "{%p endfor %}"


def draft_frame(document: OfficialDocument, moment: datetime) -> bytes:
    """Lay out *document*, whose text consists of tags, and make its optional elements conditional."""
    paper = Document(io.BytesIO(lay_out(document, moment)))
    body = paper.element.body
    for each in list(body.iter(qn("w:p"))):
        words = words_in(each)
        name = next((name for name in _OPTIONAL if f"{{{{ {name} }}}}" in words), "")
        if name:
            _make_optional(each, each, name)
    title = next((p for p in body.iter(qn("w:p")) if words_in(p) == "{{ 标题 }}"), None)
    if title is not None and requirements_of(document.kind).title is not Requirement.REQUIRED:
        _make_optional(title, title.getnext(), "标题")
    _add_note(body, document)
    return to_bytes(paper, moment, document.title)


def _make_optional(first: Element, last: Element, condition: str) -> None:
    first.addprevious(_tag_paragraph(f"{{%p if {condition} %}}", first))
    last.addnext(_tag_paragraph("{%p endif %}", last))


def _tag_paragraph(text: str, element: Element) -> Element:
    """Return a tag in its own paragraph, in the imprint with the size of the imprint."""
    style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    imprint = style is not None and style.get(qn("w:val")) == StyleName.IMPRINT
    return paragraph(StyleName.IMPRINT if imprint else StyleName.BLANK_LINE, text)


def _add_note(body: Element, document: OfficialDocument) -> None:
    """Insert the attachment note (附件说明) after the text; filling replaces its lines."""
    if document.masthead is not None:
        return
    marks = [p for p in body if words_in(p) in {_END_OF_TEXT, "{%p endif %}", "{%p endfor %}"}]
    end = next(p for p in marks if words_in(p) == _END_OF_TEXT)
    if (following := end.getnext()) is not None and words_in(following) == "{%p else %}":
        while words_in(end) != "{%p endif %}":
            end = end.getnext()
    note = (
        paragraph(StyleName.BLANK_LINE, "{%p if 附件说明 %}"),
        *blank_lines(1),
        paragraph(StyleName.BLANK_LINE, "{%p for 条 in 附件说明 %}"),
        paragraph(StyleName.ATTACHMENT_NOTE, "{{ 条 }}"),
        paragraph(StyleName.BLANK_LINE, "{%p endfor %}"),
        paragraph(StyleName.BLANK_LINE, "{%p endif %}"),
    )
    for each in reversed(note):
        end.addnext(each)
