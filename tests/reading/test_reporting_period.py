"""The period that a form reports for: what it says decides, never when it arrives."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.campaign.open_periods import open_period
from pipeline.campaign.periods import period_of_day
from pipeline.clock import BEIJING
from pipeline.model.campaign import Cycle
from pipeline.reading.identify import IdentityDoubt
from pipeline.reading.period_mentions import PeriodMention, PeriodMentions, period_mentions
from pipeline.reading.reporting_period import KnownPeriods, ReportingPeriod, reporting_period
from tests.campaign.test_deadlines import campaign as by_rule
from tests.sheets import book, sheet, stamp_of

MONTHLY = by_rule(Cycle.MONTH, "当月25日 18:00")
ON_2_DECEMBER = datetime(2026, 12, 2, 9, tzinfo=BEIJING)


def mentions(
    table: str, name: str = "东河区.xlsx", received: date = date(2026, 12, 2)
) -> PeriodMentions:
    return period_mentions(book(sheet(table), name=name), MONTHLY, received)


def codes(found: tuple[PeriodMention, ...]) -> list[str]:
    return [mention.code for mention in found]


@pytest.mark.parametrize(
    ("table", "stated"),
    [
        ("| 统计月份 | 2026年11月 |", ["2026-11"]),
        ("| 所属期： | 2026-11 |", ["2026-11"]),
        ("| 统计月份：2026年11月 |", ["2026-11"]),
        ("| 月份 | 11 |", ["2026-11"]),
        ("| 报告期 | 1—11月 |", ["2026-11"]),
        ("| 统计月份 | |", []),
        ("| 月份 | 数量 |", []),
    ],
)
def test_a_cell_states_the_period(table: str, stated: list[str]) -> None:
    assert codes(mentions(table).stated) == stated


@pytest.mark.parametrize(
    ("table", "titled"),
    [
        ("| 2026年11月信访工作月报 |", ["2026-11"]),
        ("| 信访工作月报 |\n| 填报单位：东河区 | 2026年11月 | 单位：件 |", ["2026-11"]),
        ("| 信访工作情况表（11月份） |", ["2026-11"]),
        ("| 1月 | 2月 | 3月 |", []),
        ("| 填报日期 | 2026年11月3日 |", []),
        ("| 信访工作月报 |", []),
    ],
)
def test_a_title_names_the_period(table: str, titled: list[str]) -> None:
    assert codes(mentions(table).titled) == titled


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("东河区11月月报.xlsx", ["2026-11"]),
        ("11月/东河区.xlsx", ["2026-11"]),
        ("2026年/11月/东河区10月报.xlsx", ["2026-10"]),
        ("东河区20261130.xlsx", []),
        ("东河区(2).xlsx", []),
    ],
)
def test_a_file_names_the_period_and_the_nearest_name_decides(name: str, named: list[str]) -> None:
    assert codes(mentions("| 月报 |", name).named) == named


def test_the_stamp_of_our_own_blank_carries_the_period() -> None:
    stamped = book(sheet("| 月报 |"), stamp_of("YB", "3f9a12", "U01", "2026-11"))

    assert period_mentions(stamped, MONTHLY, date(2026, 12, 2)).stamped == "2026-11"


def test_the_date_of_filling_in_is_kept_apart() -> None:
    found = mentions("| 填报日期 | 2026年12月1日 |")

    assert (found.filled_on, found.written) == (date(2026, 12, 1), ())


def test_a_one_time_campaign_asks_for_no_period() -> None:
    once = replace(MONTHLY, cycle=Cycle.ONCE, due=None)

    found = period_mentions(book(sheet("| 统计月份 | 2026年11月 |")), once, date(2026, 12, 2))

    assert found == PeriodMentions()


def known(
    accepted: frozenset[str] = frozenset(), same_bytes: frozenset[str] = frozenset()
) -> KnownPeriods:
    now = open_period(MONTHLY, ON_2_DECEMBER)
    return KnownPeriods(now, {}, accepted, same_bytes, first=date(2026, 1, 1))


def named(code: str) -> PeriodMentions:
    return PeriodMentions(named=(PeriodMention("文件名“甲”", "甲", code),))


def stated(code: str) -> PeriodMentions:
    return PeriodMentions(stated=(PeriodMention("甲.xlsx「表」B2", code, code),))


def stamped(code: str, filled: date | None = None) -> PeriodMentions:
    return PeriodMentions(stamped=code, filled_on=filled)


NOVEMBER = frozenset({"2026-11"})
DECEMBER = frozenset({"2026-12"})


@dataclass(frozen=True)
class Rule:
    """What a form says, what is known, and the code it is booked to: "?" for a person."""

    says: PeriodMentions
    known: KnownPeriods
    booked: str
    assumed: bool = False
    zero: bool = False


RULES = {
    "a November form on 2 December is November's": Rule(named("2026-11"), known(), "2026-11"),
    "one that names nothing is the open month's, with a reminder": Rule(
        PeriodMentions(), known(), "2026-12", assumed=True
    ),
    "one that names nothing, after the open month was accepted": Rule(
        PeriodMentions(), known(accepted=DECEMBER), "?"
    ),
    "a correction of November that names it": Rule(
        named("2026-11"), known(accepted=NOVEMBER), "2026-11"
    ),
    "November's blank filled in again": Rule(stamped("2026-11"), known(accepted=NOVEMBER), "?"),
    "November's blank, late": Rule(stamped("2026-11"), known(), "2026-11"),
    "November's blank, filled in in December": Rule(
        stamped("2026-11", date(2026, 12, 1)), known(), "?"
    ),
    "November's blank, with the month in the file's name": Rule(
        replace(named("2026-11"), stamped="2026-11"), known(accepted=NOVEMBER), "2026-11"
    ),
    "November's blank, whose title says December": Rule(
        replace(named("2026-12"), stamped="2026-11"), known(), "?"
    ),
    "cell and file name differ": Rule(
        replace(named("2026-11"), stated=stated("2026-12").stated), known(), "?"
    ),
    "a month that hasn't begun": Rule(named("2027-01"), known(), "?"),
    "a month before the first": Rule(named("2025-11"), known(), "?"),
    "last month's bytes": Rule(PeriodMentions(), known(same_bytes=NOVEMBER), "?"),
    "last month's bytes under a new name": Rule(named("2026-12"), known(same_bytes=NOVEMBER), "?"),
    "last month's bytes, as a zero report": Rule(
        PeriodMentions(), known(same_bytes=NOVEMBER), "2026-12", assumed=True, zero=True
    ),
    "last month's bytes, with a cell that names this month": Rule(
        stated("2026-12"), known(same_bytes=NOVEMBER), "2026-12"
    ),
    "this month's bytes again": Rule(
        PeriodMentions(), known(accepted=DECEMBER, same_bytes=DECEMBER), "2026-12"
    ),
    "November's bytes again, by its name": Rule(
        named("2026-11"), known(accepted=NOVEMBER, same_bytes=NOVEMBER), "2026-11"
    ),
}


@pytest.mark.parametrize("name", RULES)
def test_a_form_is_booked_to_the_period_it_names(name: str) -> None:
    rule = RULES[name]

    found = reporting_period(MONTHLY, rule.says, ON_2_DECEMBER, rule.known, is_zero=rule.zero)

    if rule.booked == "?":
        assert isinstance(found, IdentityDoubt)
        assert "baosong assign 文件 单位 --period 期别" in found.reason
    else:
        assert found == ReportingPeriod(
            period_of_day(MONTHLY, date.fromisoformat(f"{rule.booked}-01")), assumed=rule.assumed
        )


MONTHS = [f"2026-{month:02}" for month in range(1, 13)]
months = st.sampled_from(MONTHS)


@settings(max_examples=2000, deadline=None)
@given(
    st.lists(months, max_size=3),
    st.one_of(st.just(""), months),
    st.integers(1, 12),
    st.frozensets(months),
    st.frozensets(months),
)
def test_a_form_is_never_booked_to_a_month_that_something_in_it_contradicts(
    written: list[str], stamp: str, received: int, accepted: frozenset[str], same: frozenset[str]
) -> None:
    """Against the rules as an office states them, written down a second time."""
    moment = datetime(2026, received, 20, 9, tzinfo=BEIJING)
    says = PeriodMentions(named=tuple(PeriodMention("文件名", "甲", each) for each in written))
    says = replace(says, stamped=stamp)
    facts = KnownPeriods(open_period(MONTHLY, moment), {}, accepted, same, date(2026, 1, 1))

    found = reporting_period(MONTHLY, says, moment, facts)

    now = f"2026-{received:02}"
    everything = {*written, *([stamp] if stamp else [])}
    if isinstance(found, ReportingPeriod):
        assert everything <= {found.period.code}
        assert found.period.code <= now
        assert found.assumed == (not everything and found.period.code not in same)
        closed = found.period.code < now
        assert not (closed and not written and found.period.code in accepted - same)
    else:
        sure = (
            len(everything) == 1
            and max(everything) <= now
            and (bool(written) or max(everything) == now)
            and not same
        )
        assert not sure
        assert everything or now in accepted or same


def test_the_message_names_both_places() -> None:
    rule = RULES["cell and file name differ"]

    found = reporting_period(MONTHLY, rule.says, ON_2_DECEMBER, rule.known)

    assert isinstance(found, IdentityDoubt)
    assert "甲.xlsx「表」B2 “2026-12”是 2026-12，文件名“甲”是 2026-11" in found.reason
