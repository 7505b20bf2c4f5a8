"""Archives and mails are unpacked in the child process, and sniffing them costs next to nothing."""

from __future__ import annotations

import base64
import io
import struct
import time
import tracemalloc
import zipfile
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest

from pipeline.intake.archives import ArchiveMember, UnpackFailure, unpack
from pipeline.intake.mails import read_sender
from pipeline.intake.sniff import sniff
from pipeline.model.arrival import Container
from pipeline.sandbox.child import ProcessLimits
from pipeline.sandbox.run import Sandbox
from pipeline.workbook.reading.compound import single_stream_file
from pipeline.workbook.worker import Worker, reading_worker
from tests.hostile.bundles import mail
from tests.hostile.cases import by_hand
from tests.hostile.measure import peak_mb
from tests.unpacked import unpacked
from tests.workbook.packages import packed, plan, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pipeline.intake.archives import Part

MB = 1024 * 1024
GOOD = written(plan("甲"))


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with reading_worker() as started:
        yield started


def stored(*members: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as package:
        for name, content in members:
            package.writestr(name, content)
    return stream.getvalue()


def names(parts: Iterator[Part]) -> list[str]:
    return [part.name for part in parts if isinstance(part, ArchiveMember)]


def test_the_child_that_unpacks_reads_the_member_too(worker: Worker) -> None:
    pid = worker.pid
    read = [
        worker.read(part.content, part.name).name
        for part in unpacked(packed({"甲.xlsx": GOOD, "乙.xlsx": GOOD}), Container.ZIP, worker)
        if isinstance(part, ArchiveMember)
    ]

    assert read == ["甲.xlsx", "乙.xlsx"]
    assert worker.pid == pid


def test_the_largest_archive_that_is_allowed_is_unpacked_within_the_childs_memory(
    worker: Worker,
) -> None:
    worker.stop()
    largest = bytes(64 * MB)
    content = stored(("一.csv", largest), ("里/外.zip", stored(("二.csv", bytes(63 * MB)))))

    sizes = [
        len(part.content)
        for part in unpacked(content, Container.ZIP, worker)
        if isinstance(part, ArchiveMember)
    ]

    assert sizes == [64 * MB, 63 * MB]
    assert worker.crashes == 0
    assert peak_mb(worker.pid) <= 300


def test_the_largest_mail_that_is_allowed_is_unpacked_within_the_childs_memory(
    worker: Worker,
) -> None:
    attachment = base64.encodebytes(bytes(23 * MB))
    content = mail(
        b"Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=a.csv"
        b"\r\n\r\n" + attachment
    )

    (part,) = unpacked(content, Container.MAIL, worker)

    assert isinstance(part, ArchiveMember)
    assert len(part.content) == 23 * MB
    assert worker.crashes == 0


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (ProcessLimits(15, 60, 70), "内存不够"),
        (ProcessLimits(15, 0.0, 300), "超时"),
    ],
)
def test_an_archive_that_ends_two_children_is_a_failure_with_its_reason(
    limits: ProcessLimits, reason: str
) -> None:
    content = stored(("一.csv", b"1"), ("二.csv", bytes(60 * MB)))
    worker = Worker(limits)

    *_, failure = unpacked(content, Container.ZIP, worker)
    worker.stop()

    assert isinstance(failure, UnpackFailure)
    assert reason in failure.reason
    assert worker.crashes == 2


def test_what_was_unpacked_before_the_child_ended_is_handed_over() -> None:
    worker = Worker(ProcessLimits(15, 60, 70))
    content = stored(("一.csv", b"1"), ("二.csv", bytes(60 * MB)))

    parts = list(unpacked(content, Container.ZIP, worker))
    worker.stop()

    assert parts[0] == ArchiveMember("一.csv", b"1")
    assert [type(part) for part in parts[1:]] == [UnpackFailure]


