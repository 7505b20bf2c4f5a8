"""Make a decision (处置) of what a person ordered, or refuse it with the remedy; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pipeline.checking.message_catalogue import CONDITION_RULES, WORDING
from pipeline.intake.originals import find_original
from pipeline.ledger.decisions import DecidedCase, list_decisions
from pipeline.ledger.read import find_submission
from pipeline.model.arrival import Fate, Step
from pipeline.model.campaign import Cycle
from pipeline.model.decision import EXEMPT_RULE, Decision, DecisionKind
from pipeline.model.submission import SubmissionKey
from pipeline.office.periods import find_period
from pipeline.receiving.decision_targets import named_unit, named_version, subject_of
from pipeline.receiving.errors import OriginalMissing
from pipeline.receiving.placement import assigned_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pipeline.model.submission import Submission
    from pipeline.office.context import Office
    from pipeline.receiving.decision_targets import DecisionOrder, Subject

_LISTED_AT_MOST: Final = 3


@dataclass(frozen=True, slots=True)
class Plan:
    """A decision that may be recorded (拟办): what it is about, and the case that carries it out."""

    decision: Decision
    subject: Subject
    case: DecidedCase | None = None


def plan(office: Office, order: DecisionOrder) -> Plan:
    """Return the decision that *order* comes to.

    Raises:
        DecisionRefused: it is on what isn't there, or against what is in force; with the remedy.
        UnitUnknown, CampaignUnknown, PeriodUnknown: there is none of that name.
        OriginalMissing: the original to be examined again is lost.
    """
    return _PLANS[order.kind](office, order)


def _decision(
    office: Office, order: DecisionOrder, key: SubmissionKey, submission: Submission | None = None
) -> Decision:
    number = submission.number if submission else 0
    return Decision(
        order.kind, key, order.reason, office.actor, office.clock.now(), number, until=order.until
    )


def _withdraw(office: Office, order: DecisionOrder) -> Plan:
    submission, subject = named_version(office, order)
    _require_original(office, submission)
    decision = _decision(office, order, subject.key, submission)
    return Plan(decision, subject, DecidedCase(submission, Step.KEPT))


def _return(office: Office, order: DecisionOrder) -> Plan:
    subject = named_unit(office, order)
    standing = subject.standing()
    if standing is None:
        raise order.refused("人工退回只能一个单位一个单位地办，请写单位名称。")
    if standing.current is None:
        raise order.refused(
            f"{subject.name}{subject.period.label}现在是“{standing.state.word}”，没有已收的版本可退。"
        )
    decision = _decision(office, order, subject.key, standing.current)
    return Plan(decision, subject, DecidedCase(standing.current, Step.RECORDED, Fate.RETURNED))


def _accept(office: Office, order: DecisionOrder) -> Plan:
    submission, subject = named_version(office, order)
    ruled, standing = subject.ruling, subject.standing()
    returned = subject.in_force(DecisionKind.RETURN, submission.number)
    if returned is not None:
        raise order.refused(
            f"这一版是人工退回的（处置{returned.number}）。要让它重新计入，"
            f"请运行 baosong decide 撤销 {returned.number} --reason 理由。"
        )
    if ruled.outcome(submission).counts:
        raise order.refused(f"{subject.name}第{submission.version}版没有被退回，不用采用。")
    current = standing.current if standing else None
    if current is not None and current.version > submission.version:
        raise order.refused(
            f"{subject.name}后来的第{current.version}版已收，计入的是它。"
            f"确要改用第{submission.version}版，请先 baosong withdraw 撤回第{current.version}版。"
        )
    later = [each for each in subject.versions if each.number in ruled.sent_back]
    if any(each.version > submission.version for each in later):
        raise order.refused(
            f"{subject.name}后来的版本已被人工退回，在它之前的都不计入。请等该单位重报，或先撤销那次退回。"
        )
    decision = _decision(office, order, subject.key, submission)
    return Plan(decision, subject, DecidedCase(submission, Step.RECORDED, Fate.ACCEPTED))


def _move(office: Office, order: DecisionOrder) -> Plan:
    submission, subject = named_version(office, order)
    campaign = subject.campaign
    if campaign.cycle is Cycle.ONCE:
        raise order.refused(f"“{campaign.name}”是一次性任务，只有一期。")
    if not order.period:
        raise order.refused("请用 --period 写明改到哪一期，如 --period 2026-06。")
    period = find_period(office, campaign, order.period)
    if period.code == submission.period:
        raise order.refused(f"它本来就是{period.label}的。")
    if period.first > office.clock.today():
        raise order.refused(f"{period.label}还没有到。")
    key = SubmissionKey(campaign.name, period.code, submission.unit)
    there = find_submission(office.ledger, submission.digest, key)
    if there is not None:
        raise order.refused(
            f"{period.label}已经收下同样内容的一份（第{there.version}版）。不该有这一份的，请改用 withdraw 撤回。"
        )
    _require_original(office, submission)
    decision = _decision(office, order, subject.key, submission)
    return Plan(replace(decision, value=period.code), subject, DecidedCase(submission, Step.KEPT))


def _extend(office: Office, order: DecisionOrder) -> Plan:
    subject = named_unit(office, order)
    if order.until is None:
        raise order.refused('请用 --until 写明延到什么时候，如 --until "2026-10-15 18:00"。')
    if order.until <= office.clock.now():
        raise order.refused(f"{order.until:%Y-%m-%d %H:%M} 已经过去了，请写以后的时间。")
    due = max(filter(None, (subject.period.deadline, subject.ruling.until)))
    if order.until <= due:
        raise order.refused(
            f"{subject.name}现在的截止时间是 {due:%Y-%m-%d %H:%M}，延期应比它晚。"
            "要缩短先前的延期，请先撤销那次延期。"
        )
    return Plan(_decision(office, order, subject.key), subject)


def _waive(office: Office, order: DecisionOrder) -> Plan:
    subject = named_unit(office, order)
    if subject.unit is None:
        raise order.refused("豁免只能一个单位一个单位地办，请写单位名称。")
    rule = _rule(order, subject)
    before = subject.in_force(DecisionKind.WAIVE, value=rule)
    if before is not None:
        raise order.refused(f"{subject.name}这一期已经豁免“{rule}”（处置{before.number}）。")
    decision = replace(_decision(office, order, subject.key), value=rule)
    # A number that no other decision has, so that what is revoked doesn't concern it.
    before_it, after_it = subject.standing(), subject.standing([replace(decision, number=-1)])
    counts = after_it.current if after_it else None
    if counts is None or (before_it and before_it.current == counts):
        return Plan(decision, subject)
    return Plan(decision, subject, DecidedCase(counts, Step.RECORDED, Fate.ACCEPTED))


def _rule(order: DecisionOrder, subject: Subject) -> str:
    rule = order.rule.strip()
    if rule == EXEMPT_RULE:
        return _exempt(order, subject)
    conditions = [condition.text for condition in subject.campaign.conditions]
    if rule in conditions or (rule in WORDING and rule not in CONDITION_RULES):
        return rule
    known = {
        each.rule for version in subject.versions for each in version.findings
    } - CONDITION_RULES
    quoted = [f"“{text}”" for text in conditions[:_LISTED_AT_MOST]]
    more = ["……"] if len(conditions) > _LISTED_AT_MOST else []
    listed = "、".join([EXEMPT_RULE, *sorted(known), *quoted, *more])
    raise order.refused(
        f"没有“{rule}”这条核对规则。规则的代号在 报送台账.xlsx“核对结果”的“规则”一栏，核对条件写它的原文：{listed}。"
    )


def _exempt(order: DecisionOrder, subject: Subject) -> str:
    standing = subject.standing()
    if order.until is not None:
        raise order.refused("免报是这一期不用报，没有“到什么时候”，请去掉 --until。")
    if subject.unit is not None and subject.unit.exempt:
        raise order.refused("任务书里它本来就是免报单位。")
    if standing is not None and standing.current is not None:
        raise order.refused(f"{subject.name}已经报送（{standing.state.word}），不用免报。")
    return EXEMPT_RULE


def _revoke(office: Office, order: DecisionOrder) -> Plan:
    revoked = _numbered(office, order)
    subject = subject_of(office, revoked.key)
    found = (each for each in subject.versions if each.number == revoked.submission)
    submission = next(found, None)
    decision = replace(_decision(office, order, revoked.key, submission), revokes=revoked.number)
    if revoked.kind is DecisionKind.MOVE:
        raise order.refused(
            f"它已按{revoked.value}收下。要改回去，请运行 baosong move 文件 --from {revoked.value} "
            f"--period {revoked.key.period} --reason 理由。"
        )
    if revoked.kind is not DecisionKind.WITHDRAW or submission is None:
        return Plan(decision, subject)
    again = find_submission(office.ledger, submission.digest, revoked.key)
    if again is not None or assigned_unit(submission.digest, office):
        raise order.refused(
            "撤回以后，这个文件已经重新收下或认领给别的单位。请先撤回那一份，再撤销这次撤回。"
        )
    case = DecidedCase(submission, Step.PUBLISHED, Fate.ACCEPTED, DecisionKind.REVOKE.value)
    return Plan(decision, subject, case)


def _numbered(office: Office, order: DecisionOrder) -> Decision:
    decisions = list_decisions(office.ledger)
    text = order.target.removeprefix("处置")
    found = next((each for each in decisions if f"{each.number}" == text), None)
    if found is None:
        raise order.refused(
            "没有这个编号的处置。编号在 报送台账.xlsx 的“处置”表，或 baosong status --json。"
        )
    if found.kind is DecisionKind.REVOKE:
        raise order.refused("它本身就是一次撤销。要恢复原来的处置，请重新办一次。")
    again = next((each for each in decisions if each.revokes == found.number), None)
    if again is not None:
        raise order.refused(f"它已经撤销了（处置{again.number}）。")
    return found


def _require_original(office: Office, submission: Submission) -> None:
    if find_original(office.workspace, submission.digest) is None:
        raise OriginalMissing(submission.name)


_PLANS: Final[Mapping[DecisionKind, Callable[[Office, DecisionOrder], Plan]]] = {
    DecisionKind.WITHDRAW: _withdraw,
    DecisionKind.RETURN: _return,
    DecisionKind.ACCEPT: _accept,
    DecisionKind.MOVE: _move,
    DecisionKind.EXTEND: _extend,
    DecisionKind.WAIVE: _waive,
    DecisionKind.REVOKE: _revoke,
}
