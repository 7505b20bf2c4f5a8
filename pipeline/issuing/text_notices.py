"""Issue a paper with a person's own words (文稿): its text from a file, everything around it from the office."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.own_office import read_own_office
from pipeline.files import safe_name, sha256_of
from pipeline.issuing.errors import IssueRefused
from pipeline.issuing.issue import (
    IssueRequest,
    PreparedPaper,
    issue_paper,
    recover_reserved_numbers,
    refuse_unfinished,
    register_kept_current,
)
from pipeline.issuing.letterhead import campaign_letterhead, office_letterhead
from pipeline.issuing.meeting_text import read_text, text_trail
from pipeline.issuing.own_elements import refuse_own_elements
from pipeline.issuing.pdf import add_pdfs, require_renderer
from pipeline.issuing.text_frame import chosen_frame
from pipeline.issuing.used_numbers import highest_used
from pipeline.ledger.register import list_numbers, series_of
from pipeline.model.document import Heading, Paragraph, words_of
from pipeline.model.document_number import document_number, printed_number
from pipeline.office.boards import refresh_boards
from pipeline.office.lock import exclusive
from pipeline.official.drafts.carried_words import lost_words
from pipeline.official.drafts.enclosure import read_enclosure
from pipeline.official.foreign_files import run_on_file
from pipeline.official.inspection.words import words_key
from pipeline.official.standard.addressing import OutgoingPaper, addressing_faults
from pipeline.official.standard.kinds import BRIEFING_KIND, Requirement, requirements_of, variant_of
from pipeline.official.standard.mandatory import shortcomings
from pipeline.official.standard.paper_names import issued_names, paper_named, plain_kind_named
from pipeline.products.text_paper import text_paper
from pipeline.values.numerals import chinese_date
from pipeline.workspace import OutboxFolder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pipeline.issuing.issue import HighestUsed, Issued, IssueOptions
    from pipeline.issuing.meeting_text import ReadText
    from pipeline.issuing.text_frame import TextFrame
    from pipeline.model.campaign import Campaign, Paper
    from pipeline.model.document import OfficialDocument
    from pipeline.model.document_number import Number
    from pipeline.office.context import Office
    from pipeline.official.drafts.body_text import BodyText
    from pipeline.official.drafts.enclosure import Enclosure
    from pipeline.official.standard.paper_names import PaperName
    from pipeline.products.text_paper import Letterhead
    from pipeline.sandbox.run import Sandbox

_CARRYING_VARIANTS: Final = frozenset({"印发", "转发"})
_CARRYING_KINDS: Final = frozenset({"命令", "公告", "决定"})  # by which a regulation is published
_NO_NUMBER: Final = "（草稿未编号）"


@dataclass(frozen=True, slots=True)
class TextOrder:
    """Order for a paper with a person's text: its name, the file, and what the person states beside it.

    ``addressees`` is the name of a list of 本机关.xlsx, or the organs; ``enclosed`` are the documents that
    it issues or forwards (印发、转发); ``confirmed`` means that the objections of the rules were seen. A
    meeting's paper is drafted without ``text``, with the person's ``outline`` (提纲) in it.
    """

    name: PaperName
    options: IssueOptions
    text: Path | None = None
    title: str = ""
    addressees: str = ""
    enclosed: tuple[Path, ...] = ()
    confirmed: bool = False
    outline: Path | None = None


@dataclass(frozen=True, slots=True)
class _Composed:
    """Hold what a paper is made of: the office's frame, the text, and what is enclosed."""

    head: Letterhead
    read: ReadText
    text: OfficialDocument
    enclosures: tuple[Enclosure, ...]
    dated: str

    @property
    def body(self) -> BodyText:
        """Return the text as it was read."""
        return self.read.body

    def document(self, number: str) -> OfficialDocument:
        """Return the document with *number* as it is printed."""
        parts = tuple(part for each in self.enclosures for part in each.parts)
        return text_paper(self.text, self.head, number, self.dated, parts)


def numbered_paper(kind: str, text: str) -> PaperName:
    """Return the paper that a person calls *kind*; *text* is the name of the file, for the remedy.

    Raises:
        IssueRefused: no kind is called so, or papers of it have no number (讲话、方案).
    """
    paper = paper_named(kind)
    if paper is not None:
        return paper
    plain = plain_kind_named(kind)
    if plain:
        reason = f"{kind}没有红头，不编文号，请用 baosong typeset {text} --kind {plain} 排版"
    else:
        reason = f"没有“{kind}”这个文种，可以写 {'、'.join(issued_names())}"
    raise IssueRefused(kind, [reason])


