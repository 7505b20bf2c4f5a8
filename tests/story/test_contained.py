"""One file whose content makes the program fail: the others are received, and it is quarantined in the end."""

from __future__ import annotations

import base64
import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.clock import stopped_clock
from pipeline.intake import sniff as sniff_module
from pipeline.intake.originals import find_original
from pipeline.intake.quarantine import quarantined_files
from pipeline.ledger.read import list_events
from pipeline.model.arrival import Fate
from pipeline.model.event import Action
from pipeline.office.context import open_office
from pipeline.receiving import advance as advance_module
from pipeline.receiving import examine as examine_module
from pipeline.receiving import record as record_module
from pipeline.receiving import unpack as unpack_module
from pipeline.receiving.contain import MAX_FAILURES
from tests.programs import baosong_here
from tests.submissions import MOMENT, drop, form, one_pass

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.workspace import Workspace

POISON = "毒.xlsx"
UNPACKING = "unpack"
STAGES = {
    "reading": (examine_module, "open_book"),
    "identifying": (examine_module, "identify"),
    "filling": (examine_module, "read_as_defined"),
    "checking": (examine_module, "check"),
    "recording": (record_module, "record_submission"),
    "replying": (advance_module, "reply"),
}


def names_of(arguments: tuple[object, ...]) -> str:
    """Everything that the arguments of a stage say of the file that they are about."""
    return " ".join(str(getattr(each, "name", getattr(each, "workbook", ""))) for each in arguments)


def poison(monkeypatch: pytest.MonkeyPatch, stage: str, name: str = POISON) -> Callable[[], None]:
    """Let *stage* fail on the file of that *name*, as on an unforeseen content."""
    module, function = STAGES[stage]
    real = getattr(module, function)

    def failing(*arguments: object, **options: object) -> object:
        if name in names_of(arguments):
            raise RecursionError("a content that nobody foresaw")
        return real(*arguments, **options)

    monkeypatch.setattr(module, function, failing)
    return lambda: monkeypatch.setattr(module, function, real)


