"""The paragraph styles (样式) of every page, by the names a secretary sees in Word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.official.ooxml.elements import RED, fonts, make, paragraph_properties
from pipeline.official.standard.lengths import Length, pt
from pipeline.official.standard.profile import STANDARD
from pipeline.official.standard.typefaces import (
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

# The pitch that single lines are tuned to; a page is set in its profile's.
PITCH: Final = STANDARD.pitch
# A line is a character and 7/8 of a 3号 one (3.2): 36 pt for a title of 22 pt, 28 pt for 4号.
TITLE_PITCH: Final = pt(36)
IMPRINT_PITCH: Final = pt(28)
TWO_CHARS_INDENT: Final = (SIZE_3 + BODY_SPACING).times(2)


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """A style: face, size, exact pitch, alignment and first-line indent (首行缩进)."""

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
    ParagraphStyle("空行", alignment="left"),
    ParagraphStyle("公文正文", first_line_indent=True),
    ParagraphStyle("顶格正文"),
    ParagraphStyle("公文标题", XIAOBIAOSONG, SIZE_2, TITLE_PITCH, "center", keep_with_next=True),
    ParagraphStyle("主送机关"),
    ParagraphStyle("一级标题", HEITI, first_line_indent=True, keep_with_next=True, outline_level=0),
    ParagraphStyle("二级标题", KAITI, first_line_indent=True, keep_with_next=True, outline_level=1),
    ParagraphStyle("三级标题", first_line_indent=True, keep_with_next=True, outline_level=2),
    ParagraphStyle("四级标题", first_line_indent=True, keep_with_next=True, outline_level=3),
    ParagraphStyle("附件说明", alignment="left"),
    ParagraphStyle("署名", alignment="center"),
    ParagraphStyle("成文日期", alignment="center"),
    ParagraphStyle("不盖章署名", alignment="right"),
    ParagraphStyle("不盖章成文日期", alignment="left"),
    ParagraphStyle("签名章", alignment="right"),
    ParagraphStyle("附注", first_line_indent=True),
    ParagraphStyle("出席名单", alignment="left"),
    ParagraphStyle("附件标识", HEITI, alignment="left", keep_with_next=True),
    ParagraphStyle("附件标题", XIAOBIAOSONG, SIZE_2, TITLE_PITCH, "center", keep_with_next=True),
    ParagraphStyle("份号", alignment="left"),
    ParagraphStyle("密级和紧急程度", HEITI, alignment="left"),
    ParagraphStyle("发文机关标志", XIAOBIAOSONG, pt(62), pt(79), "center", red=True),
    ParagraphStyle("发文字号", pitch=Length(405), alignment="center"),
    ParagraphStyle("简报期号", alignment="center"),
    ParagraphStyle("编印单位", pitch=Length(405), alignment="left"),
    ParagraphStyle("表题", HEITI, SIZE_4, alignment="center", keep_with_next=True),
    ParagraphStyle("表头", HEITI, SIZE_4, pt(20), "center"),
    ParagraphStyle("表内文字", FANGSONG, SIZE_4, pt(20), "center"),
    ParagraphStyle("版记", FANGSONG, SIZE_4, IMPRINT_PITCH, "left"),
    ParagraphStyle("版记定位", FANGSONG, pt(1), pt(1), "left"),
    ParagraphStyle("页码", SONGTI, SIZE_4, pt(18), "left"),
)


def style_sheet(pitch: Length = PITCH) -> list[Element]:
    """The content of ``styles.xml``: defaults, Normal, and ours, on a page of *pitch*."""
    styles = (_style_element(style, pitch) for style in STYLES)
    return [_defaults(), _normal(pitch), _table_style(), *styles]


def line_pitch(name: str, pitch: Length) -> Length:
    """How high a line of the style *name* is on a page of *pitch*."""
    return next((style.pitch for style in STYLES if style.name == name), None) or pitch


def _defaults() -> Element:
    # Latin letters and digits said to be Chinese are broken anywhere by LibreOffice: 202|6年.
    language = make("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA")
    return make(
        "docDefaults",
        make("rPrDefault", make("rPr", fonts(FANGSONG), language)),
        make("pPrDefault", make("pPr")),
    )


def _normal(pitch: Length) -> Element:
    body = ParagraphStyle("Normal")
    # What the whole page stands on: off the grid, exact, without widow control (22 lines a page).
    properties = (
        make("widowControl", val=0),
        make("snapToGrid", val=0),
        _spacing(pitch),
        make("jc", val="both"),
    )
    return make(
        "style",
        make("name", val="Normal"),
        make("qFormat"),
        paragraph_properties(properties),
        _characters(body),
        type="paragraph",
        default=1,
        styleId="Normal",
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
    properties = [_spacing(style.pitch or pitch), make("jc", val=style.alignment)]
    if style.first_line_indent:
        properties.append(make("ind", firstLineChars=200, firstLine=TWO_CHARS_INDENT))
    if style.keep_with_next:
        properties.append(make("keepNext"))
    if style.outline_level is not None:
        properties.append(make("outlineLvl", val=style.outline_level))
    return make(
        "style",
        make("name", val=style.name),
        make("basedOn", val="Normal"),
        make("qFormat"),
        paragraph_properties(properties),
        _characters(style),
        type="paragraph",
        customStyle=1,
        styleId=style.name,
    )


def _spacing(pitch: Length) -> Element:
    return make("spacing", before=0, after=0, line=pitch, lineRule="exact")


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
