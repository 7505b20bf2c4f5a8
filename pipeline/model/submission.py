"""Define a submission (报送件) and the standing of a unit (报送情况) in a period."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date, datetime

    from pipeline.model.filling import Answer, Filling
    from pipeline.model.finding import Finding


LATE: Final = "迟报"
AMENDED: Final = "按期补正"


class CheckOutcome(Enum):
    """Result of checking one submission (核对结论)."""

    ACCEPTED = "已收"
    WARNED = "有提醒"
    ZERO = "零报告"
    RETURNED = "退回"

    @property
    def counts(self) -> bool:
        """Return whether its figures may be consolidated."""
        return self is not CheckOutcome.RETURNED


class State(Enum):
    """State of a unit in a period (报送状态), by its name in scripts; ``word`` is what people read."""

    MISSING = "missing"
    ACCEPTED = "accepted"
    WARNED = "accepted-with-warnings"
    RETURNED = "returned"
    AMENDING = "amending"
    ZERO = "zero"
    EXEMPT = "exempt"

    @property
    def word(self) -> str:
        """Return the Chinese word of the glossary."""
        return _WORDS[self]

    @property
    def printed(self) -> str:
        """Return the word in a paper that leaves the office: remarks (提醒) are between it and the unit."""
        return State.ACCEPTED.word if self is State.WARNED else self.word

    @property
    def counts(self) -> bool:
        """Return whether the unit has an accepted version."""
        return self in {State.ACCEPTED, State.WARNED, State.AMENDING, State.ZERO}

    @property
    def owes(self) -> bool:
        """Return whether the unit owes its form: not handed in, or sent back and not amended (欠报)."""
        return self in {State.MISSING, State.RETURNED}


_WORDS = {
    State.MISSING: "未报",
    State.ACCEPTED: "已收",
    State.WARNED: "有提醒",
    State.RETURNED: "退回",
    State.AMENDING: "补正中",
    State.ZERO: "零报告",
    State.EXEMPT: "免报",
}


@dataclass(frozen=True, slots=True)
class SubmissionKey:
    """Whose form of which period a submission is (报送件的归属): campaign, period and unit, by name and codes."""

    campaign: str
    period: str
    unit: str


@dataclass(frozen=True, slots=True)
class CarriedAnswer:
    """A figure that a zero report leaves as it was (沿用): the unit's last accepted answer, and its workbook.

    ``answer`` is ``None`` where the figure is 0 since it restarted (本年累计 in January);
    ``period`` is the label of the period for which the answer was given, ``submission`` the number of the
    form it is in.
    """

    field_code: str
    answer: Answer | None = None
    workbook: str = ""
    digest: str = ""
    period: str = ""
    submission: int = 0


@dataclass(frozen=True, slots=True)
class Submission:
    """A submission (报送件): one version of one unit's form in one period.

    ``number`` identifies it in the ledger (0 until recorded); ``version`` counts from 1 in its
    unit and period; ``late`` is by the deadline at the moment of receipt. ``unchecked`` names what
    it could not be compared with; only its event stores that. ``carried`` are the figures that a zero
    report leaves as they were; ``None`` where none was looked for.
    """

    campaign: str
    period: str
    unit: str
    digest: str
    name: str
    received_at: datetime
    late: bool
    outcome: CheckOutcome
    filling: Filling
    findings: tuple[Finding, ...]
    version: int = 0
    number: int = 0
    answered: bool = False  # its receipt or return slip is in the outbox
    cleared: bool = False  # its file has left the inbox
    unchecked: tuple[str, ...] = ()
    carried: tuple[CarriedAnswer, ...] | None = None
    recorded: Filling | None = (
        None  # the filling as the ledger has it, where its codes are translated
    )

    @property
    def key(self) -> SubmissionKey:
        """Return whose form of which period it is."""
        return SubmissionKey(self.campaign, self.period, self.unit)


@dataclass(frozen=True, slots=True)
class Standing:
    """Standing of a unit in a period (报送情况): its state, the latest version and the accepted one.

    ``returns`` is how often the unit's forms were sent back in this period, ``until`` the deadline to
    which the unit's was extended (延期). ``amended`` is true of a unit that handed in on time, was sent
    back, and amended after the deadline within the days given for it (按期补正): it is not late.
    ``amend_by`` is the last day on which such a unit may still do so (补正期限).
    """

    unit: str
    state: State
    late: bool
    latest: Submission | None = None
    current: Submission | None = None
    returns: int = 0
    until: datetime | None = None
    amended: bool = False
    amend_by: date | None = None

    @property
    def counts_late(self) -> bool:
        """Return whether the unit has a version that counts, and it came after the deadline (迟报)."""
        return self.late and self.state.counts

    @property
    def words(self) -> str:
        """Return the state as a table prints it, with 迟报 or 按期补正 behind it where that applies."""
        return f"{self.state.word}（{self.timing}）" if self.timing else self.state.word

    @property
    def timing(self) -> str:
        """Return 迟报, 按期补正, or nothing of a unit that was on time at once or has no version that counts."""
        if self.counts_late:
            return LATE
        return AMENDED if self.amended else ""
