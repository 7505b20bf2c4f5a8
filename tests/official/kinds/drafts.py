"""One complete draft of every kind: the good case that each rule is held against."""

from __future__ import annotations

from typing import Final

from pipeline.model.document import (
    Closing,
    DocumentForm,
    Header,
    Heading,
    Imprint,
    Masthead,
    OfficialDocument,
    Paragraph,
    SignerStamp,
)
from pipeline.official.standard.kinds import KINDS, kind_named

ORGAN: Final = "云川市精神文明建设指导委员会办公室"
DATED: Final = "2026年10月12日"
CONTACT: Final = "联系人：创建科，电话：0000-3210123"
NAMES: Final = (*(kind.name for kind in KINDS), "工作简报")
_ADDRESSED: Final = {
    "决定": "各县（市、区）文明办", "意见": "各县（市、区）文明办", "通知": "各县（市、区）文明办",
    "通报": "各县（市、区）文明办", "报告": "市精神文明建设指导委员会",
    "请示": "市精神文明建设指导委员会", "批复": "东河区文明办",
    "议案": "市人民代表大会常务委员会", "函": "市财政局",
}  # fmt: skip
_OPENINGS: Final = {
    "请示": "现申请举办推进会。妥否，请批示。",
    "报告": "现将有关情况报告如下。特此报告。",
    "批复": "你办《关于举办推进会的请示》（东文明办〔2026〕3号）收悉。经研究，同意举办。",
    "决议": "会议审议通过了工作报告。",
    "公报": "会议听取了工作报告。",
}


def draft(name: str, **changes: object) -> OfficialDocument:
    """A complete draft of the kind *name*, with *changes*."""
    kind = kind_named(name)
    form = DocumentForm.BRIEFING if kind is None else kind.form
    order, minutes = form is DocumentForm.ORDER, form is DocumentForm.MINUTES
    letter, upward = form is DocumentForm.LETTER, name in {"报告", "请示"}
    mark = "云川市人民政府令" if order else ORGAN if letter else f"{ORGAN}文件"
    number = "第12号" if order else "云文明办〔2026〕12号"
    signed = Closing("", DATED, stamps=(SignerStamp("市长", "〇〇〇"),))
    parts: dict[str, object] = {
        "kind": name,
        "form": form,
        "title": f"关于推进文明单位创建工作的{name}",
        "blocks": body(_OPENINGS.get(name, "现就有关事项说明如下。")),
        "header": Header(mark, number, ("〇〇〇",) if upward else ()) if kind else None,
        "masthead": None if kind else Masthead("创建工作简报", "第3期（总第17期）", ORGAN, DATED),
        "addressees": _ADDRESSED.get(name, ""),
        "attendance": (("出席", "东河区文明办　〇〇〇"),) if minutes else (),
        "closing": None if minutes or not kind else signed if order else
        Closing(ORGAN, DATED, note=CONTACT if name == "请示" else ""),
        "imprint": Imprint((("抄送", "市委办公室。"),), *(("",) * 2 if letter else (ORGAN, DATED)))
        if kind else Imprint((("报", "市委。"), ("发", "各区。")), copies="共印80份"),
    }  # fmt: skip
    return OfficialDocument(**{**parts, **changes})  # type: ignore[arg-type]


def body(opening: str) -> tuple[Paragraph | Heading, ...]:
    """A text of three levels that begins with *opening*."""
    return (
        Paragraph((opening,)),
        Heading(1, "一、总体情况"),
        Paragraph(("各单位已按要求启动工作，进展顺利。",)),
        Heading(2, "（一）组织领导"),
        Heading(3, "1.明确责任"),
        Heading(4, "（1）落实到岗位"),
        Paragraph(("有关工作按计划进行。",)),
    )
