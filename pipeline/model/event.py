"""Define the events of the append-only history (事件): their actions, their subjects, and one line of it.

The strings are stored in ledgers and covered by the hash chain: a letter that changes breaks what is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

_SEPARATOR: Final = "／"  # between campaign and unit in a subject


class Action(StrEnum):
    """What was done (动作), by the word that the history stores."""

    RECEIVED = "收到"
    RECEIVED_WITH_ERRORS = "收到有误"
    QUARANTINED = "待认领"
    DUPLICATE = "重复报送"
    UNPACKED = "解开"
    REMOVED_BEFORE_RECEIPT = "收下前被移走"
    RECEIPT_SENT = "发回执"
    RETURN_SENT = "发退回单"
    INBOX_CLEARED = "清收件箱"
    GREW = "收后续写"  # the file was written to after it was received; it is received again
    FAILED = "办理出错"  # an unforeseen error that the content of the file caused
    ASSIGNED = "经办人认领"  # a person decided whose a workbook is
    CLAIMED = "认领"  # a quarantined file was placed without a person
    DISMISSED = "不收"
    WITHDRAWN = "撤回"  # these seven are decisions, by the words of DecisionKind
    RETURNED_BY_PERSON = "人工退回"
    ADOPTED = "采用"
    MOVED = "改期别"
    EXTENDED = "延期"
    WAIVED = "豁免"
    REVOKED = "撤销"
    ALIAS_LEARNED = "记别名"
    ISSUED = "印发"
    TRAIL_SAVED = "溯源"
    CONSOLIDATED = "汇总"
    PERIOD_OPENED = (
        "开期"  # the notice or the blanks of a period went out before it began by the calendar
    )
    REMINDED = "催报"
    SUPERVISED = "督办"
    FINGERPRINTED = "内容指纹"  # the digest of a record
    ANCHORED = "封存"
    BUNDLED = "打包留痕"
    LEDGER_RESTORED = "恢复台账"
    HELD = "预留"  # a number was taken for a paper that is made elsewhere
    OVERRIDDEN = "仍予印发"  # a paper was issued in spite of a fault, by a person with a reason
    OVERLAP_CONFIRMED = "确认重复填报"  # a person has seen what other campaigns collect already
    VOIDED = "作废"  # a number was declared void; its paper stays as it was issued
    REENTERED = "补登"  # a numbered paper whose entry in the register was lost
    LEDGER_SHORTENED = "台账缺失"  # a ledger that lacks records was accepted as it is


LEDGER_SUBJECT: Final = "台账"  # the subject of an event about the ledger as a whole
# Each of these names an original that was kept, by its digest.
ORIGINAL_KEPT: Final = frozenset(
    {
        Action.RECEIVED,
        Action.RECEIVED_WITH_ERRORS,
        Action.QUARANTINED,
        Action.DUPLICATE,
        Action.UNPACKED,
    }
)


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the append-only history (事件): who did what to what, and when.

    ``action`` is one of :class:`Action`; a ledger of a later version may hold others. ``digest`` is the
    SHA-256 of the file that the event is about, or empty.
    """

    at: datetime
    actor: str
    action: str
    subject: str
    detail: str = ""
    digest: str = ""


def unit_subject(campaign: str, unit: str) -> str:
    """Return the subject of an event about one unit (报送单位) in a campaign, both by their full names."""
    return f"{campaign}{_SEPARATOR}{unit}"


def period_subject(campaign: str, unit: str, period: str) -> str:
    """Return the subject of an event about one unit in the period of that label, empty where there is only one.

    >>> period_subject("安全生产月报", "秦都区", "2026年10月")
    '安全生产月报／秦都区（2026年10月）'
    """
    subject = unit_subject(campaign, unit)
    return f"{subject}（{period}）" if period else subject


def campaign_of_subject(subject: str) -> str:
    """Return the campaign's name in a subject that :func:`unit_subject` made, or the whole subject.

    >>> campaign_of_subject("文明单位创建／秦都区"), campaign_of_subject("文明单位创建")
    ('文明单位创建', '文明单位创建')
    """
    return subject.rpartition(_SEPARATOR)[0] or subject


def unit_of_subject(subject: str) -> str:
    """Return the unit's name in a subject that :func:`unit_subject` made, or the whole subject.

    >>> unit_of_subject("文明单位创建／秦都区")
    '秦都区'
    """
    return subject.rpartition(_SEPARATOR)[2]


def belongs_to(event: Event, campaign: str) -> bool:
    """Return whether *event* is about the campaign of that name, or about a unit in it."""
    return campaign in {event.subject, campaign_of_subject(event.subject)}
