"""consolidate on an office's own form: 同式汇总表, 分户表, a superior's form filled; and what each of them refuses."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import xlwt

from pipeline.clock import stopped_clock
from pipeline.setup.draft_campaign import draft_campaign
from pipeline.setup.init import start_workspace
from tests.campaign.books import drawn
from tests.programs import baosong_here
from tests.submissions import MOMENT, drop, one_pass

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.workspace import Workspace

    Rows = list[list[Any]]

NAME = "月报"
UNITS = (("东河区", "区"), ("西河区", "区"), ("南山县", "县"))
HEAD: Rows = [
    ["税收收入月报表"],
    ["填报单位："],
    ["项目", "计量单位", "本月", "本年累计", "完成率（%）"],
]
BODY = ("税收收入", "其中：增值税")
SUPERIOR: Rows = [
    ["全省税收情况汇总表"],
    ["项目", "本年累计", "本月", "上年同期"],
    ["其中：增值税"],
    ["税收收入"],
    ["非税收入"],
]
BY_UNIT: Rows = [
    ["各地税收收入"],
    ["地区", "税收收入", None],
    [None, "本月（万元）", "本年累计（元）"],
    ["南山县"],
    ["东河区"],
    ["合计"],
]


def workbook(sheets: dict[str, Rows], merges: tuple[str, ...] = ()) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for merge in merges:
            sheet.merge_cells(merge)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def form(unit: str = "", number: int | None = None) -> bytes:
    """The form, blank or with the numbers of a unit."""
    rows: Rows = [HEAD[0], ["填报单位：", unit], HEAD[2]]
    for offset, name in enumerate(BODY):
        figures = [number + offset, number * 8 + offset, 50] if number is not None else []
        rows.append([name, "万元", *figures])
    return workbook({"统计表": rows})


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Three units handed in 50, 100 and 150."""
    folder = tmp_path_factory.mktemp("机关")
    workspace, _ = start_workspace(folder / "机关")
    (folder / "表样.xlsx").write_bytes(form())
    roster = "| 单位名称 | 类别 |\n" + "\n".join(f"| {name} | {kind} |" for name, kind in UNITS)
    (folder / "单位.xlsx").write_bytes(drawn({"名单": roster}))
    draft_campaign(
        workspace, NAME, folder / "表样.xlsx", folder / "单位.xlsx", stopped_clock(MOMENT)
    )
    for number, (unit, _) in enumerate(UNITS, start=1):
        drop(workspace, f"{unit}.xlsx", form(unit, number * 50))
    assert {outcome.fate.label for outcome in one_pass(workspace).outcomes} == {"已收"}
    return workspace


def consolidated(office: Workspace, *options: object) -> tuple[int, str, str]:
    result = baosong_here("-w", office.root, "consolidate", NAME, *map(str, options))
    return result.returncode, result.stdout, result.stderr


def rows_of(path: Path, sheet: str) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(path, data_only=True)
    return list(book[sheet].iter_rows(values_only=True))


def test_both_summaries_are_written_and_every_total_is_traced(office: Workspace) -> None:
    code, said, _ = consolidated(office)

    assert code == 0
    folder = office.results(NAME) / "汇总"
    assert f"同式汇总表：{folder / '月报同式汇总表.xlsx'}" in said
    book = folder / "月报同式汇总表.xlsx"
    assert openpyxl.load_workbook(book).sheetnames == [
        "统计表", "区", "县", "东河区", "西河区", "南山县", "说明", "来源",
    ]  # fmt: skip
    assert rows_of(book, "统计表")[3:] == [
        ("税收收入", "万元", 300, 2400, None),
        ("其中：增值税", "万元", 303, 2403, None),
    ]
    assert ("统计表!E4", "税收收入·完成率", "比率不相加，表样没有公式，留空。") in rows_of(
        book, "说明"
    )
    traced = baosong_here("-w", office.root, "trace", book, "统计表!D5").stdout
    assert traced.count("←") == 3
    assert "南山县 ← 南山县.xlsx「统计表」D5　原文“1201”" in traced


