"""What a kind's title and text must say (标题和用语): 《条例》 articles 8, 9 (七) and 15 (四)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.model.document import Heading, Paragraph, words_of
from pipeline.model.verdict import Strength
from pipeline.official.standard.kinds import Requirement
from pipeline.official.standard.shortcoming import advisory, blocking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model.document import OfficialDocument
    from pipeline.official.standard.kinds import KindRequirements
    from pipeline.official.standard.shortcoming import Shortcoming

_REQUEST_WORDS: Final = re.compile(
    r"(?:妥否|当否|可否|是否妥当|以上请示)，?请|请(?:予|审核|审查)?(?:批示|批准|审批|批复|核准)|(?:恳请|敬请|请求)\S{0,12}(?:批准|批示|批复|解决)"
)
_REPORT_WORDS: Final = re.compile(r"特此报告")
_REFERENCE: Final = re.compile(r"请示|〔\d{4}〕\d+号")
_ABOUT: Final = re.compile(r"关于.+的")
_MEETING: Final = re.compile(r"会议|全会|大会|常委会|次会")
_UNMARKED_TITLES: Final = frozenset({"命令", "公告", "通告", "公报", "纪要", "决议"})


def title_faults(document: OfficialDocument, needs: KindRequirements) -> Iterator[Shortcoming]:
    """The title (标题): its kind at the end, 关于…的, and the meeting where one decided."""
    title, kind = re.sub(r"（[^（）]*）$", "", document.title.strip()), needs.kind
    if not title:
        if needs.title is Requirement.REQUIRED:
            yield blocking("K-title", "条例第九条（七）", "没有标题，请写明发文机关、事由和文种。")
        return
    if re.search(r"请示报告$|请示的报告$|报告的请示$", title):
        yield blocking(
            "K-mixed-kind",
            "条例第八条",
            f"标题“{title}”把“请示”和“报告”混用，请按行文目的只用一个文种。",
        )
    elif needs.statutory and not title.endswith(needs.title_endings):
        yield blocking(
            "K-title-kind",
            "条例第九条（七）",
            f"标题“{title}”没有以文种“{kind}”结尾，请在末尾写上文种。",
        )
    if needs.statutory and kind not in _UNMARKED_TITLES and not _ABOUT.search(title):
        yield advisory(
            "K-title-about",
            "条例第九条（七）",
            f"标题“{title}”没有“关于……的”写明事由，请补上事由。",
            Strength.GENERAL,
        )
    meeting = document.title + _text(document)[:300]
    if needs.meeting and not _MEETING.search(meeting):
        yield advisory(
            "K-meeting",
            "条例第八条",
            f"{kind}由会议通过或公布，标题和开头没有写明会议，请写明会议名称和通过日期。",
            Strength.CUSTOM,
        )


def wording_faults(document: OfficialDocument, needs: KindRequirements) -> Iterator[Shortcoming]:
    """The text (正文): a report asks for nothing, a request asks, a reply cites what it answers."""
    text = _text(document)
    asking = _REQUEST_WORDS.search(text)
    empty = not document.blocks and not any(each.carried for each in document.attachments)
    if empty:
        yield blocking(
            "K-text", "条例第九条（九）", "没有正文，请写好正文再排版；首页必须显示正文。"
        )
    elif needs.kind == "报告" and asking:
        yield blocking(
            "K-report-asks",
            "条例第十五条（四）",
            f"报告正文里有“{asking[0]}”，报告不得夹带请示事项，请删去，或另用请示行文。",
        )
    elif needs.kind == "请示" and not asking:
        yield advisory(
            "K-request-asks",
            "条例第八条",
            "请示正文没有请求批示、批准的话，请在结尾写上“妥否，请批示。”。",
            Strength.CUSTOM,
        )
    if needs.kind == "请示" and _REPORT_WORDS.search(text):
        yield advisory(
            "K-request-reports",
            "条例第八条",
            "请示正文里有“特此报告”，与文种不符，请改为“妥否，请批示。”。",
            Strength.CUSTOM,
        )
    if needs.kind == "批复" and not _REFERENCE.search(text[:200]):
        yield advisory(
            "K-cites",
            "条例第八条",
            "批复开头没有引述来文，请写上“你单位《关于……的请示》（×〔年份〕×号）收悉。”。",
            Strength.CUSTOM,
        )


def _text(document: OfficialDocument) -> str:
    words = (
        block.text if isinstance(block, Heading) else block.lead + words_of(block.pieces)
        for block in document.blocks
        if isinstance(block, Heading | Paragraph)
    )
    return "".join(words)
