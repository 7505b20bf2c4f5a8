"""The fifteen kinds of official documents (文种): 《党政机关公文处理工作条例》 article 8."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final

from pipeline.model.document import DocumentForm


class Direction(Enum):
    """Which way a document goes (行文方向)."""

    DOWN = "下行"
    UP = "上行"
    LEVEL = "平行"
    PUBLIC = "公开"


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind (文种): its name, which way it goes, and the form it is usually printed in."""

    name: str
    direction: Direction
    form: DocumentForm = DocumentForm.GENERAL


KINDS: Final = (
    DocumentKind("决议", Direction.DOWN),
    DocumentKind("决定", Direction.DOWN),
    DocumentKind("命令", Direction.DOWN, DocumentForm.ORDER),
    DocumentKind("公报", Direction.PUBLIC),
    DocumentKind("公告", Direction.PUBLIC),
    DocumentKind("通告", Direction.PUBLIC),
    DocumentKind("意见", Direction.DOWN),
    DocumentKind("通知", Direction.DOWN),
    DocumentKind("通报", Direction.DOWN),
    DocumentKind("报告", Direction.UP),
    DocumentKind("请示", Direction.UP),
    DocumentKind("批复", Direction.DOWN),
    DocumentKind("议案", Direction.LEVEL),
    DocumentKind("函", Direction.LEVEL, DocumentForm.LETTER),
    DocumentKind("纪要", Direction.DOWN, DocumentForm.MINUTES),
)
_BY_NAME: Final = {kind.name: kind for kind in KINDS} | {
    "令": KINDS[2],
    "命令（令）": KINDS[2],
}


def kind_named(name: str) -> DocumentKind | None:
    """The kind of that name, or ``None`` where the regulation knows none.

    >>> kind_named("令").name
    '命令'
    """
    return _BY_NAME.get(name)


def kind_of_title(title: str) -> DocumentKind | None:
    """The kind a title ends with; what stands in brackets after it (（试行）) doesn't count.

    >>> kind_of_title("云川市人民政府关于印发《办法》的通知").name
    '通知'
    """
    bare = title.strip().split("（")[0] if title.strip().endswith("）") else title.strip()
    return next((kind for name, kind in _BY_NAME.items() if bare.endswith(name)), None)


class Requirement(Enum):
    """How an element stands to a kind (要素与文种)."""

    REQUIRED = "应有"
    OPTIONAL = "可有"
    UNUSED = "不用"


@dataclass(frozen=True, slots=True)
class KindRequirements:
    """Which elements a kind has (各文种的要素): 《条例》 article 9, GB/T 9704 clauses 7 and 10, custom.

    ``statutory`` kinds are the regulation's fifteen; ``title_endings`` are the words a title may end with.
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
    single_addressee: bool = False
    single_addressee_clause: str = "条例第十五条（一）"
    order_number: bool = False
    signature: bool = False
    attendance: bool = False
    meeting: bool = False
    contact: bool = False


_OPTIONAL: Final = Requirement.OPTIONAL
_UNUSED: Final = Requirement.UNUSED
_REQUIREMENTS: Final = {
    needs.kind: needs
    for needs in (
        KindRequirements("决议", ("决议",), addressees=_UNUSED, closing=_OPTIONAL, meeting=True),
        KindRequirements("决定", ("决定",), addressees=_OPTIONAL),
        KindRequirements(
            "命令",
            ("命令", "令"),
            title=_OPTIONAL,
            addressees=_UNUSED,
            order_number=True,
            signature=True,
        ),
        KindRequirements("公报", ("公报",), addressees=_UNUSED, closing=_OPTIONAL, meeting=True),
        KindRequirements("公告", ("公告",), addressees=_UNUSED),
        KindRequirements("通告", ("通告",), addressees=_UNUSED),
        KindRequirements("意见", ("意见",), addressees=_OPTIONAL),
        KindRequirements("通知", ("通知",)),
        KindRequirements("通报", ("通报",), addressees=_OPTIONAL),
        KindRequirements("报告", ("报告",), signers=Requirement.REQUIRED, single_addressee=True),
        KindRequirements(
            "请示", ("请示",), signers=Requirement.REQUIRED, single_addressee=True, contact=True
        ),
        KindRequirements(
            "批复", ("批复",), single_addressee=True, single_addressee_clause="条例第八条"
        ),
        KindRequirements(
            "议案", ("议案",), single_addressee=True, single_addressee_clause="条例第八条"
        ),
        KindRequirements("函", ("函",)),
        KindRequirements(
            "纪要", ("纪要",), addressees=_UNUSED, closing=_OPTIONAL, seal=_UNUSED, attendance=True
        ),
    )
}
_BRIEFING_REQUIREMENTS: Final = KindRequirements(
    "简报",
    (),
    statutory=False,
    header=_OPTIONAL,
    addressees=_UNUSED,
    closing=_OPTIONAL,
    seal=_UNUSED,
)


def requirements_of(name: str) -> KindRequirements:
    """What the kind of that name needs; one that the regulation doesn't know is held to custom.

    >>> requirements_of("令").order_number, requirements_of("简报").statutory
    (True, False)
    """
    known = kind_named(name)
    if known is not None:
        return _REQUIREMENTS[known.name]
    return _BRIEFING_REQUIREMENTS if name.endswith("简报") else _NO_REQUIREMENTS


_NO_REQUIREMENTS: Final = KindRequirements(
    "",
    (),
    statutory=False,
    header=_OPTIONAL,
    title=_OPTIONAL,
    addressees=_OPTIONAL,
    closing=_OPTIONAL,
)  # 退回单 and what an office calls otherwise: no rule knows it

# 常见用法 of a kind, told by the words of its title; the first that fits.
_VARIANTS: Final = (
    ("通知", "任免", r"任命|任免|免去|任职|免职|聘任"),
    ("通知", "转发", r"转发|批转"),
    ("通知", "印发", r"印发|发布|颁发"),
    ("通知", "会议", r"(?:召开|举行).*(?:会|会议)的通知|会议的?通知"),
    ("通知", "部署", r""),
    ("通报", "表彰", r"表彰|表扬|嘉奖|先进"),
    ("通报", "批评", r"批评|处理|处分|事故|违规|违纪"),
    ("通报", "情况", r""),
    ("简报", "会议简报", r"会议|大会|座谈会"),
    ("简报", "工作简报", r""),
)


def variant_of(kind: str, title: str) -> str:
    """The variant (用法) of a 通知, 通报 or 简报 by its title; empty for any other kind.

    >>> variant_of("通知", "关于召开创建工作推进会的通知"), variant_of("通报", "关于表扬先进的通报")
    ('会议', '表彰')
    """
    return next(
        (name for each, name, words in _VARIANTS if each == kind and re.search(words, title)), ""
    )


def template_name(kind: str, title: str) -> str:
    """The template (templates/公文) that suits a draft of *kind* with that *title*.

    >>> template_name("通知", "关于印发《办法》的通知"), template_name("请示", "")
    ('通知（印发）', '请示')
    """
    if kind in {"报告", "函"}:
        return f"{kind}（文稿）"
    variant = variant_of(kind, title)
    if kind == "简报":
        return variant
    return f"{kind}（{variant}）" if variant else kind
