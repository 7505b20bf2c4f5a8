"""Define the paragraph styles (样式) of every document, and write the style sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.official.ooxml.elements import RED, exact_line, fonts, make, paragraph_properties
from pipeline.official.ooxml.style_names import BASE_STYLE, StyleName
from pipeline.official.standard.clauses import figure
from pipeline.official.standard.lengths import Length, pt
from pipeline.official.standard.profile import STANDARD
from pipeline.official.standard.typefaces import (
    BODY_CHAR,
    BODY_SPACING,
    FANGSONG,
    HEITI,
    KAITI,
    SIZE_2,
    SIZE_3,
    SIZE_4,
    SONGTI,
    XIAOBIAOSONG,
    Face,
)

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

# The pitch that single lines are tuned to; a page uses its profile's.
PITCH: Final = STANDARD.pitch
# A line is a character and 7/8 of a 3号 one (3.2): 36 pt for a title of 22 pt, 28 pt for 4号.
TITLE_PITCH: Final = pt(36)
IMPRINT_PITCH: Final = pt(28)
# The line of an organ mark is 1.27 times its size (see layout.header), here in whole points.
MARK_SIZE: Final = pt(62)
MARK_PITCH: Final = pt(79)
NUMBER_PITCH: Final = Length(405)
TABLE_PITCH: Final = pt(20)
PAGE_NUMBER_PITCH: Final = pt(18)


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """Define a style: typeface, size, exact pitch, alignment and first-line indent (首行缩进)."""

    name: str
    face: Face = FANGSONG
    size: Length = SIZE_3
    pitch: Length | None = None  # None: the pitch of the page
    alignment: str = "both"
    first_line_indent: bool = False
    red: bool = False
    keep_with_next: bool = False  # 与下段同页
    outline_level: int | None = None


STYLES: Final = (
    ParagraphStyle(StyleName.BLANK_LINE, alignment="left"),
    ParagraphStyle(StyleName.BODY, first_line_indent=True),
    ParagraphStyle(StyleName.BODY_FLUSH),
    ParagraphStyle(
        StyleName.TITLE, XIAOBIAOSONG, SIZE_2, TITLE_PITCH, "center", keep_with_next=True
    ),
    ParagraphStyle(StyleName.ADDRESSEES),
    ParagraphStyle(
        StyleName.HEADING_1, HEITI, first_line_indent=True, keep_with_next=True, outline_level=0
    ),
    ParagraphStyle(
        StyleName.HEADING_2, KAITI, first_line_indent=True, keep_with_next=True, outline_level=1
    ),
    ParagraphStyle(
        StyleName.HEADING_3, first_line_indent=True, keep_with_next=True, outline_level=2
    ),
    ParagraphStyle(
        StyleName.HEADING_4, first_line_indent=True, keep_with_next=True, outline_level=3
    ),
    ParagraphStyle(StyleName.ATTACHMENT_NOTE, alignment="left"),
    ParagraphStyle(StyleName.SIGNATURE, alignment="center"),
    ParagraphStyle(StyleName.DATE, alignment="center"),
    ParagraphStyle(StyleName.UNSEALED_SIGNATURE, alignment="right"),
    ParagraphStyle(StyleName.UNSEALED_DATE, alignment="left"),
    ParagraphStyle(StyleName.SIGNATURE_STAMP, alignment="right"),
    ParagraphStyle(StyleName.CLOSING_NOTE, first_line_indent=True),
    ParagraphStyle(StyleName.ATTENDANCE, alignment="left"),
    ParagraphStyle(StyleName.ATTACHMENT_LABEL, HEITI, alignment="left", keep_with_next=True),
    ParagraphStyle(
        StyleName.ATTACHMENT_TITLE, XIAOBIAOSONG, SIZE_2, TITLE_PITCH, "center", keep_with_next=True
    ),
    ParagraphStyle(StyleName.COPY_NUMBER, alignment="left"),
    ParagraphStyle(StyleName.SECRECY_AND_URGENCY, HEITI, alignment="left"),
    ParagraphStyle(StyleName.ORGAN_MARK, XIAOBIAOSONG, MARK_SIZE, MARK_PITCH, "center", red=True),
    ParagraphStyle(StyleName.DOCUMENT_NUMBER, pitch=NUMBER_PITCH, alignment="center"),
    ParagraphStyle(StyleName.ISSUE_NUMBER, alignment="center"),
    ParagraphStyle(StyleName.BRIEFING_ORGAN, pitch=NUMBER_PITCH, alignment="left"),
    ParagraphStyle(StyleName.TABLE_CAPTION, HEITI, SIZE_4, alignment="center", keep_with_next=True),
    ParagraphStyle(StyleName.TABLE_HEADER, HEITI, SIZE_4, TABLE_PITCH, "center"),
    ParagraphStyle(StyleName.TABLE_TEXT, FANGSONG, SIZE_4, TABLE_PITCH, "center"),
    ParagraphStyle(StyleName.IMPRINT, FANGSONG, SIZE_4, IMPRINT_PITCH, "left"),
    ParagraphStyle(StyleName.IMPRINT_ANCHOR, FANGSONG, pt(1), pt(1), "left"),
    ParagraphStyle(StyleName.PAGE_NUMBER, SONGTI, SIZE_4, PAGE_NUMBER_PITCH, "left"),
)


def style_sheet(pitch: Length = PITCH) -> list[Element]:
    """Return the content of ``styles.xml``: defaults, Normal and ours, for a page of *pitch*."""
    styles = (_style_element(style, pitch) for style in STYLES)
    return [_defaults(), _normal(pitch), _table_style(), *styles]


def line_pitch(name: str, pitch: Length) -> Length:
    """Return the height of a line of the style *name* on a page of *pitch*."""
    return next((style.pitch for style in STYLES if style.name == name), None) or pitch


def first_line_indent() -> Element:
    """Return the indent of a paragraph's first line (首行缩进): two characters (7.3.3)."""
    count = figure("first-line-indent")
    return make("ind", firstLineChars=int(count * 100), firstLine=BODY_CHAR.times(count))


