"""The trail (溯源) of every numbered paper and summary: counts, shares, lists, ranks; altered only by its bytes."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import docx
import openpyxl
import pytest
from click.testing import CliRunner
from docx.oxml.ns import qn

from cli import cli
from pipeline.clock import BEIJING, stopped_clock
from pipeline.files import sha256_of
from pipeline.issuing.consolidate import consolidate
from pipeline.issuing.issue import IssueOptions
from pipeline.issuing.notice_batch import NoticeOrder
from pipeline.issuing.notices import issue_notice
from pipeline.issuing.trace import trace
from pipeline.ledger.trails import save_trail
from pipeline.model.event import Action
from pipeline.model.figure import Figure, TrailEntry
from pipeline.office.context import open_office
from pipeline.official.errors import TemplateFaulty
from pipeline.setup.init import EXAMPLE

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.issuing.trace import Trace
    from pipeline.workspace import Workspace

CLOCK = stopped_clock(datetime(2026, 10, 21, 9, 0, tzinfo=BEIJING))
# What is no figure of the office's reports: dates, numbers of documents, phones, ordinals of rows.
NO_FIGURE = re.compile(
    r"(?:\d{4}年)?\d{1,2}月\d{1,2}日(?:\d{1,2}:\d{2})?|〔\d{4}〕\d+号|\d{3,4}-\d{7,8}|\d\d-\d\d \d\d:\d\d|每处\S{2}扣\d分"
)


def made(workspace: Workspace, kind: str, *units: str) -> Path:
    dated = date(
        2026, 10, 9 if kind == "通知" else 21
    )  # a notice before the deadline that it states
    order = NoticeOrder(kind, IssueOptions(dated), units, confirmed=True)
    with open_office(workspace, CLOCK) as office:
        return issue_notice(office, office.campaign(EXAMPLE), order)[0].path


def traced(workspace: Workspace, paper: Path, number: str = "") -> Trace:
    with open_office(workspace, CLOCK) as office:
        return trace(office, paper, number)


@pytest.mark.parametrize("kind", ["通知", "催报", "督办", "通报", "报告", "函"])
def test_every_number_of_a_paper_is_in_its_trail_at_its_place(office: Workspace, kind: str) -> None:
    paper = made(office, kind, *(["西河区"] if kind == "函" else []))

    found = traced(office, paper)

    assert not found.altered
    places = {entry.at for entry in found.entries}
    document = docx.Document(str(paper))
    for element in document.element.body.iter(qn("w:p"), qn("w:tc")):
        if element.tag == qn("w:p") and next(element.iterancestors(qn("w:tc")), None) is not None:
            continue
        words = "".join(text.text or "" for text in element.iter(qn("w:t")))
        if element.tag == qn("w:tc") and element.getparent().index(element) <= 1:
            continue  # 序号
        for number in re.findall(r"\d[\d.]*%?", NO_FIGURE.sub("", words)):
            assert any(number in entry.figure.text for entry in found.entries), (number, words)
    for entry in found.entries:
        assert entry.figure.sources or not entry.figure.value, entry
    assert all(re.search(r"第\d+(?:段|格)$", place) for place in places), places


def test_counts_shares_lists_and_ranks_of_a_circular_lead_to_units(office: Workspace) -> None:
    paper = made(office, "通报")

    (rate,) = (
        e for e in traced(office, paper, "2.3%").entries if e.figure.label.startswith("已报")
    )
    (missing,) = (e for e in traced(office, paper, "西河区").entries if e.at.startswith("正文"))
    ranks = [e for e in traced(office, paper).entries if e.figure.basis == "名次"]

    assert len(rate.figure.sources) == 44
    assert missing.figure.label == "未报单位"
    assert missing.figure.value == len(missing.figure.sources) == 42
    assert {source.workbook for source in missing.figure.sources} == {"任务书.xlsx"}
    assert len(ranks) == 44
    assert ranks[0].at == "报送情况统计表第1行第8格"
    assert ranks[0].figure.sources[0].unit == "东河区"


def test_a_paper_or_a_summary_without_figures_is_not_called_altered(fresh: Workspace) -> None:
    own = fresh.campaign_folder(EXAMPLE) / "通报.docx"
    document = docx.Document()
    document.add_paragraph("{{ 标题 }}，{{ 发文字号 }}")
    document.save(str(own))
    paper = made(fresh, "通报")
    with open_office(fresh, CLOCK) as office:
        summary = consolidate(office, office.campaign(EXAMPLE))

    for path in (paper, summary):
        assert not traced(fresh, path).altered
    told = CliRunner().invoke(cli, ["-w", str(fresh.root), "trace", str(paper)])
    assert (told.exit_code, told.stderr) == (0, "")
    assert "没有印出由报送数据得来的数字" in told.stdout
    edited = docx.Document(str(paper))
    edited.add_paragraph("加一句。")
    edited.save(str(paper))
    book = openpyxl.load_workbook(summary)
    book.save(summary)
    for path in (paper, summary):
        assert traced(fresh, path).altered
        told = CliRunner().invoke(cli, ["-w", str(fresh.root), "trace", str(path)])
        assert "印发后改动过" in told.stderr


def test_figures_keep_their_trail_through_every_filter_and_operation(office: Workspace) -> None:
    own = office.campaign_folder(EXAMPLE) / "通报.docx"
    document = docx.Document()
    tags = {
        "参与{{ 合计.参与活动人次|万 }}人次": "参与活动人次",
        "参与{{ 合计.参与活动人次|千分位 }}人次": "参与活动人次",
        "折合{{ 合计.参与活动人次|万元 }}": "参与活动人次",
        "平均{{ (合计.参与活动人次 / 合计.开展活动次数)|保留(1) }}人次": "参与活动人次÷开展活动次数",
        "还差{{ 应报数 - 已报数 }}家": "应报单位-已报单位",
        "占{{ 已报数|占(应报数) }}": "已报单位占应报单位",
        "即{{ (已报数 / 应报数)|百分数 }}": "已报单位÷应报单位",
        "有{{ 未报|个数 }}家": "未报单位",
        "如{{ 未报|列举(2) }}": "未报单位",
        "共{{ 应报数 ~ '家' }}": "应报单位",
        "{% if 已报数 > 0 and 应报数 != '0' %}应报{{ 应报数 }}家{% endif %}": "应报单位",
        "召开的{{ 家数.是否召开动员会.是 }}家": "是否召开动员会：是",
    }
    for tag in tags:
        document.add_paragraph(tag)
    document.save(str(own))

    paper = made(office, "通报")

    said = [p.text for p in docx.Document(str(paper)).paragraphs]
    entries = traced(office, paper).entries
    assert [entry.at for entry in entries] == [f"正文第{n}段" for n in range(1, len(tags) + 1)]
    assert [entry.figure.label for entry in entries] == list(tags.values())
    for line, entry in zip(said, entries, strict=True):
        assert entry.figure.text in line
        assert entry.figure.sources
    assert said[4:6] == ["还差43家", "占2.3%"]
    exact = entries[0].figure
    assert exact.value == int(said[1].removeprefix("参与").removesuffix("人次").replace(",", ""))


def test_a_number_cut_in_pieces_is_refused(office: Workspace) -> None:
    own = office.campaign_folder(EXAMPLE) / "通报.docx"
    document = docx.Document()
    document.add_paragraph("{{ (应报数 ~ '家')[1:] }}")
    document.save(str(own))

    with pytest.raises(TemplateFaulty, match="通报"):
        made(office, "通报")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("86.66%", {"完成率"}),
        ("86.66％", {"完成率"}),
        ("86.66", {"完成率"}),
        ("4.64", {"人次"}),
        ("4.64万", {"人次"}),
        ("4.64万人次", {"人次"}),
        ("46,412", {"人次"}),
        ("46412人次", {"人次"}),
        ("12,345", {"经费"}),
        ("12345元", {"经费"}),
        ("4.6", set()),
        ("4641", set()),
        ("人次", set()),
    ],
)
def test_a_figure_is_found_with_or_without_what_is_printed_around_it(
    office: Workspace, tmp_path: Path, typed: str, found: set[str]
) -> None:
    printed = (
        ("86.66", "86.66", "完成率"),
        ("46412", "4.64万", "人次"),
        ("12345", "12,345", "经费"),
    )
    paper = tmp_path / "汇总.docx"
    paper.write_bytes(b"paper")
    entries = tuple(
        TrailEntry(f"第{at}段", Figure(Decimal(value), text, label, "合计", ()))
        for at, (value, text, label) in enumerate(printed, start=1)
    )
    with open_office(office, CLOCK) as opened:
        event = opened.event(Action.TRAIL_SAVED, paper.name)
        save_trail(opened.ledger, sha256_of(b"paper"), paper.name, entries, event)
        assert {each.figure.label for each in trace(opened, paper, typed).entries} == found
