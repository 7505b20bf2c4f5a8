"""The status page in a real browser, and what a unit's name can do to it."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from pipeline.board.facts import BoardFacts
from pipeline.board.page import status_page
from pipeline.board.workbook import board_workbook
from pipeline.workbook.reading.read import read_book
from tests.conftest import require
from tests.offices import MOMENT, campaign, collected, reported

if TYPE_CHECKING:
    from pathlib import Path


def facts() -> BoardFacts:
    held = campaign("<b>东河区</b>", "=西河区", "新城区", exempt="新城区")
    made = collected(held, reported(held, {"<b>东河区</b>": {"B1": 3}}))
    return BoardFacts(held, made.period, made.standings, (), (), {})


def test_a_name_is_text_and_nothing_else() -> None:
    page = status_page(facts(), MOMENT)

    assert "<b>东河区</b>" not in page
    assert "&lt;b&gt;东河区&lt;/b&gt;" in page
    book = read_book(board_workbook(facts(), MOMENT), "台账.xlsx")
    status = book.sheet("报送情况")
    assert status is not None
    assert "=西河区" in {str(cell.value) for cell in status.cells.values()}


def test_each_light_has_its_word_for_black_and_white_print() -> None:
    page = status_page(facts(), MOMENT)

    for light, word in {"green": "绿", "red": "红", "grey": "灰"}.items():
        assert f'<span class="dot {light}">{word}</span>' in page
    assert "应报 <b>2</b> 家，已报 <b>1</b> 家（50%）" in page
    assert "已过截止 3 天" in page


def test_the_same_facts_give_the_same_page_and_workbook() -> None:
    assert status_page(facts(), MOMENT) == status_page(facts(), MOMENT)
    assert board_workbook(facts(), MOMENT) == board_workbook(facts(), MOMENT)


@pytest.mark.browser
def test_a_browser_shows_it_without_any_network(tmp_path: Path) -> None:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    require(browser, "Chromium")
    page = tmp_path / "报送情况.html"
    page.write_text(status_page(facts(), MOMENT), encoding="utf-8")

    shown = subprocess.run(
        [
            str(browser), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
            "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", page.as_uri(),
        ],
        capture_output=True, text=True, check=True, timeout=300,
    ).stdout  # fmt: skip

    assert "<title>创建报送情况</title>" in shown
    assert shown.count('class="dot') == 3
