"""What Excel reads, our reader reads: each cell against another library's, over generated workbooks."""

from __future__ import annotations

import io
import shutil
import struct
import subprocess
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

import pytest
import xlrd
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.workbook.reading.read import read_book
from pipeline.workbook.worker import reading_worker
from tests.conftest import require
from tests.fuzz.corpus import compared
from tests.workbook.odd_packages import DAY, DURATION, MOMENT, PERCENT, Typed, Way, package
from tests.workbook.packages import changed
from tests.workbook.second_reader import by_openpyxl, by_xlrd, differences, ours

if TYPE_CHECKING:
    from pathlib import Path

    from tests.workbook.odd_packages import Rows

ERRORS: Final = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")
WORDS: Final = st.text(
    alphabet=st.sampled_from("东河区已创建数一二三abc 123.,%&<>\"'é镕堃㐀"), min_size=1, max_size=12
).filter(str.strip)
NUMBERS: Final = st.one_of(
    st.integers(-(10**9), 10**9).map(str),
    st.decimals(-(10**6), 10**6, places=4, allow_nan=False).map(str),
)
SERIALS: Final = st.integers(367, 60_000)
CELLS: Final = st.one_of(
    st.none(),
    st.builds(Typed, st.just("s"), WORDS),
    st.builds(Typed, st.just("inlineStr"), WORDS),
    st.builds(Typed, st.just("str"), WORDS, formula=st.just('T("甲")')),
    st.builds(Typed, st.just("n"), NUMBERS),
    st.builds(Typed, st.just("n"), NUMBERS, formula=st.just("1+1")),
    st.builds(Typed, st.just("n"), st.integers(0, 40_000).map(lambda n: f"{n / 10_000}"), st.just(PERCENT)),
    st.builds(Typed, st.just("n"), SERIALS.map(str), st.just(DAY)),
    st.builds(Typed, st.just("n"), SERIALS.map(lambda n: f"{n}.75"), st.just(MOMENT)),
    st.builds(Typed, st.just("n"), st.integers(0, 400).map(lambda n: f"{n / 8}"), st.just(DURATION)),
    st.builds(Typed, st.just("b"), st.sampled_from("01")),
    st.builds(Typed, st.just("e"), st.sampled_from(ERRORS)),
    st.builds(Typed, st.just("e"), st.sampled_from(ERRORS), formula=st.just("1/0")),
)  # fmt: skip
SHEETS: Final = st.dictionaries(
    st.sampled_from(["基本情况", "创建单位名单", "Sheet 3"]),
    st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=6),
    min_size=1,
    max_size=3,
)
WAYS: Final = st.builds(
    Way,
    addresses=st.sampled_from(["all", "none", "half"]),
    encoding=st.sampled_from(["utf-8", "utf-16", "utf-16-be", "gb18030"]),
    workbook=st.sampled_from(
        ["xl/workbook.xml", "xl/workbook2.xml", "workbook.xml", "Excel/book/Workbook.xml"]
    ),
    foreign=st.booleans(),
    capitals=st.booleans(),
    strict=st.booleans(),
    absolute=st.booleans(),
)
SOME: Final = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)


@SOME
@given(SHEETS, WAYS)
def test_a_package_reads_as_the_second_reader_reads_it_however_it_is_written(
    sheets: dict[str, Rows], way: Way
) -> None:
    # openpyxl reads the usual way of writing, which every program reads alike.
    expected = by_openpyxl(package(sheets))

    assert differences(ours(read_book(package(sheets, way), "表")), expected) == []


@pytest.mark.parametrize(
    "way",
    [
        Way(addresses="none"), Way(addresses="half"), Way(encoding="utf-16"),
        Way(workbook="xl/workbook2.xml"), Way(workbook="xl/workbook2.xml", absolute=True),
    ],
    ids=str,
)  # fmt: skip
def test_the_second_reader_reads_the_same_bytes(way: Way) -> None:
    rows: Rows = [[Typed("s", "甲"), None, Typed("n", "3")], [None, Typed("n", "0.5", PERCENT)]]
    content = package({"表": rows}, way)

    read = ours(read_book(content, "表"))

    assert read == {"表": {"A1": "甲", "C1": "3", "B2": "50%"}}
    assert differences(read, by_openpyxl(content)) == []


_CODES: Final = {text: code for code, text in xlrd.error_text_from_code.items()}


def as_xls(sheets: dict[str, Rows]) -> bytes:
    """The same cells in an .xls."""
    book = xlwt.Workbook(encoding="utf-8")
    looks = [
        xlwt.easyxf(num_format_str=code)
        for code in ("General", "0.00%", "YYYY-MM-DD", "YYYY-MM-DD HH:MM", "[h]:mm:ss")
    ]
    for title, rows in sheets.items():
        sheet = book.add_sheet(title)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if cell is None:
                    sheet.write(row, column, None, looks[DAY])
                elif cell.kind == "e":
                    sheet.row(row).set_cell_error(column, _CODES[cell.text])
                elif cell.kind == "b":
                    sheet.row(row).set_cell_boolean(column, cell.text == "1")
                elif cell.kind == "n":
                    sheet.write(row, column, float(cell.text), looks[cell.look])
                else:
                    sheet.write(row, column, cell.text)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@SOME
