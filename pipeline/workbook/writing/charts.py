"""Write the charts (图表) of a planned sheet as native charts of the spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pipeline.workbook.writing.plan import ChartKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.chart import Chart
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from pipeline.model.grid import Address
    from pipeline.workbook.writing.plan import ChartPlan

_TITLE: Final = {"name": "宋体", "size": 12, "bold": True}
_TEXT: Final = {"name": "宋体", "size": 9}
_LINE: Final = {"color": "#808080", "width": 0.75}
_FILL: Final = {
    "color": "#8FA9C4"
}  # one grey blue, which is told from the paper in black and white too
_GAP: Final = {ChartKind.COLUMN: 150, ChartKind.BAR: 60}  # between bars, in percent of their width


def add_charts(workbook: Workbook, sheet: Worksheet, charts: Sequence[ChartPlan]) -> None:
    """Add *charts* to *sheet*, whose cells have been written: a chart stores their values too."""
    for plan in charts:
        chart = workbook.add_chart({"type": plan.kind.value})
        chart.add_series(
            {
                "categories": _range(sheet, plan.names),
                "values": _range(sheet, plan.values),
                "fill": _FILL,
                "border": _LINE,
                "gap": _GAP[plan.kind],
                "data_labels": {"value": True, "font": _TEXT},
            }
        )
        chart.set_title({"name": plan.title, "name_font": _TITLE, "overlay": False})
        chart.set_legend({"none": True})
        _set_axes(chart, plan)
        chart.set_chartarea({"border": {"none": True}})
        width, height = plan.size
        chart.set_size({"width": width, "height": height})
        sheet.insert_chart(plan.at.row - 1, plan.at.column - 1, chart)


def _set_axes(chart: Chart, plan: ChartPlan) -> None:
    names: dict[str, Any] = {"num_font": _TEXT, "line": _LINE, "label_position": "low"}
    values: dict[str, Any] = {"visible": False, "major_gridlines": {"visible": False}}
    if plan.from_zero:
        values["min"] = 0  # or a small difference looks like a large one
    if plan.kind is ChartKind.BAR:
        names["reverse"] = True  # or the first would be at the foot
        chart.set_y_axis(names)  # the library's y axis is the vertical one
        chart.set_x_axis(values)
    else:
        chart.set_x_axis(names)
        chart.set_y_axis(values)


def _range(sheet: Worksheet, cells: tuple[Address, Address]) -> list[Any]:
    first, last = cells
    return [sheet.get_name(), first.row - 1, first.column - 1, last.row - 1, last.column - 1]
