"""What the demonstration leaves behind, read back by other means than ours."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import unquote

import docx
import openpyxl

from pipeline.board.status import status
from pipeline.intake.originals import find_original
from pipeline.issuing.trace import trace
from pipeline.ledger.register import list_numbers
from pipeline.model.arrival import Fate
from pipeline.model.campaign import Aggregation
from pipeline.model.submission import State
from pipeline.office.collection_round import load_round
from pipeline.office.context import open_office
from pipeline.receiving.run import run_pass
from pipeline.setup.init import EXAMPLE
from pipeline.workspace import MARKER_NAME
from tests.conftest import AFTERWARDS, Demonstration
from tests.story.demonstrated import paper, stand, typed_numbers, words

if TYPE_CHECKING:
    from pipeline.workspace import Workspace


def test_every_unit_of_the_roster_is_accounted_for_exactly_once(
    demonstration: Demonstration,
) -> None:
    found = list(stand(demonstration).values())
    with open_office(demonstration.report.workspace, AFTERWARDS) as office:
        collected = load_round(office, office.campaign(EXAMPLE))
        document = status(collected.campaign, collected.period, found)

    names = [unit["unit"] for unit in document["units"]]

    assert len(names) == len(set(names)) == 45
    assert sum(document["counts"].values()) == 45
    assert json.loads(json.dumps(document)) == document


def test_the_units_are_as_the_batch_was_made(demonstration: Demonstration) -> None:
    found = stand(demonstration)
    by_state = {state: {n for n, s in found.items() if s.state is state} for state in State}

    assert by_state[State.MISSING] == {"大泉县", "市水利局", "国网云川供电公司"}
    assert by_state[State.RETURNED] == {"市住房城乡建设局", "平湖县"}
    assert by_state[State.AMENDING] == {"新城区"}
    assert by_state[State.ZERO] == {"市政协办公室", "中国联通云川分公司"}
    assert by_state[State.EXEMPT] == {"云川火车站"}
    late = {name for name, standing in found.items() if standing.late and standing.state.counts}
    assert late == {"长岭县", "市科技局", "市气象局", "中国电信云川分公司", "市民政局"}


def test_every_file_dropped_is_kept_or_named(demonstration: Demonstration) -> None:
    told = Counter(outcome.name for outcome in demonstration.outcomes)
    workspace = demonstration.report.workspace

    for dropped, content in demonstration.dropped.items():
        name = dropped.partition("/")[2]
        assert told[name] >= 1, name
        if not name.startswith("~$"):
            kept = find_original(workspace, sha256(content).hexdigest())
            assert kept is not None
            assert kept.read_bytes() == content, name


def test_each_fate_occurs_and_the_inbox_is_empty_but_for_the_lock_file(
    demonstration: Demonstration,
) -> None:
    fates = {outcome.fate for outcome in demonstration.outcomes}
    inbox = demonstration.report.workspace.inbox
    left = {path.name for path in inbox.rglob("*") if path.is_file()} - {MARKER_NAME}

    assert fates == {
        Fate.ACCEPTED, Fate.RETURNED, Fate.DUPLICATE, Fate.QUARANTINED, Fate.IGNORED,
    }  # fmt: skip
    assert left == {"~$报送情况底稿.xlsx"}


def test_each_common_fault_occurs(demonstration: Demonstration) -> None:
    rules = {f.rule for outcome in demonstration.outcomes for f in outcome.findings}

    assert rules >= {
        "sheet-missing", "required-field-empty", "number-approximate", "date-without-day",
        "not-an-option", "phone-digits", "below-minimum", "date-too-late", "placeholder-left",
        "formula-uncomputed", "row-half-filled", "condition-broken",
    }  # fmt: skip


def test_the_briefing_states_what_the_originals_hold(demonstration: Demonstration) -> None:
    figures = typed_numbers(demonstration)
    said = words(paper(demonstration, "简报/*.docx"))

    def total(code: str) -> Decimal:
        return sum((unit.get(code, Decimal(0)) for unit in figures.values()), Decimal(0))

    for code, phrase in {
        "B01": "任务分解到{}个部门", "B02": "责任落实到{}个岗位", "B03": "任务量化到{}人",
        "C00": "所属单位{}个", "C11": "全国{}个", "C32": "市级{}个",
        "C01": "。已命名的文明单位{}个，其中全国", "C02": "。创建中的文明单位{}个，其中全国",
        "C03": "。拟申报的文明单位{}个，其中全国",
        "D01": "开展活动{}次", "D02": "参与活动{}人次", "D03": "设置宣传专栏{}个",
        "D04": "媒体报道{}篇", "D05": "发送公益短信{}条",
    }.items():  # fmt: skip
        value = total(code)
        shown = f"{value / 10_000:.2f}万" if value >= 10_000 else value
        assert phrase.format(shown) in said, code
    assert "应报送的44家单位（另有1家免报）中，39家已报送，报送率88.6%" in said
    assert "按时报送34家，迟报5家" in said
    assert "请尚未报送的大泉县、市水利局、国网云川供电公司和退回后尚未补正的平湖县" in said
    assert said.count("国网云川供电公司") == 2, "once in the text, once in the table"
    highest = max(unit["D01"] for unit in figures.values() if "D01" in unit)
    assert f"县市区中，东河区开展活动{highest}次，居首位" in said


def test_the_briefings_table_has_every_unit_and_the_right_totals(
    demonstration: Demonstration,
) -> None:
    figures = typed_numbers(demonstration)
    table = docx.Document(str(paper(demonstration, "简报/*.docx"))).tables[0]
    rows = [[cell.text for cell in row.cells] for row in table.rows]

    assert [row[1] for row in rows[1:-1]] == [u.full_name for u in demonstration.campaign.units()]
    by_name = {row[1]: row for row in rows}
    assert by_name["大泉县"][3:] == ["—"] * 5
    assert by_name["东河区"][6:] == ["45", "5200"]
    for column, code in enumerate(("C01", "C02", "C03", "D01", "D02"), start=3):
        total = sum(unit.get(code, Decimal(0)) for unit in figures.values())
        assert rows[-1][column] == str(total)


def test_the_summarys_totals_are_live_and_agree_with_their_stored_results(
    demonstration: Demonstration,
) -> None:
    path = paper(demonstration, "汇总/*汇总表.xlsx")
    live = openpyxl.load_workbook(path)["汇总表"]
    stored = openpyxl.load_workbook(path, data_only=True)["汇总表"]
    figures = typed_numbers(demonstration)
    titles = {str(cell.value).partition("\n")[0]: cell.column for cell in live[3]}
    last = live.max_row

    for field in demonstration.campaign.fields:
        if field.aggregation is Aggregation.SUM:
            column = titles[field.name]
            total = sum(unit.get(field.code, Decimal(0)) for unit in figures.values())
            assert str(live.cell(last, column).value).startswith("=SUBTOTAL(109,")
            assert stored.cell(last, column).value == total, field.name
    names = [row[1] for row in stored.iter_rows(min_row=4, values_only=True)]
    assert [n for n in names if n and not n.endswith(("小计", "合计"))] == [
        unit.full_name for unit in demonstration.campaign.units()
    ]


def test_every_number_of_the_source_sheet_is_in_its_original(
    demonstration: Demonstration,
) -> None:
    book = openpyxl.load_workbook(paper(demonstration, "汇总/*汇总表.xlsx"), data_only=True)
    workspace = demonstration.report.workspace
    summary, sources = book["汇总表"], book["来源"]
    opened = {}
    checked = 0
    for row in sources.iter_rows(min_row=2, values_only=True):
        at, _, _, value, _, sheet, cell, typed, _, digest = row
        if digest not in opened:
            path = find_original(workspace, str(digest))
            assert path is not None
            opened[digest] = openpyxl.load_workbook(path, data_only=True)
        stands = opened[digest][sheet][cell].value
        shown = str(stands) if not isinstance(stands, float) else f"{stands:g}"
        assert shown == (typed or "None"), (at, stands, typed)
        assert summary[str(at).partition("!")[2]].value == value
        checked += 1
    assert checked > 900


def test_a_number_of_the_briefing_is_traced_to_its_cells(demonstration: Demonstration) -> None:
    path = paper(demonstration, "简报/*.docx")
    with open_office(demonstration.report.workspace, AFTERWARDS) as office:
        (found,) = [
            entry
            for entry in trace(office, path, "45").entries
            if entry.figure.label == "开展活动次数" and entry.at.startswith("正文")
        ]
    (source,) = found.figure.sources

    original = find_original(demonstration.report.workspace, source.digest)
    assert original is not None
    assert openpyxl.load_workbook(original)[source.sheet][source.cell].value == 45
    assert source.unit == "东河区"
    assert source.workbook == "东河区报送表（更新）.xlsx"


def test_a_total_is_traced_to_every_unit_that_gave_it(demonstration: Demonstration) -> None:
    path = paper(demonstration, "汇总/*汇总表.xlsx")
    figures = typed_numbers(demonstration)
    book = openpyxl.load_workbook(path)["汇总表"]
    titles = {str(cell.value).partition("\n")[0]: cell.column_letter for cell in book[3]}

    with open_office(demonstration.report.workspace, AFTERWARDS) as office:
        (entry,) = trace(office, path, f"{titles['开展活动次数']}{book.max_row}").entries

    given = {name for name, unit in figures.items() if "D01" in unit}
    zero = {"市政协办公室", "中国联通云川分公司"}
    assert {source.unit for source in entry.figure.sources} == given | zero
    assert entry.figure.value == sum(unit.get("D01", Decimal(0)) for unit in figures.values())


def test_the_reminder_lists_those_who_owed_and_no_one_else(demonstration: Demonstration) -> None:
    table = docx.Document(str(paper(demonstration, "通知/*催报*.docx"))).tables[0]

    listed = [row.cells[1].text for row in table.rows][1:]

    assert listed == [
        "平湖县", "大泉县", "长岭县", "市科技局", "市民政局", "市住房城乡建设局", "市水利局",
        "市气象局", "国网云川供电公司", "中国电信云川分公司",
    ]  # fmt: skip


def test_the_circular_counts_the_accepted_and_its_shares_add_up(
    demonstration: Demonstration,
) -> None:
    said = words(paper(demonstration, "通知/*通报.docx"))

    assert "应报送单位44家，已报送39家，报送率88.6%" in said
    shares = re.findall(r"占(\d+(?:\.\d+)?)%", said)
    assert len(shares) == 4
    assert sum(map(Decimal, shares)) == 100
    assert "大泉县、市水利局、国网云川供电公司至今没有报送" in said


def test_the_notice_carries_the_whole_form(demonstration: Demonstration) -> None:
    path = paper(demonstration, "通知/云文明办〔2026〕1号*.docx")
    table = docx.Document(str(path)).tables[0]

    asked = [row.cells[1].text for row in table.rows][1:]

    assert asked == [field.name for field in demonstration.campaign.fields]
    assert "云文明办〔2026〕1号" in words(path)


def test_supervision_letters_go_one_to_each_unit_that_still_owes(
    demonstration: Demonstration,
) -> None:
    letters = sorted(demonstration.results.glob("通知/*督办*.docx"))

    addressed = {
        match[1]
        for path in letters
        for match in re.finditer(r"^(\S+)：$", words(path), re.MULTILINE)
    }

    assert addressed == {"平湖县文明办", "大泉县文明办"}
    assert "已催报1次" in words(letters[0])
    # Those that are not below the office get a letter in place of an order.
    to_others = [words(path) for path in demonstration.results.glob("通知/*的函.docx")]
    for name in ("市住房城乡建设局", "市水利局", "国网云川供电公司"):
        assert sum(f"{name}：\n" in letter for letter in to_others) == 1, name


def test_document_numbers_run_on_without_a_gap(demonstration: Demonstration) -> None:
    with open_office(demonstration.report.workspace, AFTERWARDS) as office:
        register = list_numbers(office.ledger)

    series: dict[str, list[int]] = {}
    for number in register:
        series.setdefault(number.organ_code, []).append(number.serial)

    assert {code: sorted(serials) for code, serials in series.items()} == {
        "云文明办": [1, 2],
        "云文明办函": [1, 2, 3, 4, 5, 6],
        "云文明办会": [1],
        **{code: [1] for code in series if "简报" in code or "纪要" in code},
    }
    assert {number.status.value for number in register} == {"confirmed"}
    for number in register:
        content = (demonstration.report.workspace.root / number.path).read_bytes()
        assert sha256(content).hexdigest() == number.digest


def test_no_tag_or_none_is_left_in_any_paper(demonstration: Demonstration) -> None:
    papers = sorted(demonstration.results.rglob("*.docx"))

    assert len(papers) > 60
    for path in papers:
        said = words(path)
        assert not re.search(r"\{\{|\{%|None|nan", said), path


def test_a_return_slip_states_cell_fault_and_remedy(demonstration: Demonstration) -> None:
    said = words(demonstration.results / "退回/市住房城乡建设局/市住房城乡建设局第1版退回单.docx")

    assert "基本情况 C21" in said
    assert "填的是“约30个”，是约数，应为准确的数字" in said
    assert "填的是“九月底”，没有写明是哪一天，应为具体日期" in said


def test_the_marked_copy_keeps_the_units_drop_downs_and_states_the_faults(
    demonstration: Demonstration,
) -> None:
    folder = demonstration.results / "退回/市住房城乡建设局"
    marked = openpyxl.load_workbook(folder / "市住房城乡建设局第1版标记件.xlsx")["基本情况"]
    original = openpyxl.load_workbook(
        io.BytesIO(demonstration.dropped["0/市住房城乡建设局报送表.xlsx"])
    )["基本情况"]

    assert marked["C21"].value == original["C21"].value == "约30个"
    assert marked["C21"].fill.fgColor.rgb == "FFFF9999"
    assert "应为准确的数字" in marked["C21"].comment.text
    assert marked["C20"].fill.fgColor.rgb == original["C20"].fill.fgColor.rgb
    rules = [str(rule.sqref) for rule in original.data_validations.dataValidation]
    assert [str(rule.sqref) for rule in marked.data_validations.dataValidation] == rules
    assert marked.protection.sheet


def test_a_receipt_gives_time_version_and_digest(demonstration: Demonstration) -> None:
    said = words(demonstration.results / "回执/东河区第2版回执.docx")

    digest = sha256(demonstration.dropped["1/东河区报送表（更新）.xlsx"]).hexdigest()
    assert digest in said
    assert "2026-10-10 16:30:00" in said
    assert "第2版" in said


def test_the_status_page_is_whole_in_itself_and_its_links_lead_somewhere(
    demonstration: Demonstration,
) -> None:
    page = (demonstration.results / "报送情况.html").read_text("utf-8")

    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", page)
    assert "<script" not in page
    targets = re.findall(r'href="([^"]+)"', page)
    assert len(targets) > 45
    for target in targets:
        assert (demonstration.results / unquote(target)).is_file(), target
    for unit in demonstration.campaign.units():
        assert f"<td>{unit.full_name}</td>" in page


def test_a_second_pass_changes_nothing(office_folder: Workspace) -> None:
    def tree() -> dict[str, bytes]:
        return {
            str(path.relative_to(office_folder.root)): path.read_bytes()
            for path in sorted(office_folder.root.rglob("*"))
            if path.is_file() and ".baosong/ledger" not in path.as_posix()
            and path.name != "office.lock"
        }  # fmt: skip

    with open_office(office_folder, AFTERWARDS) as office:
        run_pass(office)
        before, report = tree(), run_pass(office)

    assert report.as_json()["arrived"] == 0
    assert tree() == before
