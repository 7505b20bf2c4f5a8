"""Define the verdicts of proof-reading (校对结果), clause by clause."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Result(Enum):
    """Result of one clause; what could not be measured is never reported as passed."""

    PASSED = "通过"
    FAILED = "不符"
    UNVERIFIED = "未核验"


class Strength(Enum):
    """Strength of a clause (强度), which decides how a verdict is worded."""

    REQUIRED = "规定"
    GENERAL = "一般"
    DERIVED = "推算"
    CUSTOM = "实务"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Verdict on one clause (校对结果) for one document."""

    clause: str
    rule: str
    result: Result
    strength: Strength
    measured: str
    wanted: str
    message: str
