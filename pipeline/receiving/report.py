"""Report the outcome of each file of one pass as plain values, and as the JSON of ``process --json``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.checking.message_catalogue import full_message
from pipeline.model.arrival import Fate

if TYPE_CHECKING:
    from pipeline.model.finding import Finding


@dataclass(frozen=True, slots=True)
class Outcome:
    """Outcome of one file: its fate (去向), and the reason."""

    name: str
    fate: Fate
    unit: str = ""
    campaign: str = ""
    reason: str = ""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class PassReport:
    """Report of one pass over the inbox (一轮处理)."""

    outcomes: tuple[Outcome, ...]
    notes: tuple[str, ...] = ()  # for a person: a faulty 任务书, a board that is open in Excel

    def count(self, fate: Fate) -> int:
        """Return the number of files with that fate."""
        return sum(outcome.fate is fate for outcome in self.outcomes)

    def as_json(self) -> dict[str, Any]:
        """Return the document that ``process --json`` prints."""
        reported = [fate for fate in Fate if fate is not Fate.IGNORED]
        arrived = sum(self.count(fate) for fate in reported)
        return {
            "arrived": arrived,
            **{fate.value: self.count(fate) for fate in reported},
            "ignored": self.count(Fate.IGNORED),
            "files": [_file(outcome) for outcome in self.outcomes],
            "notes": list(self.notes),
        }


def _file(outcome: Outcome) -> dict[str, Any]:
    return {
        "name": outcome.name,
        "unit": outcome.unit,
        "campaign": outcome.campaign,
        "result": outcome.fate.value,
        "reason": outcome.reason,
        "findings": [
            {
                "rule": finding.rule,
                "level": finding.level.code,
                "sheet": finding.place.sheet,
                "cell": finding.place.cell,
                "message": full_message(finding),
            }
            for finding in outcome.findings
        ],
    }
