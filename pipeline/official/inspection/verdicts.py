"""A rendered page under judgement, and how a verdict on it is worded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.model.verdict import Result, Verdict
from pipeline.official.standard.figures import CLAUSES

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.official.rendering.measure import Measurements


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A rendered document, and what is known of it besides."""

    pdf: Path
    measurements: Measurements
    kind: str
    missing_faces: frozenset[str]  # faces that are not installed


def verdict(rule: str, measured: str, *, passed: bool, remedy: str = "") -> Verdict:
    """The verdict on what was *measured*; *remedy* says what to do where it doesn't hold."""
    clause = CLAUSES[rule]
    result = Result.PASSED if passed else Result.FAILED
    advice = f"。{remedy}" if remedy and not passed else ""
    return Verdict(
        clause.number, rule, result, clause.strength, measured, clause.expected,
        f"{clause.requirement}，实测{measured}{advice}",
    )  # fmt: skip


def verdict_for_typeface(
    page: RenderedPage, face: str, rule: str, measured: str, *, passed: bool
) -> Verdict:
    """A figure that depends on a face: with another one in its place it is not confirmed."""
    if face not in page.missing_faces:
        return verdict(rule, measured, passed=passed)
    return unverified(rule, f"没有安装{face}，用替代字体量得{measured}，字体未核验", measured)


def unverified(rule: str, why: str, measured: str = "") -> Verdict:
    """A rule that could not be verified (未核验), and why."""
    clause = CLAUSES[rule]
    return Verdict(
        clause.number, rule, Result.UNVERIFIED, clause.strength, measured, clause.expected,
        f"{clause.requirement}：{why}",
    )  # fmt: skip
