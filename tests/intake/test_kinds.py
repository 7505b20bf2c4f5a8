"""A form reads to the same values in every kind of file: from the bytes to the filling."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from pipeline.intake.archives import ArchiveMember
from pipeline.intake.sniff import sniff
from pipeline.model.arrival import Container
from pipeline.workbook.reading.read import read_book
from pipeline.workbook.worker import reading_worker
from tests.conftest import require
from tests.intake.kinds import KINDS, Kind
from tests.reading.drift_forms import NAME, as_xlsx
from tests.reading.test_drifts import differing, filled, read
from tests.unpacked import unpacked

if TYPE_CHECKING:
    from pathlib import Path


def opened(content: bytes) -> tuple[str, bytes]:
    """The workbook in *content*, out of its archive or mail, and its name there."""
    container = sniff(content)
    if not container.bundle:
        return NAME, content
    with reading_worker() as worker:
        (part,) = unpacked(content, container, worker)
    assert isinstance(part, ArchiveMember)
    assert part.name.rpartition("/")[2].startswith("东河区")
    return part.name, part.content


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.case)
def test_every_kind_of_file_reads_to_the_same_values(kind: Kind) -> None:
    form = filled()
    right, expected = read(form.book(), form)

    _, content = opened(kind.make(form))
    assert sniff(content).workbook
    filling, findings = read(read_book(content, NAME), form)

    if kind.whole:
        assert differing(filling, right, form) == []
        assert [each.rule for each in findings] == [each.rule for each in expected]
    else:
        singles = [(each.field_code, each.state, each.value) for each in filling.singles]
        assert singles == [(each.field_code, each.state, each.value) for each in right.singles]
        assert {each.rule for each in findings} - {each.rule for each in expected} == {
            "sheet-missing"
        }


@pytest.mark.parametrize(
    ("content", "container"),
    [
        (b"Rar!\x1a\x07\x01\x00", Container.ARCHIVE),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", Container.ARCHIVE),
        (b"\x1f\x8b\x08\x00", Container.ARCHIVE),
    ],
)
def test_what_no_library_opens_is_known_for_what_it_is(
    content: bytes, container: Container
) -> None:
    assert sniff(content) is container


@pytest.mark.render
@pytest.mark.parametrize("kind", ["xls", "ods", "xlsx"])
def test_a_form_saved_by_an_office_program_reads_to_the_same_values(
    kind: str, tmp_path: Path
) -> None:
    office = shutil.which("soffice")
    require(office, "LibreOffice")
    form = filled()
    path = tmp_path / "表.xlsx"
    path.write_bytes(as_xlsx(form.book()))
    made = tmp_path / "made"

    subprocess.run(
        [
            str(office), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
            "--convert-to", kind, "--outdir", str(made), str(path),
        ],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    filling, _ = read(read_book((made / f"表.{kind}").read_bytes(), NAME), form)

    assert differing(filling, read(form.book(), form)[0], form) == []
