"""The child process that reads and marks up: it answers as the functions do, and may die."""

from __future__ import annotations

import logging
import multiprocessing
import sys
from typing import TYPE_CHECKING

import pytest

from pipeline.model.finding import Level
from pipeline.sandbox import run
from pipeline.workbook.errors import MarkupImpossible, WorkbookUnreadable
from pipeline.workbook.markup import Mark, mark_up
from pipeline.workbook.reading.read import read_book
from pipeline.workbook.worker import reading_worker
from tests.workbook.packages import plan, with_rows, written

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("new_children")

GOOD = written(plan("甲"))
MARKS = (Mark("基本情况", "A1", "请核对。", Level.ERROR),)
BOUNDED = pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds a process so")


@pytest.fixture
def misbehaving(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The child, newly started, reads with a function of this test that misbehaves."""
    (tmp_path / "sitecustomize.py").write_text(MISBEHAVING, "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))


# The name of a file says what its reading does; a mark in the folder, whether it was tried before.
MISBEHAVING = """
import os, sys, time
from importlib.abc import MetaPathFinder


class _Finder(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == "pipeline.sandbox.child":
            sys.meta_path.remove(self)
            from pipeline.workbook.reading import read
            real = read.read_book

            def misread(content, name):
                what, _, mark = name.partition("|")
                first = mark and not os.path.exists(mark)
                if mark:
                    open(mark, "a").close()
                if what == "dies" or (what == "dies once" and first):
                    os.abort()
                if what == "is killed":
                    os.kill(os.getpid(), 9)
                if what == "hangs":
                    time.sleep(60)
                if what == "works":
                    while True:
                        pass
                if what == "labours":
                    end = time.process_time() + 0.6
                    while time.process_time() < end:
                        pass
                if what == "eats":
                    eaten = [bytes(10_000_000) for _ in range(1000)]
                if what == "breaks":
                    raise AttributeError("nobody foresaw")
                if what == "writes":
                    with open(mark, "wb") as stream:
                        stream.write(bytes(1_000_000))
                return real(content, name)

            read.read_book = misread
        return None


sys.meta_path.insert(0, _Finder())
"""


def test_the_worker_reads_what_the_reader_reads_and_leaves_no_child() -> None:
    with reading_worker() as read:
        book = read(GOOD, "报送表.xlsx")

    assert book == read_book(GOOD, "报送表.xlsx")
    assert multiprocessing.active_children() == []


def test_one_child_reads_and_marks_up() -> None:
    with reading_worker() as worker:
        worker.read(GOOD, "报送表.xlsx")
        pid = worker.pid
        marked = worker.mark_up(GOOD, "报送表.xlsx", MARKS)

        assert worker.pid == pid
    assert marked == mark_up(GOOD, "报送表.xlsx", MARKS)


def test_a_refusal_is_passed_on_unchanged_and_the_child_stays_alive() -> None:
    with reading_worker() as worker:
        pid = worker.pid
        with pytest.raises(WorkbookUnreadable) as refused:
            worker.read(with_rows('<row r="9"><c r="XFD9"><v>1</v></c></row>'), "坏表.xlsx")
        with pytest.raises(MarkupImpossible, match=r"不是 \.xlsx"):
            worker.mark_up(b"x", "坏表.xls", MARKS)
        worker.read(GOOD, "好表.xlsx")

        assert worker.pid == pid
    assert "XFD9" in str(refused.value)


def test_what_is_too_long_is_refused_before_it_is_sent() -> None:
    with reading_worker() as worker, pytest.raises(WorkbookUnreadable, match="超过 16 MB"):
        worker.read(b"," * (16 * 1024 * 1024 + 1), "长.csv")
    assert multiprocessing.active_children() == []


def test_a_child_killed_from_outside_loses_no_file() -> None:
    with reading_worker() as worker:
        worker.read(GOOD, "一.xlsx")
        (process,) = multiprocessing.active_children()
        process.kill()
        process.join()

        assert worker.read(GOOD, "二.xlsx").sheets[0].cells
        assert worker.crashes == 1


@pytest.mark.usefixtures("misbehaving")
def test_a_file_is_retried_once_when_the_child_crashed(tmp_path: Path) -> None:
    with reading_worker() as worker:
        assert worker.read(GOOD, f"dies once|{tmp_path / 'tried'}").sheets
        assert worker.crashes == 1


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ("dies", "程序两次异常退出"),
        pytest.param("is killed", "内存不够", marks=BOUNDED),
        pytest.param("works", "超时", marks=BOUNDED),
        pytest.param("eats", "内存不够", marks=BOUNDED),
        ("hangs", "超时"),
    ],
)
@pytest.mark.usefixtures("misbehaving")
def test_a_file_that_kills_two_children_is_refused_and_the_next_one_read(
    what: str,
    message: str,
) -> None:
    with reading_worker(cpu_s=1.0, wall_s=4.0) as worker:
        with pytest.raises(WorkbookUnreadable, match=message):
            worker.read(GOOD, what)

        assert worker.crashes == 2
        assert worker.read(GOOD, "好表.xlsx").name == "好表.xlsx"
    assert multiprocessing.active_children() == []


@BOUNDED
@pytest.mark.usefixtures("misbehaving")
def test_a_file_that_keeps_the_processor_busy_is_ended_long_before_the_clock_would() -> None:
    with reading_worker(cpu_s=1.0, wall_s=120.0) as worker:
        with pytest.raises(WorkbookUnreadable, match="超时"):
            worker.read(GOOD, "works")

        assert "120" not in worker.last_crash, "the clock ended it, not the bound on processor time"


@BOUNDED
@pytest.mark.usefixtures("misbehaving")
def test_the_bound_on_processor_time_is_for_each_file_and_not_for_all_together() -> None:
    with reading_worker(cpu_s=1.0, wall_s=60.0) as worker:
        for _ in range(6):
            worker.read(GOOD, "labours")

        assert worker.crashes == 0


@pytest.mark.usefixtures("misbehaving")
def test_an_unforeseen_error_is_reported_as_damage_and_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING), reading_worker() as worker:
        with pytest.raises(WorkbookUnreadable, match="文件已损坏"):
            worker.read(GOOD, "breaks")
        assert worker.read(GOOD, "好表.xlsx").sheets
    assert "nobody foresaw" in caplog.text


@BOUNDED
@pytest.mark.usefixtures("misbehaving")
def test_the_child_can_write_next_to_nothing(tmp_path: Path) -> None:
    with reading_worker() as worker, pytest.raises(WorkbookUnreadable):
        worker.read(GOOD, f"writes|{tmp_path / 'escaped'}")

    assert (tmp_path / "escaped").stat().st_size <= 64 * 1024


@BOUNDED
def test_a_child_that_can_not_start_is_the_machines_fault_and_not_the_files(
    monkeypatch: pytest.MonkeyPatch,
) -> None:

    monkeypatch.setattr(run, "START_S", 0.0)
    with reading_worker() as worker, pytest.raises(OSError, match="启动不了"):
        worker.read(GOOD, "好表.xlsx")


def test_the_last_words_of_a_child_leave_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with reading_worker() as worker:
        worker.read(GOOD, "好表.xlsx")

    assert list(tmp_path.iterdir()) == []
