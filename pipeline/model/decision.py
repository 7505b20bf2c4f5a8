"""Define a decision (处置) of a person about what was submitted, and the kinds of decisions.

The strings are stored in ledgers and covered by the hash chain: a letter that changes breaks what is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.model.submission import SubmissionKey


class DecisionKind(StrEnum):
    """Kind of a decision (处置种类), by the word that the ledger stores."""

    WITHDRAW = "撤回"  # a version doesn't count; its file waits to be claimed
    RETURN = "人工退回"  # an accepted version doesn't count, and was sent back by a person
    ACCEPT = "采用"  # a version that the checks returned counts
    MOVE = "改期别"  # a version doesn't count in its period, and is received in another
    EXTEND = "延期"  # a later deadline, for one unit or for all
    WAIVE = "豁免"  # one check rule doesn't send a unit's form back, or the unit owes nothing
    REVOKE = "撤销"  # an earlier decision is void

    @property
    def sets_aside(self) -> bool:
        """Return whether a version is as if it had not been received for its period."""
        return self in {DecisionKind.WITHDRAW, DecisionKind.MOVE}


# The “rule” that is waived where the unit owes nothing in the period.
EXEMPT_RULE: Final = "免报"


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision (处置): what a person decided about a unit's form in a period, why, and until when.

    The unit of ``key`` is empty where it is for all units. ``submission`` and ``revokes`` are numbers in
    the ledger, 0 where there is none; ``value`` is the waived rule, or the period moved to. ``until`` is
    the new deadline, or the last moment of receipt for which a rule is waived. ``number`` identifies it
    in the ledger (编号; 0 until recorded).
    """

    kind: DecisionKind
    key: SubmissionKey
    reason: str
    actor: str
    at: datetime
    submission: int = 0
    value: str = ""
    until: datetime | None = None
    revokes: int = 0
    number: int = 0

    def concerns(self, unit: str) -> bool:
        """Return whether it is about the unit of that code, alone or with all others."""
        return self.key.unit in {"", unit}
