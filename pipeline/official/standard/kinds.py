"""List the kinds of official documents (文种) and what each needs: 《条例》 article 8, custom for 简报.

The only place where the kinds, their variants (用法) and the templates named after them are listed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pipeline.model.document import DocumentForm

if TYPE_CHECKING:
    from collections.abc import Mapping


class Direction(Enum):
    """Define in which direction a document goes (行文方向)."""

    DOWN = "下行"
    UP = "上行"
    LEVEL = "平行"
    PUBLIC = "公开"


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """Describe a kind (文种): name, direction, and the form (格式) it is usually printed in.

    ``directive`` kinds give orders (指令性公文); ``variants`` are its usual uses (用法), each with a
    pattern for titles, in the order in which they are tried.
    """

    name: str
    direction: Direction
    form: DocumentForm = DocumentForm.GENERAL
    directive: bool = False
    variants: tuple[tuple[str, str], ...] = ()


_NOTICE_VARIANTS: Final = (
    ("任免", r"任命|任免|免去|任职|免职|聘任"),
    ("转发", r"转发|批转"),
    ("印发", r"印发|发布|颁发"),
    ("会议", r"(?:召开|举行).*(?:会|会议)的通知|会议的?通知"),
    ("部署", r""),
)
_CIRCULAR_VARIANTS: Final = (
    ("表彰", r"表彰|表扬|嘉奖|先进"),
    ("批评", r"批评|处理|处分|事故|违规|违纪"),
    ("情况", r""),
)
_BRIEFING_VARIANTS: Final = (("会议简报", r"会议|大会|座谈会"), ("工作简报", r""))
KINDS: Final = (
    DocumentKind("决议", Direction.DOWN),
    DocumentKind("决定", Direction.DOWN, directive=True),
    DocumentKind("命令", Direction.DOWN, DocumentForm.ORDER, directive=True),
    DocumentKind("公报", Direction.PUBLIC),
    DocumentKind("公告", Direction.PUBLIC),
    DocumentKind("通告", Direction.PUBLIC),
    DocumentKind("意见", Direction.DOWN),
    DocumentKind("通知", Direction.DOWN, directive=True, variants=_NOTICE_VARIANTS),
    DocumentKind("通报", Direction.DOWN, directive=True, variants=_CIRCULAR_VARIANTS),
    DocumentKind("报告", Direction.UP),
    DocumentKind("请示", Direction.UP),
    DocumentKind("批复", Direction.DOWN, directive=True),
    DocumentKind("议案", Direction.LEVEL),
    DocumentKind("函", Direction.LEVEL, DocumentForm.LETTER),
    DocumentKind("纪要", Direction.DOWN, DocumentForm.MINUTES),
)
# What an office prints besides; the regulation knows no such kind.
BRIEFING_KIND: Final = "简报"
# Papers of a campaign that press for a report; by kind they are a 通知 or a 函.
REMINDER_PAPERS: Final = frozenset({"催报", "督办"})
_BY_NAME: Final[Mapping[str, DocumentKind]] = MappingProxyType(
    {kind.name: kind for kind in KINDS}
    | {alias: kind for kind in KINDS if kind.name == "命令" for alias in ("令", "命令（令）")}
)


def kind_named(name: str) -> DocumentKind | None:
    """Return the kind called *name*, or ``None`` where the regulation has none of that name.

    >>> kind_named("令").name
    '命令'
    """
    return _BY_NAME.get(name)


def kind_names() -> tuple[str, ...]:
    """Return the names of the fifteen kinds and 简报: the kinds that can be typeset."""
    return (*(kind.name for kind in KINDS), BRIEFING_KIND)


def kind_of_title(title: str) -> DocumentKind | None:
    """Return the kind that *title* ends with; a note in brackets after it (（试行）) is ignored.

    >>> kind_of_title("云川市人民政府关于印发《办法》的通知").name
    '通知'
    """
    plain_title = title.strip().split("（")[0] if title.strip().endswith("）") else title.strip()
    return next((kind for name, kind in _BY_NAME.items() if plain_title.endswith(name)), None)


def is_upward(name: str) -> bool:
    """Return whether papers of that kind go to a higher organ (上行文) and so name their signer."""
    kind = kind_named(name)
    return kind is not None and kind.direction is Direction.UP


def is_directive(name: str) -> bool:
    """Return whether papers of that kind give orders (指令性公文)."""
    kind = kind_named(name)
    return kind is not None and kind.directive


def is_order(name: str) -> bool:
    """Return whether the kind is printed in the form of an order (命令格式, GB/T 9704 10.2)."""
    kind = kind_named(name)
    return kind is not None and kind.form is DocumentForm.ORDER


def is_briefing(name: str) -> bool:
    """Return whether *name* is 简报 or one of its variants."""
    return name.endswith(BRIEFING_KIND)


class Requirement(Enum):
    """Define whether a kind has an element (要素与文种)."""

    REQUIRED = "应有"
    OPTIONAL = "可有"
    UNUSED = "不用"


@dataclass(frozen=True, slots=True)
class KindRequirements:
    """Define which elements a kind has (各文种的要素): 《条例》 article 9, GB/T 9704 7 and 10, custom.

    ``statutory`` kinds are the regulation's fifteen; ``title_endings`` are the words that a title may
    end with, ``subject_in_title`` requires 关于……的 in it.
    """

    kind: str
    title_endings: tuple[str, ...]
    statutory: bool = True
    header: Requirement = Requirement.REQUIRED
    title: Requirement = Requirement.REQUIRED
    signers: Requirement = Requirement.OPTIONAL
    addressees: Requirement = Requirement.REQUIRED
    closing: Requirement = Requirement.REQUIRED
    seal: Requirement = Requirement.OPTIONAL
    subject_in_title: bool = True
    single_addressee: bool = False
    single_addressee_clause: str = "条例第十五条（一）"
    order_number: bool = False
    signature: bool = False
    attendance: bool = False
    meeting: bool = False
    contact: bool = False


_OPTIONAL: Final = Requirement.OPTIONAL
_UNUSED: Final = Requirement.UNUSED
_REQUIRED: Final = Requirement.REQUIRED
_ARTICLE_8: Final = "条例第八条"
_REQUIREMENTS: Final = {
    requirements.kind: requirements
    for requirements in (
        KindRequirements("决议", ("决议",), addressees=_UNUSED, closing=_OPTIONAL, subject_in_title=False, meeting=True),
        KindRequirements("决定", ("决定",), addressees=_OPTIONAL),
        KindRequirements(
            "命令", ("命令", "令"), title=_OPTIONAL, addressees=_UNUSED, subject_in_title=False,
            order_number=True, signature=True,
        ),
        KindRequirements("公报", ("公报",), addressees=_UNUSED, closing=_OPTIONAL, subject_in_title=False, meeting=True),
        KindRequirements("公告", ("公告",), addressees=_UNUSED, subject_in_title=False),
        KindRequirements("通告", ("通告",), addressees=_UNUSED, subject_in_title=False),
        KindRequirements("意见", ("意见",), addressees=_OPTIONAL),
        KindRequirements("通知", ("通知",)),
        KindRequirements("通报", ("通报",), addressees=_OPTIONAL),
        KindRequirements("报告", ("报告",), signers=_REQUIRED, single_addressee=True),
        KindRequirements("请示", ("请示",), signers=_REQUIRED, single_addressee=True, contact=True),
        KindRequirements("批复", ("批复",), single_addressee=True, single_addressee_clause=_ARTICLE_8),
        KindRequirements("议案", ("议案",), single_addressee=True, single_addressee_clause=_ARTICLE_8),
        KindRequirements("函", ("函",)),
        KindRequirements(
            "纪要", ("纪要",), addressees=_UNUSED, closing=_OPTIONAL, seal=_UNUSED,
            subject_in_title=False, attendance=True,
        ),
    )
}  # fmt: skip
_BRIEFING_REQUIREMENTS: Final = KindRequirements(
    BRIEFING_KIND, (), statutory=False, header=_OPTIONAL, addressees=_UNUSED, closing=_OPTIONAL, seal=_UNUSED,
)  # fmt: skip
# 退回单 and what an office calls otherwise: no rule applies.
_NO_REQUIREMENTS: Final = KindRequirements(
    "", (), statutory=False, header=_OPTIONAL, title=_OPTIONAL, addressees=_OPTIONAL, closing=_OPTIONAL,
)  # fmt: skip


def requirements_of(name: str) -> KindRequirements:
    """Return what the kind called *name* needs; for 简报 and its variants by custom (实务).

    >>> requirements_of("令").order_number, requirements_of("简报").statutory
    (True, False)
    """
    kind = kind_named(name)
    if kind is not None:
        return _REQUIREMENTS[kind.name]
    return _BRIEFING_REQUIREMENTS if is_briefing(name) else _NO_REQUIREMENTS


def variant_of(name: str, title: str) -> str:
    """Return the variant (用法) of a 通知, 通报 or 简报 by its title; empty for any other kind.

    >>> variant_of("通知", "关于召开创建工作推进会的通知"), variant_of("通报", "关于表扬先进的通报")
    ('会议', '表彰')
    """
    return next((variant for variant, words in _variants(name) if re.search(words, title)), "")


def draft_template_name(name: str, variant: str = "") -> str:
    """Return the name of the template for drafts (templates/公文) of a kind, or of its variant.

    >>> draft_template_name("通知", "印发"), draft_template_name("函")
    ('通知（印发）', '函（文稿）')
    >>> draft_template_name("简报", "工作简报"), draft_template_name("简报", "会议简报")
    ('工作简报（文稿）', '会议简报')
    """
    if name == BRIEFING_KIND:
        return f"{variant}（文稿）" if variant in _WITH_FIGURES else variant
    suffix = variant or ("文稿" if name in _WITH_FIGURES else "")
    return f"{name}（{suffix}）" if suffix else name


def draft_template_names() -> tuple[str, ...]:
    """Return the names of all templates for drafts: one per kind or variant.

    >>> draft_template_names()[-4:]
    ('函（文稿）', '纪要', '会议简报', '工作简报（文稿）')
    """
    variants = {name: [variant for variant, _ in _variants(name)] or [""] for name in kind_names()}
    return tuple(draft_template_name(name, each) for name in variants for each in variants[name])


# A campaign's figures have a template called after the kind; that for drafts is another one.
_WITH_FIGURES: Final = frozenset({"报告", "函", "工作简报"})


def variants_of(name: str) -> tuple[str, ...]:
    """Return the variants (用法) of a kind, or of 简报, in the order in which they are tried.

    >>> variants_of("通报")
    ('表彰', '批评', '情况')
    """
    return tuple(variant for variant, _ in _variants(name))


def _variants(name: str) -> tuple[tuple[str, str], ...]:
    if name == BRIEFING_KIND:
        return _BRIEFING_VARIANTS
    kind = kind_named(name)
    return kind.variants if kind else ()
