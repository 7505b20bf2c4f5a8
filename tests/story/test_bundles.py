"""Archives, mails and workbooks of every kind, dropped into a real inbox: each file has its answer."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest

from pipeline.clock import stopped_clock
from pipeline.intake.originals import find_damaged
from pipeline.intake.quarantine import quarantined_files
from pipeline.ledger.read import list_events, list_submissions
from pipeline.model.arrival import Fate
from pipeline.office.collection_round import load_round
from pipeline.office.context import open_office
from pipeline.setup.init import EXAMPLE
from pipeline.workbook.errors import WorkbookUnreadable
from pipeline.workbook.reading.read import read_book
from pipeline.workbook.worker import Worker
from tests.submissions import MOMENT, drop, form, one_pass
from tests.workbook.written_otherwise import (
    as_biff5,
    as_delimited,
    as_spreadsheetml,
    as_xls,
    as_xlsb,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.model.grid import Book
    from pipeline.workspace import Workspace


def zipped(members: dict[str, bytes], *, encoding: str = "utf-8") -> bytes:
    """A .zip whose names are written in *encoding*; GBK is what Windows wrote for years."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name) if encoding == "utf-8" else _GbkInfo(name, encoding)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return stream.getvalue()


class _GbkInfo(zipfile.ZipInfo):
    """An entry whose name is written as bytes of a code page, without the mark of UTF-8."""

    def __init__(self, name: str, encoding: str) -> None:
        super().__init__(name)
        self._encoding = encoding

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - the library's name
        return self.filename.encode(self._encoding), self.flag_bits & ~0x800


def versions(workspace: Workspace) -> list[str]:
    """What the ledger holds of the example's round: one name for each submission."""
    with open_office(workspace, stopped_clock(MOMENT)) as office:
        collected = load_round(office, office.campaign(EXAMPLE))
        found = list_submissions(office.ledger, collected.campaign.name, collected.period.code)
        return sorted(each.name for each in found)


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_every_workbook_of_an_archive_has_its_answer(fresh: Workspace, encoding: str) -> None:
    inner = zipped({"新城区.xlsx": form(fresh, "新城区")})
    content = zipped(
        {
            "各区/东河区报送表.xlsx": form(fresh, "东河区"),
            "各区/西河区报送表.xlsx": form(fresh, "西河区"),
            "__MACOSX/._东河区报送表.xlsx": b"\x00\x05",
            "再打包.zip": inner,
        },
        encoding=encoding,
    )
    path = drop(fresh, "各区汇总.zip", content)

    outcomes = {each.name: (each.fate, each.unit) for each in one_pass(fresh).outcomes}

    assert outcomes == {
        "各区汇总.zip/各区/东河区报送表.xlsx": (Fate.ACCEPTED, "东河区"),
        "各区汇总.zip/各区/西河区报送表.xlsx": (Fate.ACCEPTED, "西河区"),
        "各区汇总.zip/__MACOSX/._东河区报送表.xlsx": (Fate.IGNORED, ""),
        "各区汇总.zip/再打包.zip/新城区.xlsx": (Fate.ACCEPTED, "新城区"),
    }
    assert not path.exists()
    assert find_damaged(fresh) == ()
    assert len(list(fresh.originals.glob("*/*.zip"))) == 1  # the archive itself is kept too


def test_an_archive_that_comes_again_is_a_duplicate_file_by_file(fresh: Workspace) -> None:
    content = zipped({"东河区.xlsx": form(fresh, "东河区"), "副本.xlsx": form(fresh, "东河区")})
    drop(fresh, "一.zip", content)
    first = one_pass(fresh).outcomes
    drop(fresh, "二.zip", content)

    again = one_pass(fresh).outcomes

    assert [each.fate for each in first] == [Fate.ACCEPTED, Fate.DUPLICATE]
    assert [each.fate for each in again] == [Fate.DUPLICATE, Fate.DUPLICATE]
    assert versions(fresh) == ["一.zip/东河区.xlsx"]


