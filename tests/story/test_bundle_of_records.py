"""The bundle for inspection: complete, and checked by anybody with ordinary tools."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest
from click.testing import CliRunner

from cli import cli
from pipeline.issuing.errors import NothingToIssue
from pipeline.office.context import open_office
from pipeline.safekeeping.archive_reader import MANIFEST
from pipeline.safekeeping.audit import verify_office
from pipeline.safekeeping.bundle import Bundle, bundle
from pipeline.safekeeping.errors import ArchiveFaulty
from pipeline.safekeeping.verify_archive import verify_archive
from pipeline.setup.init import EXAMPLE
from tests.conftest import require
from tests.story.archives import rewritten
from tests.story.conftest import LATER

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.workspace import Workspace


@pytest.fixture
def made(office: Workspace) -> Bundle:
    with open_office(office, LATER) as opened:
        return bundle(opened, opened.campaign(EXAMPLE))


@pytest.fixture
def unpacked(made: Bundle, tmp_path: Path) -> Path:
    folder = tmp_path / "解开"
    with zipfile.ZipFile(made.path) as package:
        package.extractall(folder)
    return folder


def test_it_holds_everything_that_an_inspection_requires(unpacked: Path, made: Bundle) -> None:
    names = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*.*")}

    assert names >= {
        "说明.txt", "清单.json", "校验.sha256", "留痕册.xlsx", "事件链.jsonl", "任务书.xlsx",
        "原件/一次性/东河区/第1版_东河区.xlsx", "原件/一次性/东河区/第2版_东河区.xlsx",
        "原件/一次性/双溪县/第1版_双溪县.xlsx", "登记内容/一次性/东河区/第1版.jsonl",
        "回执/一次性/东河区/东河区第1版回执.docx", "退回/一次性/双溪县/双溪县第1版退回单.docx",
        "退回/一次性/双溪县/双溪县第1版标记件.xlsx",
    }  # fmt: skip
    assert {name.split("/")[1] for name in names if name.startswith("印发文件/")} == {
        "简报",
        "通知",
    }
    assert any(name.startswith("汇总/") for name in names)
    assert made.notes == ()


def test_its_names_are_marked_as_unicode_so_that_no_system_garbles_them(made: Bundle) -> None:
    with zipfile.ZipFile(made.path) as package:
        for info in package.infolist():
            assert info.flag_bits & 0x800 or info.filename.isascii(), info.filename


def test_the_workbook_shows_versions_findings_register_and_events(unpacked: Path) -> None:
    book = openpyxl.load_workbook(unpacked / "留痕册.xlsx")

    assert book.sheetnames == ["报送件", "填报值", "核对结果", "发文登记簿", "事件"]
    told = {
        name: [[cell.value for cell in row] for row in book[name].iter_rows(3)]
        for name in book.sheetnames
    }
    assert [(row[0], row[2], row[3]) for row in told["报送件"]] == [
        ("东河区", "1", "已收"), ("双溪县", "1", "退回"), ("东河区", "2", "已收"),
    ]  # fmt: skip
    assert any(row[0] == "双溪县" and "很多" in str(row[7]) for row in told["核对结果"])
    assert len(told["发文登记簿"]) == 2
    assert {row[2] for row in told["事件"]} >= {"收到", "收到有误", "发回执", "印发"}


def test_sha256sum_agrees_with_every_line(unpacked: Path) -> None:
    program = shutil.which("sha256sum")
    require(program, "sha256sum")

    done = subprocess.run(
        [str(program), "-c", "校验.sha256"],
        cwd=unpacked,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout
    listed = (unpacked / "校验.sha256").read_text("utf-8").splitlines()
    files = [path for path in unpacked.rglob("*") if path.is_file()]
    assert len(listed) == len(files) - 2  # but for itself and the manifest


def test_the_rule_in_the_words_makes_the_chain_that_the_manifest_names(
    unpacked: Path, made: Bundle, tmp_path: Path
) -> None:
    """The very program that 说明.txt prints is run, as an inspector would."""
    words = (unpacked / "说明.txt").read_text("utf-8-sig")
    lines = words[words.index("      import json") : words.index("  最后打印的应是")]
    program = tmp_path / "查链.py"
    program.write_text("\n".join(line[6:] for line in lines.splitlines()), encoding="utf-8")

    done = subprocess.run(
        [shutil.which("python3") or "python3", str(program)],
        cwd=unpacked, capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert done.stdout.strip() == made.manifest.head
    assert made.manifest.head in words


def test_the_digest_of_each_record_is_in_the_chain(unpacked: Path) -> None:
    rows = [
        json.loads(line) for line in (unpacked / "事件链.jsonl").read_text("utf-8").splitlines()
    ]
    known = {row["detail"] for row in rows if row["action"] == "内容指纹"}

    contents = list((unpacked / "登记内容").rglob("*.jsonl"))

    assert len(contents) == 3 + 2
    for path in contents:
        assert hashlib.sha256(path.read_bytes()).hexdigest() in known, path


def test_the_program_verifies_it_without_the_office(made: Bundle, office: Workspace) -> None:
    alone = made.path.rename(office.root.parent / "留痕包.zip")
    shutil.rmtree(office.root)

    found = verify_archive(alone)

    assert found.faults == ()
    assert (found.submissions, found.originals, found.papers) == (3, 3, 2)
    assert found.head == made.manifest.head


def test_its_head_is_still_in_the_chain_of_the_office(made: Bundle, office: Workspace) -> None:
    assert verify_office(office, LATER, [made.manifest.head]).faults == ()


@pytest.mark.parametrize("kept_list", [False, True])
def test_a_changed_file_is_named_even_with_every_list_rewritten(
    made: Bundle,
    tmp_path: Path,
    kept_list: bool,  # noqa: FBT001 - a case
) -> None:
    name = "登记内容/一次性/东河区/第1版.jsonl"
    content = zipfile.ZipFile(made.path).read(name).replace("东河区".encode(), "西河区".encode())
    forged = tmp_path / "伪造.zip"
    _with(made.path, forged, name, content, kept_list=kept_list)

    if kept_list:
        with pytest.raises(ArchiveFaulty, match="第1版"):
            verify_archive(forged)
    else:
        assert any(name in fault for fault in verify_archive(forged).faults)


def test_a_chain_with_an_event_taken_out_is_named(made: Bundle, tmp_path: Path) -> None:
    lines = zipfile.ZipFile(made.path).read("事件链.jsonl").splitlines(keepends=True)
    forged = tmp_path / "伪造.zip"
    _with(made.path, forged, "事件链.jsonl", b"".join(lines[:4] + lines[5:]), kept_list=False)

    faults = verify_archive(forged).faults

    assert any("第5行与前文对不上" in fault for fault in faults)
    assert any("链首不符" in fault for fault in faults)


def _with(source: Path, target: Path, name: str, content: bytes, *, kept_list: bool) -> None:
    """The archive with one member changed; the manifest forged with it, or left as it was."""
    with zipfile.ZipFile(source) as package, zipfile.ZipFile(target, "w") as other:
        manifest = json.loads(package.read(MANIFEST))
        for info in package.infolist():
            if info.filename not in {name, MANIFEST}:
                other.writestr(info.filename, package.read(info))
        other.writestr(name, content)
        for entry in manifest["files"]:
            if entry["name"] == name and not kept_list:
                entry |= {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        other.writestr(MANIFEST, json.dumps(manifest))


def test_an_added_original_is_not_one_of_the_chain(made: Bundle, tmp_path: Path) -> None:
    forged = rewritten(made.path, tmp_path / "伪造.zip", extra={"原件/一次性/假.xlsx": b"x"})

    assert any("假.xlsx”的指纹不在事件链里" in fault for fault in verify_archive(forged).faults)


def test_what_is_missing_is_named_in_the_bundle_and_to_the_person(office: Workspace) -> None:
    next(office.outbox.glob("*/简报/*.docx")).unlink()
    next(office.originals.glob("*/*.xlsx")).unlink()

    with open_office(office, LATER) as opened:
        made = bundle(opened, opened.campaign(EXAMPLE))

    assert len(made.manifest.left_out) == 2
    assert "有 2 样缺少" in made.notes[0]
    assert len(verify_archive(made.path).doubts) == 2


def test_a_period_without_anything_has_no_bundle(office: Workspace) -> None:
    with open_office(office, LATER) as opened, pytest.raises(NothingToIssue, match="还没有收到过"):
        bundle(opened, opened.campaign(EXAMPLE), "2020-01")


def test_at_the_command_line(office: Workspace, tmp_path: Path) -> None:
    done = CliRunner().invoke(
        cli, ["-w", str(office.root), "audit", "bundle", EXAMPLE, "--output", str(tmp_path)]
    )

    assert done.exit_code == 0, done.output
    (path,) = tmp_path.glob("留痕包-文明单位创建-*.zip")
    assert "写完读回核对相符" in done.output
    checked = CliRunner().invoke(cli, ["audit", "verify", str(path)])
    assert checked.exit_code == 0, checked.output
    assert zipfile.ZipFile(io.BytesIO(path.read_bytes())).testzip() is None
