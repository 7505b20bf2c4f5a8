"""Render 报送情况.html: one file that opens by double click, offline, and prints well."""

from __future__ import annotations

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from jinja2 import Environment, StrictUndefined

from pipeline.consolidation.levels import levels_of, measure_of
from pipeline.model.submission import State
from pipeline.values.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from jinja2 import Template

    from pipeline.board.facts import BoardFacts
    from pipeline.model.campaign import Period
    from pipeline.model.submission import Standing
    from pipeline.model.unit import Unit

_EVENTS_AT_MOST: Final = 30
_LIGHTS: Final = {
    State.ACCEPTED: "green",
    State.ZERO: "green",
    State.WARNED: "amber",
    State.AMENDING: "amber",
    State.RETURNED: "red",
    State.MISSING: "red",
    State.EXEMPT: "grey",
}
_LIGHT_WORDS: Final = {"green": "绿", "amber": "黄", "red": "红", "grey": "灰"}
_ENVIRONMENT: Final = Environment(
    autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


def status_page(facts: BoardFacts, moment: datetime) -> str:
    """Return the page as of *moment*; it loads nothing from the network and runs no script."""
    pairs = facts.pairs()
    submitted = sum(standing.state.counts for _, standing in pairs)
    due = sum(standing.state is not State.EXEMPT for _, standing in pairs)
    return _template().render(
        title=f"{facts.campaign.name}{facts.period.label}报送情况",
        lead_office=facts.campaign.lead_office,
        deadline=f"{facts.period.deadline:%Y-%m-%d %H:%M}",
        remaining=remaining_time(facts.period, moment),
        watching=facts.watching,
        quarantined=facts.quarantined,
        due=due,
        submitted=submitted,
        percent=_percent(submitted, due),
        levels=_level_lines(facts),
        cards=_cards([standing for _, standing in pairs]),
        groups=[
            (
                category,
                _counted(members),
                [_unit(unit, standing, facts) for unit, standing in members],
            )
            for category, group in groupby(pairs, key=lambda pair: _top(pair[0], facts).category)
            for members in [list(group)]
        ],
        differences=facts.differences,
        papers=[(text, quote(target)) for text, target in facts.papers],
        events=facts.events[:_EVENTS_AT_MOST],
    )


@cache
def _template() -> Template:
    """Return the compiled template; it is read from the package, so that a wheel or zip has it too."""
    source = files("pipeline.board").joinpath("templates/status.html").read_text("utf-8")
    return _ENVIRONMENT.from_string(source)


def _top(unit: Unit, facts: BoardFacts) -> Unit:
    """Return the highest superior (上级单位) of *unit*, with whose category it is listed; itself without one."""
    return next(reversed((unit, *facts.campaign.roster.superiors_of(unit))))


def _counted(members: Sequence[tuple[Unit, Standing]]) -> str:
    """Return how many units a table lists, by category where it has several: 县区2个、乡镇5个."""
    counts = Counter(unit.category for unit, _ in members)
    if len(counts) == 1:
        return f"{len(members)} 家"
    return "、".join(f"{name}{number}{measure_of(name)}" for name, number in counts.items())


def _level_lines(facts: BoardFacts) -> list[str]:
    """Return how many units of each level (层级) have reported; none where there is only one level."""
    levels = levels_of(facts.campaign, facts.standings)
    return [
        f"{level.name}：应报 {len(level.due.members)} {level.measure}，"
        f"已报 {len(level.submitted.members)} {level.measure}"
        for level in levels
        if len(levels) > 1
    ]


def _percent(part: int, whole: int) -> str:
    """Return *part* of *whole* in percent, one decimal, half up, as the briefing prints it."""
    share = Decimal(part * 100) / whole if whole else Decimal(0)
    return plain(share.quantize(Decimal("0.1"), ROUND_HALF_UP))


def _cards(standings: list[Standing]) -> list[tuple[str, str, int]]:
    cards = [
        (_LIGHTS[state], state.word, sum(standing.state is state for standing in standings))
        for state in State
    ]
    late = sum(standing.counts_late for standing in standings)
    return [*(card for card in cards if card[2]), *([("amber", "其中迟报", late)] if late else [])]


def _unit(unit: Unit, standing: Standing, facts: BoardFacts) -> dict[str, Any]:
    latest = standing.latest
    light = _LIGHTS[standing.state]
    return {
        "name": "　" * (facts.campaign.roster.level_of(unit) - 1) + unit.full_name,
        "light": light,
        "light_word": _LIGHT_WORDS[light],
        "state": standing.state.word,
        "timing": standing.timing,
        "version": f"第{latest.version}版" if latest else "",
        "received": f"{latest.received_at:%m-%d %H:%M}" if latest else "",
        "returns": standing.returns,
        "findings": len(latest.findings) if latest else 0,
        "links": [(text, quote(target)) for text, target in facts.links.get(unit.code, ())],
        "contact": " ".join(part for part in (unit.contact, unit.phone) if part),
    }


def remaining_time(period: Period, moment: datetime) -> str:
    """Return in words how long it is until the deadline (截止时间) of *period*, or since it passed."""
    days = (period.deadline.date() - moment.date()).days
    if moment > period.deadline:
        return f"已过截止 {-days} 天" if days else "今天已过截止时间"
    return f"距截止还有 {days} 天" if days else "今天截止"
