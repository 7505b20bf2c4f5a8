"""Issue the notice that corrects an issued paper (更正): what it prints, and what that is now; the paper stays as it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from pipeline.files import safe_name
from pipeline.issuing.errors import IssueRefused, NothingToIssue
from pipeline.issuing.issue import (
    Issued,
    IssueRequest,
    PreparedPaper,
    issue,
    paper_key,
    preview,
    recover_reserved_numbers,
    refuse_unfinished,
)
from pipeline.issuing.notice_facts import in_full_width, notice_facts, notice_round, select_facts
from pipeline.issuing.outdated import AMENDMENT, amendment_title, named_units, outdated_paper
from pipeline.issuing.pdf import add_pdfs, require_renderer
from pipeline.issuing.series import called, find_number
from pipeline.issuing.settle_pages import settle_pages
from pipeline.issuing.unaltered import refuse_altered
from pipeline.issuing.used_numbers import highest_used
from pipeline.model.campaign import Cycle
from pipeline.model.document_number import is_numbered_by_issue, printed_number
from pipeline.model.figure import Phrase
from pipeline.office.boards import refresh_boards
from pipeline.office.collection_round import load_round
from pipeline.office.lock import exclusive
from pipeline.official.errors import TemplateFaulty
from pipeline.official.standard.addressing import OutgoingPaper, addressing_faults
from pipeline.official.templates.repair import template_notes
from pipeline.official.templates.template import (
    check_template,
    fill_traced,
    referenced_names,
    rendered_text,
)
from pipeline.products.tag_names import known_names
from pipeline.products.tags import AmendmentFacts
from pipeline.products.template_lookup import amendment_template_for
from pipeline.values.numerals import chinese_date
from pipeline.workspace import OutboxFolder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.issuing.issue import IssueOptions
    from pipeline.issuing.outdated import OutdatedPaper
    from pipeline.model.campaign import Campaign, Paper
    from pipeline.model.document_number import Number
    from pipeline.model.figure import Figure
    from pipeline.office.context import Office
    from pipeline.official.templates.template import TemplateFile
    from pipeline.products.tags import AmendmentRow

_NOTICE = "通知"
_NAMED_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class _Amendment:
    """A correction notice that is not issued yet: its template, what it may print, and the row that numbers it."""

    outdated: OutdatedPaper
    template: TemplateFile
    facts: Mapping[str, Any]
    names: frozenset[str]
    paper: Paper
    notes: tuple[str, ...]


def issue_amendment(office: Office, written: str, options: IssueOptions) -> Issued:
    """Issue the notice (更正) on the paper that *written* names in the register.

    Raises:
        NumberUnknown, NumberAmbiguous: the register has no number of that name, or several.
        NothingToIssue: nothing that the paper prints has changed.
        IssueRefused: it isn't in force, or none of its figures can be compared, or a rule objects.
        TemplateFaulty: 更正.docx can't be filled; no number was taken.
    """
    if options.pdf:
        require_renderer()
    if options.pages is None:
        pages = settle_pages(partial(_preview, office, written, options))
        options = replace(options, pages=pages)
    with exclusive(office.workspace, f"更正{written}"):
        recover_reserved_numbers(office)
        amendment = _prepare(office, written, options)
        objections = _objections(amendment, options)
        issued = issue(office, _request(office, amendment), options)
        refresh_boards(office)
    issued = replace(issued, notes=(*amendment.notes, *objections))
    return add_pdfs([issued])[0] if options.pdf else issued


def _preview(office: Office, written: str, options: IssueOptions) -> Mapping[str, PreparedPaper]:
    with exclusive(office.workspace, f"更正{written}"):
        request = _request(office, _prepare(office, written, options))
        return preview(office, [request], options, partial(highest_used, office))


def _prepare(office: Office, written: str, options: IssueOptions) -> _Amendment:
    """Find the paper and what it prints differently now, and compute the facts of the notice."""
    outdated = _outdated(office, find_number(office, written))
    campaign = outdated.campaign
    refuse_unfinished(campaign, AMENDMENT)
    collected = load_round(office, campaign, outdated.period)
    refuse_altered(office, collected)
    template = amendment_template_for(office.workspace, campaign.name)
    names = referenced_names(template)
    row = _row(campaign, outdated.number.kind)
    facts = {
        **notice_facts(notice_round(office, collected, names), row.kind, options.dated, ()),
        "标题": amendment_title(outdated.number),
        "原件": {
            "名称": called(outdated.number),
            "标题": outdated.number.title,
            "印发日期": chinese_date(outdated.number.at.date()),
        },
        "更正单位": named_units(outdated.units),
        "更正项": _rows(outdated),
    }
    if unknown := check_template(template, known_names(facts, AmendmentFacts)):
        raise TemplateFaulty(template.name, "", "；".join(unknown))
    printed = in_full_width(select_facts(facts, names))
    notes = (*template_notes(template.name, template.package), *_notes(outdated))
    numbered = replace(row, kind=AMENDMENT)
    return _Amendment(outdated, template, {**facts, **printed}, names, numbered, notes)


def _outdated(office: Office, number: Number) -> OutdatedPaper:
    """Return what the paper of *number* prints differently now.

    Raises:
        IssueRefused, NothingToIssue: there is nothing that the notice could say.
    """
    if not number.in_use:
        reason = f"{called(number)}{number.word}，没有印发有效的文件，不用更正；请用 baosong register 核对文号"
        raise IssueRefused(AMENDMENT, [reason])
    outdated = outdated_paper(office, number)
    if outdated is None:
        reason = f"{called(number)}印的数与现在的数一致。更正文字的，请写好文稿，用 baosong notice 通知 --text 文稿.docx 印发。"
        raise NothingToIssue(AMENDMENT, reason)
    if not outdated.differences:
        places = "、".join(f"{each.at}“{each.text}”" for each in outdated.unverified)
        reason = (
            f"{called(number)}的{places}未核对：模板或任务书在印发后改过，算不出现在的数。"
            "请人工核对，写好文稿，用 baosong notice 通知 --text 文稿.docx 印发"
        )
        raise IssueRefused(AMENDMENT, [reason])
    return outdated


def _row(campaign: Campaign, kind: str) -> Paper:
    """Return the row of the 发文 sheet for the notice: 更正, else that of the corrected paper, else 通知."""
    rows = {paper.kind: paper for paper in campaign.papers}
    own = () if is_numbered_by_issue(kind) else (kind,)
    return next((rows[each] for each in (AMENDMENT, *own) if each in rows), campaign.paper(_NOTICE))


def _rows(outdated: OutdatedPaper) -> list[AmendmentRow]:
    return [
        {
            "序号": str(number),
            "位置": each.printed.at,
            "内容": each.printed.label,
            "原文": _listed(each.old) if each.old else Phrase((each.old_text,)),
            "现文": _listed(each.new) if each.new else Phrase((each.new_text,)),
        }
        for number, each in enumerate(outdated.differences, start=1)
    ]


def _listed(figures: Sequence[Figure]) -> Phrase:
    """Return *figures* parted by 、, each text once."""
    each = {figure.text: figure for figure in reversed(figures)}
    pieces: list[str | Figure] = []
    for figure in reversed(each.values()):
        pieces += ["、", figure] if pieces else [figure]
    return Phrase(tuple(pieces))


def _notes(outdated: OutdatedPaper) -> tuple[str, ...]:
    """Return what a person does besides: the corrected briefing, and what could not be compared (未核对)."""
    campaign, notes = outdated.campaign, []
    if is_numbered_by_issue(outdated.number.kind):
        period = "" if campaign.cycle is Cycle.ONCE else f" --period {outdated.period}"
        command = f"baosong brief {campaign.name}{period} --again"
        notes.append(f"原来的简报照原样留着；更正后的简报请运行 {command} 另发一期。")
    if outdated.unverified:
        places = "、".join(
            f"{each.at}“{each.text}”" for each in outdated.unverified[:_NAMED_AT_MOST]
        )
        notes.append(
            f"未核对 {len(outdated.unverified)} 处（{places}），请对照原表核对后补进更正。"
        )
    return tuple(notes)


def _objections(amendment: _Amendment, options: IssueOptions) -> tuple[str, ...]:
    """Return what the rules on addressing object to.

    Raises:
        IssueRefused: they object, and the person hasn't confirmed it.
    """
    campaign = amendment.outdated.campaign
    text = _text(amendment)
    addressees = amendment.facts["主送机关"]
    paper = OutgoingPaper(campaign.issuing_organ, campaign.issuer_level, _NOTICE, addressees, text)
    faults = addressing_faults(paper)
    if faults and not options.confirmed and not options.draft:
        raise IssueRefused(AMENDMENT, [*faults, "核实无误仍要印发的，请加 --yes"])
    return faults


def _text(amendment: _Amendment) -> str:
    facts = {**amendment.facts, "发文字号": "", "截至": "", "截至时": ""}
    return rendered_text(amendment.template, select_facts(facts, amendment.names))


def _request(office: Office, amendment: _Amendment) -> IssueRequest:
    campaign = amendment.outdated.campaign
    title = amendment_title(amendment.outdated.number)

    def make(number: Number | None) -> PreparedPaper:
        printed = printed_number(number) if number else "（草稿未编号）"
        facts = select_facts({**amendment.facts, "发文字号": printed}, amendment.names)
        filled = fill_traced(amendment.template, facts)
        return PreparedPaper(
            filled.content, f"{safe_name(f'{printed} {title}')}.docx", filled.trail
        )

    return IssueRequest(
        paper=amendment.paper,
        title=title,
        folder=office.workspace.results(campaign.name) / OutboxFolder.NOTICES,
        key=paper_key(AMENDMENT, campaign.name, _text(amendment)),
        make=make,
    )