@pytest.mark.parametrize("stage", STAGES)
def test_the_others_are_received_and_the_poison_is_quarantined_in_the_third_pass(
    fresh: Workspace, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    poison(monkeypatch, stage)
    path = drop(fresh, POISON, form(fresh, "东河区"))
    drop(fresh, "西河区.xlsx", form(fresh, "西河区"))

    first = {each.name: each for each in one_pass(fresh).outcomes}
    again = [one_pass(fresh).outcomes[0] for _ in range(MAX_FAILURES - 1)]

    assert first["西河区.xlsx"].fate is Fate.ACCEPTED
    assert first[POISON].fate is Fate.WAITING
    assert "办理这份文件时出错（RecursionError）" in first[POISON].reason
    assert [each.fate for each in again] == [Fate.WAITING, Fate.QUARANTINED]
    assert "试了 3 次都没有办成，原件已经留存" in again[-1].reason
    assert not path.exists()
    (item,) = quarantined_files(fresh)
    assert find_original(fresh, item.digest)
    assert one_pass(fresh).outcomes == ()
    with open_office(fresh, stopped_clock(MOMENT)) as office:
        failed = [event for event in list_events(office.ledger) if event.action == Action.FAILED]
    assert [event.subject for event in failed] == [POISON] * MAX_FAILURES


def test_a_new_version_of_the_program_tries_it_again(
    fresh: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    mend = poison(monkeypatch, "checking")
    drop(fresh, POISON, form(fresh, "东河区"))
    for _ in range(MAX_FAILURES):
        one_pass(fresh)
    mend()
    assert one_pass(fresh).outcomes == ()

    for module in ("pipeline.office.context", "pipeline.receiving.contain"):
        monkeypatch.setattr(f"{module}.program_version", lambda: "9.9")
    (outcome,) = one_pass(fresh).outcomes

    assert (outcome.fate, outcome.unit) == (Fate.ACCEPTED, "东河区")
    assert quarantined_files(fresh) == ()


def test_a_submission_whose_receipt_failed_gets_it_from_a_new_version(
    fresh: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    mend = poison(monkeypatch, "replying")
    drop(fresh, POISON, form(fresh, "东河区"))
    for _ in range(MAX_FAILURES):
        one_pass(fresh)
    mend()

    for module in ("pipeline.office.context", "pipeline.receiving.contain"):
        monkeypatch.setattr(f"{module}.program_version", lambda: "9.9")
    (outcome,) = one_pass(fresh).outcomes

    assert (outcome.fate, outcome.unit) == (Fate.ACCEPTED, "东河区")
    assert len(list(fresh.results("文明单位创建").glob("回执/*.docx"))) == 1
    assert quarantined_files(fresh) == ()


def test_one_file_of_an_archive_fails_and_the_others_are_received(
    fresh: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    poison(monkeypatch, "checking")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(POISON, form(fresh, "东河区"))
        archive.writestr("西河区.xlsx", form(fresh, "西河区"))
    path = drop(fresh, "两个区.zip", stream.getvalue())

    fates = [{each.name: each.fate for each in one_pass(fresh).outcomes} for _ in range(3)]

    assert [each[f"两个区.zip/{POISON}"] for each in fates] == [
        Fate.WAITING,
        Fate.WAITING,
        Fate.QUARANTINED,
    ]
    assert all(each["两个区.zip/西河区.xlsx"] is Fate.ACCEPTED for each in fates)
    assert not path.exists()
    assert one_pass(fresh).outcomes == ()
    assert len(list(fresh.results("文明单位创建").glob("回执/*.docx"))) == 1


def test_a_file_whose_kind_cannot_be_found_out_is_kept_and_quarantined(
    fresh: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = form(fresh, "东河区")
    real = sniff_module.sniff

    def failing(read: bytes) -> object:
        if read == content:
            raise RecursionError("a directory that nobody foresaw")
        return real(read)

    monkeypatch.setattr(sniff_module, "sniff", failing)
    drop(fresh, POISON, content)
    drop(fresh, "西河区.xlsx", form(fresh, "西河区"))

    fates = {each.name: each.fate for each in one_pass(fresh).outcomes}

    assert fates == {POISON: Fate.QUARANTINED, "西河区.xlsx": Fate.ACCEPTED}


def test_an_archive_that_cannot_be_opened_is_quarantined_in_the_third_pass(
    fresh: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> object:
        raise RecursionError("a directory that nobody foresaw")

    monkeypatch.setattr(unpack_module, UNPACKING, failing)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("东河区.xlsx", form(fresh, "东河区"))
    drop(fresh, "一个区.zip", stream.getvalue())
    drop(fresh, "西河区.xlsx", form(fresh, "西河区"))

    fates = [{each.name: each.fate for each in one_pass(fresh).outcomes} for _ in range(3)]

    assert [each["一个区.zip"] for each in fates] == [
        Fate.WAITING,
        Fate.WAITING,
        Fate.QUARANTINED,
    ]
    assert fates[0]["西河区.xlsx"] is Fate.ACCEPTED
    monkeypatch.undo()
    assert one_pass(fresh).outcomes == (), "the same version of the program has tried it"

    for module in ("pipeline.office.context", "pipeline.receiving.contain"):
        monkeypatch.setattr(f"{module}.program_version", lambda: "9.9")
    assert [(each.unit, each.fate) for each in one_pass(fresh).outcomes] == [
        ("东河区", Fate.ACCEPTED)
    ]
    assert quarantined_files(fresh) == ()


def test_a_file_that_cannot_be_cleared_is_answered_and_stops_nothing(
    fresh: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> bool:
        raise RecursionError("a name that nobody foresaw")

    monkeypatch.setattr(advance_module, "clear", failing)
    path = drop(fresh, POISON, form(fresh, "东河区"))
    for _ in range(MAX_FAILURES + 1):
        assert [each.fate for each in one_pass(fresh).outcomes] == [Fate.WAITING]
    assert len(list(fresh.results("文明单位创建").glob("回执/*.docx"))) == 1
    monkeypatch.undo()

    one_pass(fresh)

    assert not path.exists()


def test_a_fault_of_the_disk_never_counts(
    fresh: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(advance_module, "reply", failing)
    drop(fresh, POISON, form(fresh, "东河区"))
    for _ in range(MAX_FAILURES + 1):
        assert [each.fate for each in one_pass(fresh).outcomes] == [Fate.WAITING]
    monkeypatch.undo()

    (outcome,) = one_pass(fresh).outcomes

    assert outcome.fate is Fate.ACCEPTED


def test_a_mail_whose_attachment_has_half_a_character_in_its_name_is_received(
    fresh: Workspace,
) -> None:
    """A lone surrogate can't be stored as UTF-8: it is replaced in the name, and the rest is kept."""
    body = base64.b64encode(form(fresh, "东河区"))
    mail = (
        b"From: a@example.cn\r\nMIME-Version: 1.0\r\nMessage-ID: <1@example.cn>\r\n"
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
        b"Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n"
        b'Content-Disposition: attachment; filename="=?utf-7?Q?+2AA-?=.xlsx"\r\n\r\n'
        + body
        + b"\r\n--b--\r\n"
    )
    drop(fresh, "来信.eml", mail)
    drop(fresh, "西河区.xlsx", form(fresh, "西河区"))

    outcomes = one_pass(fresh).outcomes

    assert {each.unit for each in outcomes if each.fate is Fate.ACCEPTED} == {"东河区", "西河区"}
    assert all(each.name.encode() for each in outcomes)
    assert list(Path(fresh.inbox).glob("*.eml")) == []


def test_the_traceback_is_in_the_log_and_not_on_the_terminal(
    fresh: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    poison(monkeypatch, "checking")
    drop(fresh, POISON, form(fresh, "东河区"))

    done = baosong_here("-w", fresh.root, "process")

    assert done.returncode == 0
    assert "办理这份文件时出错（RecursionError）" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    # Its place and type alone: the message of an exception may quote a cell.
    assert fresh.command_log.read_text("utf-8").endswith("builtins.RecursionError\n")
