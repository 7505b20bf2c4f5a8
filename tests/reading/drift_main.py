"""How the sheet of single fields (单项) drifts: rows, columns, headings, labels, layout."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pipeline.model.grid import Address, Merge
from tests.reading.drift_forms import (
    MAIN,
    Drift,
    Form,
    as_typed,
    delete_column,
    delete_row,
    insert_columns,
    insert_rows,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.model.grid import CellValue

_UNHEADED: Final = frozenset({"unheaded", "torn"})
_TORN: Final = frozenset({"torn"})
_WIDE: Final = 8  # labels a row, where answers stand below them


def _labels(change: Callable[[str], str]) -> Callable[[Form], Form]:
    """Each label written another way."""

    def drift(form: Form) -> Form:
        labels = form.marked("label").values()
        return form.put(MAIN, {at: change(str(form.value(MAIN, at))) for at in labels})

    return drift


def _numbered(form: Form) -> Form:
    labels = form.marked("label").values()
    typed = {at: f"{n}.{form.value(MAIN, at)}" for n, at in enumerate(labels, start=1)}
    return form.put(MAIN, typed)


def _spaced(text: str) -> str:
    return f"　{text[:2]} {text[2:]} "


def _row_of(code: str, shift: int = 0) -> Callable[[Form], int]:
    return lambda form: form.at(f"label:{code}").row + shift


def _own_rows(form: Form) -> Form:
    row = form.at("label:D01").row
    form = insert_rows(form, MAIN, row, 2)
    label, answer = form.at("label:D01").column, form.at("answer:D01").column
    return form.put(
        MAIN,
        {
            Address(row, label): "本区自加：志愿服务队数",
            Address(row, answer): Decimal(7),
            Address(row + 1, label): "其中：机关志愿服务队数",
            Address(row + 1, answer): Decimal(3),
        },
    )


def _own_column(form: Form) -> Form:
    column = form.at("heading:填报内容").column
    form = insert_columns(form, MAIN, column)
    typed: dict[Address, CellValue] = {form.at("heading:填报项"): "填报项"}
    typed[Address(form.at("heading:填报项").row, column)] = "责任科室"
    typed |= {Address(at.row, column): "创建科" for at in form.marked("label").values()}
    return form.put(MAIN, typed)


def _blank_column(form: Form) -> Form:
    return insert_columns(form, MAIN, form.at("heading:填报内容").column)


def _swapped(form: Form) -> Form:
    one, other = form.at("heading:填报项").column, form.at("heading:填报内容").column
    to = {one: other, other: one}
    head = form.at("heading:填报项").row
    grid = form.grids[MAIN]
    # A heading across the table covers both columns and stays where it is.
    kept = tuple(m for m in grid.merges if m.first.row < head or m.last.column > max(to))
    form = form.with_grid(MAIN, replace(grid, merges=()))
    form = form.moved(
        MAIN,
        lambda at: Address(at.row, to.get(at.column, at.column) if at.row >= head else at.column),
    )
    return form.merged(MAIN, *kept)


def _this_and_last(form: Form) -> Form:
    """Under 填报内容 a column for the period before, each with a heading of its own."""
    heading = form.at("heading:填报内容")
    form = insert_columns(form, MAIN, heading.column + 1)
    form = insert_rows(form, MAIN, heading.row + 1)
    last = heading.column + 1
    typed: dict[Address, CellValue] = {
        Address(heading.row + 1, heading.column): "本期",
        Address(heading.row + 1, last): "上期",
    }
    typed |= {Address(at.row, last): Decimal(1) for at in form.marked("answer").values()}
    merge = Merge(heading, Address(heading.row, last))
    return form.put(MAIN, typed).merged(MAIN, merge)


def _renamed_heading(name: str, to: str) -> Callable[[Form], Form]:
    return lambda form: form.put(MAIN, {form.at(f"heading:{name}"): to})


def _drop_column(name: str) -> Callable[[Form], Form]:
    return lambda form: delete_column(form, MAIN, form.at(f"heading:{name}").column)


def _without_headings(form: Form) -> Form:
    return delete_row(form, MAIN, form.at("heading:填报项").row)


def _without_sections(form: Form) -> Form:
    rows = [m.first.row for m in form.grids[MAIN].merges if m.first.row > 4]
    for row in sorted(rows, reverse=True):
        form = delete_row(form, MAIN, row)
    return form


def _wide_answers(form: Form) -> Form:
    """Each answer merged over two columns."""
    column = form.at("heading:填报内容").column
    form = insert_columns(form, MAIN, column + 1)
    answers = [*form.marked("answer").values(), form.at("heading:填报内容")]
    return form.merged(MAIN, *(Merge(at, Address(at.row, at.column + 1)) for at in answers))


def _wide_labels(form: Form) -> Form:
    """Each label merged over two columns."""
    column = form.at("heading:填报项").column
    form = insert_columns(form, MAIN, column + 1)
    labels = [*form.marked("label").values(), form.at("heading:填报项")]
    return form.merged(MAIN, *(Merge(at, Address(at.row, at.column + 1)) for at in labels))


def _tall_rows(form: Form) -> Form:
    """Each label and each answer merged over two rows."""
    for code in form.marked("label"):
        form = insert_rows(form, MAIN, form.at(f"label:{code}").row + 1)
    places = [*form.marked("label").values(), *form.marked("answer").values()]
    return form.merged(MAIN, *(Merge(at, Address(at.row + 1, at.column)) for at in places))


def _in_one_cell(form: Form) -> Form:
    typed: dict[Address, CellValue] = {}
    for code, at in form.marked("label").items():
        answer = form.at(f"answer:{code}")
        value = form.value(MAIN, answer)
        label = str(form.value(MAIN, at)).rstrip("：: *＊")
        typed |= {at: f"{label}：{as_typed(value)}", answer: ""}
    return form.put(MAIN, typed)


def _signed_below(form: Form) -> Form:
    """Who filled the form in, as one line at its foot."""
    codes = ("F01", "F02", "F03", "F04")
    line = "　　".join(
        f"{str(form.value(MAIN, form.at(f'label:{c}'))).strip('*＊：: ')}："
        f"{as_typed(form.value(MAIN, form.at(f'answer:{c}')))}"
        for c in codes
    )
    for code in codes[:0:-1]:
        form = delete_row(form, MAIN, form.at(f"label:{code}").row)
    row = form.at("label:F01").row
    cleared = {at: "" for at in form.grids[MAIN].cells if at.row == row}
    return form.put(MAIN, {**cleared, Address(row, 1): line})


def _answers_below(form: Form) -> Form:
    """Labels side by side, and each answer under its label."""
    codes = list(form.marked("label"))
    first = form.at("heading:填报项").row
    grid = form.grids[MAIN]
    kept = {at: cell for at, cell in grid.cells.items() if at.row < first}
    merges = tuple(m for m in grid.merges if m.first.row < first)
    made = form.with_grid(MAIN, replace(grid, cells=kept, merges=merges))
    typed: dict[Address, CellValue] = {}
    for number, code in enumerate(codes):
        row, column = first + 3 * (number // _WIDE), 1 + number % _WIDE
        typed[Address(row, column)] = form.value(MAIN, form.at(f"label:{code}"))
        typed[Address(row + 1, column)] = form.value(MAIN, form.at(f"answer:{code}"))
    # Nowhere in this layout can 情况说明 be given.
    return replace(made.put(MAIN, typed), tags=form.tags | {"unexplained"})


def _again(change: int) -> Callable[[Form], Form]:
    """所属单位总数 once more at the foot of the table."""

    def drift(form: Form) -> Form:
        label, answer = form.at("label:C00"), form.at("answer:C00")
        row = max(at.row for at in form.grids[MAIN].cells) + 1
        value = form.value(MAIN, answer)
        typed: dict[Address, CellValue] = {
            Address(row, label.column): form.value(MAIN, label),
            Address(row, answer.column): value + change,  # type: ignore[operator, dict-item]
        }
        return form.put(MAIN, typed)

    return drift


def _split_answers(form: Form) -> Form:
    heading = form.at("heading:填报内容")
    form = insert_columns(form, MAIN, heading.column + 1)
    typed: dict[Address, CellValue] = {
        heading: "本级",
        Address(heading.row, heading.column + 1): "下属",
    }
    typed |= {
        Address(at.row, heading.column + 1): Decimal(5) for at in form.marked("answer").values()
    }
    return form.put(MAIN, typed)


def _last_period_first(form: Form) -> Form:
    """No headings, and the figures of the period before are between label and answer."""
    column = form.at("heading:填报内容").column
    form = insert_columns(form, MAIN, column)
    numeric = {field.code for field in form.campaign.fields if field.kind.numeric}
    labels = form.marked("label").items()
    typed: dict[Address, CellValue] = {
        Address(at.row, column): Decimal(1) for code, at in labels if code in numeric
    }
    return _without_headings(form.put(MAIN, typed))


def _shifted_answer(form: Form) -> Form:
    """No headings, and one figure was put two columns further to the right."""
    at = form.at("answer:D01")
    value = form.value(MAIN, at)
    typed: dict[Address, CellValue] = {at: "", Address(at.row, at.column + 4): value}
    return _without_headings(form.put(MAIN, typed))


def _one_figure_for_two(form: Form) -> Form:
    first, second = form.at("answer:B01"), form.at("answer:B02")
    return form.put(MAIN, {second: ""}).merged(MAIN, Merge(first, second))


def _another_measure(form: Form) -> Form:
    label, heading = form.at("label:D02"), form.at("heading:计量单位")
    return form.put(MAIN, {Address(label.row, heading.column): "万人次"})


def _without(code: str) -> Callable[[Form], Form]:
    return lambda form: delete_row(form, MAIN, form.at(f"label:{code}").row)


def _put_label(code: str, name: str) -> Callable[[Form], Form]:
    return lambda form: form.put(MAIN, {form.at(f"label:{code}"): name})


KEPT: Final = (
    Drift("表的上方插入两行", lambda f: insert_rows(f, MAIN, 1, 2)),
    Drift("表的中间插入空行", lambda f: insert_rows(f, MAIN, _row_of("C00")(f)), not_after=_TORN),
    Drift("表的左边插入两列", lambda f: insert_columns(f, MAIN, 1, 2), not_after=_TORN),
    Drift("填报项和填报内容之间插入空列", _blank_column, not_after=_UNHEADED, tag="columns"),
    Drift("填报项和填报内容之间插入自己的一列", _own_column, not_after=_UNHEADED | {"renamed"}, tag="columns"),
    Drift("填报项和填报内容两列对调", _swapped, not_after=_UNHEADED | {"columns", "renamed"}, tag="columns"),
    Drift("删去标题行", lambda f: delete_row(f, MAIN, 1), tag="untitled", not_after=frozenset({"untitled"})),
    Drift("删去“序号”列", _drop_column("序号"), tag="unnumbered", not_after=_UNHEADED | {"unnumbered"}),
    Drift("删去“计量单位”列", _drop_column("计量单位"), tag="unmeasured", not_after=_UNHEADED | {"unmeasured"}),
    Drift("删去“填报说明”列", _drop_column("填报说明"), tag="untold", not_after=_UNHEADED | {"untold"}),
    Drift("删去表头一行", _without_headings, tag="unheaded", not_after=_UNHEADED | {"columns"}),
    Drift("删去分段标题", _without_sections, not_after=_TORN | {"merged"}, tag="merged"),
    Drift("“填报内容”改名为“填报数据”", _renamed_heading("填报内容", "填报数据"), tag="renamed", not_after=_UNHEADED | {"columns"}),
    Drift("“情况说明”改名为“备注”", _renamed_heading("情况说明", "备注"), not_after=_UNHEADED),
    Drift("填报内容分成本期、上期两列（两层表头）", _this_and_last, tag="columns", not_after=_UNHEADED | {"columns", "merged", "renamed"}),
    Drift("名称里加空格", _labels(_spaced), not_after=_TORN),
    Drift("名称里换行", _labels(lambda text: f"{text[:3]}\n{text[3:]}"), not_after=_TORN),
    Drift("名称后加冒号", _labels(lambda text: f"{text}："), not_after=_TORN),
    Drift("名称前加序号", _numbered, not_after=_TORN),
    Drift("名称前加两级序号", _labels(lambda text: f"3.1 {text}"), not_after=_TORN),
    Drift("名称前加符号", _labels(lambda text: f"★{text}"), not_after=_TORN),
    Drift("名称后加注（截至9月底）", _labels(lambda text: f"{text}(截至9月底)"), not_after=_TORN),
    Drift("名称后加计量单位和冒号", _labels(lambda text: f"{text}（个（含下属））："), not_after=_TORN),
    Drift("自己加了几行", _own_rows, not_after=_TORN),
    Drift("填报内容合并了两列", _wide_answers, tag="merged", not_after=_UNHEADED | {"merged", "columns"}),
    Drift("名称合并了两列", _wide_labels, tag="merged", not_after=_UNHEADED | {"merged", "columns"}),
    Drift("名称和填报内容各合并了两行", _tall_rows, tag="merged", not_after=_UNHEADED | {"merged", "columns"}),
    Drift("名称和填报内容写在一格里", _in_one_cell, tag="torn", not_after=_UNHEADED),
    Drift("填报人、审核人等写成表尾的一行", _signed_below, tag="torn", not_after=_UNHEADED),
    Drift("填报内容写在名称下面", _answers_below, tag="torn", not_after=_UNHEADED | {"merged", "columns"}),
    Drift("同一项写了两处，填的一样", _again(0), not_after=_UNHEADED | {"merged"}),
)  # fmt: skip

TOLD: Final = (
    Drift("同一项写了两处，填的不一样", _again(1), ("answer-twice",)),
    Drift("删去了一项必填的（往期的旧表）", _without("C00"), ("field-left-out",)),
    Drift("删去了一项可不填的（往期的旧表）", _without("D03"), ("field-left-out",), returned=False),
    Drift("一项改了名称", _put_label("C00", "下属单位总数"), ("field-renamed",)),
    Drift("填报内容分成本级、下属两列", _split_answers, ("answer-unclear",)),
    Drift("没有表头，上期数写在名称和填报内容之间", _last_period_first, ("answer-unclear",)),
    Drift("没有表头，数字写到了远处的格子", _shifted_answer, ("answer-unclear",)),
    Drift("两项的填报内容合并成一格", _one_figure_for_two, ("answer-merged",)),
    Drift("计量单位“人次”改成了“万人次”", _another_measure, ("measure-differs",)),
    Drift("删去“填报内容”列", _drop_column("填报内容"), ("required-field-empty",)),
)
