"""Write the templates for drafts (文稿模板): tags for each kind (文种) and its variants.

An optional element is enclosed in ``{%p if %}`` and ``{%p endif %}``, each in its own paragraph, so
that it is removed entirely. A variant's default wording is used where the draft has no text.
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
    OfficialDocument,
    Paragraph,
    SignerStamp,
)
from pipeline.official.standard.kinds import (
    Requirement,
    draft_template_names,
    is_upward,
    kind_named,
    requirements_of,
)
from pipeline.official.standard.patterns import OUTLINE
from pipeline.official.templates.draft_context import ATTENDANCE_LABELS
from pipeline.official.templates.starter_briefing import BRIEFING_IMPRINT, BRIEFING_MASTHEAD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.official.standard.kinds import DocumentKind

_CLOSING: Final = Closing("{{ 署名 }}", "{{ 成文日期 }}", note="{{ 附注 }}")
_STAMPED_CLOSING: Final = Closing(
    "", "{{ 成文日期 }}", stamps=(SignerStamp("{{ 签署职务 }}", "{{ 签署 }}"),)
)
_IMPRINT: Final = Imprint((("抄送", "{{ 抄送 }}"),), "{{ 印发机关 }}", "{{ 印发日期 }}")
# The wording of a variant where the draft has no text.
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


def draft_templates() -> Mapping[str, OfficialDocument]:
    """Return each template's name and its document of tags, before optional elements are marked."""
    return MappingProxyType({name: _template(name) for name in draft_template_names()})


def _template(name: str) -> OfficialDocument:
    kind = kind_named(name.partition("（")[0])
    return _briefing(name) if kind is None else _document(name, kind)


def _document(name: str, kind: DocumentKind) -> OfficialDocument:
    needs = requirements_of(kind.name)
    is_minutes = kind.form is DocumentForm.MINUTES
    is_letter = kind.form is DocumentForm.LETTER  # there the number shares a line with them
    markings = ("{{ 份号 }}", "{{ 密级 }}", "{{ 紧急程度 }}")
    copy_number, secrecy, urgency = ("", "", "") if is_letter or needs.signature else markings
    signers = ("{{ 签发人 }}",) if is_upward(kind.name) else ()
    header = Header("{{ 发文机关标志 }}", "{{ 发文字号 }}", signers, copy_number, secrecy, urgency)
    attendance = tuple((word, f"{{{{ {word} }}}}") for word in ATTENDANCE_LABELS)
    return OfficialDocument(
        kind=kind.name,
        form=kind.form,
        title="{{ 标题 }}",
        blocks=_body(_DEFAULT_WORDING.get(name, ())),
        header=header,
        addressees="" if needs.addressees is Requirement.UNUSED else "{{ 主送机关 }}",
        attendance=attendance if is_minutes else (),
        closing=None if is_minutes else (_STAMPED_CLOSING if needs.signature else _CLOSING),
        imprint=Imprint((("抄送", "{{ 抄送 }}"),)) if is_letter else _IMPRINT,
    )


def _briefing(name: str) -> OfficialDocument:
    return OfficialDocument(
        kind=name,
        form=DocumentForm.BRIEFING,
        title="{{ 标题 }}",
        blocks=_body(()),
        masthead=BRIEFING_MASTHEAD,
        imprint=BRIEFING_IMPRINT,
    )


def _body(default: tuple[str, ...]) -> tuple[Block, ...]:
    """Return the text (正文): a loop with a style for each level, or the *default* wording."""
    levels: tuple[Block, ...] = tuple(
        block
        for level in range(1, len(OUTLINE) + 1)
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
    if not default:
        return loop
    return (
        _paragraph("{%p if 正文 %}"),
        *loop,
        _paragraph("{%p else %}"),
        *map(_paragraph, default),
        _paragraph("{%p endif %}"),
    )


def _paragraph(text: str) -> Paragraph:
    return Paragraph((text,))
