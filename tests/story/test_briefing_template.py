"""The briefing comes from a Word template: what an office changes in it comes out, and every number is traced."""

from __future__ import annotations

import re
import shutil
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from pipeline.clock import BEIJING, stopped_clock
from pipeline.issuing.briefings import issue_briefing
from pipeline.issuing.issue import IssueOptions
from pipeline.issuing.notice_batch import NoticeOrder
from pipeline.issuing.notices import issue_notice
from pipeline.issuing.trace import trace
from pipeline.ledger.register import list_numbers
from pipeline.office.context import open_office
from pipeline.official.errors import TemplateFaulty
from pipeline.official.ooxml.elements import words_in
from pipeline.official.templates.starters import BRIEFING_TEMPLATE, briefing_template
from pipeline.setup.init import EXAMPLE
from tests.products.briefings import words_of

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

    from pipeline.issuing.issue import Issued
    from pipeline.model.figure import TrailEntry
    from pipeline.workspace import Workspace

DAY = date(2026, 10, 14)
CLOCK = stopped_clock(datetime(2026, 10, 14, 9, 0, tzinfo=BEIJING))
EARLIER = Path(__file__).parents[1] / "products" / "earlier_templates"
DATES = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日(?:\d{1,2}:\d{2}|\d{1,2}时)?")


def issued(workspace: Workspace, **more: Any) -> Issued:
    with open_office(workspace, CLOCK) as office:
        return issue_briefing(office, office.campaign(EXAMPLE), IssueOptions(DAY, **more))


def trail(workspace: Workspace, paper: Path, number: str = "") -> tuple[TrailEntry, ...]:
    with open_office(workspace, CLOCK) as office:
        found = trace(office, paper, number)
    assert not found.altered
    return found.entries


def own(workspace: Workspace, name: str = "简报") -> Path:
    """A copy of the shipped template in the campaign's folder."""
    path = workspace.campaign_folder(EXAMPLE) / f"{name}.docx"
    path.write_bytes(briefing_template())
    return path


def paragraph(document: Document, said: str) -> Element:
    found: list[Element] = [
        p for p in document.element.body.iterchildren(qn("w:p")) if said in words_in(p)
    ]
    assert len(found) == 1, said
    return found[0]


def block(document: Document, opening: str) -> list[Element]:
    """A conditional paragraph with the tags around it."""
    first = paragraph(document, opening)
    return [first, first.getnext(), first.getnext().getnext()]


def test_what_an_office_changes_in_word_comes_out_and_every_number_traces(
    office: Workspace,
) -> None:
    path = own(office)
    document = docx.Document(str(path))
    overview = paragraph(document, "截至{{ 截至时 }}")
    note = document.add_paragraph(
        "编者按：本期共有{{ 已报数 }}家单位报送，占{{ 已报数|占(应报数) }}，开展活动{{ 合计.开展活动次数|千分位 }}次。"
    )
    overview.addprevious(note._p)  # noqa: SLF001 - the library moves nothing
    table = paragraph(document, "{{ 表.报送情况 }}")
    paragraph(document, "{%p for 节 in 各节 %}").addprevious(table)
    for element in block(document, "{%p if 节.最多最少 %}"):
        element.getparent().remove(element)
    sums = paragraph(document, "{% for 项 in 节.合计 %}")
    first = next(sums.iter(qn("w:t")))
    first.text = f"汇总各单位数据，{first.text}"
    document.save(str(path))

    paper = issued(office).path

    said = words_of(paper)
    assert said[0].startswith("编者按：本期共有1家单位报送，占2.3%，开展活动")
    assert said[1].startswith("截至10月14日9时，应报送")
    assert any(line.startswith("汇总各单位数据，") for line in said)
    assert not any("居首位" in line for line in said)
    body = list(docx.Document(str(paper)).element.body)
    heading = next(e for e in body if words_in(e).startswith("一、"))
    caption = next(e for e in body if words_in(e) == "各单位报送情况一览表")
    assert body.index(caption) < body.index(heading)
    share, rate = trail(office, paper, "2.3%")
    assert (share.at, rate.at) == ("正文第1段", "正文第2段")
    assert len(share.figure.sources) == 44
    assert_every_number_is_traced(said, trail(office, paper))


def assert_every_number_is_traced(said: list[str], entries: tuple[TrailEntry, ...]) -> None:
    printed = "".join(entry.figure.text for entry in entries)
    for line in said:
        for number in re.findall(r"\d[\d,.]*\d|\d", DATES.sub("", line)):
            assert number in printed, (number, line)


