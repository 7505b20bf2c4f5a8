"""The blank in the office's own form: open where a unit fills it in, locked elsewhere, its look kept."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

import openpyxl
import pdfplumber
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from openpyxl.worksheet.datavalidation import DataValidation

from pipeline.campaign.blanks import blank_workbook
from pipeline.model.campaign import Shape
from pipeline.reading.fill import read_form
from pipeline.reading.identify import Claim, identify
from pipeline.workbook.package import read_package, write_package
from pipeline.workbook.reading.dropdowns import read_dropdowns
from pipeline.workbook.reading.read import read_book
from tests.campaign.books import MOMENT, drawn
from tests.conftest import require
from tests.reading.form_layouts import Layout, layouts
from tests.reading.published_forms import FORMS
from tests.reading.test_form_layouts import drafted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.filling import Filling

GENERATED = 20  # forms
KINDS = ("xlsx", "xls", "ods")
PRINTED = ("生产安全事故", "三公经费", "整改任务")
OWN = """
    | 扬尘治理情况 | < | < | < | < |
    | 填报单位： |  |  |  |  |
    | 序号 | 指标名称 | 计量单位 | 本月数 | 备注 |
    | 1 | 检查工地数 | 个 |  |  |
    | 2 | 整改工地数 | 个 |  |  |
    | 存在问题 |  | < | < | < |
    | 填报人： |  | 联系电话： |  |  |
