"""The fifteen kinds of official documents (文种): 《党政机关公文处理工作条例》 article 8."""

from __future__ import annotations

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
