"""Write the sentences in which a campaign's fields will be printed (行文用语), with made-up figures, to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.model.campaign import YES_NO, Aggregation, Shape
from pipeline.products.wording import measure_after_figure, name_before_figure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model.campaign import Campaign, Field

_FIGURE: Final = "12"
_NAMED_AT_MOST: Final = 3


def sample_sentences(campaign: Campaign) -> tuple[str, ...]:
    """Return a line for each field with a 行文用语, and one on those that are printed by their names."""
    printed = [field for field in campaign.fields if _is_printed(field)]
    worded = [field for field in printed if field.wording]
    plain = [field for field in printed if not field.wording and field.crossing is None]
    crossed = [field for field in printed if field.crossing is not None]
    return (
        *(f"{field.code} {field.name}：{_sentence(field)}" for field in worded),
        *_plain(plain),
        *_crossed(crossed),
    )


def _is_printed(field: Field) -> bool:
    summed = field.kind.numeric and field.aggregation in {Aggregation.SUM, Aggregation.AVERAGE}
    chosen = field.aggregation is Aggregation.TALLY and frozenset(field.options) == YES_NO
    return summed or (chosen and field.shape is Shape.SINGLE)


def _sentence(field: Field) -> str:
    if field.aggregation is Aggregation.TALLY:
        return f"{_FIGURE}家单位已{field.wording}，3家未{field.wording}。"
    return f"{_printed(field)}。"


def _printed(field: Field) -> str:
    return f"{name_before_figure(field)}{_FIGURE}{measure_after_figure(field)}"


def _plain(fields: list[Field]) -> Iterator[str]:
    if not fields:
        return
    yield (
        f"没有填行文用语的 {len(fields)} 项照名称写{_examples(fields)}；"
        "念着不顺的，请在任务书“填报项”表的“行文用语”列填上说法。"
    )


def _crossed(fields: list[Field]) -> Iterator[str]:
    if not fields:
        return
    name = f'{{{{ 合计["{fields[0].name}"] }}}}'
    yield (
        f"交叉表的 {len(fields)} 格照行、列的标题写{_examples(fields)}；"
        f"念着不顺的，请在简报模板里自己写一句，数用 {name} 取。"
    )


def _examples(fields: list[Field]) -> str:
    numbers = [field for field in fields if field.kind.numeric]
    examples = [f"“{_printed(field)}”" for field in numbers[:_NAMED_AT_MOST]]
    return f"，如 {'、'.join(examples)}" if examples else ""
