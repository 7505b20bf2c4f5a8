"""Typeset a draft as a finished document (排版): read, recognise, correct, lay out and write it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from pipeline.files import replace_if_changed, safe_name
from pipeline.issuing.errors import OutputIsFolder
from pipeline.issuing.pdf import convert_to_pdf, require_renderer
from pipeline.model.document import Seal
from pipeline.official.drafts.carried_words import lost_words
from pipeline.official.drafts.draft_file import recognise_file
from pipeline.official.foreign_files import run_on_file
from pipeline.official.layout.lay_out import lay_out
from pipeline.official.layout.paginate import FinalLayout, choose_layout
from pipeline.official.layout.settle import settle
from pipeline.official.standard.mandatory import shortcomings
from pipeline.official.standard.profile import PROFILES, Profile
from pipeline.official.templates.fill_draft import fill_with_draft

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from pipeline.model.document import OfficialDocument
    from pipeline.official.drafts.recognise import RecognisedDraft
    from pipeline.official.standard.corrections import Fix
    from pipeline.official.standard.mandatory import Shortcoming
    from pipeline.sandbox.run import Sandbox


@dataclass(frozen=True, slots=True)
class TypesetOrder:
    """Options of the person who typesets a draft (排版); it is laid out by arithmetic unless ``rendered``."""

    kind: str = ""
    output: Path | None = None
    pdf: bool = False
    sealed: bool = True
    seals: tuple[Path, ...] = ()
    template: Path | None = None
    profile: str = "国标页边"
    duplex: bool = False
    rendered: bool = True


@dataclass(frozen=True, slots=True)
class Finished:
    """Result of typesetting (排版): the document, its PDF, every change, and notes for the person."""

    path: Path
    kind: str
    title: str
    pdf: Path | None
    fixes: tuple[tuple[int, Fix], ...]
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the document that ``typeset --json`` prints."""
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


def typeset(
    draft: Path, order: TypesetOrder, moment: datetime, sandbox: Sandbox | None = None
) -> Finished:
    """Write *draft* laid out as a document of the ordered kind (排版); no word of it is changed.

    It is read in the child process of *sandbox*; without one, in this process.

    Elements that the kind requires and the draft lacks are notes, and the document is written all the
    same: a person completes the draft.

    Raises:
        DraftUnreadable, DocumentTooLarge, KindUnknown, TemplateFaulty, SealUnreadable, OutputIsFolder: nothing was written.
        RendererMissing: nothing was written.
        RenderFailed: the document was written, but no PDF.
        OSError: the disk refused.
    """
    if order.pdf:
        require_renderer()
    read = run_on_file(sandbox, recognise_file, draft, order.kind, sealed=order.sealed)
    recognised = read.recognised
    document = _with_seals(recognised, order.seals)
    missing = shortcomings(document)
    layout = _lay_out(document, order, moment)
    target = _target(draft, order.output, document.title)
    replace_if_changed(target, layout.content)
    pdf = convert_to_pdf([target])[0] if order.pdf else None
    lost = lost_words((read.source,), layout.content)
    notes = (*recognised.notes, *layout.notes, *lost, *map(_shortcoming_note, missing))
    return Finished(target, document.kind, document.title, pdf, recognised.fixes, notes)


def _profile(order: TypesetOrder) -> Profile:
    return replace(PROFILES[order.profile], duplex=order.duplex)


def _with_seals(recognised: RecognisedDraft, pictures: tuple[Path, ...]) -> OfficialDocument:
    closing = recognised.document.closing
    if not pictures or closing is None:
        return recognised.document
    seals = tuple(Seal(picture.read_bytes()) for picture in pictures)
    return replace(recognised.document, closing=replace(closing, seals=seals))


def _target(draft: Path, output: Path | None, title: str) -> Path:
    """Return the path of the document: by default its title, in the folder of the draft."""
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
        raise OutputIsFolder(target)
    return target


def _lay_out(document: OfficialDocument, order: TypesetOrder, moment: datetime) -> FinalLayout:
    """Lay the document out in the office's own template, or by the layout engine."""
    if order.template is None and not order.rendered:
        return FinalLayout(lay_out(document, moment, _profile(order)), None)
    if order.template is None:
        return choose_layout(document, moment, _profile(order))
    (settled,) = settle([fill_with_draft(order.template, document)])
    return FinalLayout(settled.content, settled.pages)


# Each of these is a line that a person adds to the draft; the engine can't know its content.
_DRAFT_REMEDIES: Final = {
    "K-mark": "在文稿标题前写一行“发文机关标志：××文件”",
    "K-date": "在文稿末尾单独一行写“2026年11月24日”这样的日期",
}


def _shortcoming_note(shortcoming: Shortcoming) -> str:
    remedy = _DRAFT_REMEDIES.get(shortcoming.rule, "")
    sentence = f"{remedy}即可。" if remedy else ""
    return f"{shortcoming.message}{sentence}（{shortcoming.clause}，{shortcoming.strength.value}）"
