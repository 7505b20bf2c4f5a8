"""Compute the values of a draft (文稿) by the Chinese names that templates use as tags.

Every name has a value, empty by default, so that a template can test ``{%p if 附注 %}``. Blocks that
the engine lays out (tables, special paragraphs) are placeholders here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from pipeline.model.document import Heading, Paragraph, words_of
from pipeline.official.ooxml.elements import lines_of
from pipeline.official.standard.patterns import OUTLINE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model.document import Block, OfficialDocument

PLACEHOLDER: Final = "\ue000{number}\ue001"  # private-use characters, which no text contains
_BOOK_NAME: Final = re.compile(r"《(.{1,300})》")
ATTENDANCE_LABELS: Final = ("出席", "请假", "列席")
_IMPRINT_LINES: Final = ("主送", "抄送", "报", "送", "发")


def draft_facts(document: OfficialDocument) -> dict[str, Any]:
    """Return every element of *document* by its name (公文要素), for a Word template.

    >>> from pipeline.model.document import DocumentForm, OfficialDocument
    >>> facts = draft_facts(OfficialDocument("通知", DocumentForm.GENERAL, "关于放假的通知", ()))
    >>> facts["标题"], facts["签发人"]
    ('关于放假的通知', '')
    """
    return {
        **_header_facts(document),
        "标题": document.title,
        "主送机关": document.addressees.rstrip("：:"),
        "正文": list(_body_items(document.blocks)),
        "附件说明": _note_lines(document),
        "印发件": _issued_title(document),
        **dict.fromkeys(ATTENDANCE_LABELS, ""),
        **dict(document.attendance),
        **_closing_facts(document),
        **_imprint_facts(document),
    }


def _header_facts(document: OfficialDocument) -> dict[str, str]:
    header, masthead = document.header, document.masthead
    names = None if header else masthead  # minutes repeat mark and number in their masthead
    mark = header.organ_mark if header else ""
    if header and header.organs:  # 条例 第九条（四）: the lead organ's mark alone is allowed
        mark = f"{header.organs[0]}{header.organ_mark}"
    return {
        "发文机关标志": mark,
        "发文字号": header.document_number if header else "",
        "签发人": "　".join(header.signers) if header else "",
        "份号": header.copy_number if header else "",
        "密级": header.secrecy if header else "",
        "紧急程度": header.urgency if header else "",
        "简报名称": names.name if names else "",
        "期号": names.issue_number if names else "",
        "编印单位": masthead.organ if masthead else "",
        "编印日期": masthead.dated if masthead else "",
    }


def _closing_facts(document: OfficialDocument) -> dict[str, str]:
    closing = document.closing
    note = closing.note if closing else ""
    return {
        "署名": "　".join(closing.organs) if closing else "",
        "成文日期": closing.dated if closing else "",
        "附注": note.removeprefix("（").removesuffix("）"),
        "签署职务": closing.stamps[0].post if closing and closing.stamps else "",
        "签署": closing.stamps[0].name if closing and closing.stamps else "",
    }


def _imprint_facts(document: OfficialDocument) -> dict[str, str]:
    imprint = document.imprint
    return {
        **dict.fromkeys(_IMPRINT_LINES, ""),
        **(dict(imprint.lines) if imprint else {}),
        "印发机关": imprint.printing_organ if imprint else "",
        "印发日期": imprint.printed_on.removesuffix("印发") if imprint else "",
        "份数": imprint.copies if imprint else "",
    }


def _body_items(blocks: tuple[Block, ...]) -> Iterator[dict[str, Any]]:
    """Yield one item per paragraph: its level in the outline (0 for text) and its text."""
    for number, block in enumerate(blocks):
        if isinstance(block, Heading):
            yield {"级": min(block.level, len(OUTLINE)), "文": block.text}
        elif isinstance(block, Paragraph) and is_plain(block):
            for line in lines_of(words_of(block.pieces)):
                if line.strip():
                    yield {"级": 0, "文": line}
        else:
            yield {"级": 0, "文": PLACEHOLDER.format(number=number)}


def is_plain(block: Paragraph) -> bool:
    """Return whether a paragraph has no formatting besides the style of the text (公文正文)."""
    return not block.lead and not block.flush and block.aligned == "both"


def _note_lines(document: OfficialDocument) -> list[str]:
    """Return the lines of the attachment note (附件说明), 7.3.4."""
    titles = [each.title for each in document.attachments if not each.carried]
    if len(titles) < 2:  # noqa: PLR2004 - one alone bears no number
        return [f"附件：{title}" for title in titles]
    return [
        f"{'附件：' if number == 1 else ''}{number}. {title}"
        for number, title in enumerate(titles, start=1)
    ]


def _issued_title(document: OfficialDocument) -> str:
    """Return the title of the issued or forwarded document (印发、转发的文件), without 《》."""
    quoted = _BOOK_NAME.search(document.title)
    carried = [each.title for each in document.attachments if each.carried]
    return quoted[1] if quoted else (carried[0] if carried else "")