def test_a_row_of_a_cross_table_makes_a_table_by_unit(office: Workspace) -> None:
    code, said, _ = consolidated(office, "--field", "其中：增值税")

    assert code == 0
    path = office.results(NAME) / "汇总" / "月报其中：增值税分户表.xlsx"
    assert path.is_file(), said
    rows = rows_of(path, "分户表")
    assert rows[1][:5] == ("单位", "类别", "报送情况", "本月（万元）", "本年累计（万元）")
    assert [row[:5] for row in rows[2:]] == [
        ("东河区", "区", "已收", 51, 401),
        ("西河区", "区", "已收", 101, 801),
        ("区小计", None, "计入 2 家", 152, 1202),
        ("南山县", "县", "已收", 151, 1201),
        ("县小计", None, "计入 1 家", 151, 1201),
        ("合计", None, "计入 3 家", 303, 2403),
    ]
    live = openpyxl.load_workbook(path)["分户表"]
    assert [live.cell(row, 4).value for row in (5, 7, 8)] == [
        "=SUBTOTAL(109,D3:D4)", "=SUBTOTAL(109,D6:D6)", "=SUBTOTAL(109,D3:D7)",
    ]  # fmt: skip
    assert baosong_here("-w", office.root, "trace", path, "E8").stdout.count("←") == 3


def test_a_row_is_found_without_its_mark_of_a_part(office: Workspace) -> None:
    code, said, _ = consolidated(office, "--field", "增值税")

    assert (code, "月报增值税分户表.xlsx" in said) == (0, True)


def test_a_column_of_a_cross_table_makes_a_table_by_unit(office: Workspace) -> None:
    consolidated(office, "--field", "本月")

    rows = rows_of(office.results(NAME) / "汇总" / "月报本月分户表.xlsx", "分户表")
    assert rows[1][3:] == ("税收收入（万元）", "其中增值税（万元）")
    assert rows[-1][3:] == (300, 303)


def test_an_unknown_field_is_refused_with_the_names_that_are_like_it(office: Workspace) -> None:
    code, _, said = consolidated(office, "--field", "增值")

    assert code == 1
    assert said.startswith("任务里没有名为“增值”的填报项，也没有这样的行或列。相近的有：其中增值税")


def test_a_superior_s_form_is_filled_by_its_headings_and_the_rest_is_listed(
    office: Workspace, tmp_path: Path
) -> None:
    superior = tmp_path / "省表.xlsx"
    superior.write_bytes(workbook({"全省": SUPERIOR}))
    before = superior.read_bytes()

    code, said, _ = consolidated(office, "--into", superior)

    assert code == 0
    assert superior.read_bytes() == before
    filled = office.results(NAME) / "汇总" / "月报填报省表.xlsx"
    assert rows_of(filled, "全省")[2:] == [
        ("其中：增值税", 2403, 303, None),
        ("税收收入", 2400, 300, None),
        ("非税收入", None, None, None),
    ]
    assert "填报项“税收收入·完成率”在上级表里没有找到位置。" in said
    assert "「全省」D4 “税收收入·上年同期”在本任务里没有对应的填报项，留空。" in said
    notes = filled.with_name("月报填报省表说明.txt").read_text("utf-8-sig")
    assert notes.startswith("省表.xlsx：填入 4 项。\n")
    assert "「全省」B5 “非税收入·本年累计”在本任务里没有对应的填报项，留空。" in notes
    assert baosong_here("-w", office.root, "trace", filled, "B3").stdout.count("←") == 3