"""


def blank_of(campaign: Campaign) -> bytes:
    return blank_workbook(campaign, campaign.units()[0], MOMENT)


def blank(form: str = OWN) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(blank_of(drafted(drawn({"统计表": form})))))


def open_cells(sheet: Worksheet) -> set[str]:
    return {
        cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked
    }


def changed(change: Callable[[Worksheet], None]) -> bytes:
    """The form with what the office itself set in its sheet."""
    book = openpyxl.load_workbook(io.BytesIO(drawn({"统计表": OWN})))
    change(book["统计表"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_the_cells_to_fill_in_are_open_and_the_printed_ones_locked() -> None:
    sheet = blank()["统计表"]

    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert open_cells(sheet) == {
        "D4", "E4", "D5", "E5", "B6", "C6", "D6", "E6", "B7", "D7", "E7",
    }  # fmt: skip
    assert sheet["B2"].value == "东河区"


def test_the_page_names_whose_form_it_is() -> None:
    assert blank()["统计表"].oddFooter.left.text == "本表限东河区填报"


@pytest.mark.parametrize(
    ("footer", "printed"),
    [
        ("&C第 &P 页", "&L本表限东河区填报&C第 &P 页"),
        ("第 &P 页", "&L本表限东河区填报&C第 &P 页"),
        ("&L甲&C乙", "&L甲&C乙&R本表限东河区填报"),
        ("&L甲&C乙&R丙", "&L本表限东河区填报　甲&C乙&R丙"),
    ],
)
def test_the_offices_own_page_footer_is_kept(footer: str, printed: str) -> None:
    def change(sheet: Worksheet) -> None:
        sheet.oddHeader.center.text = "页眉"
        sheet.oddFooter.center.text = "页脚"

    campaign = drafted(_with_footer(changed(change), footer))

    text = _sheet_xml(blank_of(campaign))

    assert f"<oddFooter>{printed.replace('&', '&amp;')}</oddFooter>" in text
    assert "页眉</oddHeader>" in text


def test_input_rules_are_added_where_the_office_has_none() -> None:
    def change(sheet: Worksheet) -> None:
        own = DataValidation(type="decimal", operator="greaterThan", formula1="5")
        own.add("D4")
        sheet.add_data_validation(own)

    book = openpyxl.load_workbook(io.BytesIO(blank_of(drafted(changed(change)))))
    rules = {str(rule.sqref): rule for rule in book["统计表"].data_validations.dataValidation}

    assert rules["D4"].formula1 == "5"
    assert (rules["D5"].type, rules["D5"].error) == ("whole", "“整改工地数”应填整数。")
    assert set(rules) == {"D4", "D5"}


def test_a_cell_that_the_form_computes_is_locked_and_has_no_rule() -> None:
    def change(sheet: Worksheet) -> None:
        sheet["D5"] = "=D4*2"

    book = openpyxl.load_workbook(io.BytesIO(blank_of(drafted(changed(change)))))
    sheet = book["统计表"]

    assert "D5" not in open_cells(sheet)
    assert sheet["D5"].value == "=D4*2"
    assert {str(rule.sqref) for rule in sheet.data_validations.dataValidation} == {"D4"}


def test_the_offices_own_protection_is_kept() -> None:
    def change(sheet: Worksheet) -> None:
        sheet.protection.sheet = True
        sheet.protection.password = "甲"  # noqa: S105 - of a form, not of ours

    book = openpyxl.load_workbook(io.BytesIO(blank_of(drafted(changed(change)))))

    assert book["统计表"].protection.password is not None
    assert "D4" in open_cells(book["统计表"])


def test_rows_may_be_inserted_where_the_form_is_a_list() -> None:
    form = """
        | 项目清单 | < | < | < |
        | 序号 | 项目名称 | 建设地点 | 总投资（万元） |
        | 1 |  |  |  |
        | 2 |  |  |  |
        | 注：按项目填报，在建项目都要填，已竣工的不填。 | < | < | < |
    """
    sheet = blank(form)["统计表"]

    assert not sheet.protection.insertRows
    assert open_cells(sheet) == {f"{column}{row}" for column in "BCD" for row in (3, 4)}
    assert blank()["统计表"].protection.insertRows  # of single fields


def test_a_sheet_without_places_stays_open() -> None:
    content = drawn({"统计表": OWN, "说明": "| 填表说明 |\n| 一、统计口径为全部在建工地。 |"})

    book = openpyxl.load_workbook(io.BytesIO(blank_of(drafted(content))))

    assert not book["说明"].protection.sheet


def test_drop_downs_of_the_form_are_kept() -> None:
    def change(sheet: Worksheet) -> None:
        own = DataValidation(type="list", formula1='"是,否"')
        own.add("E4")
        sheet.add_data_validation(own)

    content = blank_of(drafted(changed(change)))

    assert [
        options
        for (_, at), options in read_dropdowns(content, "表.xlsx").items()
        if str(at) == "E4"
    ] == [("是", "否")]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(layouts())
def test_every_place_of_any_form_is_open_and_every_heading_locked(layout: Layout) -> None:
    campaign = drafted(layout.content())
    book = openpyxl.load_workbook(io.BytesIO(blank_of(campaign)))
    form = openpyxl.load_workbook(io.BytesIO(layout.content()))

    for field in campaign.fields:
        assert field.place is not None
        cell = book[field.place.sheet][str(field.place.at)]
        computed = str(form[field.place.sheet][str(field.place.at)].value or "").startswith("=")
        assert cell.protection.locked == computed, (field.name, cell.coordinate)
    for sheet in form:
        for row in sheet.iter_rows():
            for cell in row:
                text = str(cell.value or "")
                if text and not text.endswith(("：", ":")):
                    assert book[sheet.title][cell.coordinate].protection.locked


def _cell(book: openpyxl.Workbook, field: Field) -> Cell:
    """The cell where *field* is filled in: of a list, below its heading."""
    assert field.place is not None
    sheet = book[field.place.sheet]
    cell = sheet[str(field.place.at)]
    for merged in sheet.merged_cells.ranges:
        if cell.coordinate in merged:
            cell = sheet.cell(merged.min_row, merged.min_col)
            below = merged.max_row + 1
            break
    else:
        below = cell.row + 1
    return sheet.cell(below, cell.column) if field.shape is Shape.LIST else cell


def _with_footer(content: bytes, footer: str) -> bytes:
    parts = read_package(content, "表样.xlsx")
    path = "xl/worksheets/sheet1.xml"
    element = f"<oddFooter>{footer.replace('&', '&amp;')}</oddFooter>".encode()
    parts[path] = re.sub(rb"<oddFooter>.*?</oddFooter>", element, parts[path])
    return write_package(parts, content)


def _sheet_xml(content: bytes) -> str:
    return read_package(content, "表.xlsx")["xl/worksheets/sheet1.xml"].decode()


def fill_in(campaign: Campaign, path: Path) -> dict[str, str]:
    """Write a blank with another number in each of its places; return them by the codes of the fields."""
    book = openpyxl.load_workbook(io.BytesIO(blank_of(campaign)))
    typed = {}
    for number, field in enumerate(campaign.fields, start=1001):
        cell = _cell(book, field)
        printed = str(cell.value or "")
        label = re.search(f"{field.name}[：:]", printed)
        cell.value = (
            f"{printed[: label.end()]}{number}{printed[label.end() :]}" if label else number
        )
        typed[field.code] = str(number)
    book.save(path)
    return typed


def answers_in(filling: Filling) -> dict[str, str]:
    listed = (each for row in filling.rows for each in row.answers)
    return {each.field_code: each.typed for each in (*filling.singles, *listed) if each.typed}


def converted_all(paths: Sequence[Path], kind: str) -> list[Path]:
    office = shutil.which("soffice")
    require(office, "LibreOffice")
    folder = paths[0].parent / "存"
    profile = f"-env:UserInstallation={(paths[0].parent / 'profile').as_uri()}"
    subprocess.run(
        [str(office), profile, "--headless", "--convert-to", kind, "--outdir", folder, *paths],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return [folder / f"{path.stem}.{kind}" for path in paths]


@dataclass(frozen=True, slots=True)
class FilledIn:
    """A blank of a published form with a number in each place, as LibreOffice saved it in each kind."""

    campaign: Campaign
    typed: dict[str, str]
    saved: dict[str, bytes]


@pytest.fixture(scope="module")
def filled_in(tmp_path_factory: pytest.TempPathFactory) -> dict[str, FilledIn]:
    """The blanks of all published forms; LibreOffice starts once for each kind of file."""
    folder = tmp_path_factory.mktemp("填好")
    campaigns = {name: drafted(drawn({"统计表": FORMS[name][0]})) for name in FORMS}
    paths = {name: folder / f"{number}.xlsx" for number, name in enumerate(FORMS)}
    typed = {name: fill_in(campaigns[name], paths[name]) for name in FORMS}
    saved: dict[str, dict[str, bytes]] = {name: {} for name in FORMS}
    for kind in KINDS:
        for name, path in zip(FORMS, converted_all([*paths.values()], kind), strict=True):
            saved[name][kind] = path.read_bytes()
    return {name: FilledIn(campaigns[name], typed[name], saved[name]) for name in FORMS}


@pytest.mark.render
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", FORMS)
def test_a_blank_filled_in_and_saved_by_libreoffice_is_read_whole(
    name: str, kind: str, filled_in: dict[str, FilledIn]
) -> None:
    blank = filled_in[name]
    back = read_book(blank.saved[kind], f"东河区.{kind}")
    claim = identify(back, [blank.campaign])

    assert isinstance(claim, Claim)
    assert claim.stamp_version == blank.campaign.version
    assert answers_in(read_form(back, blank.campaign, claim)) == blank.typed


def generated_forms() -> list[bytes]:
    """Twenty forms as offices lay them out, the same in every run."""
    found: list[bytes] = []

    @settings(
        max_examples=40, derandomize=True, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(layouts())
    def collect(layout: Layout) -> None:
        if len(found) < GENERATED:
            found.append(layout.content())

    collect()
    return found


@pytest.mark.render
@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_twenty_generated_blanks_saved_by_libreoffice_are_read_whole(
    kind: str, tmp_path: Path
) -> None:
    forms = generated_forms()
    assert len(forms) == GENERATED
    campaigns = [drafted(content) for content in forms]
    paths, typed = [], []
    for number, campaign in enumerate(campaigns):
        paths.append(tmp_path / f"{number}.xlsx")
        typed.append(fill_in(campaign, paths[-1]))

    saved = converted_all(paths, kind)

    for campaign, path, values in zip(campaigns, saved, typed, strict=True):
        back = read_book(path.read_bytes(), path.name)
        claim = identify(back, [campaign])
        assert isinstance(claim, Claim)
        assert answers_in(read_form(back, campaign, claim)) == values


@pytest.mark.render
@pytest.mark.long
def test_twenty_generated_blanks_print_as_their_forms_do(tmp_path: Path) -> None:
    for folder in ("表样", "空白表"):
        (tmp_path / folder).mkdir()
    for number, content in enumerate(generated_forms()):
        (tmp_path / "表样" / f"{number}.xlsx").write_bytes(content)
        (tmp_path / "空白表" / f"{number}.xlsx").write_bytes(blank_of(drafted(content)))

    before, after = (
        converted_all(sorted((tmp_path / folder).iterdir()), "pdf") for folder in ("表样", "空白表")
    )

    for form, blank_form in zip(before, after, strict=True):
        assert printed(form) - printed(blank_form) == set(), form


@pytest.fixture(scope="module")
def pages_of(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Path]]:
    """The printed form and the printed blank of some forms, all converted in one call."""
    folder = tmp_path_factory.mktemp("打印")
    paths = []
    for number, name in enumerate(PRINTED):
        form = drawn({"统计表": FORMS[name][0]})
        for kind, content in (("表样", form), ("空白表", blank_of(drafted(form)))):
            paths.append(folder / f"{number}{kind}.xlsx")
            paths[-1].write_bytes(content)
    made = converted_all(paths, "pdf")
    return dict(zip(PRINTED, zip(made[::2], made[1::2], strict=True), strict=True))


@pytest.mark.render
@pytest.mark.parametrize("name", PRINTED)
def test_a_blank_prints_as_the_form_does(name: str, pages_of: dict[str, tuple[Path, Path]]) -> None:
    """Every word of the form is at its place; only the footer and the unit's name are new."""
    before, after = map(printed, pages_of[name])

    assert before - after == set()
    new = sorted(character for *_, character in after - before)
    assert new in (sorted("本表限东河区填报"), sorted("本表限东河区填报东河区"))


def printed(path: Path) -> set[tuple[int, int, int, str]]:
    """Each character of the pages: page, place in points, itself."""
    with pdfplumber.open(path) as pdf:
        return {
            (number, round(char["x0"]), round(char["top"]), char["text"])
            for number, page in enumerate(pdf.pages)
            for char in page.chars
        }
