"""What proof-reading says of a document (校对结果), clause by clause."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Result(Enum):
    """The three answers; what could not be measured is never called passed."""

    PASSED = "通过"
    FAILED = "不符"
    UNVERIFIED = "未核验"


class Strength(Enum):
    """How strongly the clause asks, and so how a verdict may speak."""

    REQUIRED = "规定"
    GENERAL = "一般"
    DERIVED = "推算"
    CUSTOM = "实务"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One clause held against one document."""

    clause: str
    rule: str
    result: Result
    strength: Strength
    measured: str
    wanted: str
    message: str