def issue_text(
    office: Office, campaign: Campaign | None, order: TextOrder, sandbox: Sandbox | None = None
) -> Issued:
    """Issue the paper of *order*, of *campaign* or of none; files are read in the child of *sandbox*.

    Everything is read and checked before a number is reserved. Words of the files that are not in the
    paper, corrections, and what custom asks for are its notes.

    Raises:
        OwnOfficeMissing, OwnOfficeFaulty: of the office nothing is known.
        DraftUnreadable, DocumentTooLarge: the text or an enclosed document can't be used.
        IssueRefused: a statement of the office is missing, the text brings its own, or a rule objects.
        TemplateFaulty: the office's own template can't be filled.
    """
    if order.options.pdf:
        require_renderer()
    composed = _compose(office, campaign, order, sandbox)
    document = composed.document(_sample_number(composed.head, order.options.dated.year))
    objections = _refuse_faults(document, composed.head, order)
    frame = chosen_frame(office, campaign, _template_name(order.name, document), document)
    sources = (composed.body.source, *(each.source for each in composed.enclosures))
    lost = lost_words(sources, frame.content)
    notes = (*_reading_notes(composed), *frame.notes, *lost, *objections)

    request = _request(office, campaign, composed, frame)
    with exclusive(office.workspace, f"{order.name.kind}“{request.title}”"):
        recover_reserved_numbers(office)
        highest = partial(_highest, office, continues=composed.head.style.continues)
        issued = _issue(office, request, order.options, highest)
        if campaign is not None:
            refresh_boards(office)
    issued = replace(issued, notes=notes)
    return add_pdfs([issued])[0] if order.options.pdf else issued


def _request(
    office: Office, campaign: Campaign | None, composed: _Composed, frame: TextFrame
) -> IssueRequest:
    head = composed.head
    document = composed.document(_NO_NUMBER)

    def make(number: Number | None) -> PreparedPaper:
        numbered = composed.document(_printed(head, number))
        content = frame.fill(numbered)
        name = _file_name(head, number, numbered.title)
        return PreparedPaper(content, name, text_trail(content, composed.read))

    return IssueRequest(
        paper=head.paper,
        title=document.title or head.mark,
        folder=_folder(office, campaign, head.name),
        key=sha256_of(f"{document!r}{frame.key}".encode()),
        make=make,
        carried=frozenset(_carried(composed.enclosures)),
    )


def _carried(enclosures: Iterable[Enclosure]) -> Iterator[str]:
    """Yield the key of each paragraph and cell of the enclosed documents that has words."""
    for enclosure in enclosures:
        for line in enclosure.source.lines:
            texts = (line.text, *(cell for row in line.rows for cell in row))
            yield from filter(None, map(words_key, texts))


def _issue(
    office: Office, request: IssueRequest, options: IssueOptions, highest: HighestUsed
) -> Issued:
    with register_kept_current(office):
        return issue_paper(office, request, options, highest)


def _compose(
    office: Office, campaign: Campaign | None, order: TextOrder, sandbox: Sandbox | None
) -> _Composed:
    """Read and check everything that the paper is made of."""
    kind = order.name.kind
    if campaign is not None:
        refuse_unfinished(campaign, kind)
        head = campaign_letterhead(campaign, order.name, order.addressees)
    else:
        own = read_own_office(office.workspace.own_office)
        head = office_letterhead(own, order.name, order.addressees)
    read = read_text(office, campaign, order, sandbox)
    body = read.body
    dated = chinese_date(order.options.dated)
    text = _with_title(body, head)
    refuse_own_elements(body, head, dated)
    _refuse_enclosed(order, text.title)
    enclosures = tuple(run_on_file(sandbox, read_enclosure, each) for each in order.enclosed)
    return _Composed(head, read, text, enclosures, dated)


def _with_title(body: BodyText, head: Letterhead) -> OfficialDocument:
    """Return the recognised text with its title, or that of the office's row.

    Raises:
        IssueRefused: it needs a title and has none.
    """
    document = body.recognised.document
    title = document.title or head.title
    if not title and requirements_of(document.kind).title is Requirement.REQUIRED:
        first = next(line for line in body.source.lines if not line.is_blank)
        reason = (
            f"{body.source.name} 第{first.number}行“{first.text.strip()[:24]}”不像标题（没有以“{document.kind}”结尾）。"
            "请在第一行写标题，或在命令里加 --title 标题"
        )
        raise IssueRefused(document.kind, [reason])
    return replace(document, title=title)


