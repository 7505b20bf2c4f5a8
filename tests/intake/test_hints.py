from __future__ import annotations

import errno
import shutil
import threading
from typing import TYPE_CHECKING

import pytest
from watchdog.observers.api import EventEmitter
from watchdog.observers.polling import PollingEmitter, PollingObserver

from pipeline.intake import hints
from pipeline.intake.hints import watch_inbox

if TYPE_CHECKING:
    from pathlib import Path

LONG_S = 180.0  # never waited out: a hint comes much sooner
SHORT_S = 0.4
POLL_S = 0.2
PAST_A_POLL_S = 4 * POLL_S


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the folder be listed, and the watcher be checked, ten times as often."""
    monkeypatch.setattr(hints, "_POLL_S", POLL_S)
    monkeypatch.setattr(hints, "_CHECK_S", POLL_S)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("polling", [False, True])
def test_a_file_that_comes_ends_the_wait(inbox: Path, *, polling: bool) -> None:
    with watch_inbox(inbox, polling=polling) as wait:
        (inbox / "东河区.xlsx").write_bytes(b"x")

        assert wait(LONG_S)


def test_a_file_in_a_folder_dropped_whole_ends_the_wait(inbox: Path, tmp_path: Path) -> None:
    folder = tmp_path / "东河区"
    folder.mkdir()
    (folder / "报送表.xlsx").write_bytes(b"x")

    with watch_inbox(inbox, polling=False) as wait:
        folder.rename(inbox / "东河区")

        assert wait(LONG_S)


def test_where_nothing_stirs_the_wait_ends_when_its_time_is_up(inbox: Path) -> None:
    with watch_inbox(inbox, polling=False) as wait:
        assert not wait(SHORT_S)


def test_our_own_reading_and_clearing_does_not_ring(inbox: Path) -> None:
    path = inbox / "东河区.xlsx"
    path.write_bytes(b"x")

    with watch_inbox(inbox, polling=False) as wait:
        wait(SHORT_S)
        path.read_bytes()
        path.unlink()

        assert not wait(SHORT_S)


@pytest.mark.parametrize("polling", [False, True])
def test_a_folder_that_disappeared_and_reappeared_is_watched_again(
    inbox: Path, *, polling: bool
) -> None:
    with watch_inbox(inbox, polling=polling) as wait:
        shutil.rmtree(inbox)
        wait(SHORT_S)
        inbox.mkdir()
        (inbox / "东河区.xlsx").write_bytes(b"x")
        assert wait(LONG_S)

        while wait(PAST_A_POLL_S if polling else SHORT_S):
            pass
        (inbox / "西河区.xlsx").write_bytes(b"x")
        assert wait(LONG_S)


def test_a_share_that_is_away_at_the_start_is_waited_for(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"

    with watch_inbox(inbox, polling=False) as wait:
        assert not wait(SHORT_S)
        inbox.mkdir()

        assert wait(LONG_S)


def test_where_the_system_refuses_to_watch_the_folder_is_listed_instead(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Refused(PollingObserver):
        def start(self) -> None:
            raise OSError(errno.ENOSPC, "inotify watch limit reached")

    monkeypatch.setattr(hints, "Observer", Refused)

    with watch_inbox(inbox, polling=False) as wait:
        wait(SHORT_S)
        while wait(SHORT_S):
            pass
        (inbox / "东河区.xlsx").write_bytes(b"x")

        assert wait(LONG_S)


@pytest.mark.parametrize("polling", [False, True])
def test_a_watcher_whose_thread_ended_is_restarted_and_signals_what_it_missed(
    inbox: Path, *, polling: bool
) -> None:
    with watch_inbox(inbox, polling=polling) as wait:
        for thread in threading.enumerate():
            if isinstance(thread, EventEmitter):
                thread.stop()
                thread.join()
        (inbox / "东河区.xlsx").write_bytes(b"x")
        assert wait(LONG_S)

        while wait(PAST_A_POLL_S if polling else SHORT_S):
            pass
        (inbox / "西河区.xlsx").write_bytes(b"x")
        assert wait(LONG_S)


@pytest.mark.parametrize(("kind", "polls"), [("", False), ("nfs4", True)])
def test_by_default_it_lists_a_share_and_uses_events_for_a_local_folder(
    inbox: Path, kind: str, monkeypatch: pytest.MonkeyPatch, *, polls: bool
) -> None:
    monkeypatch.setattr(hints, "network_fs_type", lambda _: kind)

    with watch_inbox(inbox, polling=None) as wait:
        emitters = [thread for thread in threading.enumerate() if isinstance(thread, EventEmitter)]
        (inbox / "东河区.xlsx").write_bytes(b"x")

        assert [isinstance(emitter, PollingEmitter) for emitter in emitters] == [polls]
        assert wait(LONG_S)
