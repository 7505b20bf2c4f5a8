"""Find fields that another open campaign already collects (重复填报)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.values.text import label_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.campaign import Campaign, Field

# Every form is signed; that is not asking twice.
SIGNATURE_LABELS = frozenset(
    {"填报人", "审核人", "联系电话", "填报日期", "单位名称", "联系人", "备注"}
)


def overlapping_fields(campaign: Campaign, others: Sequence[Campaign]) -> tuple[str, ...]:
    """Return a sentence for each campaign that collects the same fields from the same units.

    A text such as 存在问题 is about its own campaign, and a figure in another measure is another figure.
    """
    own = {_key(field): field.name for field in campaign.fields if not field.kind.is_text}
    units = {unit.full_name for unit in campaign.units()}
    sentences = []
    for other in others:
        if other.name == campaign.name or not units & {unit.full_name for unit in other.units()}:
            continue
        shared = [
            own[key]
            for key in dict.fromkeys(map(_key, other.fields))
            if key in own and own[key] not in SIGNATURE_LABELS
        ]
        if shared:
            sentences.append(
                f"“{'”“'.join(shared)}”在“{other.name}”里已经要求报送，请考虑直接取用，不再重复填报（为基层减负的要求）。"
            )
    return tuple(sentences)


def _key(field: Field) -> tuple[str, str]:
    return label_key(field.name), field.measure
