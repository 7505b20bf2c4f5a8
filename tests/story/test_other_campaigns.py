"""Campaigns of other kinds by the commands: drafted from a form, handed in, briefed, and read by a careful reader."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from pipeline.clock import stopped_clock
from pipeline.model.arrival import Fate
from pipeline.model.campaign import Shape
from pipeline.office.collection_round import load_round
from pipeline.office.context import open_office
from pipeline.official.ooxml.elements import style_of, words_in
from pipeline.setup.init import start_workspace
from tests.campaign.books import drawn
from tests.offices import MOMENT
from tests.products.careful_reader import objections, reader
from tests.products.papers import Line
from tests.products.rounds import filled
from tests.products.six_campaigns import CAMPAIGNS
from tests.programs import baosong_here
from tests.story.test_cli import settle_placeholders
from tests.submissions import drop, one_pass

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.campaign import Campaign
    from pipeline.workspace import Workspace
    from tests.products.six_campaigns import Drawn

LONG = pytest.mark.long


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("BAOSONG_NOW", MOMENT.isoformat())
    workspace, _ = start_workspace(tmp_path / "机关")
    return workspace


def run(office: Workspace, *words: str | Path) -> str:
    done = baosong_here("-w", office.root, *words)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def begun(office: Workspace, drawing: Drawn) -> Campaign:
    """The campaign drafted by ``campaign new``, with its placeholders filled in as the secretary does."""
    folder = office.root.parent
    (folder / "表样.xlsx").write_bytes(drawn({"情况": drawing.form}))
    (folder / "单位.xlsx").write_bytes(drawn({"名单": drawing.units}))
    files = ("--form", folder / "表样.xlsx", "--units", folder / "单位.xlsx")
    run(office, "campaign", "new", drawing.name, *files)
    settle_placeholders(office.campaign_folder(drawing.name) / "任务书.xlsx")
    with open_office(office, stopped_clock(MOMENT)) as opened:
        return opened.campaign(drawing.name)


def form_of(office: Workspace, campaign: Campaign, name: str, number: int) -> bytes:
    """The office's form as the unit fills it in."""
    book = openpyxl.load_workbook(office.root.parent / "表样.xlsx")
    values = filled(campaign, number)
    for sheet in book:
        for row in sheet.iter_rows(max_row=3):
            for cell in row:
                if cell.value == "填报单位：":
                    cell.value = f"填报单位：{name}"
    for field in campaign.fields:
        value = values.get(field.code)
        if field.shape is Shape.SINGLE and field.place and value is not None:
            typed = float(value) if isinstance(value, Decimal) else value
            book[field.place.sheet][str(field.place.at)].value = typed
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def lines_of(paper: Path) -> list[Line]:
    levels = {"公文正文": 0, "一级标题": 1}
    body = docx.Document(str(paper)).element.body
    return [
        Line(levels[style_of(p)], words_in(p))
        for p in body.iterchildren(qn("w:p"))
        if style_of(p) in levels and words_in(p).strip()
    ]


@pytest.mark.parametrize(
    "drawing",
    [CAMPAIGNS[0], *(pytest.param(each, marks=LONG) for each in (CAMPAIGNS[3], CAMPAIGNS[5]))],
    ids=lambda drawing: drawing.name,
)
def test_what_the_commands_print_of_another_campaign_an_editor_lets_stand(
    office: Workspace, drawing: Drawn
) -> None:
    campaign = begun(office, drawing)
    units = campaign.units()
    for number, unit in enumerate(units[:4], start=1):
        content = form_of(office, campaign, unit.full_name, number)
        drop(office, f"{unit.full_name}.xlsx", content)
    outcomes = one_pass(office, MOMENT).outcomes
    assert {each.fate for each in outcomes} == {Fate.ACCEPTED}, outcomes

    run(office, "brief", drawing.name, "--yes", "--reason", "试印")

    (paper,) = (office.outbox / drawing.name / "简报").glob("*.docx")
    lines = lines_of(paper)
    with open_office(office, stopped_clock(MOMENT)) as opened:
        held = load_round(opened, opened.campaign(drawing.name))
    assert [line.words for line in lines if line.level], lines
    assert [*objections(lines, held), *reader(held).objections(lines)] == []


def test_fields_without_a_wording_are_mentioned_once_with_what_to_do(office: Workspace) -> None:
    drawing = CAMPAIGNS[0]
    begun(office, drawing)

    checked = run(office, "campaign", "check", drawing.name)

    assert checked.count("行文用语") == 2, "the line says what is lacking, and where to write it"
    assert "没有填行文用语的 4 项照名称写，如 “任务分解到人数12人”、“投入资金12元”" in checked
    path = office.campaign_folder(drawing.name) / "任务书.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["填报项"]
    titles = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        if row[titles.index("名称")].value == "任务分解到人数":
            row[titles.index("行文用语")].value = "任务分解到{}人"
    book.save(path)

    assert "任务分解到人数：任务分解到12人。" in run(office, "campaign", "check", drawing.name)