def _refuse_enclosed(order: TextOrder, title: str) -> None:
    """Refuse enclosed documents with a kind that carries none, whose enclosures are attachments (附件).

    Raises:
        IssueRefused: names the remedy.
    """
    variant = order.name.variant or variant_of(order.name.kind, title)
    carries = variant in _CARRYING_VARIANTS or order.name.kind in _CARRYING_KINDS
    if order.enclosed and not carries:
        reason = (
            "--enclose 是印发、转发的文件；这件不是印发、转发，请把它写成附件："
            "正文后写“附件：名称”，再另起一行写“附件”和它的标题、内容"
        )
        raise IssueRefused(order.name.kind, [reason])


def _refuse_faults(
    document: OfficialDocument, head: Letterhead, order: TextOrder
) -> tuple[str, ...]:
    """Return what custom asks for besides; for a draft, and for a person who confirmed, all objections.

    Raises:
        IssueRefused: the paper lacks an element, or a rule on addressing objects.
    """
    found = shortcomings(document)
    lacking = [each.message for each in found if each.is_blocking]
    notes = [f"{each.message}（{each.clause}）" for each in found if not each.is_blocking]
    paper = OutgoingPaper(
        head.organ, head.level, document.kind, document.addressees, _text(document)
    )
    faults = addressing_faults(paper)
    if not order.options.draft:
        if lacking:
            where = f"主送、签发人等请填{head.source}"
            raise IssueRefused(document.kind, [*lacking, where])
        if faults and not order.confirmed:
            raise IssueRefused(document.kind, [*faults, "核实无误仍要印发的，请加 --yes"])
    return (*lacking, *faults, *notes)


def _text(document: OfficialDocument) -> str:
    texts = (
        block.text if isinstance(block, Heading) else block.lead + words_of(block.pieces)
        for block in document.blocks
        if isinstance(block, Heading | Paragraph)
    )
    return "\n".join((document.title, *texts))


def _reading_notes(composed: _Composed) -> Iterator[str]:
    """Yield what was corrected in the text, what of the files was not carried over, and other titles."""
    for line, fix in composed.body.recognised.fixes:
        yield f"已改 第{line}行 {fix.rule}：“{fix.before}”→“{fix.after}”（{fix.context.strip()}）"
    yield from composed.body.recognised.notes
    yield from composed.read.notes
    for each in composed.enclosures:
        yield from (f"{each.source.name}：{note}" for note in each.source.notes)
        name = "".join(each.title.split())
        if name and name not in "".join(_text(composed.text).split()):
            yield f"{each.source.name} 的标题是“{each.title}”，与文稿里写的不一样，请核对。"


def _template_name(name: PaperName, document: OfficialDocument) -> str:
    variant = name.variant or variant_of(name.kind, document.title)
    return replace(name, variant=variant).template


def _printed(head: Letterhead, number: Number | None) -> str:
    if number is None:
        return _NO_NUMBER
    if head.name.kind == BRIEFING_KIND:
        return printed_number(number)
    return head.style.printed(number.organ_code, number.year, number.serial)


def _sample_number(head: Letterhead, year: int) -> str:
    """Return a number such as the paper will bear, by which it is checked and laid out."""
    if head.name.kind == BRIEFING_KIND:
        return "第1期（总第1期）"
    return head.style.printed(head.paper.organ_code, year, 1)


def _file_name(head: Letterhead, number: Number | None, title: str) -> str:
    """Return the name of the file: it begins with the number in full, by which a lost entry is restored."""
    if head.name.kind == BRIEFING_KIND:
        start, words = (printed_number(number) if number else _NO_NUMBER), head.mark
    else:
        start, words = (document_number(number) if number else _NO_NUMBER), title or head.mark
    return f"{safe_name(f'{start} {words}')}.docx"


def _folder(office: Office, campaign: Campaign | None, name: PaperName) -> Path:
    if campaign is None:
        return office.workspace.papers
    folder = OutboxFolder.BRIEFINGS if name.kind == BRIEFING_KIND else OutboxFolder.NOTICES
    return office.workspace.results(campaign.name) / folder


def _highest(office: Office, paper: Paper, year: int, *, continues: bool) -> tuple[int, int]:
    """Return the highest serial and total that are used; of a series that *continues*, in any year."""
    serial, total = highest_used(office, paper, year)
    if continues:
        series = series_of(paper)
        earlier = (each.serial for each in list_numbers(office.ledger) if each.organ_code == series)
        serial = max(serial, *earlier, 0)
    return serial, total
