"""A renderer that is missing, hangs, or crashes: one sentence, in bounded time, nothing half done."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from pipeline.official.errors import RendererMissing, RenderFailed
from pipeline.official.layout.lay_out import lay_out
from pipeline.official.rendering import render
from pipeline.official.rendering.render import find_renderer, missing_fonts, to_pdf
from pipeline.official.standard.typefaces import FACES
from tests.official.specimens import MOMENT, notice

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the stand-in renderer is a script")


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    file = tmp_path / "通知.docx"
    file.write_bytes(lay_out(notice(), MOMENT))
    return file


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the whole PATH: what is put there as ``soffice`` is the renderer."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(render, "_USUAL_PLACES", ())
    return folder


def script(folder: Path, name: str, body: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    file.chmod(0o755)


def test_without_a_renderer_one_sentence_says_so(stand_in: Path, paper: Path, out: Path) -> None:
    assert stand_in.is_dir()
    assert find_renderer() is None

    with pytest.raises(RendererMissing, match="请安装 LibreOffice"):
        to_pdf([paper], out)


def test_a_renderer_that_hangs_is_killed_with_its_children(
    stand_in: Path, paper: Path, out: Path
) -> None:
    script(stand_in, "soffice", f"(/bin/sleep 1; : > {out}/late) & /bin/sleep 60")

    with pytest.raises(RenderFailed, match="没有完成"):
        to_pdf([paper], out, timeout_s=0.5)

    time.sleep(1.2)
    assert not list(out.iterdir())


def test_a_large_batch_is_rendered_in_several_calls(stand_in: Path, paper: Path, out: Path) -> None:
    """A renderer that writes the first hundred of a call, and gives up on the rest."""
    body = """n=0
for file in "$@"; do
  case "$file" in *.docx) n=$((n+1)); [ $n -le 100 ] && echo x > "${file%.docx}.pdf";; esac
done
exit 0"""
    script(stand_in, "soffice", body)
    papers = [paper.with_name(f"第{number}号.docx") for number in range(230)]
    for each in papers:
        each.write_bytes(paper.read_bytes())

    made = to_pdf(papers, out)

    assert [pdf.stem for pdf in made] == [each.stem for each in papers]
    assert len(list(out.iterdir())) == 230


def test_a_renderer_that_crashes_is_told_with_its_own_words(
    stand_in: Path, paper: Path, out: Path
) -> None:
    script(stand_in, "soffice", "echo 内存不足 >&2; exit 77")

    with pytest.raises(RenderFailed, match=r"通知\.docx 转不成 PDF：内存不足"):
        to_pdf([paper], out)


def test_a_renderer_that_says_it_went_well_and_wrote_nothing_has_failed(
    stand_in: Path, paper: Path, out: Path
) -> None:
    script(stand_in, "soffice", "exit 0")

    with pytest.raises(RenderFailed, match="没有输出"):
        to_pdf([paper], out)
    assert not list(out.iterdir())


def test_a_renderer_that_cannot_be_started_has_failed(
    stand_in: Path, paper: Path, out: Path
) -> None:
    script(stand_in, "soffice", "")
    (stand_in / "soffice").write_bytes(b"\x00")

    with pytest.raises(RenderFailed, match="启动不了"):
        to_pdf([paper], out)


def test_nothing_to_convert_needs_no_renderer(stand_in: Path, out: Path) -> None:
    assert stand_in.is_dir()

    assert to_pdf([], out) == ()


def test_one_call_converts_a_whole_batch_in_its_own_profile(
    stand_in: Path, paper: Path, out: Path, tmp_path: Path
) -> None:
    second = tmp_path / "函.docx"
    second.write_bytes(paper.read_bytes())
    body = (
        f'echo "$@" >> {tmp_path}/calls; while [ "$1" != --outdir ]; do shift; done; d=$2; shift 2;'
    )
    script(
        stand_in,
        "soffice",
        f'{body} for f in "$@"; do n=${{f##*/}}; echo %PDF > "$d/${{n%.docx}}.pdf"; done',
    )

    made = to_pdf([paper, second], out)

    assert made == (out / "通知.pdf", out / "函.pdf")
    assert all(pdf.read_text(encoding="utf-8") == "%PDF\n" for pdf in made)
    (call,) = (tmp_path / "calls").read_text(encoding="utf-8").splitlines()
    assert "-env:UserInstallation=file://" in call


def test_fonts_that_cannot_be_confirmed_count_as_missing(stand_in: Path) -> None:
    assert stand_in.is_dir()

    assert missing_fonts() == tuple(face.name for face in FACES)


def test_a_font_under_another_of_its_names_is_not_missing(stand_in: Path) -> None:
    script(stand_in, "fc-list", "echo FangSong,仿宋; echo SimHei")

    assert missing_fonts() == ("方正小标宋简体", "楷体_GB2312", "宋体")


def test_a_font_list_that_fails_confirms_nothing(stand_in: Path) -> None:
    script(stand_in, "fc-list", "exit 3")

    assert len(missing_fonts()) == len(FACES)
