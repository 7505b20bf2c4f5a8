"""Inspect a finished document (校对): verdicts clause by clause on its file, text and pages.

What was not measured on a rendered page is reported as 未核验.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.model.verdict import Result, Verdict
from pipeline.official.foreign_files import run_on_file
from pipeline.official.inspection.elements import element_verdicts, read_finished
from pipeline.official.inspection.leftovers import leftover_verdicts
from pipeline.official.inspection.page_setup import (
    has_own_form,
    page_setup_verdicts,
    profile_of,
)
from pipeline.official.inspection.rendered import rendered_verdicts, unrendered_verdicts
from pipeline.official.inspection.words import wording_verdicts
from pipeline.official.ooxml.word_file import open_word
from pipeline.official.standard.clauses import STANDARD_NAME
from pipeline.official.standard.kinds import variant_of

if TYPE_CHECKING:
    from collections.abc import Container
    from pathlib import Path

    from pipeline.official.inspection.elements import FinishedDocument
    from pipeline.official.standard.profile import Profile
    from pipeline.sandbox.run import Sandbox


@dataclass(frozen=True, slots=True)
class Inspection:
    """Hold all verdicts on a document, with its kind, variant and page profile (版面方案)."""

    file: str
    kind: str
    variant: str
    profile: str
    verdicts: tuple[Verdict, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the JSON document that ``inspect --json`` prints."""
        counts = {
            result: sum(verdict.result is result for verdict in self.verdicts) for result in Result
        }
        return {
            "file": self.file,
            "kind": self.kind,
            "variant": self.variant,
            "standard": STANDARD_NAME,
            "profile": self.profile,
            "passed": counts[Result.PASSED],
            "failed": counts[Result.FAILED],
            "unverified": counts[Result.UNVERIFIED],
            "findings": [
                {
                    "clause": verdict.clause,
                    "rule": verdict.rule,
                    "strength": verdict.strength.value,
                    "result": verdict.result.name.lower(),
                    "measured": verdict.measured,
                    "wanted": verdict.wanted,
                    "message": verdict.message,
                }
                for verdict in self.verdicts
            ],
        }


@dataclass(frozen=True, slots=True)
class _FileInspection:
    """Hold what the file itself shows: kind and ending, page profile, and the verdicts on it."""

    finished: FinishedDocument
    profile: Profile
    verdicts: tuple[Verdict, ...]


def inspect(path: Path, *, render: bool = True, sandbox: Sandbox | None = None) -> Inspection:
    """Inspect the document at *path* by GB/T 9704-2012 and the page profile that it records.

    Without *render*, and without a renderer, the rules of the rendered page are unverified (未核验).
    The file is parsed in the child process of *sandbox*; without one, in this process.

    Raises:
        DocumentUnreadable: it is no Word document (.docx).
        DocumentTooLarge: it is beyond the limits of a document.
        RenderFailed: the renderer is installed and failed.
    """
    found = run_on_file(sandbox, _inspect_file, path)
    finished, profile = found.finished, found.profile
    on_page = (
        rendered_verdicts(path, finished.kind, finished.signature, profile)
        if render
        else unrendered_verdicts("按要求没有渲染，未核验")
    )
    variant = variant_of(finished.kind, finished.title)
    return Inspection(path.name, finished.kind, variant, profile.name, (*found.verdicts, *on_page))


def is_in_own_form(content: bytes, name: str) -> bool:
    """Return whether the document *content* is in a form of the office's own (自有版式), without our styles."""
    return has_own_form(open_word(name, content))


def file_verdicts(
    content: bytes, name: str, carried: Container[str] = frozenset()
) -> tuple[Verdict, ...]:
    """Return the verdicts on the document *content* that need no rendering: page set-up, elements, words, traces.

    The words of *carried* paragraphs, those of a document that is issued or forwarded, are not judged.

    Raises:
        DocumentUnreadable: it is no Word document (.docx).
        DocumentTooLarge: it is beyond the limits of a document.
    """
    return _inspect_file(content, name, carried).verdicts


def _inspect_file(
    content: bytes, name: str, carried: Container[str] = frozenset()
) -> _FileInspection:
    document = open_word(name, content)
    finished = read_finished(name, document)
    profile = profile_of(document)
    verdicts = (
        *page_setup_verdicts(document, profile),
        *element_verdicts(finished),
        *wording_verdicts(document, carried),
        *leftover_verdicts(document),
    )
    return _FileInspection(finished, profile, verdicts)
