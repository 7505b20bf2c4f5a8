"""What is shipped to run the watcher as a service, as far as it can be tried without Windows."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from tests.conftest import require
from tests.programs import ROOT, until, watching

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.workspace import Workspace

SERVICES = ROOT / "services"
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


@pytest.mark.parametrize("unit", ["baosong-watch.service", "baosong-watch-user.service"])
def test_systemd_finds_nothing_wrong_with_a_unit(
    unit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    require(shutil.which("systemd-analyze"), "systemd-analyze")
    text = (SERVICES / unit).read_text("utf-8")
    text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", text, flags=re.MULTILINE)
    text = re.sub(r"^(User|Group)=baosong$", r"\1=root", text, flags=re.MULTILINE)
    (tmp_path / unit).write_text(text, "utf-8")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    mode = ["--user"] if "user" in unit else []

    answer = subprocess.run(
        ["systemd-analyze", *mode, "verify", tmp_path / unit],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert answer.returncode == 0, answer.stderr
    assert unit not in answer.stderr, answer.stderr


def test_a_unit_spoilt_is_noticed(tmp_path: Path) -> None:
    require(shutil.which("systemd-analyze"), "systemd-analyze")
    text = (SERVICES / "baosong-watch.service").read_text("utf-8")
    (tmp_path / "spoilt.service").write_text(
        re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", text, flags=re.MULTILINE).replace(
            "KillMode=mixed", "KillMode=gently"
        ),
        "utf-8",
    )

    answer = subprocess.run(
        ["systemd-analyze", "verify", tmp_path / "spoilt.service"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert "gently" in answer.stderr


def test_systemd_is_notified_of_start_life_and_end(fresh: Workspace, tmp_path: Path) -> None:
    place = tmp_path / "notify"
    heard: list[str] = []
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(place))
        manager.setblocking(False)  # noqa: FBT003 - the library's own way

        def listen(for_what: str) -> bool:
            try:
                while True:
                    heard.extend(manager.recv(4096).decode().splitlines())
            except BlockingIOError:
                return for_what in heard

        with watching(fresh, tmp_path / "said.log", NOTIFY_SOCKET=str(place)) as watcher:
            assert until(lambda: listen("READY=1"))
            heard.clear()
            assert until(lambda: listen("WATCHDOG=1")), "after its first pass at the latest"
            watcher.stop()
        assert listen("STOPPING=1")


def test_the_windows_task_is_well_formed_and_has_no_time_limit() -> None:
    task = ET.parse(SERVICES / "windows" / "baosong-watch.xml").getroot()  # noqa: S314 - ours
    settings = task.find(f"{TASK}Settings")

    assert settings is not None
    assert settings.findtext(f"{TASK}ExecutionTimeLimit") == "PT0S"
    assert settings.findtext(f"{TASK}MultipleInstancesPolicy") == "IgnoreNew"
    assert settings.findtext(f"{TASK}StopIfGoingOnBatteries") == "false"
    command = task.find(f"{TASK}Actions/{TASK}Exec")
    assert command is not None
    script = (SERVICES / "windows" / "install-task.ps1").read_text("utf-8-sig")
    placeholders = set(re.findall(r"@[A-Z]+@", ET.tostring(task, "unicode")))
    assert placeholders == set(re.findall(r"@[A-Z]+@", script)) == {
        "@WORKSPACE@", "@PROGRAM@", "@SCRIPT@", "@USER@",
    }  # fmt: skip


def test_the_windows_scripts_are_written_as_windows_reads_them() -> None:
    batch = (SERVICES / "windows" / "baosong-watch.cmd").read_bytes()
    script = (SERVICES / "windows" / "install-task.ps1").read_bytes()

    assert batch.isascii(), "cmd.exe reads it in the code page of the system"
    assert script.startswith(b"\xef\xbb\xbf"), "PowerShell 5 takes it for GBK otherwise"
    for content in (batch, script):
        assert content.count(b"\n") == content.count(b"\r\n") > 10
