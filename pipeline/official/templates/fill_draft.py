"""Fill an office's template with a draft (套用模板): the frame is the office's, the layout ours.

What tags can't express (tables, attachments, joint signatures) is laid out by the engine and inserted.
Nothing of the draft is lost: an element without a tag in the template raises an error.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.oxml.ns import qn

from pipeline.model.document import Paragraph
from pipeline.official.errors import TemplateFaulty
from pipeline.official.layout.body import attachment_note, attachment_pages, body_text
from pipeline.official.layout.closing import closing
from pipeline.official.ooxml.elements import style_of, words_in
from pipeline.official.ooxml.package import normalise_timestamps
from pipeline.official.ooxml.pictures import SealDrawer
from pipeline.official.ooxml.style_names import SEALED_CLOSING_STYLES, STYLES_ABOVE_MARK, StyleName
from pipeline.official.ooxml.styles import PITCH
from pipeline.official.templates.draft_context import PLACEHOLDER, draft_facts, is_plain
from pipeline.official.templates.refit import refit
from pipeline.official.templates.repair import add_missing_styles, repair_template
from pipeline.official.templates.template import (
    check_template,
    fill,
    open_template,
    referenced_names,
)

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

    from pipeline.model.document import Closing, OfficialDocument
    from pipeline.official.templates.template import TemplateFile

_MAX_SIGNERS = 2
_WITHOUT = "不套用它（typeset 去掉 --template，notice 先把它移走）"
_FOR_DATA = (
    "这个模板由任务的数据填写，没有放文稿正文的地方，"
    "请改用带“（文稿）”的模板，如 工作简报（文稿）.docx，或不用 --template 排版"
)


def fill_with_draft(template_path: Path, document: OfficialDocument) -> bytes:
    """Fill the template at *template_path* with *document*; return ``.docx`` bytes.

    Raises:
        TemplateFaulty: a tag is broken or unknown, or the template lacks a tag for an element.
        OSError: the template can't be read.
    """
    template = open_template(template_path)
    facts = draft_facts(document)
    if unknown := check_template(template, facts):
        for_data = "正文" not in referenced_names(template)
        raise TemplateFaulty(template.name, "", _FOR_DATA if for_data else "；".join(unknown))
    _refuse_loss(template, document, facts)
    paper = Document(io.BytesIO(fill(template, facts)))
    add_missing_styles(paper)
    _place_mark(paper, Document(io.BytesIO(template.package)))
    _insert_blocks(paper, document, template.name)
    _replace_note(paper, document)
    if document.closing and not _is_plain_closing(document.closing):
        _replace_closing(paper, document.closing, template.name)
    _insert_attachments(paper, document)
    refit(paper)
    stream = io.BytesIO()
    paper.save(stream)
    return normalise_timestamps(stream.getvalue())


def _refuse_loss(template: TemplateFile, document: OfficialDocument, facts: dict[str, Any]) -> None:
    """Raise TemplateFaulty where the draft has an element that no tag of the template prints."""
    referenced = referenced_names(template, on_page=True)
    redundant = {"印发件"}  # also part of the title
    lost = [name for name, value in facts.items() if value and name not in referenced | redundant]
    if lost:
        tags = "、".join(f"{{{{ {name} }}}}" for name in lost)
        raise TemplateFaulty(
            template.name,
            "",
            f"没有地方放文稿里的{'、'.join(lost)}，请在模板的相应位置写上 {tags}（正文、附件说明逐段循环），"
            f"或{_WITHOUT}",
        )
    if document.header and len(document.header.signers) > _MAX_SIGNERS:
        raise TemplateFaulty(template.name, "", f"签发人超过两人时模板里排不下，请{_WITHOUT}")


def _place_mark(paper: WordDocument, template: WordDocument) -> None:
    """Move the mark below the copy number, secrecy and urgency that were filled (7.2.4).

    A template has all of them above the mark; without one of them the mark is a line too high.
    """
    repair_template(template)
    marks = [each for each in paper.element.body if style_of(each) == StyleName.ORGAN_MARK]
    lead = marks[0].getprevious() if marks else None
    spacing = None if lead is None else lead.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
    if lead is None or spacing is None or words_in(lead):
        return
    removed = _count_lines_above_mark(template) - _count_lines_above_mark(paper)
    spacing.set(qn("w:line"), str(int(spacing.get(qn("w:line"), "0")) + removed * PITCH.twips))


def _count_lines_above_mark(paper: WordDocument) -> int:
    return sum(style_of(each) in STYLES_ABOVE_MARK for each in paper.element.body)


def _insert_blocks(paper: WordDocument, document: OfficialDocument, name: str) -> None:
    """Replace each placeholder by its block as the engine lays it out (表格、特殊段落)."""
    for number, block in enumerate(document.blocks):
        if isinstance(block, Paragraph) and is_plain(block):
            continue
        mark = PLACEHOLDER.format(number=number)
        found = [p for p in paper.element.body.iter(qn("w:p")) if words_in(p) == mark]
        if len(found) == 1:
            for element in body_text((block,)):
                found[0].addprevious(element)
            found[0].getparent().remove(found[0])
        elif mark in words_in(paper.element.body):
            raise TemplateFaulty(
                name, "", "{{ 段.文 }} 不是单独一段，文稿里的表格放不进去，请让它独占一段"
            )


def _replace_note(paper: WordDocument, document: OfficialDocument) -> None:
    """Replace the lines of the attachment note (附件说明) by the engine's, with its indents (7.3.4)."""
    lines = [
        p for p in paper.element.body.iter(qn("w:p")) if style_of(p) == StyleName.ATTACHMENT_NOTE
    ]
    replacements = attachment_note(document.attachments)[1:]
    if len(lines) == len(replacements):
        for old, new in zip(lines, replacements, strict=True):
            old.getparent().replace(old, new)