def test_parts_that_are_not_all_received_do_not_reach_the_next_job(tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    archive.write_bytes(stored(("一.csv", b"1"), ("二.csv", b"2")))
    with Worker.open() as worker:
        full_disk = pytest.raises(OSError, match="full")
        with pytest.MonkeyPatch.context() as patch, full_disk:
            patch.setattr("tempfile.TemporaryFile", _FullDisk)
            list(unpack(archive, Container.ZIP, worker))

        assert names(unpack(archive, Container.ZIP, worker)) == ["一.csv", "二.csv"]


class _FullDisk(io.BytesIO):
    def __init__(self, **_: str) -> None:
        super().__init__()

    def write(self, _: object) -> int:
        raise OSError("full")


def many_parts(name: bytes) -> bytes:
    return by_hand([(name + b"%d" % n, b"") for n in range(200_000)])


def list_to_the_brim() -> bytes:
    """As many members as fit into the list that is looked at, each with fields to be walked."""
    field = struct.pack("<HH", 0xFFFF, 0) * 10
    return by_hand([(b"%d" % n + field, b"") for n in range(2_600)])


def wide_directory() -> bytes:
    """A compound file of one stream whose directory is all of its 60 MB, linked entry to entry."""
    content = bytearray(single_stream_file("Workbook", bytes(60 * MB)))
    count = (len(content) - 8192) // 128
    for number in range(count):
        at = 4096 + number * 128
        struct.pack_into("<64sH", content, at, b"a\x00", 4)
        struct.pack_into("<3I", content, at + 68, 0xFFFFFFFF, number + 1, number + 1)
    return bytes(content)


@pytest.mark.parametrize(
    ("make", "container"),
    [
        (lambda: many_parts(b"x"), Container.ZIP),
        (lambda: many_parts(b"xl/"), Container.ZIP),
        (list_to_the_brim, Container.ZIP),
        (lambda: packed({"mimetype": bytes(200 * MB)}), Container.ZIP),
        (lambda: b"PK\x03\x04" + b"xl" * (30 * MB), Container.ZIP),
        (lambda: b"PK\x03\x04" + b"PK\x05" * (20 * MB), Container.ZIP),
        (wide_directory, Container.OTHER),
        (lambda: single_stream_file("W", "Wo".encode("utf-16-le") * (15 * MB)), Container.OTHER),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"W\x00" * (30 * MB), Container.OTHER),
        (lambda: b"a:" * (30 * MB), Container.TEXT),
        (lambda: b"a:b\n " * (12 * MB), Container.TEXT),
        (lambda: b"<" * (60 * MB), Container.TEXT),
    ],
    ids=lambda value: value.name if isinstance(value, Container) else "made",
)
def test_sniffing_costs_next_to_nothing_whatever_the_file_is(
    make: Callable[[], bytes], container: Container
) -> None:
    content = make()
    tracemalloc.start()
    assert sniff(content) is container
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    begun = time.process_time()
    sniff(content)

    assert time.process_time() - begun <= 0.05 * 2.5  # of an idle machine, with a margin
    assert peak <= 12 * MB


def test_a_workbook_of_two_thousand_parts_is_still_recognised() -> None:
    parts = {f"xl/worksheets/sheet{n}.xml": b"" for n in range(1_900)}

    assert sniff(packed({**parts, "[Content_Types].xml": b""})) is Container.XLSX


def test_a_sandbox_runs_a_function_of_any_room(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    with Sandbox.open() as sandbox:
        assert sandbox.run(_length, b"ab", "a") == 2
        assert sandbox.run(_length_of_file, tmp_path / "a", "a") == 3


def _length(content: bytes, _name: str) -> int:
    return len(content)


def _length_of_file(path: Path, _name: str) -> int:
    return len(path.read_bytes())


@pytest.mark.parametrize(
    ("field", "sender"),
    [
        (b"a@example.gov.cn", "a@example.gov.cn"),
        (b"<A@Example.Gov.CN>", "a@example.gov.cn"),
        (b"=?GBK?B?tqu609f40+o=?= <wmb@donghe.example>", "wmb@donghe.example"),
        ("东河区文明办 <wmb@donghe.example>".encode("gbk"), "wmb@donghe.example"),
        (b'"b@other.example" <wmb@donghe.example>', "wmb@donghe.example"),
        (b"wmb@donghe.example (a remark)", "wmb@donghe.example"),
        (b"a@example.gov.cn, b@example.gov.cn", ""),
        (b"=?x?q?y?=", ""),
        (b"", ""),
        (b"a" * 500_000 + b"@" + b"b" * 500_000, ""),
        (b"<" * 2_000_000, ""),
    ],
)
def test_the_sender_of_a_mail_is_one_address_in_small_letters(field: bytes, sender: str) -> None:
    began = time.process_time()

    assert read_sender(b"From: " + field + b"\r\nSubject: x\r\n\r\nFrom: z@example.com") == sender
    assert time.process_time() - began < 1


def test_each_file_of_a_mail_has_its_sender_also_in_an_attached_archive(worker: Worker) -> None:
    letter = EmailMessage()
    letter["From"] = "Wmb@Donghe.example"
    for name, content in (("一.csv", b"1"), ("二.zip", stored(("二.csv", b"2")))):
        letter.add_attachment(content, maintype="application", subtype="x", filename=name)

    parts = list(unpacked(bytes(letter), Container.MAIL, worker))

    assert parts == [
        ArchiveMember("一.csv", b"1", "wmb@donghe.example"),
        ArchiveMember("二.zip/二.csv", b"2", "wmb@donghe.example"),
    ]
    alone = list(unpacked(stored(("二.csv", b"2")), Container.ZIP, worker))
    assert alone == [ArchiveMember("二.csv", b"2")]