def test_headings_are_numbered_by_what_is_left(office: Workspace) -> None:
    path = own(office)
    document = docx.Document(str(path))
    heading = paragraph(document, "{{ 一级序号 }}{{ 节.名称 }}")
    condition = heading.getprevious()
    for text in condition.iter(qn("w:t")):
        text.text = '{%p if 节.有数据 and 节.名称 != "贯彻部署情况" %}'
    first = document.add_paragraph("{{ 一级序号 }}总体情况")
    paragraph(document, "截至{{ 截至时 }}").addprevious(first._p)  # noqa: SLF001
    document.save(str(path))

    said = words_of(issued(office).path, headings=True)

    numbers = [
        line.partition("、")[0] for line in said if re.match(r"[一二三四五六七八九十]+、", line)
    ]
    assert numbers[:3] == ["一", "二", "三"]
    assert numbers == ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"][: len(numbers)]
    assert said[0] == "一、总体情况"


def test_each_of_two_campaigns_has_its_own_template_before_the_office_s(office: Workspace) -> None:
    other = office.campaigns / "另一任务"
    shutil.copytree(office.campaign_folder(EXAMPLE), other)
    book = openpyxl.load_workbook(other / "任务书.xlsx")
    book["任务"]["B2"].value, book["任务"]["B3"].value = "另一任务", "LYRW"
    book.save(other / "任务书.xlsx")
    for folder, name in ((office.campaign_folder(EXAMPLE), "简报"), (other, "工作简报")):
        document = docx.Document()
        document.add_paragraph(f"{folder.name}专用：{{{{ 期号 }}}}，已报{{{{ 已报数 }}}}家")
        document.save(str(folder / f"{name}.docx"))

    with open_office(office, CLOCK) as opened:
        made = {
            name: issue_briefing(opened, opened.campaign(name), IssueOptions(DAY)).path
            for name in (EXAMPLE, "另一任务")
        }

    assert words_of(made[EXAMPLE]) == [f"{EXAMPLE}专用：第2期（总第2期），已报1家"]
    (line,) = words_of(made["另一任务"])
    assert line.startswith("另一任务专用：第")
    assert line.endswith("已报0家")
    (entry,) = trail(office, made[EXAMPLE])
    assert (entry.at, entry.figure.text) == ("正文第1段", "1")


def test_an_office_that_has_no_template_of_the_briefing_gets_the_shipped_one(
    office: Workspace,
) -> None:
    with_it = words_of(issued(office, reissue=True).path)
    (office.document_templates / BRIEFING_TEMPLATE).unlink()

    without = words_of(issued(office, reissue=True).path)

    assert without == with_it


def test_the_template_of_an_earlier_release_goes_on(office: Workspace) -> None:
    shipped = issued(office, reissue=True).path
    shutil.copy(EARLIER / BRIEFING_TEMPLATE, office.document_templates / BRIEFING_TEMPLATE)

    earlier = issued(office, reissue=True).path

    assert words_of(earlier, headings=True) == words_of(shipped, headings=True)
    figures = [[entry.figure for entry in trail(office, paper)] for paper in (earlier, shipped)]
    assert figures[0] == figures[1]
    places = [[entry.at for entry in trail(office, paper)] for paper in (earlier, shipped)]
    assert places[0] == places[1]
    tables = [len(docx.Document(str(paper)).tables) for paper in (earlier, shipped)]
    assert tables == [2, 2]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("{{ 应报数 }}", "{{ 应报总数 }}", r"简报\.docx 正文第\d+段“截至.*应报总数"),
        ("{{ 篇.名称 }}", "{{ 篇.标题 }}", r"简报\.docx 正文第\d+段.*篇\.标题"),
        ("{{ 条.文字 }}", "{{ 条.内容 }}", r"简报\.docx 正文第\d+段.*条\.内容"),
        ("{{ 表.报送情况 }}", "{{ 表.一览 }}", r"简报\.docx 正文第\d+段.*表\.一览"),
        ("{{ 表.报送情况 }}", "附表：{{ 表.报送情况 }}", r"简报\.docx .*附表.*独占"),
    ],
)
def test_a_wrong_tag_is_told_by_template_and_paragraph_before_a_number_is_taken(
    office: Workspace, old: str, new: str, told: str
) -> None:
    path = own(office)
    document = docx.Document(str(path))
    for text in document.element.body.iter(qn("w:t")):
        text.text = (text.text or "").replace(old, new)
    document.save(str(path))
    with open_office(office, CLOCK) as opened:
        numbers = list_numbers(opened.ledger)
    before = sorted(office.outbox.rglob("*.docx"))

    with pytest.raises(TemplateFaulty, match=told):
        issued(office, reissue=True)

    with open_office(office, CLOCK) as opened:
        assert list_numbers(opened.ledger) == numbers
    assert sorted(office.outbox.rglob("*.docx")) == before