def test_a_superior_s_form_with_a_row_for_each_unit_is_filled_unit_by_unit(
    office: Workspace, tmp_path: Path
) -> None:
    superior = tmp_path / "各地.xlsx"
    superior.write_bytes(workbook({"各地": BY_UNIT}, ("B2:C2", "A2:A3")))

    _, said, _ = consolidated(office, "--into", superior)

    rows = rows_of(office.results(NAME) / "汇总" / "月报填报各地.xlsx", "各地")
    assert rows[3:] == [("南山县", 150, None), ("东河区", 50, None), ("合计", 300, None)]
    assert "“税收收入·本年累计”的计量单位不同：本任务是“万元”，上级表是“元”" in said
    assert "「各地」没有这些单位的行，没有填入：西河区。" in said


def test_a_superior_s_list_of_units_gets_a_row_for_each(office: Workspace, tmp_path: Path) -> None:
    rows: Rows = [
        ["各地税收收入情况表"],
        ["序号", "县（市、区）", "税收收入", None, "备注"],
        [None, None, "本月", "本年累计"],
        [1], [2],
        ["合计"],
        ["填表说明：按月报送。"],
    ]  # fmt: skip
    superior = tmp_path / "名单.xlsx"
    merges = ("A1:E1", "A2:A3", "B2:B3", "C2:D2", "E2:E3")
    superior.write_bytes(workbook({"表": rows}, merges))

    code, said, _ = consolidated(office, "--into", superior)

    assert code == 0, said
    path = office.results(NAME) / "汇总" / "月报填报名单.xlsx"
    assert rows_of(path, "表")[3:] == [
        (1, "东河区", 50, 400, None),
        (2, "西河区", 100, 800, None),
        (3, "南山县", 150, 1200, None),
        ("合计", None, 300, 2400, None),
        ("填表说明：按月报送。", None, None, None, None),
    ]
    assert openpyxl.load_workbook(path)["表"]["C7"].value == "=SUM(C4:C6)"
    assert baosong_here("-w", office.root, "trace", path, "C7").stdout.count("←") == 3


def test_what_a_superior_s_form_holds_already_stays(office: Workspace, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook({"全省": SUPERIOR})))
    book["全省"]["C4"] = 7
    book["全省"]["C5"] = "=C4-C3"
    book["全省"]["B4"] = "=B3*2"
    superior = tmp_path / "已填.xlsx"
    book.save(superior)

    _, said, _ = consolidated(office, "--into", superior)

    filled = openpyxl.load_workbook(office.results(NAME) / "汇总" / "月报填报已填.xlsx")["全省"]
    assert (filled["C4"].value, filled["B4"].value) == (7, "=B3*2")
    assert "「全省」C4 “税收收入·本月”已有内容“7”，没有覆盖，应填 300。" in said
    assert "“税收收入·本年累计”是表里的公式，算得 4806，各单位所报合计是 2400" in said
    rows = rows_of(office.results(NAME) / "汇总" / "月报填报已填.xlsx", "全省")
    assert rows[4][2] == -296, "computed with what was filled in"


def old_workbook() -> bytes:
    book = xlwt.Workbook()
    book.add_sheet("表").write(0, 0, "项目")
    book.save(stream := io.BytesIO())
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("旧.xls", old_workbook(), "另存为 .xlsx"),
        ("文.xlsx", b"no workbook", "不是 .xlsx 工作簿"),
        ("坏.xlsx", b"PK\x03\x04" + b"\x00" * 60, "不完整或已损坏"),
        (
            "别的.xlsx",
            workbook({"表": [["车辆登记"], ["车牌", "颜色"], ["甲"]]}),
            "没有一个标题与本任务的填报项相同",
        ),
    ],
)
def test_what_can_t_be_filled_is_refused_with_the_remedy(
    office: Workspace, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    code, _, said = consolidated(office, "--into", path)

    assert code == 1
    assert said.startswith(name)
    assert words in said
    assert not list((office.results(NAME) / "汇总").glob(f"*{path.stem}*"))


def test_only_one_of_field_and_into_is_taken(office: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(workbook({"表": SUPERIOR}))

    code, _, said = consolidated(office, "--field", "本月", "--into", path)

    assert code == 2
    assert "一次只用一个" in said
