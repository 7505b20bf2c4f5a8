"""Page profiles (版面方案): where one standard allows two sets of software figures, both as data.

GB/T 9704-2012 measures ink on paper, a word processor measures line boxes. 国标页边 writes the
standard's own margins; 补偿页边 writes margins that much smaller, so that the ink comes nearer to
them. The paper's marks (organ mark, page number, imprint) stand at the same places in both.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pipeline.model.verdict import Strength
from pipeline.official.standard.figures import figure
from pipeline.official.standard.lengths import Length, mm
from pipeline.official.standard.typefaces import SIZE_4, SONGTI, Face

if TYPE_CHECKING:
    from collections.abc import Mapping

_COMPENSATED_SOURCE: Final = "GB/T 33476.2-2016 附录A（据转述，未见原文）"
# Measured: with lines of 18 pt the dashes then stand 7 mm under the type area of 262 mm.
_FOOTER_DISTANCE: Final = Length(1410)


@dataclass(frozen=True, slots=True)
class SourcedFigure:
    """One figure of a profile as a source states it (出处): what, how much, and how strongly.

    Where sources disagree there is one for each, and ``used`` marks the one that is set.
    """

    rule: str
    value: Decimal
    unit: str  # mm, twip
    strength: Strength
    source: str
    applied: bool = True
    difference: str = ""  # what the difference is, where another source says otherwise


@dataclass(frozen=True, slots=True)
class Profile:
    """A page profile (版面方案): margins, pitch (行距), page number and side of the imprint.

    ``duplex`` puts the imprint on an even page (双面印刷); 7.4.1 says “最后一面” only, the even
    page is inferred from the blank pages of 7.5 (推算), and electronic documents don't want it.
    """

    name: str
    top: Length
    bottom: Length
    right: Length
    pitch: Length
    footer: Length = _FOOTER_DISTANCE
    number_face: Face = SONGTI  # 7.5: 4号半角宋体
    number_size: Length = SIZE_4
    duplex: bool = False
    sources: tuple[SourcedFigure, ...] = ()

    @property
    def top_reduction(self) -> Length:
        """How far the text begins above the standard's 37 mm."""
        return mm(figure("margin-top")) - self.top

    @property
    def bottom_reduction(self) -> Length:
        """How far the text reaches below the standard's type area, 262 mm from the paper's edge."""
        return mm(figure("margin-bottom")) - self.bottom


STANDARD: Final = Profile(
    name="国标页边",
    top=mm(figure("margin-top")),
    bottom=mm(figure("margin-bottom")),
    right=mm(figure("margin-right")),
    # 22 lines of 29 pt are 4 twips too high for 225 mm and the page would hold 21 of them.
    pitch=Length(579),
    sources=(
        SourcedFigure("margin-top", Decimal(37), "mm", Strength.REQUIRED, "GB/T 9704-2012 5.2.1"),
        SourcedFigure("margin-bottom", Decimal(35), "mm", Strength.DERIVED, "297−37−225"),
        SourcedFigure(
            "line-pitch", Decimal(579), "twip", Strength.DERIVED, "225 mm 除以 22 行，已实测"
        ),
        SourcedFigure(
            "line-pitch",
            Decimal(592),
            "twip",
            Strength.DERIVED,
            "22 个字高加 21 个 3 号字高的 7/8 等于 225 mm",
            applied=False,
            difference="按 3.2 严格推算为 29.61 磅，软件每行自带行距，22 行要 229.8 mm，225 mm 里排不下",
        ),
    ),
)

COMPENSATED: Final = Profile(
    name="补偿页边",
    top=mm("34.58"),
    bottom=mm("32.58"),
    right=mm(figure("margin-right")),
    pitch=Length(589),
    sources=(
        SourcedFigure("margin-top", Decimal("34.58"), "mm", Strength.GENERAL, _COMPENSATED_SOURCE),
        SourcedFigure(
            "margin-bottom", Decimal("32.58"), "mm", Strength.GENERAL, _COMPENSATED_SOURCE
        ),
        SourcedFigure(
            "line-pitch", Decimal(589), "twip", Strength.GENERAL, f"{_COMPENSATED_SOURCE}：10.39 mm"
        ),
        SourcedFigure(
            "line-pitch",
            Decimal(592),
            "twip",
            Strength.CUSTOM,
            "公开的排版工具多用 29.6 磅",
            applied=False,
            difference="比附录口径每行多 3 缇（0.05 mm），22 行到 262.6 mm；593 缇起每面只有 21 行",
        ),
        SourcedFigure(
            "margin-top",
            Decimal(37),
            "mm",
            Strength.REQUIRED,
            "GB/T 9704-2012 5.2.1",
            applied=False,
            difference="37 mm 量的是纸面字迹，34.58 mm 是软件页边；只看“页面设置”的检查会判不符",
        ),
    ),
)

PROFILES: Final[Mapping[str, Profile]] = MappingProxyType(
    {profile.name: profile for profile in (STANDARD, COMPENSATED)}
)