def test_a_changed_template_makes_another_issue_and_an_unchanged_one_does_not(
    office: Workspace,
) -> None:
    first = issued(office)
    assert issued(office).unchanged
    path = own(office)
    assert issued(office).unchanged, "the same words from another file"
    document = docx.Document(str(path))
    document.add_paragraph("本期责任编辑：〇〇〇")
    document.save(str(path))

    changed = issued(office)

    assert not changed.unchanged
    assert changed.path != first.path


def marked(workspace: Workspace, mark: str) -> None:
    """The campaign's own template with *mark* before its table."""
    path = own(workspace)
    document = docx.Document(str(path))
    paragraph(document, "{{ 表.报送情况 }}").addprevious(document.add_paragraph(mark)._p)  # noqa: SLF001
    document.save(str(path))


def test_a_chart_stands_where_the_template_marks_it_and_its_figures_trace(
    office: Workspace,
) -> None:
    marked(office, "〖图和表：各类单位报送率〗")

    first = issued(office)

    body = docx.Document(str(first.path)).element.body
    (chart,) = [p for p in body if p.find(f".//{qn('w:drawing')}") is not None]
    assert words_in(chart.getnext()).startswith("项目县市区")
    assert not any("〖图" in words_in(p) for p in body.iter(qn("w:p")))
    with zipfile.ZipFile(first.path) as package:
        (drawn,) = [name for name in package.namelist() if re.search(r"charts/[^/]+$", name)]
        assert "县市区" in package.read(drawn).decode()
    places = [entry.at for entry in trail(office, first.path)]
    assert "图 各类单位报送率·报送率·县市区" in places
    assert issued(office).unchanged


def test_a_chart_that_says_nothing_is_left_out_and_the_person_is_told(office: Workspace) -> None:
    marked(office, "〖图：各期报送率〗")

    made = issued(office)

    assert "模板里的 〖图：各期报送率〗 没有画：一次性的任务没有各期。" in made.notes
    assert "〖图" not in words_in(docx.Document(str(made.path)).element.body)
    assert "word/charts" not in " ".join(zipfile.ZipFile(made.path).namelist())


@pytest.mark.parametrize(
    ("mark", "told"),
    [
        ("〖图：走势〗", "没有叫“走势”的图，能用的是 〖图：各类单位报送率〗、〖图：各期报送率〗"),
        ("〖图：近60期报送率〗", "没有叫“近60期报送率”的图"),
        ("〖图：各期存在的问题〗", "没有叫“各期存在的问题”的图"),
        ("见〖图：各类单位报送率〗", "图要独占一段"),
    ],
)
def test_a_chart_that_cannot_be_drawn_is_told_before_a_number_is_taken(
    office: Workspace, mark: str, told: str
) -> None:
    marked(office, mark)
    with open_office(office, CLOCK) as opened:
        before = list_numbers(opened.ledger)

    with pytest.raises(TemplateFaulty, match=told):
        issued(office)
    with open_office(office, CLOCK) as opened:
        assert list_numbers(opened.ledger) == before


def test_a_notice_has_its_chart_too(office: Workspace) -> None:
    path = office.document_templates / "通报.docx"
    document = docx.Document(str(path))
    place = paragraph(document, "应报送单位{{ 应报数 }}家")
    place.addnext(document.add_paragraph("〖图：各类单位报送率〗")._p)  # noqa: SLF001
    document.save(str(path))

    later = stopped_clock(datetime(2026, 10, 21, 9, 0, tzinfo=BEIJING))
    with open_office(office, later) as opened:
        order = NoticeOrder("通报", IssueOptions(later.today()), confirmed=True)
        (paper,) = issue_notice(opened, opened.campaign(EXAMPLE), order)

    body = docx.Document(str(paper.path)).element.body
    assert len(list(body.iter(qn("w:drawing")))) >= 1
    assert "图 各类单位报送率·报送率·县市区" in [e.at for e in trail(office, paper.path)]
