"""A renderer for the tests that measure pages, with every face mapped to a stand-in of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pytest

from pipeline.official.layout.lay_out import lay_out
from pipeline.official.rendering.measure import Measurements, measure
from pipeline.official.rendering.render import find_renderer, to_pdf
from pipeline.official.standard.typefaces import FANGSONG, HEITI, KAITI, SONGTI, XIAOBIAOSONG
from tests.official.form_specimens import forms
from tests.official.specimens import MOMENT, papers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

# For each face the families that may stand in for it, the best first.
STAND_INS: Final = {
    XIAOBIAOSONG: ("FandolSong", "Noto Serif CJK SC", "AR PL SungtiL GB"),
    FANGSONG: ("FandolFang R", "AR PL SungtiL GB", "Noto Serif CJK SC", "WenQuanYi Zen Hei"),
    KAITI: ("FandolKai", "AR PL KaitiM GB"),
    HEITI: ("FandolHei", "Noto Sans CJK SC", "WenQuanYi Zen Hei"),
    SONGTI: ("AR PL SungtiL GB", "Noto Serif CJK SC", "FandolSong"),
}
_MATCH: Final = """<match target="pattern"><test name="family"><string>{face}</string></test>
<edit name="family" mode="assign" binding="strong"><string>{family}</string></edit></match>"""
_CONFIGURATION: Final = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>{matches}</fontconfig>"""


@dataclass(frozen=True, slots=True)
class Page:
    """A specimen, rendered: its PDF, and what was measured of it."""

    pdf: Path
    measured: Measurements


def render_all(contents: Mapping[str, bytes], folder: Path) -> dict[str, Page]:
    """Render documents in one call, which starts the renderer once; the pages are under the same names."""
    files = []
    for name, content in contents.items():
        files.append(folder / f"{name}.docx")
        files[-1].write_bytes(content)
    return {pdf.stem: Page(pdf, measure(pdf)) for pdf in to_pdf(files, folder)}


def unavailable(reason: str) -> None:
    """Skip, unless everything is required: then what can't be measured is a failure."""
    if os.environ.get("BAOSONG_REQUIRE_ALL") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def renderer() -> Path:
    """LibreOffice, and a Chinese font for it to set."""
    found = find_renderer()
    if found is None:
        unavailable("LibreOffice is not installed")
    lister = shutil.which("fc-list")
    if lister is None or not _families(lister, ":lang=zh-cn"):
        unavailable("no Chinese font is installed")
    assert found is not None
    return found


@pytest.fixture(scope="session")
def stand_ins(renderer: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[set[str]]:
    """The families that stand in, one for each face; the renderer is told of them by fontconfig."""
    assert renderer
    lister = shutil.which("fc-list") or ""
    installed = _families(lister, ":lang=zh-cn")
    chosen = {
        face: next((family for family in families if family in installed), "")
        for face, families in STAND_INS.items()
    }
    matches = "".join(
        _MATCH.format(face=face.name, family=family) for face, family in chosen.items() if family
    )
    file = tmp_path_factory.mktemp("fonts") / "fonts.conf"
    file.write_text(_CONFIGURATION.format(matches=matches), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FONTCONFIG_FILE", str(file))
        yield {family for family in chosen.values() if family}


@pytest.fixture(scope="session")
def pages(stand_ins: set[str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    """Every specimen rendered in one call."""
    assert stand_ins
    return render_all(papers(), tmp_path_factory.mktemp("pages"))


@pytest.fixture(scope="session")
def good_forms(stand_ins: set[str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    """Every form beside the general one, rendered in one call."""
    assert stand_ins
    contents = {name: lay_out(document, MOMENT) for name, document in forms().items()}
    return render_all(contents, tmp_path_factory.mktemp("forms"))


def _families(lister: str, pattern: str) -> set[str]:
    answer = subprocess.run(
        [lister, "--format", "%{family}\n", pattern], capture_output=True, text=True, check=True
    )
    return {name.strip() for line in answer.stdout.splitlines() for name in line.split(",")}