def _is_plain_closing(words: Closing) -> bool:
    return words.sealed and not (words.others or words.seals or words.stamps)


def _replace_closing(paper: WordDocument, words: Closing, name: str) -> None:
    """Replace the template's single closing by a joint, unsealed or stamped one of the engine."""
    body = paper.element.body
    signatures = [p for p in body if style_of(p) in SEALED_CLOSING_STYLES]
    stamp = [e for e in body if e.tag == qn("w:tbl") and words.stamps and _contains_stamp(e, words)]
    if not signatures and not stamp:
        raise TemplateFaulty(
            name,
            "",
            "落款不是“署名”“成文日期”样式的段落，联合行文、不盖章或签名章的落款排不进去，"
            f"请给这两段用上该样式，或{_WITHOUT}",
        )
    old = [*stamp, *signatures]
    old.sort(key=list(body).index)
    before = old[0].getprevious()
    while before is not None and style_of(before) == StyleName.BLANK_LINE and not words_in(before):
        before, empty = before.getprevious(), before
        body.remove(empty)
    for element in closing(words, SealDrawer(paper)):
        old[0].addprevious(element)
    children = list(body)  # with the elements between, such as the line below a signature stamp
    for element in children[children.index(old[0]) : children.index(old[-1]) + 1]:
        body.remove(element)


def _contains_stamp(table: Element, words: Closing) -> bool:
    return bool(words.stamps[0].post) and words.stamps[0].post in words_in(table)


def _insert_attachments(paper: WordDocument, document: OfficialDocument) -> None:
    """Insert the attachments before the imprint (7.3.7), or at the end without one."""
    body = paper.element.body
    imprint = next(
        (e for e in body if e.tag == qn("w:tbl") and any(style_of(p) == StyleName.IMPRINT for p in e.iter(qn("w:p")))),
        None,
    )  # fmt: skip
    anchor = next((e for e in body if style_of(e) == StyleName.IMPRINT_ANCHOR), None)
    position = imprint if imprint is not None else anchor if anchor is not None else body.sectPr
    for element in attachment_pages(document.attachments):
        position.addprevious(element)