def test_a_run_that_is_killed_within_an_archive_is_finished_by_the_next(
    fresh: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(
        fresh,
        "各区.zip",
        zipped({"东河区.xlsx": form(fresh, "东河区"), "西河区.xlsx": form(fresh, "西河区")}),
    )

    def dies(content: bytes, name: str) -> Book:
        if "西河区" in name:
            raise OSError(28, "No space left on device")
        return read_book(content, name)

    with monkeypatch.context() as patched:
        patched.setattr(Worker, "read", lambda _, *given: dies(*given))
        (interrupted,) = one_pass(fresh).outcomes
    finished = one_pass(fresh).outcomes

    assert interrupted.fate is Fate.WAITING
    assert [each.fate for each in finished] == [Fate.ACCEPTED, Fate.ACCEPTED]
    assert versions(fresh) == ["各区.zip/东河区.xlsx", "各区.zip/西河区.xlsx"]
    with open_office(fresh, stopped_clock(MOMENT)) as office:
        assert "重复报送" not in {event.action for event in list_events(office.ledger)}


def test_what_can_not_be_taken_out_is_held_and_the_rest_is_received(fresh: Workspace) -> None:
    content = bytearray(zipped({"东河区.xlsx": form(fresh, "东河区"), "西河区.xlsx": b"x" * 50}))
    at = content.rindex("西河区.xlsx".encode()) - 46  # its entry in the list at the end
    content[at + 8] |= 1  # APPNOTE 4.4.4: encrypted

    drop(fresh, "各区.zip", bytes(content))
    outcomes = {each.name: each for each in one_pass(fresh).outcomes}

    assert outcomes["各区.zip/东河区.xlsx"].fate is Fate.ACCEPTED
    assert outcomes["各区.zip"].fate is Fate.QUARANTINED
    assert "“西河区.xlsx”压缩包设了密码" in outcomes["各区.zip"].reason
    assert "其余 1 个文件已照常收下" in outcomes["各区.zip"].reason
    assert [item.name for item in quarantined_files(fresh)] == ["各区.zip"]


def test_names_that_lead_out_of_the_folder_are_only_labels(fresh: Workspace) -> None:
    member = {"../../../etc/东河区\u202excod.xlsx": form(fresh, "东河区"), "C:\\西河区.xlsx": b"x"}
    drop(fresh, "各区.zip", zipped(member))
    before = {path for path in fresh.root.parent.rglob("*") if fresh.root not in path.parents}

    outcomes = one_pass(fresh).outcomes

    after = {path for path in fresh.root.parent.rglob("*") if fresh.root not in path.parents}
    assert before == after
    assert [each.name for each in outcomes] == [
        "各区.zip/etc/东河区xcod.xlsx",
        "各区.zip/西河区.xlsx",
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (zipped({}), "里面没有文件"),
        (zipped({f"{n}.txt": b"" for n in range(600)}), "超过 500 个"),
        (zipped({"东河区.xlsx": b"x" * 5000})[:80], "不完整或已损坏"),
        (zipped({f"{n}.xlsx": bytes(60_000_000) for n in range(5)}), "超过 256 MB"),
        (zipped({"东河区.xlsx": bytes(70_000_000)}), "超过 64 MB"),
        (b"Rar!\x1a\x07\x01\x00" + bytes(100), "改压成 .zip"),
    ],
    ids=["empty", "many", "cut off", "bomb", "large member", "rar"],
)
def test_an_archive_that_can_not_be_opened_is_held_with_the_reason_and_the_remedy(
    fresh: Workspace, content: bytes, told: str
) -> None:
    drop(fresh, "各区.zip", content)
    drop(fresh, "东河区.xlsx", form(fresh, "东河区"))

    outcomes = {each.name: each for each in one_pass(fresh).outcomes}

    assert outcomes["各区.zip"].fate is Fate.QUARANTINED
    assert told in outcomes["各区.zip"].reason
    assert outcomes["东河区.xlsx"].fate is Fate.ACCEPTED


def test_the_attachments_of_a_mail_are_received(fresh: Workspace) -> None:
    mail = EmailMessage()
    mail["Subject"] = "东河区报送"
    mail["Message-ID"] = "<1@example>"
    mail.set_content("请查收。")
    mail.add_attachment(
        form(fresh, "东河区"), maintype="application", subtype="octet-stream",
        filename="东河区报送表.xlsx",
    )  # fmt: skip
    mail.add_attachment(
        zipped({"西河区.xlsx": form(fresh, "西河区")}), maintype="application", subtype="zip",
        filename="西河区.zip",
    )  # fmt: skip
    drop(fresh, "报送.eml", bytes(mail))

    outcomes = {each.name: (each.fate, each.unit) for each in one_pass(fresh).outcomes}

    assert outcomes == {
        "报送.eml/东河区报送表.xlsx": (Fate.ACCEPTED, "东河区"),
        "报送.eml/西河区.zip/西河区.xlsx": (Fate.ACCEPTED, "西河区"),
    }


def test_a_mail_without_attachments_is_named_as_such(fresh: Workspace) -> None:
    drop(fresh, "报送.eml", b"From: a@example\r\nMIME-Version: 1.0\r\nSubject: x\r\n\r\nhello\r\n")

    (outcome,) = one_pass(fresh).outcomes

    assert outcome.fate is Fate.QUARANTINED
    assert "没有附件" in outcome.reason


@pytest.mark.parametrize("write", [as_xls, as_biff5, as_xlsb, as_spreadsheetml])
@pytest.mark.parametrize("name", ["东河区.xls", "东河区.xlsx", "东河区.et"])
def test_a_form_is_accepted_in_any_kind_of_file_it_comes(
    fresh: Workspace, write: Callable[[Book], bytes], name: str
) -> None:
    book = read_book(form(fresh, "东河区"), name)
    drop(fresh, name, write(book))

    (outcome,) = one_pass(fresh).outcomes

    assert (outcome.fate, outcome.unit) == (Fate.ACCEPTED, "东河区")


def test_one_sheet_of_a_form_as_text_is_returned_for_the_other_sheets(fresh: Workspace) -> None:
    book = read_book(form(fresh, "东河区"), "东河区.xlsx")
    drop(fresh, "东河区报送表.csv", as_delimited(book))

    (outcome,) = one_pass(fresh).outcomes

    assert (outcome.fate, outcome.unit) == (Fate.RETURNED, "东河区")
    assert {finding.rule for finding in outcome.findings} == {"sheet-missing"}


def test_a_letter_saved_as_text_is_no_form() -> None:
    with pytest.raises(WorkbookUnreadable, match="里面没有表格"):
        read_book("各单位：\n请于9月底前报送。".encode(), "说明.txt")
