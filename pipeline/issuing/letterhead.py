"""Find what an office states for a kind of paper (发文): in the campaign's 任务书, or in 本机关.xlsx."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.own_office_texts import PLACEHOLDER
from pipeline.issuing.errors import IssueRefused
from pipeline.model.document import DocumentForm
from pipeline.model.own_office import Entry, NumberStyle
from pipeline.official.standard.kinds import (
    BRIEFING_KIND,
    Requirement,
    is_order,
    kind_named,
    requirements_of,
)
from pipeline.products.briefing import briefing_name
from pipeline.products.text_paper import Letterhead, recipients_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.model.campaign import Campaign, Paper
    from pipeline.model.own_office import OfficeRow, OwnOffice
    from pipeline.official.standard.paper_names import PaperName

_BOOK: Final = "templates/本机关.xlsx"
_NOTHING: Final = Entry("", "")
_BRIEFING_LINES: Final = ("报", "送", "发")


def campaign_letterhead(campaign: Campaign, name: PaperName, addressees: str) -> Letterhead:
    """Return what the 任务书 of *campaign* states for *name*; *addressees* stand before those of the row.

    Raises:
        IssueRefused: the 发文 sheet has no row for it, or the row lacks something that it needs.
    """
    row = _campaign_row(campaign, name)
    style = _default_style(name.kind)
    mark = row.organ_mark or _default_mark(name, campaign.issuing_organ)
    head = Letterhead(
        name=name,
        paper=_numbering(name, row, style, mark),
        style=style,
        organ=campaign.issuing_organ,
        level=campaign.issuer_level,
        mark=mark,
        addressees=addressees or row.addressees,
        signer=row.signer,
        closing="",
        printing_organ=campaign.printing,
        source=f"任务书“发文”表“{row.kind}”这一行",
        short_name=campaign.lead_office,
        title="" if row.kind == name.kind else row.title,  # 通知 has the title of that on reports
        note=_contact_note(name, campaign.contact, campaign.phone),
        recipients=recipients_of(row.copy_to, "抄送"),
    )
    if name.kind == BRIEFING_KIND:
        head = _campaign_briefing(campaign, head)
    if missing := [f"{head.source}没有填“{column}”，请补填" for column, _ in _lacking(head)]:
        raise IssueRefused(name.kind, missing)
    return head


def _campaign_row(campaign: Campaign, name: PaperName) -> Paper:
    rows = {paper.kind: paper for paper in campaign.papers}
    row = next((rows[each] for each in name.names() if each in rows), None)
    if row is None:
        reason = (
            f"任务“{campaign.name}”的任务书“发文”表没有“{name.names()[0]}”这一行，请加一行，填文号代字、主送、版头；"
            f"不属于这项任务的，请去掉任务名，按 {_BOOK} 印发"
        )
        raise IssueRefused(name.kind, [reason])
    return row


def _campaign_briefing(campaign: Campaign, head: Letterhead) -> Letterhead:
    lines = tuple(
        (line, text) for line in _BRIEFING_LINES if (text := campaign.text(f"简报{line}"))
    )
    return replace(
        head,
        organ=campaign.text("简报编印单位") or campaign.lead_office,
        mark=head.paper.organ_mark or briefing_name(campaign),
        recipients=lines,
    )


def office_letterhead(office: OwnOffice, name: PaperName, addressees: str) -> Letterhead:
    """Return what 本机关.xlsx states for *name*; *addressees*, a list's name or organs, stand before the row's.

    Raises:
        IssueRefused: it has no row for it, or a cell that it needs is empty or still a placeholder; each
            is named with its sheet and cell.
    """
    row = _office_row(office, name)
    items = office.items

    def item(title: str) -> str:
        return items.get(title, _NOTHING).text

    organ = item("机关全称")
    stated = addressees or row.paper.addressees
    is_briefing = name.kind == BRIEFING_KIND
    mark = row.paper.organ_mark or _default_mark(name, organ)
    style = row.style or _default_style(name.kind)
    head = Letterhead(
        name=name,
        paper=_numbering(name, replace(row.paper, organ_mark=mark), style, mark),
        style=style,
        organ=organ,
        level=item("机关层级"),
        mark=mark,
        addressees=office.lists.get(stated, stated),
        signer=row.paper.signer,
        closing=row.closing,
        printing_organ=item("印发机关") or organ,
        source=f"{_BOOK}“发文”表“{row.paper.kind}”这一行",
        short_name=item("机关简称"),
        title=row.paper.title,
        note=_contact_note(name, item("联系人"), item("电话")),
        recipients=recipients_of(row.paper.copy_to, "发" if is_briefing else "抄送"),
    )
    _refuse_unfilled(head, row, items)
    return head


def _office_row(office: OwnOffice, name: PaperName) -> OfficeRow:
    rows = {row.paper.kind: row for row in office.rows}
    for each in name.names():
        if each in rows:
            return rows[each]
    raise IssueRefused(
        name.kind,
        [f"{_BOOK}“发文”表没有“{name.names()[0]}”这一行，请加一行，填文号代字、主送、版头再试"],
    )


def _refuse_unfilled(head: Letterhead, row: OfficeRow, items: Mapping[str, Entry]) -> None:
    """Refuse a letterhead with an empty cell that the kind needs, or with a placeholder (〇〇).

    Raises:
        IssueRefused: names each cell.
    """
    reasons = [
        f"{_BOOK}{row.places[column]} “{column}”还没有填，请填{wanted}"
        for column, wanted in _lacking(head)
    ]
    paper = row.paper
    cells = {
        "文号代字": paper.organ_code,
        "版头": paper.organ_mark,
        "主送": paper.addressees,
        "抄送": paper.copy_to,
    }
    placed = [(column, text, row.places[column]) for column, text in cells.items()]
    placed += [
        (title, items[title].text, items[title].place)
        for title in ("机关全称", "印发机关")
        if title in items
    ]
    if not head.organ:
        place = items.get("机关全称", Entry("", "「机关」")).place
        reasons.append(f"{_BOOK}{place} “机关全称”还没有填，请填本机关的全称")
    reasons += [
        f"{_BOOK}{place} “{column}”还是“{text}”，请改为实际内容"
        for column, text, place in placed
        if PLACEHOLDER in text
    ]
    if reasons:
        raise IssueRefused(head.name.kind, reasons)


def _lacking(head: Letterhead) -> Iterator[tuple[str, str]]:
    """Yield each column that the kind needs and the row leaves empty, and what to fill in."""
    kind = head.name.kind
    needs = requirements_of(kind)
    if head.style is NumberStyle.FULL and kind != BRIEFING_KIND and not head.paper.organ_code:
        yield "文号代字", "本机关的代字，如 云水发"
    if kind != BRIEFING_KIND and needs.signers is Requirement.REQUIRED and not head.signer:
        yield "签发人", "签发人姓名（上行文，条例第九条）"
    if needs.signature and len(head.signer.replace("　", " ").split()) < 2:  # noqa: PLR2004 - post and name
        yield "签发人", "签署人的职务和姓名，中间空一格，如 局长 〇〇〇"


def _numbering(name: PaperName, row: Paper, style: NumberStyle, mark: str) -> Paper:
    """Return the row by which the register numbers the paper: by its mark where it prints no organ code."""
    series = "" if style is NumberStyle.FULL else mark
    return replace(row, kind=name.kind, organ_code=row.organ_code or series)


def _default_style(kind: str) -> NumberStyle:
    if is_order(kind):
        return NumberStyle.SERIAL
    found = kind_named(kind)
    is_minutes = found is not None and found.form is DocumentForm.MINUTES
    return NumberStyle.ISSUE if is_minutes else NumberStyle.FULL


def _default_mark(name: PaperName, organ: str) -> str:
    """Return the organ mark of a row that states none."""
    if name.kind == BRIEFING_KIND:
        return f"{organ}{name.variant or '工作简报'}"
    kind = kind_named(name.kind)
    form = kind.form if kind else DocumentForm.GENERAL
    return (
        organ
        + {
            DocumentForm.GENERAL: "文件",
            DocumentForm.LETTER: "",
            DocumentForm.ORDER: "令",
            DocumentForm.MINUTES: "会议纪要",
            DocumentForm.BRIEFING: "",
            DocumentForm.PLAIN: "",
        }[form]
    )


def _contact_note(name: PaperName, contact: str, phone: str) -> str:
    """Return the note (附注) with contact and telephone that a request has (GB/T 9704-2012 7.3.6)."""
    if not requirements_of(name.kind).contact or not contact:
        return ""
    return f"（联系人：{contact}，电话：{phone}）" if phone else f"（联系人：{contact}）"
