"""The child process that reads: it answers as the reader does, and may die."""

from __future__ import annotations

import multiprocessing
import sys

import pytest

from pipeline.errors import WorkbookUnreadable
from pipeline.workbook.read import read_book
from pipeline.workbook.worker import reading_worker
from tests.workbook.packages import plan, with_rows, written

GOOD = written(plan("甲"))


def test_the_worker_reads_what_the_reader_reads_and_leaves_no_child() -> None:
    with reading_worker() as read:
        book = read(GOOD, "报送表.xlsx")

    assert book == read_book(GOOD, "报送表.xlsx")
    assert multiprocessing.active_children() == []


def test_a_refusal_comes_back_as_it_was_and_the_child_lives_on() -> None:
    with reading_worker() as read:
        with pytest.raises(WorkbookUnreadable) as refused:
            read(with_rows('<row r="9"><c r="XFD9"><v>1</v></c></row>'), "坏表.xlsx")
        (before,) = multiprocessing.active_children()
        read(GOOD, "好表.xlsx")
        (after,) = multiprocessing.active_children()

    assert "XFD9" in str(refused.value)
    assert before.name == after.name


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds a process's memory")
def test_a_file_that_eats_the_memory_is_given_up_and_the_next_one_read() -> None:
    row = "".join("<c><v>1</v></c>" for _ in range(100))
    content = with_rows(f"<row>{row}</row>" * 4_500)

    with reading_worker(memory_mb=200) as read:
        with pytest.raises(WorkbookUnreadable, match=r"读不下|异常退出"):
            read(content, "大表.xlsx")
        assert read(GOOD, "好表.xlsx").name == "好表.xlsx"
