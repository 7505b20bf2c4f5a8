"""Reminders to the office itself: off by default, one a day, by a real mail server, never a hindrance."""

from __future__ import annotations

import email
import socket
import threading
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.policy import default
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, Session

from pipeline.clock import BEIJING, Clock, stopped_clock
from pipeline.office.context import open_office
from pipeline.office.errors import SettingsFaulty
from pipeline.office.settings import STARTER, Settings, read_settings
from pipeline.watching import mail
from pipeline.watching import reminders as reminding
from pipeline.watching.reminders import Reminders, reminder_lines
from tests.programs import baosong_here, until, watching

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.workspace import Workspace

SECRET = "open-sesame-4711"  # noqa: S105 - it must turn up nowhere
DEADLINE = datetime(2026, 10, 10, 17, 30, tzinfo=BEIJING)


def _content(envelope: Envelope) -> bytes:
    content = envelope.content or b""
    return content.encode() if isinstance(content, str) else content


class Mailbox:
    """What a mail server took, in order."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.logins: list[bytes] = []

    async def handle_DATA(self, _: Any, __: Session, envelope: Envelope) -> str:  # noqa: N802
        self.taken.append(envelope)
        return "250 OK"

    def texts(self) -> list[str]:
        return [
            str(email.message_from_bytes(_content(e), policy=default).get_content())
            for e in self.taken
        ]


@contextmanager
def mail_server(*, login: str = "") -> Iterator[tuple[Mailbox, int]]:
    box = Mailbox()

    def check(_: Any, __: Any, ___: Any, ____: str, said: Any) -> AuthResult:
        box.logins.append(said.password)
        return AuthResult(success=said.password == login.encode(), handled=False)

    asked = {"authenticator": check, "auth_require_tls": False} if login else {}
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    server = Controller(box, hostname="127.0.0.1", port=port, **asked)  # type: ignore[arg-type]
    server.start()
    try:
        yield box, port
    finally:
        server.stop()


def set_up(workspace: Workspace, port: int, **more: str) -> None:
    said = {
        "启用": "是", "收件人": "office@example.cn，zhang@example.cn", "服务器": "127.0.0.1",
        "端口": str(port), "加密": "不加密", **more,
    }  # fmt: skip
    lines = [
        f"{key} = {said[key]}" if (key := line.partition(" =")[0]) in said else line
        for line in STARTER.splitlines()
    ]
    workspace.settings.write_text("\n".join(lines), "utf-8-sig")


def test_it_is_off_as_it_comes(fresh: Workspace) -> None:
    assert read_settings(fresh) == Settings()

    refused = baosong_here("-w", fresh.root, "remind", "--send")

    assert refused.returncode == 1
    assert "启用 = 是" in refused.stderr


def test_what_is_due_and_who_owes_it_is_reported_without_sending(fresh: Workspace) -> None:
    told = baosong_here("-w", fresh.root, "remind")

    assert told.returncode == 0, told.stderr
    assert "文明单位创建：截止 10月10日" in told.stdout
    assert "没报" in told.stdout
    assert "东河区" in told.stdout


def test_one_mail_is_sent_to_the_offices_own_addresses(fresh: Workspace) -> None:
    with mail_server() as (box, port):
        set_up(fresh, port)
        sent = baosong_here("-w", fresh.root, "remind", "--send")

    assert sent.returncode == 0, sent.stderr
    (taken,) = box.taken
    assert taken.rcpt_tos == ["office@example.cn", "zhang@example.cn"]
    assert taken.mail_from == "office@example.cn"
    (text,) = box.texts()
    assert "没报" in text
    assert "东河区" in text
    message = email.message_from_bytes(_content(taken), policy=default)
    assert "报送提醒（10月9日）" in message["Subject"]


def test_the_watcher_sends_one_a_day_and_not_before_the_hour(fresh: Workspace) -> None:
    moment = [datetime(2026, 10, 9, 8, 59, tzinfo=BEIJING)]
    notes: list[str] = []
    with mail_server() as (box, port):
        set_up(fresh, port)

        def look() -> int:
            Reminders(fresh, Clock(lambda: moment[0]), notes.append).send_if_due()
            return len(box.taken)

        assert look() == 0
        moment[0] += timedelta(minutes=1)
        assert look() == 1
        assert look() == 1, "also a watcher that was started anew sends no second one"
        moment[0] += timedelta(days=1)
        assert look() == 2
        moment[0] += timedelta(days=60)
        assert look() == 2, "a deadline two months past is no news"

    assert len(notes) == 2


def test_a_server_that_is_away_is_noted_once_and_the_mail_is_sent_later(
    fresh: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminding, "_RETRY_INTERVAL_S", 0.0)
    notes: list[str] = []
    with mail_server() as (box, port):
        pass
    set_up(fresh, port)
    reminders = Reminders(fresh, stopped_clock(DEADLINE), notes.append)
    reminders.send_if_due()
    reminders.send_if_due()
    (note,) = notes
    assert "没有发出" in note
    assert "收件照常" in note

    with mail_server() as (box, port):
        set_up(fresh, port)
        reminders.send_if_due()

    assert len(box.taken) == 1


def test_the_password_comes_from_the_environment_and_turns_up_nowhere(
    fresh: Workspace, tmp_path: Path
) -> None:
    with mail_server(login=SECRET) as (box, port):
        set_up(fresh, port, 帐号="office", 每天几点以后="00:00")
        wrong = baosong_here(
            "-w", fresh.root, "remind", "--send", BAOSONG_SMTP_PASSWORD=SECRET + "x"
        )
        with watching(fresh, tmp_path / "said.log", BAOSONG_SMTP_PASSWORD=SECRET) as watcher:
            assert until(lambda: watcher.printed("已发提醒邮件"))
            watcher.stop()

    assert wrong.returncode == 1
    assert "不认帐号“office”或密码" in wrong.stderr
    assert box.logins[-1] == SECRET.encode()
    for path in [tmp_path / "said.log", *fresh.root.rglob("*")]:
        if path.is_file():
            assert SECRET.encode() not in path.read_bytes(), path
    assert SECRET not in wrong.stdout + wrong.stderr


def test_an_unforeseen_fault_in_a_reminder_ends_no_watcher(
    fresh: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("张三")

    monkeypatch.setattr(reminding, "send_mail", broken)
    set_up(fresh, 465)
    notes: list[str] = []

    Reminders(fresh, stopped_clock(DEADLINE), notes.append).send_if_due()

    (note,) = notes
    assert "收件照常" in note
    assert "张三" not in note


def test_a_password_that_cannot_be_sent_to_a_mail_server_is_reported_as_such(
    fresh: Workspace,
) -> None:
    with mail_server(login=SECRET) as (_, port):
        set_up(fresh, port, 帐号="office")
        refused = baosong_here("-w", fresh.root, "remind", "--send", BAOSONG_SMTP_PASSWORD="机密")  # noqa: S106 - none

    assert refused.returncode == 1
    assert "只能用英文字母" in refused.stderr
    assert "机密" not in refused.stderr


def test_an_unencrypted_server_is_not_used_where_encryption_is_required(
    fresh: Workspace,
) -> None:
    with mail_server() as (box, port):
        for security in ("STARTTLS", "SSL"):
            set_up(fresh, port, 加密=security)
            refused = baosong_here("-w", fresh.root, "remind", "--send")
            assert refused.returncode == 1
            assert "没有发出" in refused.stderr

    assert box.taken == []


def test_a_server_that_never_answers_holds_the_watcher_up_for_seconds_only(
    fresh: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "_TIMEOUT_S", 0.5)
    notes: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as silent:
        set_up(fresh, silent.getsockname()[1])
        looking = threading.Thread(
            target=Reminders(fresh, stopped_clock(DEADLINE), notes.append).send_if_due
        )
        looking.start()
        looking.join(20)

    assert not looking.is_alive()
    assert "连不上或中途断了" in notes[0]


def test_what_waits_for_a_person_is_reported_too(fresh: Workspace) -> None:
    (fresh.inbox / "说明.txt").write_text("一份说明", "utf-8")
    assert baosong_here("-w", fresh.root, "process").returncode == 0

    with open_office(fresh, stopped_clock(DEADLINE)) as office:
        lines = reminder_lines(office, 2)

    assert any("待认领 1 件：说明.txt" in line for line in lines)


@pytest.mark.parametrize(
    ("key", "value", "wanted"),
    [
        ("启用", "对", "否、是 之一"),
        ("端口", "九百", "1 到 65535 的整数"),
        ("端口", "70000", "1 到 65535 的整数"),
        ("收件人", "办公室", "邮箱地址"),
        ("服务器", "", "邮件服务器的名称"),
        ("加密", "TLS9", "之一"),
        ("每天几点以后", "九点", "时刻"),
        ("查看间隔秒", "1", "5 到 3600 的整数"),
        ("变动", "随便", "之一"),
    ],
)
def test_a_slip_in_the_settings_is_reported_by_its_line(
    key: str, value: str, wanted: str, fresh: Workspace
) -> None:
    set_up(fresh, 465, **{key: value})
    if key in {"查看间隔秒", "变动"}:
        text = STARTER.replace("查看间隔秒 = 30", f"查看间隔秒 = {value}")
        text = text.replace("变动 = 自动", f"变动 = {value}") if key == "变动" else text
        text = text if key != "变动" else text.replace(f"查看间隔秒 = {value}", "查看间隔秒 = 30")
        fresh.settings.write_text(text, "utf-8")

    with pytest.raises(SettingsFaulty) as told:
        read_settings(fresh)

    assert key in str(told.value)
    assert wanted in str(told.value)


def test_a_slip_in_the_settings_keeps_no_watcher_from_starting(
    fresh: Workspace, tmp_path: Path
) -> None:
    fresh.settings.write_text("[值守]\n查看间隔秒 = 很久\n", "gb18030")

    with watching(fresh, tmp_path / "said.log") as watcher:
        assert watcher.printed("“查看间隔秒”写的是“很久”")
        assert watcher.printed("每 30 秒全部查看一遍")


def test_what_is_set_is_how_it_watches_and_an_option_has_the_last_word(
    fresh: Workspace, tmp_path: Path
) -> None:
    fresh.settings.write_text("[值守]\n查看间隔秒 = 7\n变动 = 定时\n", "utf-8")

    with watching(fresh, tmp_path / "said.log") as watcher:
        assert watcher.printed("每 2 秒看一次有没有变动，每 7 秒全部查看一遍")
        watcher.stop()
    with watching(fresh, tmp_path / "said.log", "--native", "--every", "9") as watcher:
        assert watcher.printed("有文件到马上知道，每 9 秒全部查看一遍")
