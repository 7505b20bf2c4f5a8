"""How a field's name and its figures become office Chinese; every rule here is about words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.campaign import Field

_NAMED_AT_MOST = 3


def bare_name(field: Field) -> str:
    """The name of a numeric field without the words that only a form needs.

    ``参与活动人次`` counted in 人次 is said as “参与活动3210人次”, ``设置宣传专栏数`` as “设置宣传专栏12个”.
    """
    name = field.name
    for ending in (f"{field.measure}数", "总数", "合计", "数", field.measure):
        if ending and name.endswith(ending) and len(name) > len(ending):
            return name.removesuffix(ending)
    return name


def act_name(field: Field) -> str:
    """The act that a yes-no field asks about: ``是否召开动员会`` asks about “召开动员会”."""
    return field.name.removeprefix("是否")


def some_names(names: Sequence[str], at_most: int = _NAMED_AT_MOST) -> str:
    """Names parted by 、; beyond *at_most* the rest is counted, not dropped.

    >>> some_names(["甲县", "乙县"])
    '甲县、乙县'
    >>> some_names(["甲县", "乙县", "丙县", "丁县"])
    '甲县、乙县、丙县等4家'
    """
    if len(names) <= at_most:
        return "、".join(names)
    return f"{'、'.join(names[:at_most])}等{len(names)}家"


def as_sentence(text: str) -> str:
    r"""A unit's own text as a sentence: one paragraph, closed by a full stop.

    >>> as_sentence("窗口服务\n有待提高；")
    '窗口服务有待提高。'
    """
    joined = "".join(part.strip() for part in text.splitlines()).rstrip("；;，,、 ")
    return joined if joined.endswith(("。", "！", "？", "”")) else f"{joined}。"


def with_full_stop(text: str) -> str:
    """Return *text* with a full stop (。) at its end; one that is there is not doubled."""
    return text if text.endswith("。") else f"{text}。"