def _defaults() -> Element:
    # LibreOffice breaks Latin letters and digits marked as Chinese anywhere: 202|6年.
    language = make("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA")
    return make(
        "docDefaults",
        make("rPrDefault", make("rPr", fonts(FANGSONG), language)),
        make("pPrDefault", make("pPr")),
    )


def _normal(pitch: Length) -> Element:
    body = ParagraphStyle(BASE_STYLE)
    # 22 lines a page need an exact pitch off the grid, without widow control.
    properties = (
        make("widowControl", val=0),
        make("snapToGrid", val=0),
        exact_line(pitch),
        make("jc", val="both"),
    )
    return make(
        "style",
        make("name", val=BASE_STYLE),
        make("qFormat"),
        paragraph_properties(properties),
        _characters(body),
        type="paragraph",
        default=1,
        styleId=BASE_STYLE,
    )


def _table_style() -> Element:
    margins = make(
        "tblCellMar", *(make(side, w=0, type="dxa") for side in ("top", "left", "bottom", "right"))
    )
    return make(
        "style",
        make("name", val="Normal Table"),
        make("tblPr", margins),
        type="table",
        default=1,
        styleId="TableNormal",
    )


def _style_element(style: ParagraphStyle, pitch: Length) -> Element:
    properties = [exact_line(style.pitch or pitch), make("jc", val=style.alignment)]
    if style.first_line_indent:
        properties.append(first_line_indent())
    if style.keep_with_next:
        properties.append(make("keepNext"))
    if style.outline_level is not None:
        properties.append(make("outlineLvl", val=style.outline_level))
    return make(
        "style",
        make("name", val=style.name),
        make("basedOn", val=BASE_STYLE),
        make("qFormat"),
        paragraph_properties(properties),
        _characters(style),
        type="paragraph",
        customStyle=1,
        styleId=style.name,
    )


def _characters(style: ParagraphStyle) -> Element:
    colour = (make("color", val=RED),) if style.red else ()
    narrowed = BODY_SPACING if style.size == SIZE_3 else Length(0)
    return make(
        "rPr",
        fonts(style.face),
        *colour,
        make("spacing", val=narrowed),
        make("sz", val=style.size.half_points),
        make("szCs", val=style.size.half_points),
    )
