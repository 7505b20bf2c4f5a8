"""Templates for a human's draft (文稿模板): frames of tags, one for each kind (文种) and its variants.

An element that a draft may lack stands between ``{%p if %}`` and ``{%p endif %}``, each alone in its
paragraph, so that it vanishes whole. A variant's fixed wording shows where the draft has no text.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pipeline.model.document import (
    Block,
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
from pipeline.official.standard.kinds import Direction, kind_named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.official.standard.kinds import DocumentKind

_CLOSING: Final = Closing("{{ 署名 }}", "{{ 成文日期 }}", note="{{ 附注 }}")
_STAMPED_CLOSING: Final = Closing(
    "", "{{ 成文日期 }}", stamps=(SignerStamp("{{ 签署职务 }}", "{{ 签署 }}"),)
)
_IMPRINT: Final = Imprint((("抄送", "{{ 抄送 }}"),), "{{ 印发机关 }}", "{{ 印发日期 }}")
_BRIEFING_IMPRINT: Final = Imprint(
    (("报", "{{ 报 }}"), ("送", "{{ 送 }}"), ("发", "{{ 发 }}")), copies="{{ 份数 }}"
)
_WITHOUT_ADDRESSEES: Final = frozenset({"决议", "公报", "公告", "通告", "命令", "纪要"})
_LEADER_SIGNED: Final = frozenset({"命令"})
# What a variant says where the draft has no text of its own.
_DEFAULT_WORDING: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "通知（部署）": ("现就有关工作通知如下。",),
        "通知（印发）": ("现将《{{ 印发件 }}》印发给你们，请认真贯彻执行。",),
        "通知（转发）": ("现将《{{ 印发件 }}》转发给你们，请结合实际，认真贯彻落实。",),
        "通知（会议）": (
            "现将召开会议的有关事项通知如下。",
            "一、会议时间：××××年×月×日（星期×）×时，会期×天。",
            "二、会议地点：××××××。",
            "三、会议内容：××××××。",
            "四、参会人员：××××××。",
            "五、有关要求：请于×月×日前报送参会人员名单。",
        ),
        "通知（任免）": ("经研究，决定：", "任命×××为××××××；", "免去×××的××××××职务。"),
        "通报（表彰）": (
            "××××××在工作中成绩突出。为表彰先进，经研究，决定对××××××予以通报表扬。",
            "希望受到表扬的单位和个人珍惜荣誉，再接再厉。各单位要以先进为榜样，扎实做好各项工作。",
        ),
        "通报（批评）": (
            "现将有关问题通报如下。",
            "××××××。经研究，决定对××××××予以通报批评，责令限期整改。",
            "各单位要引以为戒，举一反三，防止类似问题再次发生。",
        ),
        "通报（情况）": ("现将有关情况通报如下。",),
        "请示": ("妥否，请批示。",),
        "报告（文稿）": ("特此报告。",),
        "批复": ("《{{ 印发件 }}》收悉。经研究，现批复如下。", "此复。"),
    }
)
_DRAFTS: Final = (
    "决议", "决定", "命令", "公报", "公告", "通告", "意见", "请示", "批复", "议案", "纪要",
    "通知（部署）", "通知（印发）", "通知（转发）", "通知（会议）", "通知（任免）",
    "通报（表彰）", "通报（批评）", "通报（情况）", "报告（文稿）", "函（文稿）",
    "会议简报", "工作简报",
)  # fmt: skip


def draft_templates() -> Mapping[str, OfficialDocument]:
    """Each template's name and its words; the places of what may be missing come later."""
    return MappingProxyType({name: _template(name) for name in _DRAFTS})


def _template(name: str) -> OfficialDocument:
    kind = kind_named(name.partition("（")[0])
    return _briefing(name) if kind is None else _document(name, kind)


def _document(name: str, kind: DocumentKind) -> OfficialDocument:
    minutes = kind.form is DocumentForm.MINUTES
    signers = ("{{ 签发人 }}",) if kind.direction is Direction.UP else ()
    above = ("{{ 份号 }}", "{{ 密级 }}", "{{ 紧急程度 }}")
    letter = kind.form is DocumentForm.LETTER  # there they would share a line with the number
    order = kind.name in _LEADER_SIGNED
    copy_number, secrecy, urgency = ("", "", "") if letter or order else above
    header = Header("{{ 发文机关标志 }}", "{{ 发文字号 }}", signers, copy_number, secrecy, urgency)
    return OfficialDocument(
        kind=kind.name,
        form=kind.form,
        title="{{ 标题 }}",
        blocks=_body(_DEFAULT_WORDING.get(name, ())),
        header=header,
        addressees="" if kind.name in _WITHOUT_ADDRESSEES else "{{ 主送机关 }}",
        attendance=tuple((word, f"{{{{ {word} }}}}") for word in ("出席", "请假", "列席"))
        if minutes
        else (),
        closing=None if minutes else (_STAMPED_CLOSING if order else _CLOSING),
        imprint=Imprint((("抄送", "{{ 抄送 }}"),)) if letter else _IMPRINT,
    )


def _briefing(name: str) -> OfficialDocument:
    return OfficialDocument(
        kind=name,
        form=DocumentForm.BRIEFING,
        title="{{ 标题 }}",
        blocks=_body(()),
        masthead=Masthead("{{ 简报名称 }}", "{{ 期号 }}", "{{ 编印单位 }}", "{{ 编印日期 }}"),
        imprint=_BRIEFING_IMPRINT,
    )


def _body(frame: tuple[str, ...]) -> tuple[Block, ...]:
    """The text (正文): a loop whose levels each have their style, else the variant's frame."""
    levels: tuple[Block, ...] = tuple(
        block
        for level in (1, 2, 3, 4)
        for block in (
            _paragraph(f"{{%p {'if' if level == 1 else 'elif'} 段.级 == {level} %}}"),
            Heading(level, "{{ 段.文 }}"),
        )
    )
    loop = (
        _paragraph("{%p for 段 in 正文 %}"),
        *levels,
        _paragraph("{%p else %}"),
        _paragraph("{{ 段.文 }}"),
        _paragraph("{%p endif %}"),
        _paragraph("{%p endfor %}"),
    )
    if not frame:
        return loop
    return (
        _paragraph("{%p if 正文 %}"),
        *loop,
        _paragraph("{%p else %}"),
        *map(_paragraph, frame),
        _paragraph("{%p endif %}"),
    )


def _paragraph(text: str) -> Paragraph:
    return Paragraph((text,))
