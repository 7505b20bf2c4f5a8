"""Give verdicts on traces in the file: revisions, comments, hidden text, colours, author."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from docx.oxml.ns import qn

from pipeline.model.verdict import Result, Strength, Verdict
from pipeline.official.ooxml.elements import style_of
from pipeline.official.ooxml.style_names import StyleName

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

LEFTOVER_RULES: Final = {
    "revisions": ("实务", "没有未接受的修订"),
    "comments": ("实务", "没有批注"),
    "hidden-text": ("实务", "没有隐藏文字"),
    "highlights": ("实务", "没有突出显示（高亮）"),
    "text-black": ("5.2.4", "文字为黑色，红色只用于标志、红线和印章"),
    "font-slots": ("实务", "中西文字体都写明，不随主题变"),
    "properties": ("实务", "文档属性里没有作者、修改人"),
}
_COUNTED_TAGS: Final = {
    "revisions": (("w:ins", "w:del", "w:moveFrom", "w:moveTo"), "请在“审阅”里接受或拒绝全部修订"),
    "comments": (("w:commentReference",), "请在“审阅”里删除全部批注"),
    "hidden-text": (("w:vanish",), "请删去，或取消“隐藏”"),
    "highlights": (("w:highlight",), "请取消突出显示"),
}
_BLACK: Final = frozenset({"auto", "000000", "FFFFFF"})
_RED: Final = re.compile(r"^[C-F][0-9A-F](?:[0-4][0-9A-F]){2}$", re.IGNORECASE)
_MARK_HALF_POINTS: Final = 60  # a mark is larger than any other text of a document


def leftover_verdicts(document: Document) -> Iterator[Verdict]:
    """Yield one verdict per rule."""
    body = document.element.body
    for rule, (tags, remedy) in _COUNTED_TAGS.items():
        count = sum(1 for tag in tags for _ in body.iter(qn(tag)))
        yield _count_verdict(rule, count, "处", remedy)
    yield _count_verdict(
        "text-black", len(list(_coloured_runs(body))), "处", "请把文字改为黑色（自动）"
    )
    themed = [
        fonts
        for fonts in body.iter(qn("w:rFonts"))
        if fonts.get(qn("w:eastAsiaTheme")) or fonts.get(qn("w:asciiTheme"))
    ]
    yield _count_verdict(
        "font-slots", len(themed), "处随主题变", "请选中文字，把中文、西文字体设为规定的字体"
    )
    properties = document.core_properties
    names = [name for name in (properties.author, properties.last_modified_by) if name]
    yield _count_verdict("properties", len(names), "项", "请用“检查文档”清除，或加 --fix")


def _coloured_runs(body: Element) -> Iterator[Element]:
    """Yield the runs that are neither black nor the red of an organ mark."""
    for run in body.iter(qn("w:r")):
        colour = run.find(f"{qn('w:rPr')}/{qn('w:color')}")
        value = "auto" if colour is None else colour.get(qn("w:val"), "auto")
        if value in _BLACK or not "".join(run.itertext(qn("w:t"))).strip():
            continue
        size = run.find(f"{qn('w:rPr')}/{qn('w:sz')}")
        is_mark = size is not None and int(size.get(qn("w:val"), "0")) >= _MARK_HALF_POINTS
        if not (
            _RED.match(value) and (is_mark or style_of(run.getparent()) == StyleName.ORGAN_MARK)
        ):
            yield run


def _count_verdict(rule: str, count: int, unit: str, remedy: str) -> Verdict:
    clause, requirement = LEFTOVER_RULES[rule]
    strength = Strength.CUSTOM if clause == "实务" else Strength.REQUIRED
    result = Result.FAILED if count else Result.PASSED
    found = f"{count}{unit}"
    message = f"{requirement}：有{found}，{remedy}" if count else requirement
    return Verdict(clause, rule, result, strength, found if count else "", "无", message)
