"""What stands in for a face that isn't installed, when a page is rendered for a look.

The documents themselves always name the customary faces; a stand-in is of the same class, so that
仿宋, 楷体 and 黑体 can be told apart on the page. A page set in stand-ins is never called verified.
"""

from __future__ import annotations

from typing import Final
from xml.sax.saxutils import escape

from pipeline.official.standard.typefaces import FANGSONG, HEITI, KAITI, SONGTI, XIAOBIAOSONG, Face

_SERIF: Final = ("Source Han Serif CN", "Source Han Serif SC", "Noto Serif CJK SC")
_SANS: Final = ("Source Han Sans CN", "Source Han Sans SC", "Noto Sans CJK SC")
# The freely licensed faces of each class, the likest first.
CANDIDATES: Final[dict[Face, tuple[str, ...]]] = {
    XIAOBIAOSONG: ("STZhongsong", "FandolSong", *_SERIF, "AR PL SungtiL GB"),
    FANGSONG: ("STFangsong", "FandolFang", "FandolFang R", "AR PL SungtiL GB", *_SERIF),
    KAITI: ("STKaiti", "FandolKai", "AR PL KaitiM GB", "LXGW WenKai", *_SERIF),
    HEITI: ("STHeiti", "FandolHei", *_SANS, "WenQuanYi Zen Hei", "WenQuanYi Micro Hei"),
    SONGTI: ("STSong", "FandolSong", "AR PL SungtiL GB", *_SERIF),
}


def choose_substitutes(installed: frozenset[str]) -> dict[str, str]:
    """The stand-in of each missing face, as far as one is installed (替代字体)."""
    found = {}
    for face, candidates in CANDIDATES.items():
        present = [name for name in (*face.names, *candidates) if name in installed]
        if face.name not in installed and present:
            found[face.name] = present[0]
    return found


def font_configuration(chosen: dict[str, str]) -> str:
    """A fontconfig file that puts *chosen* in the place of the missing, atop the system's own."""
    rules = "".join(
        f'<match target="pattern"><test name="family"><string>{escape(face)}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{escape(name)}</string></edit>'
        "</match>"
        for face, name in chosen.items()
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
        '<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"{rules}</fontconfig>"
    )
