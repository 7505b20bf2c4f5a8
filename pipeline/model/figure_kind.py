"""Define the kind of a figure (指标种类), which decides how it is added up, compared and carried on."""

from __future__ import annotations

from enum import Enum


class FigureKind(Enum):
    """Kind of a figure (指标种类), as written in the 任务书.

    ``FLOW`` what happened in the period · ``STOCK`` what there is at its end · ``CUMULATIVE`` what
    happened since the beginning · ``YEAR_TO_DATE`` the same since the beginning of the year · ``RATIO``
    one figure divided by another · ``CODE`` a number that only identifies or orders.
    """

    FLOW = "时期"
    STOCK = "时点"
    CUMULATIVE = "累计"
    YEAR_TO_DATE = "本年累计"
    RATIO = "比率"
    CODE = "代码"

    @property
    def is_carried(self) -> bool:
        """Return whether a zero report leaves it at its last value (沿用): a stock or a cumulative figure."""
        return self is FigureKind.STOCK or self.accumulates

    @property
    def accumulates(self) -> bool:
        """Return whether it grows by the flow of each period (累计数)."""
        return self in {FigureKind.CUMULATIVE, FigureKind.YEAR_TO_DATE}

    @property
    def adds_up(self) -> bool:
        """Return whether the figures of units may be added up: those of ratios and codes never."""
        return self not in {FigureKind.RATIO, FigureKind.CODE}
