"""What a process remembers of an office is what it would read again: books, texts, the ledger's history."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import openpyxl

from pipeline.clock import stopped_clock
from pipeline.office.context import open_office
from pipeline.setup.init import EXAMPLE
from tests.submissions import MOMENT, drop, form, one_pass, unit_answers

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.workspace import Workspace

TEXT = (
    "推行“一窗受理、限时办结”，在服务大厅设立文明引导岗，群众平均等候时间明显缩短，{}满意度提高。"
)


def write(office: Workspace, unit: str, text: str) -> None:
    answers = unit_answers(office, unit).with_singles(典型经验=text)
    drop(office, f"{unit}.xlsx", form(office, unit, answers))


def copies(office: Workspace) -> list[str]:
    report = one_pass(office)
    return [
        f"{outcome.unit} {finding.wanted}"
        for outcome in report.outcomes
        for finding in outcome.findings
        if finding.rule == "text-copied"
    ]


def test_a_copy_is_found_in_a_later_pass_and_not_after_its_text_was_taken_from_the_ledger(
    office: Workspace, tmp_path: Path
) -> None:
    drop(office, "东河区.xlsx", form(office, "东河区"))
    one_pass(office)
    earlier = {path: tmp_path / path.name for path in (office.ledger, office.ledger_proof)}
    for path, copy in earlier.items():
        shutil.copy(path, copy)
    write(office, "西河区", TEXT.format(""))
    assert copies(office) == []
    write(office, "新城区", TEXT.format("社会"))
    (found,) = copies(office)
    assert found.startswith("新城区 “西河区”已报的 西河区.xlsx")

    for path, copy in earlier.items():  # from a backup: neither of the two is in it
        shutil.copy(copy, path)
    write(office, "云岭市", TEXT.format("总体"))

    assert copies(office) == []


def test_a_campaign_book_is_read_again_where_its_bytes_are_others(office: Workspace) -> None:
    clock = stopped_clock(MOMENT)
    with open_office(office, clock) as opened:
        first = opened.campaign(EXAMPLE)
    with open_office(office, clock) as opened:
        assert opened.campaign(EXAMPLE) is first

    path = office.campaign_folder(EXAMPLE) / "任务书.xlsx"
    book = openpyxl.load_workbook(path)
    book["单位"].append(["新设的县"])
    book.save(path)

    with open_office(office, clock) as opened:
        second = opened.campaign(EXAMPLE)
        assert [unit.full_name for unit in second.units()][:-1] == [
            unit.full_name for unit in first.units()
        ]
        assert second.units()[-1].full_name == "新设的县"
