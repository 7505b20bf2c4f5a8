"""Define typefaces (字体) and sizes (字号), and compute the width of a text.

The standard names classes of typefaces only; the names of the fonts are custom. None is shipped: a
document names the typeface, and a preview reports the substitute for one that isn't installed.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

from pipeline.official.standard.clauses import figure
from pipeline.official.standard.lengths import Length, pt


@dataclass(frozen=True, slots=True)
class Face:
    """Define a typeface: the name written in documents, and equivalent names.

    The first of ``alternatives`` is written as the alternative name (``w:altName``) that Word loads
    when the typeface is missing.
    """

    name: str
    alternatives: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Return every name under which the typeface may be installed."""
        return (self.name, *self.alternatives)


XIAOBIAOSONG: Final = Face("方正小标宋简体", ("方正小标宋_GBK", "FZXiaoBiaoSong-B05S"))
FANGSONG: Final = Face("仿宋_GB2312", ("仿宋", "FangSong", "FangSong_GB2312", "方正仿宋_GBK"))
KAITI: Final = Face("楷体_GB2312", ("楷体", "KaiTi", "KaiTi_GB2312", "方正楷体_GBK"))
HEITI: Final = Face("黑体", ("SimHei", "方正黑体_GBK"))
SONGTI: Final = Face("宋体", ("SimSun", "NSimSun"))
FACES: Final = (XIAOBIAOSONG, FANGSONG, KAITI, HEITI, SONGTI)

# 字号 in points, as every word processor converts them.
SIZE_2: Final = pt(figure("title-size"))
SIZE_3: Final = pt(figure("body-size"))
SIZE_4: Final = pt(figure("imprint-size"))
SIZE_SMALL_4: Final = pt(12)
SIZE_5: Final = pt("10.5")

# 28 characters of 16 pt are wider than 156 mm; with −0.25 pt each they fit (28 × 15.75 = 441 pt).
BODY_SPACING: Final = pt("-0.25")
BODY_CHAR: Final = SIZE_3 + BODY_SPACING

_FIRST_WIDE: Final = "\u2e80"  # from here on characters are Chinese; wide marks below it are listed
_WIDE_MARKS: Final = "“”‘’…—·〇×"
_HALF: Final = Decimal("0.5")
_JOINT_GAP: Final = Decimal("0.2")  # that word processors add between Chinese and a digit or letter


def width_in_chars(text: str) -> Decimal:
    """Return the width of *text* in 字: digits and Latin letters are half a 字, joints add a fifth.

    >>> width_in_chars("2026年")
    Decimal('3.2')
    """
    width = sum((Decimal(1) if _is_wide(char) else _HALF for char in text), Decimal(0))
    return width + _JOINT_GAP * sum(_is_joint(*pair) for pair in pairwise(text))


def _is_wide(char: str) -> bool:
    return char >= _FIRST_WIDE or char in _WIDE_MARKS


def _is_joint(left: str, right: str) -> bool:
    return (_is_wide(left) and right.isascii() and right.isalnum()) or (
        _is_wide(right) and left.isascii() and left.isalnum()
    )


def body_width(text: str) -> Length:
    """Return the width of *text* in the size and spacing of the body (3号)."""
    return BODY_CHAR.times(width_in_chars(text))
