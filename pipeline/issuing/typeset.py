"""A draft becomes a finished document (排版): read, recognised, put right, laid out, written whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from pipeline.files import replace_if_changed, safe_name
from pipeline.issuing.errors import DraftInTheWay
from pipeline.issuing.pdf import pdfs_beside, refuse_without_renderer
from pipeline.model.document import Seal
from pipeline.official.drafts.recognise import RecognisedDraft, recognise
from pipeline.official.drafts.source import read_source
from pipeline.official.layout.paginate import FinalLayout, choose_layout
from pipeline.official.standard.mandatory import shortcomings
from pipeline.official.standard.profile import PROFILES, Profile
from pipeline.official.templates.fill_draft import fill_with_draft

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from pipeline.model.document import OfficialDocument
    from pipeline.official.standard.corrections import Fix
    from pipeline.official.standard.mandatory import Shortcoming


@dataclass(frozen=True, slots=True)
class TypesetOrder:
    """What the person at the keyboard asked for."""

    kind: str = ""
    output: Path | None = None
    pdf: bool = False
    sealed: bool = True
    seals: tuple[Path, ...] = ()
    template: Path | None = None
    profile: str = "国标页边"
    duplex: bool = False


@dataclass(frozen=True, slots=True)
class Finished:
    """What came of a draft: the document, its PDF, every change, and what a person should look at."""

    path: Path
    kind: str
    title: str
    pdf: Path | None
    fixes: tuple[tuple[int, Fix], ...]
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The document that ``typeset --json`` prints."""
        return {
            "file": self.path.name,
            "kind": self.kind,
            "title": self.title,
            "pdf": self.pdf.name if self.pdf else "",
            "fixes": [
                {"line": line, "rule": fix.rule, "before": fix.before, "after": fix.after}
                for line, fix in self.fixes
            ],
            "notes": list(self.notes),
        }


def typeset(draft: Path, asked: TypesetOrder, moment: datetime) -> Finished:
    """Lay *draft* out as a document of the kind asked for; not a word of it is changed.

    What the kind lacks is told and the document made all the same: a draft is for a person to mend.

    Raises:
        DraftUnreadable, KindUnknown, TemplateFaulty, SealUnreadable, DraftInTheWay: nothing was written.
        RendererMissing, RenderFailed: no PDF; where it is the latter, the document stands.
        OSError: the disk refused.
    """
    if asked.pdf:
        refuse_without_renderer()
    read = recognise(read_source(draft), asked.kind, sealed=asked.sealed)
    document = _with_seals(read, asked.seals)
    lacking = shortcomings(document)
    settled = _settled(document, asked, moment)
    target = _target(draft, asked.output, document.title)
    replace_if_changed(target, settled.content)
    pdf = pdfs_beside([target])[0] if asked.pdf else None
    notes = (*read.notes, *settled.notes, *map(_said, lacking))
    return Finished(target, document.kind, document.title, pdf, read.fixes, notes)


def _profile(asked: TypesetOrder) -> Profile:
    return replace(PROFILES[asked.profile], duplex=asked.duplex)


def _with_seals(read: RecognisedDraft, pictures: tuple[Path, ...]) -> OfficialDocument:
    closing = read.document.closing
    if not pictures or closing is None:
        return read.document
    seals = tuple(Seal(picture.read_bytes()) for picture in pictures)
    return replace(read.document, closing=replace(closing, seals=seals))


def _target(draft: Path, output: Path | None, title: str) -> Path:
    """Where the document goes: beside the draft under its title, unless a place is given."""
    name = f"{safe_name(title or draft.stem)}.docx"
    if output is None:
        target = draft.with_name(name)
    elif output.is_dir() or output.suffix.lower() != ".docx":
        target = output / name
    else:
        target = output
    if target.resolve() == draft.resolve() or (target.exists() and target.samefile(draft)):
        target = target.with_name(f"{target.stem}（排版）.docx")
    if target.is_dir():
        raise DraftInTheWay(target)
    return target


def _settled(document: OfficialDocument, asked: TypesetOrder, moment: datetime) -> FinalLayout:
    """The document in the office's own template, or set by the engine and settled on its pages."""
    if asked.template is None:
        return choose_layout(document, moment, _profile(asked))
    return FinalLayout(fill_with_draft(asked.template, document), None)


# How a draft tells what the engine can't know: each of these is a line that a person adds.
_IN_A_DRAFT: Final = {
    "K-mark": "在文稿标题前写一行“发文机关标志：××文件”",
    "K-date": "在文稿末尾单独一行写“2026年11月24日”这样的日期",
}


def _said(lack: Shortcoming) -> str:
    written = _IN_A_DRAFT.get(lack.rule, "")
    way = f"{written}即可。" if written else ""
    return f"{lack.message}{way}（{lack.clause}，{lack.strength.value}）"
