"""Draft what a meeting's papers (会议通知、会议简报、纪要) say by custom: lines with tags, and what a person must write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.meeting import MATERIAL, WHY_NOT
from pipeline.official.drafts.outline import DraftedLine
from pipeline.official.standard.kinds import BRIEFING_KIND
from pipeline.official.standard.paper_names import PaperName
from pipeline.official.standard.patterns import outline_number
from pipeline.products.meeting_facts import (
    LEAVE,
    LEAVE_LIST,
    MINUTES_OPENING,
    OBSERVER_LIST,
    OPENING,
    PAPERS,
    PRESENT_LIST,
    SPEECHES,
    hall_words,
)
from pipeline.products.wording import with_full_stop
from pipeline.values.numerals import chinese_moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.campaign.book.meeting import Meeting
    from pipeline.model.campaign import Campaign

NOTICE: Final = PaperName("通知", "会议")
BRIEFING: Final = PaperName(BRIEFING_KIND, "会议简报")
MINUTES: Final = PaperName("纪要")
_UNWRITTEN: Final = "【未写：{}】"
_ENDING: Final = frozenset({LEAVE, PRESENT_LIST, LEAVE_LIST, OBSERVER_LIST})
# Tags, and words of a list, by which an outline states a line itself.
_STATED: Final[Mapping[str, tuple[str, ...]]] = {
    OPENING: ("{{会议时间}}", "{{会议日期}}", "{{会议地点}}", "{{会场}}"),
    MINUTES_OPENING: ("{{会议时间}}", "{{会议日期}}", "{{会议地点}}", "{{会场}}"),
    SPEECHES: ("{{发言人}}",),
    PAPERS: ("{{交流材料单位}}", "{{交流材料目录}}"),
    LEAVE: ("{{请假单位}}", "{{请假情况}}", "{{缺席单位}}"),
    PRESENT_LIST: ("出席：", "出席:"),
    LEAVE_LIST: ("请假：", "请假:"),
    OBSERVER_LIST: ("列席：", "列席:"),
}
_LABELS: Final[Mapping[str, str]] = {
    PRESENT_LIST: "出席",
    LEAVE_LIST: "请假",
    OBSERVER_LIST: "列席",
}


@dataclass(frozen=True, slots=True)
class PaperDraft:
    """How a paper of a meeting is drafted: the customary lines by their tags, and what a person writes."""

    title: str
    lines: tuple[str, ...]
    unwritten: str


_DRAFTS: Final[Mapping[PaperName, PaperDraft]] = {
    BRIEFING: PaperDraft("{}召开", (OPENING, SPEECHES, PAPERS, LEAVE), "会议精神和部署的工作"),
    MINUTES: PaperDraft(
        "{}纪要",
        (MINUTES_OPENING, SPEECHES, PAPERS, PRESENT_LIST, LEAVE_LIST, OBSERVER_LIST),
        "会议议定的事项",
    ),
}


def draft_of(name: PaperName) -> PaperDraft | None:
    """Return how 会议简报 or 纪要 is drafted; None for any other paper."""
    return _DRAFTS.get(name)


def drafted_lines(
    draft: PaperDraft, meeting: Meeting, facts: Mapping[str, str]
) -> tuple[DraftedLine, ...]:
    """Return the customary lines of *draft* that have a content in *facts*."""
    return tuple(
        DraftedLine(
            name=tag,
            text=f"{_LABELS[tag]}：{{{{ {tag} }}}}" if tag in _LABELS else f"{{{{ {tag} }}}}",
            stated_by=(f"{{{{{tag}}}}}", *_STATED[tag], *_place(tag, meeting)),
            at_end=tag in _ENDING,
        )
        for tag in draft.lines
        if facts[tag]
    )


def _place(tag: str, meeting: Meeting) -> tuple[str, ...]:
    """Return the place as words: an outline that names it has an opening of its own."""
    return ("".join(meeting.place.split()),) if tag in {OPENING, MINUTES_OPENING} else ()


def unwritten_outline(draft: PaperDraft, meeting: Meeting) -> str:
    """Return the outline of a paper for which a person has written none: its title, and what is to be written."""
    return f"{draft.title.format(meeting.title)}\n\n{_UNWRITTEN.format(draft.unwritten)}\n"


def notice_text(meeting: Meeting, campaign: Campaign) -> str:
    """Return the text of the 会议通知: title, then time, place, matters, who comes, what to prepare and to reply."""
    basis = f"按照{campaign.basis}，" if campaign.basis else ""
    approved = f"{campaign.approval}，" if campaign.approval else ""
    days = meeting.days.printed(year=True)
    lines = [
        f"关于召开{meeting.title}的通知",
        "",
        f"{basis}{approved}定于{days}召开{meeting.title}。现将有关事项通知如下。",
    ]
    for number, (heading, paragraphs) in enumerate(_sections(meeting, campaign), start=1):
        lines += [f"{outline_number(1, number)}{heading}", *_numbered(paragraphs)]
    return "\n".join(lines)


def _sections(meeting: Meeting, campaign: Campaign) -> Iterator[tuple[str, Sequence[str]]]:
    yield "会议时间", (meeting.time,)
    yield "会议地点", (hall_words(meeting),)
    yield "会议内容", meeting.content
    yield "参会人员", meeting.scope.splitlines()
    if meeting.prepare:
        yield "会前准备", meeting.prepare
    yield "有关要求", tuple(_requests(campaign))


def _requests(campaign: Campaign) -> Iterator[str]:
    """Yield what the units are to do: reply in time, by the form, and whom to call."""
    names = {field.name for field in campaign.fields}
    way = campaign.text("报送方式") or f"填写随文下发的电子表格，报{campaign.contact}"
    yield f"请于{chinese_moment(campaign.deadline)}前报送《{campaign.form_title}》（见附件），{way}"
    if WHY_NOT in names:
        yield "因故不能参会的，请在回执中写明原因"
    if MATERIAL in names:
        yield "提交交流材料的，请将题目和正文填入回执，一并报送"
    phone = f"，电话：{campaign.phone}" if campaign.phone else ""
    yield f"联系人：{campaign.contact}{phone}"


def _numbered(paragraphs: Sequence[str]) -> Iterator[str]:
    """Yield paragraphs with full stops, numbered （一） where there are several."""
    lines = [line.strip() for line in paragraphs if line.strip()]
    for number, line in enumerate(lines, start=1):
        mark = outline_number(2, number) if len(lines) > 1 else ""
        yield f"{mark}{with_full_stop(line)}"
