"""Compute the facts of a meeting (会议) for the tags of a text, and its customary sentences: 导语, 交流发言, 请假."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.meeting import PERSON, POST
from pipeline.model.figure import Figure
from pipeline.products.meeting import OBSERVERS
from pipeline.values.numerals import chinese_moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pipeline.campaign.book.meeting import Meeting
    from pipeline.model.campaign import Campaign
    from pipeline.model.figure import Source
    from pipeline.products.meeting import Attendance, Replies

ROLE: Final = "参会身份"  # a column that an office may add to the list of people: 出席, 列席
OPENING: Final = "导语"
MINUTES_OPENING: Final = "纪要导语"
SPEECHES: Final = "交流发言"
PAPERS: Final = "书面材料"
LEAVE: Final = "请假说明"
PRESENT_LIST: Final = "出席名单"
LEAVE_LIST: Final = "请假名单"
OBSERVER_LIST: Final = "列席名单"
_NAMED_AT_MOST: Final = 6  # units that a sentence names; more of them are counted
_HALLS: Final = "会场"
# The figures that a sentence prints, by the tags of the figures.
_PRINTED_IN: Final[Mapping[str, tuple[str, ...]]] = {
    OPENING: ("应到单位数", "参会单位数", "参会人数"),
    PAPERS: ("书面材料数",),
}

_BESIDE_GOVERNMENT: Final = ("党委", "党组", "党工委", "纪委", "纪工委", "人大", "政协", "武装部")


def meeting_facts(
    meeting: Meeting, campaign: Campaign, replies: Replies, year: int
) -> dict[str, str]:
    """Return the facts of a meeting by the names that a person's text may use as tags: {{ 参会单位数 }}.

    *year* is that of the paper, in which a day is named without it.
    """
    speakers = [_introduced(unit, person) for unit, person in replies.speakers()]
    figures = {name: figure.text for name, figure in meeting_figures(replies).items()}
    return {
        "会议名称": meeting.title,
        "会议时间": meeting.time,
        "会议日期": meeting.days.printed(year=meeting.days.first.year != year),
        "会议地点": meeting.place,
        "会场": hall_words(meeting),
        "参会范围": meeting.scope,
        "主持人": host_words(meeting),
        "会前准备": "；".join(meeting.prepare),
        "回执截止时间": chinese_moment(campaign.deadline),
        **{name: text for name, text in figures.items() if name != "书面材料数"},
        "参会单位": _listed(each.unit for each in replies.coming),
        "请假单位": _listed(unit for unit, _ in replies.absent),
        "请假情况": "；".join(f"{unit}（{why}）" if why else unit for unit, why in replies.absent),
        "缺席单位": _listed(replies.missed),
        "未报回执单位": _listed(unit for unit, _ in replies.pending),
        "发言人": _listed(speakers),
        "交流材料单位": _listed(each.unit for each in replies.materials),
        "交流材料目录": "；".join(f"{each.unit}《{each.title}》" for each in replies.materials),
        OPENING: _opening(meeting, replies, year),
        MINUTES_OPENING: _minutes_opening(meeting),
        SPEECHES: f"会上，{_listed(speakers)}作了交流发言。" if speakers else "",
        PAPERS: _papers(replies),
        LEAVE: _leave(replies),
        PRESENT_LIST: _people(replies, observers=False),
        LEAVE_LIST: _listed(unit for unit, _ in replies.absent),
        OBSERVER_LIST: _people(replies, observers=True),
    }


def meeting_figures(replies: Replies) -> dict[str, Figure]:
    """Return the numbers of a meeting as figures with their cells, by their tags."""
    came = [each.unit for each in replies.coming]
    excused = [unit for unit, _ in replies.absent]
    pending = [unit for unit, _ in replies.pending]
    written = _written_only(replies)
    people = tuple(cell for each in replies.coming for cell in each.cells)
    counted = {
        "应到单位数": [*came, *excused, *replies.missed, *pending],
        "参会单位数": came,
        "请假单位数": excused,
        "缺席单位数": replies.missed,
        "未报回执单位数": pending,
        "发言人数": [unit for unit, _ in replies.speakers()],
        "交流材料数": [each.unit for each in replies.materials],
        "书面材料数": written,
    }
    figures = {name: _counted(name, units, replies) for name, units in counted.items()}
    return {**figures, "参会人数": _figure("参会人数", replies.people, people)}


def figures_of(tags: Iterable[str], figures: Mapping[str, Figure]) -> Iterator[Figure]:
    """Yield the figures that *tags* print: a number's own, and those in a customary sentence."""
    for tag in tags:
        names = _PRINTED_IN.get(tag, (tag,))
        yield from (figures[name] for name in names if name in figures)


