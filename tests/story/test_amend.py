"""A unit corrects its figures after a paper printed them: what is outdated is named, and a notice corrects it (更正)."""

from __future__ import annotations

import json
import shutil
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import docx
import pytest
from docx.oxml.ns import qn

from pipeline.clock import BEIJING, stopped_clock
from pipeline.files import digest_of
from pipeline.issuing.amendments import issue_amendment
from pipeline.issuing.briefings import issue_briefing
from pipeline.issuing.errors import IssueRefused, NothingToIssue, NumberAmbiguous
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
from tests.programs import baosong_here
from tests.story.deciding import EAST, TWO, WEST, done, run, send
from tests.story.test_monthly import at, make_monthly
from tests.story.test_monthly import send as send_monthly

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.issuing.issue import Issued

DAY = date(2026, 10, 13)
LATER = datetime(2026, 10, 13, 9, 0, tzinfo=BEIJING)
FIELD = "开展活动次数"
OPTIONS = IssueOptions(DAY, confirmed=True, reason="会议要求提前")


@pytest.fixture(autouse=True)
def _unrendered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.issuing.settle_pages.is_settling", lambda: False)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Two units have reported, and a briefing prints their figures."""
    workspace, _ = start_workspace(tmp_path_factory.mktemp("更正") / "办公室", example=True)
    send(workspace, EAST, 开展活动次数="7")
    send(workspace, WEST, 开展活动次数="26")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.issuing.settle_pages.is_settling", lambda: False)
        brief(workspace)
    return workspace


@pytest.fixture
def small(printed: Workspace, tmp_path: Path) -> Workspace:
    """A copy that a test may change."""
    shutil.copytree(printed.root, tmp_path / "办公室")
    return Workspace(tmp_path / "办公室")


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


def test_status_names_the_printed_figures_that_a_corrected_form_changes(small: Workspace) -> None:
    assert outdated(small) == []
    send(small, EAST, 开展活动次数="9")
    send(small, TWO)  # reported for the first time: no correction of what was printed

    (paper,) = outdated(small)

    assert paper["number"] == "《文明单位创建工作简报》第1期（总第1期）"
    assert paper["units"] == [EAST]
    assert changes(paper) == {(FIELD, "33", "35"), (FIELD, "7", "9")}
    (place,) = (each["place"] for each in paper["figures"] if each["old"] == "7")
    assert place == "各单位报送情况一览表第1行第7格"
    assert paper["unverified"] == []
    shown = run(small, "status", EXAMPLE).stdout
    assert f"    {place}“{FIELD}”印的是“7”，现在是“9”\n" in shown


def test_a_notice_corrects_the_paper_which_stays_as_it_was_issued(small: Workspace) -> None:
    (issued,) = small.results(EXAMPLE).glob("简报/*.docx")
    before = digest_of(issued)
    send(small, EAST, 开展活动次数="9")

    made = amend(small, "‹文明单位创建工作简报›第1期")

    assert made.number == "云文明办〔2026〕1号"
    head, *rows = table_of(made.path)
    assert head == ["序号", "位置", "内容", "原文", "更正为"]
    assert {tuple(row[2:]) for row in rows} == {(FIELD, "33", "35"), (FIELD, "7", "9")}
    words = "".join(t.text or "" for t in docx.Document(str(made.path)).element.iter(qn("w:t")))
    assert "关于更正《文明单位创建工作简报》第1期（总第1期）有关数据的通知" in words
    assert f"{EAST}更正了报送的数据" in words
    assert digest_of(issued) == before
    with open_office(small, stopped_clock(LATER)) as office:
        kinds = [(each.kind, each.in_use) for each in list_numbers(office.ledger)]
        entries = trace(office, made.path, "35").entries
    assert sorted(kinds) == [("更正", True), ("简报", True)]
    assert {source.unit for source in entries[0].figure.sources} == {EAST, WEST}
    assert outdated(small) == []  # the notice has corrected it
    send(small, EAST, 开展活动次数="10")
    assert (FIELD, "33", "36") in changes(outdated(small)[0])


def test_the_command_for_the_corrected_briefing_issues_it(small: Workspace) -> None:
    send(small, EAST, 开展活动次数="9")
    (told,) = [note for note in amend(small, "文明单位创建工作简报第1期").notes if "brief" in note]

    answer = run(small, *told.partition("baosong ")[2].partition(" 另发")[0].split())

    assert answer.returncode == 0, answer.stderr
    assert "第2期（总第2期）" in answer.stdout


def amend_refused(workspace: Workspace, of: str, error: type[Exception]) -> str:
    with pytest.raises(error) as refused:
        amend(workspace, of)
    return str(refused.value)


def test_the_next_briefing_tells_which_numbers_of_the_last_one_changed(small: Workspace) -> None:
    send(small, EAST, 开展活动次数="9")

    notes = brief(small).notes

    (told,) = [note for note in notes if "第1期（总第1期）" in note]
    assert f"“{FIELD}”印的是“33”，现在是“35”" in told
    assert "baosong notice 更正 --of '《文明单位创建工作简报》第1期（总第1期）'" in told
    answer = run(
        small, "notice", "更正", "--of", "《文明单位创建工作简报》第1期（总第1期）", "--draft"
    )
    assert answer.returncode == 0, answer.stderr
    assert "草稿" in answer.stdout


