"""A unit corrects its figures after a paper printed them: what is outdated is named, and a notice corrects it (更正)."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import docx
import pytest
from docx.oxml.ns import qn

from pipeline.clock import BEIJING, stopped_clock
from pipeline.files import digest_of
from pipeline.issuing.amendments import issue_amendment
from pipeline.issuing.briefings import issue_briefing
from pipeline.issuing.errors import IssueRefused, NothingToIssue, NumberAmbiguous, NumberUnknown
from pipeline.issuing.issue import IssueOptions
from pipeline.issuing.notice_batch import NoticeOrder
from pipeline.issuing.notices import issue_notice
from pipeline.issuing.outdated import outdated_papers
from pipeline.issuing.trace import trace
from pipeline.issuing.void_numbers import void_number
from pipeline.ledger.register import list_numbers
from pipeline.office.context import open_office
from pipeline.setup.init import EXAMPLE, start_workspace
from pipeline.workspace import Workspace
from tests.story.deciding import EAST, TWO, WEST, done, run, send

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.issuing.issue import Issued

DAY = date(2026, 10, 13)
LATER = datetime(2026, 10, 13, 9, 0, tzinfo=BEIJING)
FIELD = "开展活动次数"
OPTIONS = IssueOptions(DAY, confirmed=True)


@pytest.fixture(autouse=True)
def _unrendered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.issuing.settle_pages.is_settling", lambda: False)


@pytest.fixture
def small(tmp_path: Path) -> Workspace:
    """Two units have reported, and a briefing prints their figures."""
    workspace, _ = start_workspace(tmp_path / "办公室", example=True)
    send(workspace, EAST, **{FIELD: 7})
    send(workspace, WEST, **{FIELD: 26})
    brief(workspace)
    return workspace


def brief(workspace: Workspace, **more: Any) -> Issued:
    with open_office(workspace, stopped_clock(LATER)) as office:
        return issue_briefing(office, office.campaign(EXAMPLE), IssueOptions(DAY, **more))


def amend(workspace: Workspace, of: str, **more: Any) -> Issued:
    with open_office(workspace, stopped_clock(LATER)) as office:
        return issue_amendment(office, of, IssueOptions(DAY, confirmed=True, **more))


def outdated(workspace: Workspace) -> list[dict[str, Any]]:
    answer = run(workspace, "status", EXAMPLE, "--json")
    assert answer.returncode == 0, answer.stderr
    found: list[dict[str, Any]] = json.loads(answer.stdout)["outdated"]
    return found


def changes(paper: dict[str, Any]) -> set[tuple[str, str, str]]:
    return {(each["label"], each["old"], each["new"]) for each in paper["figures"]}


def table_of(path: Path) -> list[list[str]]:
    """The rows of the table of old and new figures."""
    table = docx.Document(str(path)).tables[0]
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_a_corrected_form_is_told_and_a_notice_corrects_the_paper(small: Workspace) -> None:
    (issued,) = small.results(EXAMPLE).glob("简报/*.docx")
    before = digest_of(issued)
    assert outdated(small) == []
    send(small, EAST, **{FIELD: 9})
    send(small, TWO)  # reported for the first time: no correction of what was printed

    (paper,) = outdated(small)
    assert paper["number"] == "《文明创建工作简报》第1期（总第1期）"
    assert paper["units"] == [EAST]
    assert changes(paper) == {(FIELD, "33", "35"), (FIELD, "7", "9")}
    assert {each["place"] for each in paper["figures"] if each["old"] == "7"} == {
        "各单位报送情况一览表第1行第7格"
    }
    assert paper["unverified"] == []
    shown = run(small, "status", EXAMPLE).stdout.replace("\n", "")
    assert f"“{FIELD}”印的是“33”，现在是“35”" in shown

    made = amend(small, "‹文明创建工作简报›第1期")

    assert made.number == "云文明办〔2026〕1号"
    head, *rows = table_of(made.path)
    assert head == ["序号", "位置", "内容", "原文", "更正为"]
    assert {tuple(row[2:]) for row in rows} == {(FIELD, "33", "35"), (FIELD, "7", "9")}
    words = "".join(t.text or "" for t in docx.Document(str(made.path)).element.iter(qn("w:t")))
    assert "关于更正《文明创建工作简报》第1期（总第1期）有关数据的通知" in words
    assert f"{EAST}更正了报送的数据" in words
    assert digest_of(issued) == before
    with open_office(small, stopped_clock(LATER)) as office:
        kinds = [(each.kind, each.in_use) for each in list_numbers(office.ledger)]
        entries = trace(office, made.path, "35").entries
    assert sorted(kinds) == [("更正", True), ("简报", True)]
    assert {source.unit for source in entries[0].figure.sources} == {EAST, WEST}

    (told,) = [note for note in made.notes if "brief" in note]
    command = told.partition("baosong ")[2].partition(" 另发")[0].split()
    answer = run(small, *command)
    assert answer.returncode == 0, answer.stderr
    assert "第2期（总第2期）" in answer.stdout
    assert outdated(small) == []  # the notice has corrected it
    assert amend_refused(small, "云文明办〔2026〕9号", NumberUnknown).endswith("。")


def amend_refused(workspace: Workspace, of: str, error: type[Exception]) -> str:
    with pytest.raises(error) as refused:
        amend(workspace, of)
    return str(refused.value)


def test_the_next_briefing_tells_which_numbers_of_the_last_one_changed(small: Workspace) -> None:
    send(small, EAST, **{FIELD: 9})

    notes = brief(small).notes

    (told,) = [note for note in notes if "第1期（总第1期）" in note]
    assert f"“{FIELD}”印的是“33”，现在是“35”" in told
    assert "baosong notice 更正 --of '《文明创建工作简报》第1期（总第1期）'" in told
    answer = run(small, "notice", "更正", "--of", "《文明创建工作简报》第1期（总第1期）", "--draft")
    assert answer.returncode == 0, answer.stderr
    assert "草稿" in answer.stdout


def test_a_withdrawn_form_is_taken_out_of_every_sum_and_count(small: Workspace) -> None:
    with open_office(small, stopped_clock(LATER)) as office:
        (circular,) = issue_notice(
            office, office.campaign(EXAMPLE), NoticeOrder("通报", OPTIONS, confirmed=True)
        )
    done(small, "withdraw", "东河区.xlsx")

    by_number = {paper["number"]: changes(paper) for paper in outdated(small)}

    assert (FIELD, "33", "26") in by_number["《文明创建工作简报》第1期（总第1期）"]
    assert ("已报单位", "2", "1") in by_number[circular.number]
    assert any(
        label == "未报单位" and new.startswith(EAST) for label, _, new in by_number[circular.number]
    )
    assert not any(label.startswith(TWO) for label, _, _ in by_number[circular.number])
    rows = table_of(amend(small, circular.number).path)
    assert ["已报单位", "2", "1"] in [row[2:] for row in rows]


def test_the_same_sum_by_other_forms_is_not_outdated_and_a_later_return_changes_nothing(
    small: Workspace,
) -> None:
    send(small, EAST, 填报人="综合科", **{FIELD: 7})
    send(small, WEST, 所属单位总数="很多")  # returned: the accepted version remains in force

    assert outdated(small) == []
    assert "一致" in amend_refused(small, "文明创建工作简报第1期", NothingToIssue)


def test_what_can_t_be_computed_again_is_called_unverified(small: Workspace) -> None:
    own = small.campaign_folder(EXAMPLE) / "简报.docx"
    document = docx.Document()
    document.add_paragraph("{{ 标题 }}{{ 期号 }}")
    document.save(str(own))
    send(small, EAST, **{FIELD: 9})

    (paper,) = outdated(small)

    assert paper["figures"] == []
    assert {"33", "7"} <= {each["old"] for each in paper["unverified"]}
    assert "未核对" in paper["message"]
    refused = amend_refused(small, "文明创建工作简报第1期", IssueRefused)
    assert "未核对" in refused


def test_ambiguous_void_and_unknown_papers_are_refused_in_a_sentence(small: Workspace) -> None:
    send(small, EAST, **{FIELD: 9})
    brief(small)
    with open_office(small, stopped_clock(LATER)) as office:
        void_number(office, "文明创建工作简报第1期", "重复")
        assert not outdated_papers(office, office.campaign(EXAMPLE))

    assert "已作废" in amend_refused(small, "文明创建工作简报第1期", IssueRefused)
    answer = run(small, "notice", "更正", "--of", "市文明办〔2020〕7号")
    assert answer.returncode == 1
    assert answer.stderr.strip().splitlines()[-1].endswith("‹简报名›第3期。")
    assert run(small, "register").returncode == 0  # the remedy
    usage = run(small, "notice", "更正")
    assert (usage.returncode, "--of" in usage.stderr) == (2, True)


def test_an_issue_of_two_years_is_ambiguous_and_both_are_listed(small: Workspace) -> None:
    with open_office(small, stopped_clock(LATER)) as office:
        issue_briefing(
            office, office.campaign(EXAMPLE), IssueOptions(date(2027, 1, 5), reissue=True)
        )

    told = amend_refused(small, "文明创建工作简报第1期", NumberAmbiguous)

    for name in ("文明创建工作简报〔2026〕第1期", "文明创建工作简报〔2027〕第1期"):
        assert name in told
        assert "一致" in amend_refused(small, name, NothingToIssue)
