"""Resolve the names by which a paper is called (文种的叫法): 会议通知, 通知（会议）, 令, 会议纪要, 讲话.

The only table of these names; the kinds themselves and their variants are in :mod:`.kinds`.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pipeline.official.standard.kinds import (
    BRIEFING_KIND,
    KINDS,
    draft_template_name,
    kind_names,
    variants_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class PaperName:
    """Hold the kind (文种) that a name stands for, and its variant (用法) where the name states one."""

    kind: str
    variant: str = ""

    @property
    def template(self) -> str:
        """Return the name of the template for drafts (templates/公文) of this kind and variant."""
        return draft_template_name(self.kind, self.variant)

    def names(self) -> tuple[str, ...]:
        """Return all names of this paper, the most exact first; those of its kind alone come last."""
        own = [name for name, paper in _BY_NAME.items() if paper == self]
        of_kind = [name for name, paper in _BY_NAME.items() if paper == PaperName(self.kind)]
        return tuple(dict.fromkeys((*own, *of_kind)))


# Papers without a red head and a number (白头材料), each with the words that its title may end with.
_PLAIN_KINDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "讲话": ("讲话", "讲话稿", "讲话提纲", "发言", "发言稿", "致辞", "主持词"),
        "方案": ("方案", "预案"),
        "总结": ("总结",),
        "汇报": ("汇报", "汇报材料", "汇报提纲"),
        "计划": ("计划", "规划", "要点"),
    }
)
# A variant's word that can't be taken for anything else is enough: 印发, 转发, 任免.
_WORDS_ALONE: Final = frozenset({"任免", "转发", "印发", "部署", "表彰", "批评"})
_OTHER_NAMES: Final = {
    "令": PaperName("命令"),
    "命令（令）": PaperName("命令"),
    "会议纪要": PaperName("纪要"),
    "专题会议纪要": PaperName("纪要"),
    "批转": PaperName("通知", "转发"),
    "批转通知": PaperName("通知", "转发"),
    "发布": PaperName("通知", "印发"),
    "任命": PaperName("通知", "任免"),
    "表扬": PaperName("通报", "表彰"),
    "表扬通报": PaperName("通报", "表彰"),
    "工作通知": PaperName("通知", "部署"),
}


def _table() -> Mapping[str, PaperName]:
    names: dict[str, PaperName] = {name: PaperName(name) for name in kind_names()}
    for kind in KINDS:
        for variant, _ in kind.variants:
            paper = PaperName(kind.name, variant)
            names[f"{kind.name}（{variant}）"] = paper
            names[f"{variant}{kind.name}"] = paper
            if variant in _WORDS_ALONE:
                names[variant] = paper
    names |= {variant: PaperName(BRIEFING_KIND, variant) for variant in variants_of(BRIEFING_KIND)}
    return MappingProxyType(names | _OTHER_NAMES)


_BY_NAME: Final = _table()


def paper_named(name: str) -> PaperName | None:
    """Return the paper that is called *name*, or ``None`` where no kind or variant is called so.

    >>> paper_named("会议通知") == paper_named("通知(会议)") == PaperName("通知", "会议")
    True
    """
    return _BY_NAME.get(name.strip().translate(str.maketrans("()", "（）")))


def names_of_template(template: str) -> tuple[str, ...]:
    """Return the other names that an office may give to its template for the variant *template*.

    >>> names_of_template("通知（会议）")
    ('会议通知',)
    """
    paper = _BY_NAME.get(template)
    if paper is None or not paper.variant:
        return ()
    return tuple(name for name, each in _BY_NAME.items() if each == paper and name != template)


def plain_kind_named(name: str) -> str:
    """Return the kind of a paper without a red head (讲话、方案、总结) called *name*; empty for none.

    >>> plain_kind_named("讲话稿"), plain_kind_named("通知")
    ('讲话', '')
    """
    return next((kind for kind, endings in _PLAIN_KINDS.items() if name in endings), "")


def plain_kind_of_title(title: str) -> str:
    """Return the kind of a paper without a red head that *title* ends with; empty for none.

    >>> plain_kind_of_title("在全市安全生产工作会议上的讲话")
    '讲话'
    """
    words = title.strip()
    words = words.split("（")[0] if words.endswith("）") else words
    return next((kind for kind, endings in _PLAIN_KINDS.items() if words.endswith(endings)), "")


def typeset_names() -> tuple[str, ...]:
    """Return the names of all kinds that can be typeset: the fifteen, 简报, and those without a red head."""
    return (*kind_names(), *_PLAIN_KINDS)


def issued_names() -> Iterable[str]:
    """Return the usual name of every kind and variant that can be numbered, for a completion."""
    usual = {paper: name for name, paper in reversed(tuple(_BY_NAME.items()))}
    return dict.fromkeys(usual.values())
