"""Word the verdicts on a rendered page (版面实测)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.model.verdict import Result, Verdict
from pipeline.official.standard.clauses import CLAUSES, figure
from pipeline.official.standard.profile import STANDARD, Profile

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.official.rendering.measure import Measurements
    from pipeline.official.rendering.signature_page import SignatureBlock
    from pipeline.official.standard.clauses import Clause

# Edges of the type area (版心) on the paper, in mm; text of another profile goes beyond the last one.
LEFT_MM: Final = float(figure("margin-left"))
RIGHT_MM: Final = float(figure("margin-left") + figure("type-width"))
TOP_MM: Final = float(figure("margin-top"))
BOTTOM_MM: Final = float(figure("margin-top") + figure("type-height"))
LONG_RULE_MM: Final = 100.0  # a rule of a header or an imprint is longer


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """Hold a rendered document with its measurements, kind, ending and page profile.

    ``missing_faces`` are the typefaces that are not installed.
    """

    pdf: Path
    measurements: Measurements
    kind: str
    missing_faces: frozenset[str]
    signature: SignatureBlock | None = None
    profile: Profile = STANDARD


def verdict(rule: str, measured: str, *, passed: bool, remedy: str = "") -> Verdict:
    """Return the verdict on what was *measured*; *remedy* is appended where it did not pass."""
    return verdict_by(CLAUSES[rule], measured, passed=passed, remedy=remedy)


def verdict_by(clause: Clause, measured: str, *, passed: bool, remedy: str = "") -> Verdict:
    """Return the verdict on what was *measured* by *clause*, which may be a profile's."""
    result = Result.PASSED if passed else Result.FAILED
    advice = f"。{remedy}" if remedy and not passed else ""
    return Verdict(
        clause.number, clause.rule, result, clause.strength, measured, clause.expected,
        f"{clause.requirement}，实测{measured}{advice}",
    )  # fmt: skip


def verdict_for_typeface(
    page: RenderedPage, face: str, rule: str, measured: str, *, passed: bool
) -> Verdict:
    """Return a verdict that depends on *face*; with a substitute for it, it is unverified."""
    if face not in page.missing_faces:
        return verdict(rule, measured, passed=passed)
    return unverified(rule, f"没有安装{face}，用替代字体量得{measured}，字体未核验", measured)


def unverified(rule: str, reason: str, measured: str = "") -> Verdict:
    """Return the verdict on a rule that was not verified (未核验), with the *reason*."""
    clause = CLAUSES[rule]
    return Verdict(
        clause.number, rule, Result.UNVERIFIED, clause.strength, measured, clause.expected,
        f"{clause.requirement}：{reason}",
    )  # fmt: skip
