"""Convert field names, unit names and texts into the wording of a paper (行文用语)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.campaign.form.names import PATH_MARK
from pipeline.model.campaign import FIGURE_MARK, Aggregation, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.campaign import Field

_NAMED_AT_MOST: Final = 3
_MEAN: Final = "平均"
# How an organ calls itself (自称), by the end of its name; the longer endings first.
_OWN_REFERENCES: Final = (
    "指挥部", "管委会", "委员会", "办公室", "公司", "中心", "学院", "学校", "医院",
    "办", "局", "委", "厅", "部", "院", "署", "会",
)  # fmt: skip
_REFERENCES_CUT: Final = {"委员会": "委", "办公室": "办"}


def name_before_figure(field: Field) -> str:
    """Return the words before the figure of *field*: of its 行文用语, else its name.

    No sentence is cut out of a name: without 行文用语, 参会人数 in 名 is printed as “参会人数120名”.
    A mean is marked as one: “满意度平均95%”.
    """
    before = _around(field)[0]
    is_mean = field.aggregation is Aggregation.AVERAGE and _MEAN not in before
    return f"{before}{_MEAN}" if is_mean else before


def measure_after_figure(field: Field) -> str:
    """Return the words after the figure of *field*: of its 行文用语, else its measure; % after a percentage."""
    return _around(field)[1]


def _around(field: Field) -> tuple[str, str]:
    before, mark, after = field.wording.partition(FIGURE_MARK)
    measure = field.measure or ("%" if field.kind is Kind.PERCENT else "")
    return (before, after) if mark else (spoken_name(field), measure)


def spoken_name(field: Field) -> str:
    """Return a field's name as a sentence has it; of a cross table its lines in one: 道路交通本月事故起数."""
    return field.name if field.crossing is None else field.name.replace(PATH_MARK, "")


def own_reference(organ: str) -> str:
    """Return how the issuing organ calls itself in its papers (自称), 我单位 where its name doesn't say.

    >>> own_reference("市文明办"), own_reference("市水利局"), own_reference("市委精神文明建设委员会办公室")
    ('我办', '我局', '我办')
    >>> own_reference("市发展和改革委员会"), own_reference("平湖县人民政府")
    ('我委', '我单位')
    """
    ending = next((each for each in _OWN_REFERENCES if organ.endswith(each)), "单位")
    return f"我{_REFERENCES_CUT.get(ending, ending)}"


def some_names(names: Sequence[str], at_most: int = _NAMED_AT_MOST) -> str:
    """Return names joined by 、; beyond *at_most* names, with their number.

    >>> some_names(["甲县", "乙县"])
    '甲县、乙县'
    >>> some_names(["甲县", "乙县", "丙县", "丁县"])
    '甲县、乙县、丙县等4家'
    """
    if len(names) <= at_most:
        return "、".join(names)
    return f"{'、'.join(names[:at_most])}等{len(names)}家"


def as_sentence(text: str) -> str:
    r"""Return a unit's own text as one paragraph that ends with a full stop.

    >>> as_sentence("窗口服务\n有待提高；")
    '窗口服务有待提高。'
    """
    joined = "".join(part.strip() for part in text.splitlines()).rstrip("；;，,、 ")
    return joined if joined.endswith(("。", "！", "？", "”")) else f"{joined}。"


def with_full_stop(text: str) -> str:
    """Return *text* with a full stop (。) at its end; one that is there is not doubled."""
    return text if text.endswith("。") else f"{text}。"
