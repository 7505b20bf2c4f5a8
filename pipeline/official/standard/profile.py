"""Define the page profiles (版面方案): two sets of software figures that one standard allows, as data.

GB/T 9704-2012 measures ink on paper, a word processor measures line boxes. 国标页边 writes the
standard's own margins; 补偿页边 writes smaller ones, so that the ink comes nearer to the standard's.
The organ mark, the page number and the imprint are at the same places on the paper in both.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pipeline.model.verdict import Strength
from pipeline.official.standard.clauses import CLAUSES, STANDARD_NAME, Clause, figure
from pipeline.official.standard.lengths import TWIPS_PER_POINT, Length, mm, pt
from pipeline.official.standard.typefaces import SIZE_4, SONGTI, Face

if TYPE_CHECKING:
    from collections.abc import Mapping

# Lines per page that may be set to keep a signature with text: 调整行距 (7.3.5.5), nearest first.
ADJUSTED_LINES: Final = tuple(
    int(figure("lines-per-page")) + change for change in (-1, 1, -2, 2, 3, 4, -3, 5)
)
_COMPENSATED_SOURCE: Final = "GB/T 33476.2-2016 附录A（据转述，未见原文）"
_COMPENSATED_TOP: Final = Decimal("34.58")  # mm
_COMPENSATED_BOTTOM: Final = Decimal("32.58")  # mm
_COMPENSATED_PITCH: Final = Length(589)
# Measured: with lines of 18 pt the dashes are then 7 mm under the type area.
_FOOTER_DISTANCE: Final = Length(1410)


@dataclass(frozen=True, slots=True)
class SourcedFigure:
    """State one figure of a profile with its source (出处), unit (mm, twip, 行) and strength.

    Where sources disagree there is one for each; ``applied`` marks the one in use, ``difference``
    explains another one. ``requirement`` words an applied figure for a verdict, where it is not
    the standard's.
    """

    rule: str
    value: Decimal
    unit: str
    strength: Strength
    source: str
    applied: bool = True
    difference: str = ""
    requirement: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """Define a page profile (版面方案): margins, pitch (行距), page number and side of the imprint.

    ``duplex`` puts the imprint on an even page (双面印刷); 7.4.1 requires “最后一面” only, the even
    page is inferred from the blank pages of 7.5 (推算), and electronic documents don't use it.
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
        """Return how much smaller the top margin is than the standard's 37 mm."""
        return mm(figure("margin-top")) - self.top

    @property
    def bottom_reduction(self) -> Length:
        """Return how much smaller the bottom margin is than the standard's 35 mm."""
        return mm(figure("margin-bottom")) - self.bottom

    @property
    def text_height(self) -> Length:
        """Return the height between the margins."""
        return mm(figure("paper-height")) - self.top - self.bottom

    @property
    def lines_per_page(self) -> int:
        """Return the number of lines between the margins."""
        return self.text_height.twips // self.pitch.twips

    def adjusted(self, lines: int) -> Profile:
        """Return the profile with the pitch at which a page holds *lines* (调整行距, 7.3.5.5)."""
        pitch = Length(self.text_height.twips // lines)
        allowed = "5.2.3、7.3.5.5 允许调整"
        sources = (
            SourcedFigure(
                "line-pitch",
                Decimal(pitch.twips),
                "twip",
                Strength.GENERAL,
                f"{STANDARD_NAME} 7.3.5.5",
                requirement=f"为使署名与正文同页，行距调整为{pitch.pt}磅（{allowed}）",
            ),
            SourcedFigure(
                "lines-per-page",
                Decimal(lines),
                "行",
                Strength.GENERAL,
                f"{STANDARD_NAME} 7.3.5.5",
                requirement=f"为使署名与正文同页，每面调整为{lines}行（{allowed}）",
            ),
        )
        return replace(self, pitch=pitch, sources=(*sources, *self.sources))

    def clause(self, rule: str) -> Clause:
        """Return the clause *rule* by which a document of this profile is inspected.

        It is the standard's, except where the profile applies a figure of another source.
        """
        standard = CLAUSES[rule]
        for source in self.sources:
            if source.rule == rule and source.applied and source.requirement:
                twips = source.unit == "twip"
                value = source.value / TWIPS_PER_POINT if twips else source.value
                return replace(
                    standard,
                    strength=source.strength,
                    value=value,
                    requirement=source.requirement,
                )
        return standard


STANDARD: Final = Profile(
    name="国标页边",
    top=mm(figure("margin-top")),
    bottom=mm(figure("margin-bottom")),
    right=mm(figure("margin-right")),
    # 22 lines of 29 pt are 4 twips too high for 225 mm, and the page would hold 21 of them.
    pitch=pt(figure("line-pitch")),
    sources=(
        SourcedFigure(
            "margin-top",
            figure("margin-top"),
            "mm",
            Strength.REQUIRED,
            f"{STANDARD_NAME} 5.2.1",
        ),
        SourcedFigure(
            "margin-bottom", figure("margin-bottom"), "mm", Strength.DERIVED, "297−37−225"
        ),
        SourcedFigure(
            "line-pitch",
            Decimal(pt(figure("line-pitch")).twips),
            "twip",
            Strength.DERIVED,
            "225 mm 除以 22 行，已实测",
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
    top=mm(_COMPENSATED_TOP),
    bottom=mm(_COMPENSATED_BOTTOM),
    right=mm(figure("margin-right")),
    pitch=_COMPENSATED_PITCH,
    sources=(
        SourcedFigure(
            "margin-top",
            _COMPENSATED_TOP,
            "mm",
            Strength.GENERAL,
            _COMPENSATED_SOURCE,
            requirement=f"补偿页边的天头（上白边）{_COMPENSATED_TOP}mm",
        ),
        SourcedFigure(
            "margin-bottom",
            _COMPENSATED_BOTTOM,
            "mm",
            Strength.GENERAL,
            _COMPENSATED_SOURCE,
            requirement=f"补偿页边的地脚（下白边）{_COMPENSATED_BOTTOM}mm",
        ),
        SourcedFigure(
            "line-pitch",
            Decimal(_COMPENSATED_PITCH.twips),
            "twip",
            Strength.GENERAL,
            f"{_COMPENSATED_SOURCE}：10.39 mm",
            requirement=f"补偿页边的行距{_COMPENSATED_PITCH.pt}磅",
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
            figure("margin-top"),
            "mm",
            Strength.REQUIRED,
            f"{STANDARD_NAME} 5.2.1",
            applied=False,
            difference="37 mm 量的是纸面字迹，34.58 mm 是软件页边；只看“页面设置”的检查会判不符",
        ),
    ),
)

PROFILES: Final[Mapping[str, Profile]] = MappingProxyType(
    {profile.name: profile for profile in (STANDARD, COMPENSATED)}
)