@given(
    SHEETS,
    st.sampled_from([1200, 1252, 936, 950, 65001, 10000]),
    st.sampled_from(["Workbook", "WORKBOOK", "workbook"]),
)
def test_an_xls_reads_as_the_second_reader_reads_it_whatever_code_page_and_letters(
    sheets: dict[str, Rows], code_page: int, stream: str
) -> None:
    plain = as_xls(sheets)
    stated = struct.pack("<HHH", 0x42, 2, 1200)
    assert stated in plain
    odd = plain.replace(stated, struct.pack("<HHH", 0x42, 2, code_page), 1)
    odd = odd.replace("Workbook".encode("utf-16-le"), stream.encode("utf-16-le"), 1)

    assert differences(ours(read_book(odd, "表")), by_xlrd(plain)) == []


def test_a_number_format_beyond_the_usual_numbers_is_found() -> None:
    plain = as_xls({"表": [[Typed("n", "46295", DAY), Typed("n", "31323.5")]]})
    odd = bytearray(plain)
    own = 0
    # The format of the day becomes number 1000, as some exporters count.
    for kind, place in _globals(plain):
        if kind == 0x041E and not own and b"YYYY" in plain[place : place + 40]:
            (own,) = struct.unpack_from("<H", plain, place)
            struct.pack_into("<H", odd, place, 1000)
    for kind, place in _globals(plain):
        if kind == 0x00E0 and struct.unpack_from("<H", plain, place + 2) == (own,):
            struct.pack_into("<H", odd, place + 2, 1000)
    assert own

    assert ours(read_book(bytes(odd), "表")) == by_xlrd(plain)


def _globals(content: bytes) -> list[tuple[int, int]]:
    """Kind and place of each record before the sheets of what xlwt wrote."""
    at = content.index(struct.pack("<HHH", 0x0809, 16, 0x0600))
    found: list[tuple[int, int]] = []
    while True:
        kind, length = struct.unpack_from("<HH", content, at)
        if kind == 0x000A:
            return found
        found.append((kind, at + 4))
        at += 4 + length


@pytest.mark.render
@pytest.mark.parametrize("kind", ["xls", "ods", "xlsx"])
def test_what_an_office_program_saves_reads_as_the_second_reader_read_it_before(
    kind: str, tmp_path: Path
) -> None:
    office = shutil.which("soffice")
    require(office, "LibreOffice")
    rows: Rows = [
        [Typed("s", "东河区"), Typed("n", "30.5"), Typed("n", "0.855", PERCENT)],
        [Typed("n", "46295", DAY), Typed("n", "46295.75", MOMENT), Typed("n", "2.5", DURATION)],
        [Typed("e", "#DIV/0!", formula="1/0"), Typed("e", "#N/A", formula="NA()"), None],
        [Typed("e", "#REF!", formula="#REF!"), Typed("n", "-1200000", formula="-1200*1000")],
    ]
    path = tmp_path / "原件.xlsx"
    path.write_bytes(package({"基本情况": rows, "名单": rows[:1]}))

    subprocess.run(
        [
            str(office), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
            "--convert-to", kind, "--outdir", str(tmp_path / "另存"), str(path),
        ],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip

    saved = read_book((tmp_path / "另存" / f"原件.{kind}").read_bytes(), "表")
    assert differences(ours(saved), by_openpyxl(path.read_bytes())) == []


def test_the_comparison_finds_what_differs() -> None:
    rows: Rows = [[Typed("n", "46295", DAY), Typed("s", "甲"), Typed("n", "0.5", PERCENT)]]
    read = ours(read_book(package({"表": rows}), "表"))

    assert read == {"表": {"A1": "2026-09-30T00:00:00", "B1": "甲", "C1": "50%"}}
    assert differences(read, {"表": {"A1": "46295", "B1": "甲", "C1": "0.5"}, "二": {}}) == [
        "sheet 二: only one has it",
        "表!A1: '2026-09-30T00:00:00', the other reads '46295'",
        "表!C1: '50%', the other reads '0.5'",
    ]
    assert date(1899, 12, 30) + timedelta(days=46295) == date(2026, 9, 30)
    assert datetime(2026, 9, 30).isoformat() in read["表"].values()  # noqa: DTZ001 - a cell has no zone


def test_a_folder_of_workbooks_is_compared_file_by_file(tmp_path: Path) -> None:
    rows: Rows = [[Typed("s", "甲"), Typed("n", "0.5", PERCENT)]]
    (tmp_path / "a.xlsx").write_bytes(package({"表": rows}))
    (tmp_path / "b.xls").write_bytes(as_xls({"表": rows}))
    (tmp_path / "c.txt").write_bytes(b"\x00\x01")
    # openpyxl leaves out what is under a merged range.
    (tmp_path / "d.xlsx").write_bytes(
        changed(
            package({"表": rows}), "xl/worksheets/sheet1.xml",
            lambda xml: xml.replace(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells>'),
        )
    )  # fmt: skip

    with reading_worker() as worker:
        outcomes = list(compared(tmp_path, worker))

    assert [outcome for outcome, _ in outcomes] == ["same", "same", "refused", "differs"]
    assert outcomes[3][1].endswith("表!B1: '50%', the other reads '' (1)")
