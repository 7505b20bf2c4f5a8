"""A drafted 任务书 that is still to be edited: the commands go on, and each reminds of it once."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING

import openpyxl

from tests.programs import LATER, baosong_here, until, watching
from tests.story.test_cli import own_form, own_roster, settle_placeholders
from tests.submissions import drop

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.workspace import Workspace

NAME = "安全生产"
baosong = partial(baosong_here, BAOSONG_NOW=LATER)


def test_every_command_goes_on_and_names_the_cells_once(fresh: Workspace, tmp_path: Path) -> None:
    form, roster = own_form(tmp_path), own_roster(tmp_path)
    baosong("-w", fresh.root, "campaign", "new", NAME, "--form", form, "--units", roster)
    checked = baosong("-w", fresh.root, "campaign", "check", NAME)
    cells = re.findall(r"「(.+?)」(\w+)：还留着", checked.stdout)

    made = baosong("-w", fresh.root, "blanks", NAME)
    for blank in fresh.results(NAME).glob("表样/*.xlsx"):
        drop(fresh, blank.name, blank.read_bytes())
    processed = baosong("-w", fresh.root, "process", "--json")
    again = baosong("-w", fresh.root, "process")
    added_up = baosong("-w", fresh.root, "consolidate", NAME)

    report = json.loads(processed.stdout)
    assert len(report["files"]) == 2
    (note,) = [each for each in report["notes"] if NAME in each]
    assert ("任务", "B5") in cells
    assert all(at in note for at in {at for _, at in cells})
    assert "「任务」C3、B5、" in note
    assert (
        f"请改为实际内容（说明里的请核对后删去），再用 baosong campaign check {NAME} 核对" in note
    )
    for result in (made, again, added_up):
        assert result.returncode == 0, result.stderr
        assert result.stderr.count("还留着") == 1
        assert note in result.stderr


def test_a_settled_book_and_a_name_left_open_are_no_reminder(
    fresh: Workspace, tmp_path: Path
) -> None:
    form, roster = own_form(tmp_path), own_roster(tmp_path)
    baosong("-w", fresh.root, "campaign", "new", NAME, "--form", form, "--units", roster)
    path = fresh.campaigns / NAME / "任务书.xlsx"
    settle_placeholders(path)
    book = openpyxl.load_workbook(path)
    items = book["任务"]
    contact = next(row for row in items.iter_rows() if row[0].value == "联系人")
    contact[1].value = "〇〇〇"
    book.save(path)

    made = baosong("-w", fresh.root, "blanks", NAME)
    processed = baosong("-w", fresh.root, "process", "--json")

    assert made.returncode == 0, made.stderr
    assert "还留着" not in made.stderr
    assert json.loads(processed.stdout)["notes"] == []


def test_the_watcher_reminds_at_its_start_and_when_the_book_changes(
    fresh: Workspace, tmp_path: Path
) -> None:
    form, roster = own_form(tmp_path), own_roster(tmp_path)
    baosong("-w", fresh.root, "campaign", "new", NAME, "--form", form, "--units", roster)
    path = fresh.campaigns / NAME / "任务书.xlsx"
    book = openpyxl.load_workbook(path)
    places = [(sheet.title, cell) for sheet in book for row in sheet for cell in row if cell.value]
    office_cell = next(cell for title, cell in places if (title, cell.coordinate) == ("任务", "B5"))

    with watching(fresh, tmp_path / "said.log", "--every", "5") as watcher:
        assert until(lambda: watcher.output().count("还留着") == 1), "at its start"
        (fresh.inbox / "东河区.xlsx").write_bytes(b"no workbook")
        assert until(lambda: watcher.printed("待认领"))
        assert watcher.output().count("还留着") == 1, "not with every file"
        office_cell.value = "市应急局"
        book.save(path)
        assert until(lambda: watcher.output().count("还留着") == 2), "the book changed"
        first, second = (line for line in watcher.output().splitlines() if "还留着" in line)
        assert ("B5" in first, "B5" in second) == (True, False)
        settle_placeholders(path)
        (fresh.inbox / "西河区.xlsx").write_bytes(b"no workbook either")
        assert until(lambda: watcher.printed("西河区.xlsx"))
        watcher.stop()

    assert watcher.output().count("还留着") == 2
