"""Find what a decision (处置) is about, by the name that a person gave: one submission, or a unit in a period."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pipeline.campaign.periods import amend_by
from pipeline.ledger.decisions import list_decisions
from pipeline.ledger.read import list_versions, search_submissions
from pipeline.model.standing import decisions_in_force, ruling, unit_standing
from pipeline.model.submission import SubmissionKey
from pipeline.office.errors import UnitUnknown
from pipeline.office.periods import find_period
from pipeline.receiving.errors import DecisionRefused

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from pipeline.model.campaign import Campaign, Period
    from pipeline.model.decision import Decision, DecisionKind
    from pipeline.model.standing import Ruling
    from pipeline.model.submission import Standing, Submission
    from pipeline.model.unit import Unit
    from pipeline.office.context import Office

ALL_UNITS = "全部"
_DIGITS_AT_LEAST = 4  # of a digest, to identify a file
_LISTED_AT_MOST = 8


@dataclass(frozen=True, slots=True)
class DecisionOrder:
    """What a person decides (处置): the kind, what about, why, and what narrows or completes it.

    ``target`` is a file, a unit, or the number of a decision, by kind. ``period`` is the unit's period,
    or the one to move to; ``of_period`` and ``unit`` narrow which version of a file is meant.
    """

    kind: DecisionKind
    target: str
    reason: str
    campaign: str = ""
    period: str = ""
    of_period: str = ""
    unit: str = ""
    rule: str = ""
    until: datetime | None = None

    def refused(self, reason: str) -> DecisionRefused:
        """Return the error that says why it is not recorded, and what to do."""
        return DecisionRefused(self.kind.value, self.target, reason)


@dataclass(frozen=True, slots=True)
class Subject:
    """A unit in a period with its versions and decisions (处置对象); ``unit`` is None where all are meant."""

    campaign: Campaign
    unit: Unit | None
    period: Period
    versions: tuple[Submission, ...]
    decisions: tuple[Decision, ...]

    @property
    def key(self) -> SubmissionKey:
        """Return the key under which the decision is recorded."""
        unit = self.unit.code if self.unit else ""
        return SubmissionKey(self.campaign.name, self.period.code, unit)

    @property
    def ruling(self) -> Ruling:
        """Return what the decisions in force mean."""
        return ruling(self.key.unit, self.decisions)

    @property
    def name(self) -> str:
        """Return the unit's full name, or 全部单位, for sentences."""
        return self.unit.full_name if self.unit else "全部单位"

    def standing(self, further: Iterable[Decision] = ()) -> Standing | None:
        """Return the unit's standing, with *further* decisions; None where all units are meant."""
        if self.unit is None:
            return None
        decisions = (*self.decisions, *further)
        return unit_standing(self.unit, self.versions, decisions, partial(amend_by, self.period))

    def in_force(self, kind: DecisionKind, submission: int = 0, value: str = "") -> Decision | None:
        """Return the decision of that kind in force on that submission, or about that value."""
        found = (
            each
            for each in decisions_in_force(self.decisions)
            if each.kind is kind
            and each.concerns(self.key.unit)
            and (each.submission, each.value) == (submission, value)
        )
        return next(found, None)


def subject_of(office: Office, key: SubmissionKey) -> Subject:
    """Return the subject of that key; with the versions of one unit, none of all units."""
    campaign = office.campaign(key.campaign)
    return Subject(
        campaign,
        campaign.roster.by_code(key.unit) if key.unit else None,
        find_period(office, campaign, key.period),
        list_versions(office.ledger, key) if key.unit else (),
        list_decisions(office.ledger, key.campaign, key.period, key.unit),
    )


def named_unit(office: Office, order: DecisionOrder) -> Subject:
    """Return the unit that the order names, or all, in the period that it names or the open one.

    Raises:
        DecisionRefused: several campaigns have this unit, or all units are meant without a campaign.
        UnitUnknown, CampaignUnknown, PeriodUnknown: there is none of that name.
    """
    campaign = _campaign(office, order)
    unit = None if order.target == ALL_UNITS else office.unit(campaign, order.target)
    period = find_period(office, campaign, order.period)
    key = SubmissionKey(campaign.name, period.code, unit.code if unit else "")
    return subject_of(office, key)