def hall_words(meeting: Meeting) -> str:
    """Return where the meeting is, with its branch venues (分会场)."""
    if not meeting.branches:
        return meeting.place
    main = meeting.place if _HALLS in meeting.place else f"主会场设在{meeting.place}"
    branch = meeting.branches if _HALLS in meeting.branches[:5] else f"分会场设在{meeting.branches}"
    return f"{main}；{branch}"


def host_words(meeting: Meeting) -> str:
    """Return post and name of the host (主持人) as a sentence writes them, without a space."""
    return "".join(meeting.host.split())


def _held(meeting: Meeting) -> str:
    """Return that the meeting was held, and where."""
    words = hall_words(meeting).replace("；", "，")
    if meeting.branches:
        return f"以视频会议形式召开，{words}"
    return f"召开，{words}" if _HALLS in words else f"在{words}召开"


def _opening(meeting: Meeting, replies: Replies, year: int) -> str:
    day = meeting.days.printed(year=meeting.days.first.year != year)
    host = f"{host_words(meeting)}主持会议。" if meeting.host else ""
    return f"{day}，{meeting.title}{_held(meeting)}。{host}{_came(replies)}"


def _came(replies: Replies) -> str:
    """Return how many came; without the number of people where a unit has named none."""
    units = len(replies.coming)
    if not units:
        return ""
    named = all(each.people for each in replies.coming)
    people = f"、{replies.people}人" if named else ""
    if units < replies.invited:
        return f"应到单位{replies.invited}个，到会{units}个{people}。"
    return f"{units}个单位{f'的{replies.people}人' if named else ''}参加会议。"


def _minutes_opening(meeting: Meeting) -> str:
    day = meeting.days.printed(year=True)
    plain = not meeting.branches and _HALLS not in meeting.place
    if meeting.host and plain:
        held = f"{host_words(meeting)}在{meeting.place}主持召开{meeting.title}"
    else:
        host = f"，{host_words(meeting)}主持会议" if meeting.host else ""
        held = f"{meeting.title}{_held(meeting)}{host}"
    return f"{day}，{held}。现将会议主要内容纪要如下。"


def _written_only(replies: Replies) -> list[str]:
    speaking = {unit for unit, _ in replies.speakers()}
    return [each.unit for each in replies.materials if each.unit not in speaking]


def _papers(replies: Replies) -> str:
    """Return who handed in a material without speaking: a few by name, more by their number."""
    units = _written_only(replies)
    if not units:
        return ""
    if len(units) <= _NAMED_AT_MOST:
        return f"{_listed(units)}提交了书面交流材料。"
    return f"{len(units)}个单位提交了书面交流材料。"


def _leave(replies: Replies) -> str:
    """Return who was excused, and who was missing without leave; each unit once."""
    excused = _listed(unit for unit, _ in replies.absent)
    parts = (
        f"{excused}请假" if excused else "",
        f"{_listed(replies.missed)}缺席" if replies.missed else "",
    )
    words = "，".join(part for part in parts if part)
    return f"{words}。" if words else ""


def _people(replies: Replies, *, observers: bool) -> str:
    """Return unit and names of those who attend (出席) or observe (列席), as minutes list them (10.3)."""
    groups = []
    for each in replies.coming:
        names = [
            person.get(PERSON, "")
            for person in each.people
            if observers == _observes(person, each, replies)
        ]
        if not each.people and observers == (each.unit in replies.observers):
            groups.append(each.unit)
        elif names:
            groups.append(f"{each.unit}{_listed(names)}")
    return "，".join(groups)


def _observes(person: Mapping[str, str], of: Attendance, replies: Replies) -> bool:
    role = person.get(ROLE, "")
    return OBSERVERS in role if role else of.unit in replies.observers


def _counted(name: str, units: Sequence[str], replies: Replies) -> Figure:
    return _figure(name, len(units), tuple(replies.sources[unit] for unit in units))


def _figure(name: str, number: int, sources: tuple[Source, ...]) -> Figure:
    return Figure(Decimal(number), str(number), name, "计数", sources)


def _introduced(unit: str, person: Mapping[str, str]) -> str:
    """Return a person as a text introduces one: unit, post, name; the unit once where the post names it.

    A party committee (党委) is no part of a government: its posts follow the name of the place.

    >>> _introduced("市教育局", {"职务": "教育局副局长", "姓名": "甲某某"})
    '市教育局副局长甲某某'
    >>> _introduced("柳林镇人民政府", {"职务": "党委副书记", "姓名": "甲某某"})
    '柳林镇党委副书记甲某某'
    """
    post = person.get(POST, "")
    if post.startswith(_BESIDE_GOVERNMENT):
        unit = unit.removesuffix("人民政府")
    named = next((n for n in range(len(unit), 1, -1) if post.startswith(unit[-n:])), 0)
    return f"{unit}{post[named:]}{person.get(PERSON, '')}"


def _listed(names: Iterable[str]) -> str:
    return "、".join(names)
