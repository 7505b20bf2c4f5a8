"""Name the paragraph styles (样式) as Word shows them: the only place where these names are written."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class StyleName(StrEnum):
    """List the paragraph styles of a document; the value is both name and id of the style in Word."""

    BLANK_LINE = "空行"
    BODY = "公文正文"
    BODY_FLUSH = "顶格正文"
    TITLE = "公文标题"
    ADDRESSEES = "主送机关"
    HEADING_1 = "一级标题"
    HEADING_2 = "二级标题"
    HEADING_3 = "三级标题"
    HEADING_4 = "四级标题"
    ATTACHMENT_NOTE = "附件说明"
    SIGNATURE = "署名"
    DATE = "成文日期"
    UNSEALED_SIGNATURE = "不盖章署名"
    UNSEALED_DATE = "不盖章成文日期"
    SIGNATURE_STAMP = "签名章"
    CLOSING_NOTE = "附注"
    ATTENDANCE = "出席名单"
    ATTACHMENT_LABEL = "附件标识"
    ATTACHMENT_TITLE = "附件标题"
    COPY_NUMBER = "份号"
    SECRECY_AND_URGENCY = "密级和紧急程度"
    ORGAN_MARK = "发文机关标志"
    DOCUMENT_NUMBER = "发文字号"
    ISSUE_NUMBER = "简报期号"
    BRIEFING_ORGAN = "编印单位"
    TABLE_CAPTION = "表题"
    TABLE_HEADER = "表头"
    TABLE_TEXT = "表内文字"
    IMPRINT = "版记"
    IMPRINT_ANCHOR = "版记定位"
    PAGE_NUMBER = "页码"


# Word's own base style, which every other one is based on (正文).
BASE_STYLE: Final = "Normal"
# The headings of the outline (层次序数, 7.3.3), from the first level to the fourth.
HEADING_STYLES: Final = (
    StyleName.HEADING_1,
    StyleName.HEADING_2,
    StyleName.HEADING_3,
    StyleName.HEADING_4,
)
TITLE_STYLES: Final = frozenset({StyleName.TITLE, StyleName.ATTACHMENT_TITLE})
# Lines that hold the number of a document (7.2.5), or of an issue.
NUMBER_STYLES: Final = frozenset({StyleName.DOCUMENT_NUMBER, StyleName.ISSUE_NUMBER})
# Lines above the organ mark (7.2.1 to 7.2.3).
STYLES_ABOVE_MARK: Final = frozenset({StyleName.COPY_NUMBER, StyleName.SECRECY_AND_URGENCY})
SIGNATURE_STYLES: Final = frozenset(
    {StyleName.SIGNATURE, StyleName.UNSEALED_SIGNATURE, StyleName.SIGNATURE_STAMP}
)
SEALED_CLOSING_STYLES: Final = frozenset(
    {StyleName.SIGNATURE, StyleName.DATE, StyleName.CLOSING_NOTE}
)
# Lines that move with the table below them.
TABLE_TITLE_STYLES: Final = frozenset(
    {
        StyleName.TABLE_CAPTION,
        StyleName.ATTACHMENT_LABEL,
        StyleName.ATTACHMENT_TITLE,
        StyleName.BLANK_LINE,
    }
)
# Text in a table that is used for placement only.
PLACEMENT_STYLES: Final = frozenset(
    {StyleName.SIGNATURE, StyleName.DATE, StyleName.IMPRINT, StyleName.SIGNATURE_STAMP}
)
# Lines above a signature that are no text (正文).
NON_TEXT_STYLES: Final = frozenset(
    {
        StyleName.COPY_NUMBER,
        StyleName.SECRECY_AND_URGENCY,
        StyleName.ORGAN_MARK,
        StyleName.DOCUMENT_NUMBER,
        StyleName.TITLE,
        StyleName.ADDRESSEES,
        StyleName.ATTACHMENT_NOTE,
        *HEADING_STYLES,
    }
)
# Paragraphs of the text (正文), without its headings.
TEXT_STYLES: Final = frozenset({StyleName.BODY, StyleName.BODY_FLUSH})
# Paragraphs in the cells of a table.
CELL_STYLES: Final = frozenset({StyleName.TABLE_HEADER, StyleName.TABLE_TEXT})
# Lines that are on the page of what follows them.
STYLES_BEFORE_TEXT: Final = frozenset({*HEADING_STYLES, *TITLE_STYLES, StyleName.TABLE_CAPTION})