def _campaign(office: Office, order: DecisionOrder) -> Campaign:
    if order.campaign:
        return office.campaign(order.campaign)
    having = [each for each in office.campaigns if _has(office, each, order.target)]
    if len(having) == 1:
        return having[0]
    if not having and len(office.campaigns) == 1:
        return office.campaigns[0]  # which names what is close to it
    names = "、".join(each.name for each in having or office.campaigns) or "（还没有任务）"
    raise order.refused(f"看不出是哪项任务，请加上 --campaign 任务名（{names}）。")


def _has(office: Office, campaign: Campaign, name: str) -> bool:
    if name == ALL_UNITS:
        return True
    try:
        office.unit(campaign, name)
    except UnitUnknown:
        return False
    return True


def named_version(office: Office, order: DecisionOrder) -> tuple[Submission, Subject]:
    """Return the version whose file the order names, by name, a part of it or digest, with its subject.

    Raises:
        DecisionRefused: none or several match, or it was withdrawn or moved already.
        UnitUnknown, CampaignUnknown, PeriodUnknown: what narrows it names nothing.
    """
    matches = _narrowed(office, order, _matches(office, order.target))
    if not matches:
        raise order.refused(
            "收下的报送件里没有这个文件。请写文件名、其中一段或指纹的前 8 位（看 报送台账.xlsx 的“版本记录”）。"
        )
    subjects = {key: subject_of(office, key) for key in {each.key for each in matches}}
    left = [each for each in matches if each.number not in subjects[each.key].ruling.set_aside]
    if not left:
        raise order.refused(_set_aside(matches[-1], subjects[matches[-1].key]))
    if len(left) > 1:
        listed = "；".join(_described(each, subjects[each.key]) for each in left[:_LISTED_AT_MOST])
        raise order.refused(
            f"有 {len(left)} 件对得上：{listed}。请改写指纹的前 8 位，或加上 --unit 单位、--from 期。"
        )
    return left[0], subjects[left[0].key]


def _matches(office: Office, text: str) -> list[Submission]:
    found = [each for each in search_submissions(office.ledger, text) if _still_known(office, each)]
    name = PurePosixPath(text.replace("\\", "/")).name
    exact = [each for each in found if text in {each.name, PurePosixPath(each.name).name}]
    exact = exact or [
        each
        for each in search_submissions(office.ledger, name)
        if PurePosixPath(each.name).name == name and _still_known(office, each)
    ]
    is_digest = len(text) >= _DIGITS_AT_LEAST
    return exact or [
        each
        for each in found
        if text in each.name or (is_digest and each.digest.startswith(text.lower()))
    ]


def _still_known(office: Office, submission: Submission) -> bool:
    """Return whether campaign and unit of *submission* are still defined: nothing else can be decided on."""
    campaigns = (each for each in office.campaigns if each.name == submission.campaign)
    return any(campaign.roster.by_code(submission.unit) for campaign in campaigns)


def _narrowed(office: Office, order: DecisionOrder, matches: list[Submission]) -> list[Submission]:
    if order.campaign:
        name = office.campaign(order.campaign).name
        matches = [each for each in matches if each.campaign == name]
    if order.unit:
        matches = [
            each
            for each in matches
            if office.unit(office.campaign(each.campaign), order.unit).code == each.unit
        ]
    if order.of_period:
        matches = [
            each
            for each in matches
            if find_period(office, office.campaign(each.campaign), order.of_period).code
            == each.period
        ]
    return matches


def _described(submission: Submission, subject: Subject) -> str:
    return (
        f"{submission.digest[:8]} {submission.name}（{subject.campaign.name}"
        f"{subject.period.label} {subject.name} 第{submission.version}版）"
    )


def _set_aside(submission: Submission, subject: Subject) -> str:
    decision = next(
        each
        for each in reversed(decisions_in_force(subject.decisions))
        if each.submission == submission.number
    )
    return (
        f"{subject.name}第{submission.version}版已经{decision.kind.value}（处置{decision.number}），不再计入。"
        f"要恢复，请运行 baosong decide 撤销 {decision.number} --reason 理由。"
    )