def test_a_withdrawn_form_is_taken_out_of_every_sum_and_count(small: Workspace) -> None:
    with open_office(small, stopped_clock(LATER)) as office:
        (circular,) = issue_notice(
            office, office.campaign(EXAMPLE), NoticeOrder("通报", OPTIONS, confirmed=True)
        )
    done(small, "withdraw", "东河区.xlsx")

    by_number = {paper["number"]: changes(paper) for paper in outdated(small)}

    assert (FIELD, "33", "26") in by_number["《文明单位创建工作简报》第1期（总第1期）"]
    assert ("已报单位", "2", "1") in by_number[circular.number]
    assert ("未报单位", "（未列）", EAST) in by_number[
        circular.number
    ]  # of a list, the names that differ
    assert ("按时报送单位", "2", "1") in by_number[circular.number]
    assert ("双溪县名次", "3", "2") in by_number[circular.number]  # ranks of others move up
    rows = table_of(amend(small, circular.number).path)
    assert ["已报单位", "2", "1"] in [row[2:] for row in rows]
    assert ["未报单位", "（未列）", EAST] in [row[2:] for row in rows]
    assert circular.number not in {paper["number"] for paper in outdated(small)}


def test_the_same_sum_by_other_forms_is_not_outdated_and_a_later_return_changes_nothing(
    small: Workspace,
) -> None:
    send(small, EAST, 填报人="综合科", 开展活动次数="7")
    send(small, WEST, 所属单位总数="很多")  # returned: the accepted version remains in force

    assert outdated(small) == []
    assert "一致" in amend_refused(small, "文明单位创建工作简报第1期", NothingToIssue)


def test_what_can_t_be_computed_again_is_called_unverified(small: Workspace) -> None:
    own = small.campaign_folder(EXAMPLE) / "简报.docx"
    document = docx.Document()
    document.add_paragraph("{{ 标题 }}{{ 期号 }}")
    document.save(str(own))
    send(small, EAST, 开展活动次数="9")

    (paper,) = outdated(small)

    assert paper["figures"] == []
    assert {"33", "7"} <= {each["old"] for each in paper["unverified"]}
    shown = run(small, "status", EXAMPLE).stdout
    assert f"未核对　各单位报送情况一览表第1行第7格“{FIELD}”印的是“7”" in shown
    assert "--text 文稿.docx" in paper["remedy"]
    refused = amend_refused(small, "文明单位创建工作简报第1期", IssueRefused)
    assert "未核对" in refused


def test_ambiguous_void_and_unknown_papers_are_refused_in_a_sentence(small: Workspace) -> None:
    send(small, EAST, 开展活动次数="9")
    brief(small)
    with open_office(small, stopped_clock(LATER)) as office:
        void_number(office, "文明单位创建工作简报第1期", "重复")
        assert not outdated_papers(office, office.campaign(EXAMPLE))

    assert "已作废" in amend_refused(small, "文明单位创建工作简报第1期", IssueRefused)
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

    told = amend_refused(small, "文明单位创建工作简报第1期", NumberAmbiguous)

    for name in ("文明单位创建工作简报〔2026〕第1期", "文明单位创建工作简报〔2027〕第1期"):
        assert name in told
        assert "一致" in amend_refused(small, name, NothingToIssue)


def test_a_month_that_is_over_is_corrected_by_its_own_figures(fresh: Workspace) -> None:
    make_monthly(fresh)
    send_monthly(fresh, "东河区11月.xlsx", "2026-12-02 09:00", reports=6)
    with open_office(fresh, stopped_clock(at("2026-12-03 09:00"))) as office:
        campaign = office.campaign(EXAMPLE)
        issue_briefing(office, campaign, IssueOptions(date(2026, 12, 3)), "2026-11")
    send_monthly(fresh, "东河区11月更正.xlsx", "2026-12-04 09:00", reports=8)
    send_monthly(fresh, "东河区12月.xlsx", "2027-01-03 09:00", reports=9)

    with open_office(fresh, stopped_clock(at("2027-01-04 09:00"))) as office:
        made = issue_amendment(office, "文明单位创建工作简报第1期", OPTIONS)

    assert ["媒体报道篇数", "6", "8"] in [row[2:] for row in table_of(made.path)]
    assert f"baosong brief {EXAMPLE} --period 2026-11 --again" in "".join(made.notes)


def test_a_form_that_was_moved_to_another_month_is_taken_out_of_the_month_it_was_printed_in(
    fresh: Workspace,
) -> None:
    make_monthly(fresh)
    send_monthly(fresh, "东河区11月.xlsx", "2026-12-02 09:00", reports=6)
    with open_office(fresh, stopped_clock(at("2026-12-03 09:00"))) as office:
        campaign = office.campaign(EXAMPLE)
        issue_briefing(office, campaign, IssueOptions(date(2026, 12, 3)), "2026-11")
    moment = "2026-12-04T09:00:00+08:00"
    moved = baosong_here(
        "-w", fresh.root, "move", "东河区11月.xlsx", "--period", "2026-12", "--reason", "单位来电",
        BAOSONG_NOW=moment,
    )  # fmt: skip
    assert moved.returncode == 0, moved.stderr

    with open_office(fresh, stopped_clock(at("2026-12-04 10:00"))) as office:
        (paper,) = outdated_papers(office, office.campaign(EXAMPLE))

    assert paper.period == "2026-11"
    told = {(each.printed.label, each.old_text, each.new_text) for each in paper.differences}
    assert ("任务分解到部门数", "24", "（不再列出）") in told
