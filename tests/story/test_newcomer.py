"""A newcomer's first hour: what the program and the README recommend works as it is typed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import openpyxl
import pytest

from tests.programs import ROOT, baosong, baosong_here
from tests.story.test_cli import settle_placeholders

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.workspace import Workspace
    from tests.conftest import Demonstration

NOW = "2026-10-13T11:00:00+08:00"


def program(path: Path, setting: str = "") -> Path:
    """The program as pip installs it at *path*, after the lines of *setting*."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(ROOT)!r})\n{setting}\n"
        "from cli import main\nif __name__ == '__main__':\n    main()\n",
        encoding="utf-8",
    )
    path.chmod(0o755)
    return path


def shell(line: str, cwd: Path, *on_path: Path) -> subprocess.CompletedProcess[str]:
    """What comes of *line*, typed in *cwd* with the programs in *on_path* found by their name."""
    paths = os.pathsep.join((*map(str, on_path), os.environ["PATH"]))
    return subprocess.run(
        ["bash", "-ec", line],
        cwd=cwd,
        env={**os.environ, "PATH": paths, "BAOSONG_NOW": NOW, "COLUMNS": "160"},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


@pytest.mark.parametrize(
    ("place", "typed"),
    [
        pytest.param(".venv/bin/baosong", ".venv/bin/baosong", marks=pytest.mark.long),
        ("on the path/baosong", "baosong"),
        pytest.param("cli.py", f"{sys.executable} cli.py", marks=pytest.mark.long),
    ],
)
def test_the_line_that_the_demo_recommends_works_as_it_is_typed(
    place: str, typed: str, demonstration: Demonstration, tmp_path: Path
) -> None:
    ready_made = (
        "import pathlib, shutil\n"
        "import pipeline.setup.demo as setup\n"
        "from pipeline.workspace import Workspace\n"
        "def demo(root, *_):\n"
        f"    shutil.copytree({str(demonstration.report.workspace.root)!r}, root)\n"
        "    return setup.DemoReport(Workspace(pathlib.Path(root).absolute()), (), ())\n"
        "setup.demo = demo\n"
    )
    folder = program(tmp_path / place, ready_made).parent

    run = shell(f"{typed} demo", tmp_path, *((folder,) if typed == "baosong" else ()))
    recommended = run.stdout.rpartition("接着试：")[2].strip()
    tried = shell(recommended, tmp_path, *((folder,) if typed == "baosong" else ()))

    assert recommended == f"{typed} -w 演示 status 文明单位创建", run.stderr
    assert tried.returncode == 0, tried.stderr
    assert "东河区" in tried.stdout


def steps(page: str, heading: str) -> list[str]:
    """The commands of the first block under *heading*."""
    text = (ROOT / page).read_text("utf-8")
    block = re.search(
        rf"^## (?:\d+\. )?{heading}\n.*?```bash\n(.*?)```", text, re.DOTALL | re.MULTILINE
    )
    assert block is not None
    return block[1].splitlines()


@pytest.mark.long
def test_the_daily_steps_of_the_readme_work_as_they_are_written(
    demonstration: Demonstration, tmp_path: Path
) -> None:
    received = tmp_path / "收到的"
    received.mkdir()
    for name in ("东河区报送表.xlsx", "市财政局报送表.xlsx"):
        (received / name).write_bytes(demonstration.dropped[f"0/{name}"])
    lines = steps("README.md", "每天怎么用")
    (process,) = (number for number, line in enumerate(lines) if "baosong process" in line)
    lines.insert(process, f"cp '{received}'/* inbox/  # 把收到的表放进 inbox/")

    done = shell("\n".join(lines), tmp_path, program(tmp_path / "bin" / "baosong").parent)

    assert done.returncode == 0, done.stdout + done.stderr
    results = tmp_path / "我的办公室" / "outbox" / "文明单位创建"
    for made in ("表样/*.xlsx", "回执/**/*.docx", "汇总/*.xlsx", "简报/*.docx", "通知/*催报*.docx"):
        assert list(results.glob(made)), made


def test_the_first_steps_of_the_manual_work_as_they_are_written(tmp_path: Path) -> None:
    lines = steps("docs/使用手册.md", "第一次用")

    done = shell("\n".join(lines), tmp_path, program(tmp_path / "bin" / "baosong").parent)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "好 收件箱" in done.stdout


def test_an_office_begins_with_the_example_only_where_it_is_wanted(tmp_path: Path) -> None:
    bare = baosong_here("init", tmp_path / "办公室")
    assert bare.returncode == 0, bare.stderr
    assert not any((tmp_path / "办公室/templates/任务").iterdir())
    assert (tmp_path / "办公室/templates/公文/通知.docx").is_file()
    assert (tmp_path / "办公室/templates/设置.ini").is_file()
    assert "任务书：还没有" in bare.stdout

    with_example = baosong_here("init", tmp_path / "办公室", "--example")
    assert with_example.returncode == 0, with_example.stderr
    assert (tmp_path / "办公室/templates/任务/文明单位创建/任务书.xlsx").is_file()
    assert "任务书：还没有" not in with_example.stdout


def test_what_init_recommends_drafts_the_first_campaign(tmp_path: Path) -> None:
    for name, rows in (
        ("表样.xlsx", (["全市安全生产检查情况统计表"], ["检查企业数（家）"], ["联系电话"])),
        ("名单.xlsx", (["序号", "单位名称"], [1, "东河区"], [2, "西河区"])),
    ):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(tmp_path / name)
    folder = program(tmp_path / "bin" / "baosong").parent

    begun = shell("baosong init 办公室", tmp_path, folder)
    recommended = re.search(r"起草：(.+)", begun.stdout)
    assert recommended is not None
    drafted = shell(recommended[1], tmp_path, folder)
    checked = re.search(r"核对后运行 (.+)", drafted.stdout)
    assert checked is not None, drafted.stderr

    assert "还留着“（待填）”" in shell(checked[1], tmp_path, folder).stdout
    (drafted_book,) = (tmp_path / "办公室/templates/任务").glob("*/任务书.xlsx")
    settle_placeholders(drafted_book)
    assert shell(checked[1], tmp_path, folder).stdout.startswith("任务书没有问题。\n")


@pytest.mark.parametrize(
    "encoding",
    [
        "gbk",
        pytest.param("ascii", marks=pytest.mark.long),
        pytest.param("utf-8", marks=pytest.mark.long),
    ],
)
def test_a_name_that_the_terminal_cannot_show_is_no_fault(fresh: Workspace, encoding: str) -> None:
    (fresh.inbox / "说明😀𠮷.txt").write_text("一份说明", encoding="utf-8")
    os.close(os.open(os.fsencode(fresh.inbox) + b"/\xff\xfe.txt", os.O_CREAT | os.O_WRONLY))

    answers = [
        subprocess.run(
            [sys.executable, str(ROOT / "cli.py"), "-w", str(fresh.root), command],
            env={**os.environ, "PYTHONIOENCODING": encoding, "LANG": "C", "BAOSONG_NOW": NOW},
            capture_output=True,
            check=False,
        )
        for command in ("process", "assign", "status")
    ]

    assert [answer.returncode for answer in answers] == [0, 0, 0], answers
    assert not list(fresh.logs.glob("错误-*.log"))
    if encoding == "gbk":
        assert re.search(r"待认领 ← 说明\?\?\.txt", answers[0].stdout.decode("gbk"))


def test_the_program_alone_shows_its_help_and_finds_no_fault() -> None:
    alone = baosong()

    assert alone.stderr.startswith("用法：baosong [选项] 命令")
    assert "用法不对" not in alone.stderr


@pytest.mark.parametrize(
    ("arguments", "missing"),
    [
        (["dismiss", "照片.jpg"], "理由"),
        (["dismiss"], "文件"),
        (["init"], "文件夹"),
        (["notice"], "文种"),
        (["restore"], "备份"),
        (["campaign", "new", "安全生产"], "--form"),
        (["seal", "cli.py"], "--seal"),
    ],
)
def test_what_is_missing_is_named_in_chinese(arguments: list[str], missing: str) -> None:
    answer = baosong_here(*arguments)

    assert answer.returncode == 2
    assert f"缺少 {missing}。" in answer.stderr
