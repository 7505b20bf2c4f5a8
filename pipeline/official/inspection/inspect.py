"""docx → verdicts by clause (校对); what was not measured on a rendered page says 未核验."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.model.verdict import Result, Verdict
from pipeline.official.inspection.elements import element_verdicts
from pipeline.official.inspection.page_setup import page_setup_verdicts
from pipeline.official.inspection.rendered import rendered_verdicts, unrendered_verdicts
from pipeline.official.inspection.traces import trace_verdicts
from pipeline.official.inspection.words import wording_verdicts
from pipeline.official.ooxml.word_file import open_word

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Inspection:
    """All verdicts on one document."""

    file: str
    kind: str
    verdicts: tuple[Verdict, ...]

    def as_json(self) -> dict[str, Any]:
        """The document that ``inspect --json`` prints."""
        counts = {
            result: sum(verdict.result is result for verdict in self.verdicts) for result in Result
        }
        return {
            "file": self.file,
            "kind": self.kind,
            "profile": "GB/T 9704-2012",
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


def inspect(path: Path, *, render: bool = True) -> Inspection:
    """Hold the document at *path* against GB/T 9704-2012: its file, its words, its rendered pages.

    Without *render*, and without a renderer, the rules of the page say 未核验.

    Raises:
        DocumentUnreadable: it is no Word document (.docx).
        RenderFailed: the renderer is there and did not do it.
    """
    document = open_word(path.name, path.read_bytes())
    words = [paragraph.text for paragraph in document.paragraphs]
    kind = next((word for word in _KINDS if any(_titled(text, word) for text in words[:20])), "")
    verdicts = (
        *page_setup_verdicts(document),
        *element_verdicts(path, kind),
        *wording_verdicts(document),
        *trace_verdicts(document),
    )
    seen = (
        rendered_verdicts(path, kind) if render else unrendered_verdicts("按要求没有渲染，未核验")
    )
    return Inspection(path.name, kind, (*verdicts, *seen))


_KINDS = (
    "通知",
    "通报",
    "报告",
    "请示",
    "批复",
    "意见",
    "决定",
    "函",
    "纪要",
    "简报",
    "命令",
    "公告",
    "通告",
)


def _titled(text: str, kind: str) -> bool:
    return text.strip().endswith(kind) or (kind == "简报" and "简报" in text)
