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
    measured: Measurements
    kind: str
    standing_in: frozenset[str]  # faces that are not installed


def verdict(rule: str, measured: str, *, holds: bool, mend: str = "") -> Verdict:
    """The verdict on what was *measured*; *mend* says what to do where it doesn't hold."""
    clause = CLAUSES[rule]
    result = Result.PASSED if holds else Result.FAILED
    mended = f"。{mend}" if mend and not holds else ""
    return Verdict(
        clause.number, rule, result, clause.strength, measured, clause.wanted,
        f"{clause.says}，实测{measured}{mended}",
    )  # fmt: skip


def verdict_for_typeface(
    page: RenderedPage, face: str, rule: str, measured: str, *, holds: bool
) -> Verdict:
    """A figure that depends on a face: with another one in its place it is not confirmed."""
    if face not in page.standing_in:
        return verdict(rule, measured, holds=holds)
    return unverified(rule, f"没有安装{face}，用替代字体量得{measured}，字体未核验", measured)


def unverified(rule: str, why: str, measured: str = "") -> Verdict:
    """A rule that could not be verified (未核验), and why."""
    clause = CLAUSES[rule]
    return Verdict(
        clause.number, rule, Result.UNVERIFIED, clause.strength, measured, clause.wanted,
        f"{clause.says}：{why}",
    )  # fmt: skip
