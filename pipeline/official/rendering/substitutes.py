"""Choose substitutes (替代字体) for typefaces that aren't installed, for rendering only.

Documents always name the usual typefaces; a substitute is of the same class, so that 仿宋, 楷体 and
黑体 differ on the page. A page rendered with substitutes is never reported as verified.
"""

from __future__ import annotations

from typing import Final
from xml.sax.saxutils import escape

from pipeline.official.standard.typefaces import FANGSONG, HEITI, KAITI, SONGTI, XIAOBIAOSONG, Face

_SERIF: Final = ("Source Han Serif CN", "Source Han Serif SC", "Noto Serif CJK SC")
_SANS: Final = ("Source Han Sans CN", "Source Han Sans SC", "Noto Sans CJK SC")
# Freely licensed typefaces of each class, the most similar first.
CANDIDATES: Final[dict[Face, tuple[str, ...]]] = {
    XIAOBIAOSONG: ("STZhongsong", "FandolSong", *_SERIF, "AR PL SungtiL GB"),
    FANGSONG: ("STFangsong", "FandolFang", "FandolFang R", "AR PL SungtiL GB", *_SERIF),
    KAITI: ("STKaiti", "FandolKai", "AR PL KaitiM GB", "LXGW WenKai", *_SERIF),
    HEITI: ("STHeiti", "FandolHei", *_SANS, "WenQuanYi Zen Hei", "WenQuanYi Micro Hei"),
    SONGTI: ("STSong", "FandolSong", "AR PL SungtiL GB", *_SERIF),
}


def choose_substitutes(installed: frozenset[str]) -> dict[str, str]:
    """Return a substitute (替代字体) for each missing typeface that has one installed."""
    substitutes = {}
    for face, candidates in CANDIDATES.items():
        present = [name for name in (*face.names, *candidates) if name in installed]
        if face.name not in installed and present:
            substitutes[face.name] = present[0]
    return substitutes


def font_configuration(substitutes: dict[str, str]) -> str:
    """Return a fontconfig file that maps missing typefaces to *substitutes*, over the system's."""
    rules = "".join(
        f'<match target="pattern"><test name="family"><string>{escape(face)}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{escape(name)}</string></edit>'
        "</match>"
        for face, name in substitutes.items()
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
        '<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"{rules}</fontconfig>"
    )
