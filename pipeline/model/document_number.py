"""Define a document number (发文字号) as a line of the document register (发文登记簿)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Status(StrEnum):
    """State of a number in the register, by its name in scripts; ``word`` is what people read."""

    RESERVED = "reserved"
    HELD = "held"  # 预留: taken by a person for a paper that is made elsewhere
    CONFIRMED = "confirmed"
    RELEASED = "released"

    @property
    def word(self) -> str:
        """Return the Chinese word of the register."""
        return {
            Status.RESERVED: "已留号",
            Status.HELD: "已预留",
            Status.CONFIRMED: "已印发",
            Status.RELEASED: "已作废",
        }[self]

    @property
    def is_open(self) -> bool:
        """Return whether the number may still be confirmed or released."""
        return self in {Status.RESERVED, Status.HELD}


@dataclass(frozen=True, slots=True)
class Number:
    """One line of the register: a number, the paper it was given to, and its state.

    ``organ_code`` is the 机关代字; for a briefing (简报), which is numbered in issues, the name of its
    series, and ``total`` is its 总第M期 (0 for every other kind). ``at`` is the moment of its last
    change; ``key`` is equal for papers with the same content. ``reason`` says why it was released, or
    what a held one is for; ``voided`` why it was declared void (作废) after its paper had been issued.
    """

    organ_code: str
    year: int
    serial: int
    total: int
    status: Status
    kind: str
    title: str
    reason: str
    digest: str
    path: str
    key: str
    at: datetime
    voided: str = ""

    @property
    def state(self) -> str:
        """Return its state by the name that scripts read."""
        return "void" if self.voided else self.status.value

    @property
    def word(self) -> str:
        """Return its state by the Chinese word of the register."""
        return Status.RELEASED.word if self.voided else self.status.word

    @property
    def remark(self) -> str:
        """Return why it is void, or what it is held for; empty for a number in use."""
        return self.voided or self.reason

    @property
    def in_use(self) -> bool:
        """Return whether a paper was issued with it that is still valid."""
        return self.status is Status.CONFIRMED and not self.voided


@dataclass(frozen=True, slots=True)
class Intent:
    """The paper that a number is reserved for (拟发), stored with it so that recovery can confirm it.

    ``key`` is any text that is equal whenever the same paper would be issued again; ``announced`` are
    action and subject of each further event to append when the paper is issued. ``above`` and
    ``total_above`` are the highest serial and 总第M期 of papers that exist already; the number is above both.
    """

    title: str
    key: str = ""
    announced: tuple[tuple[str, str], ...] = ()
    above: int = 0
    total_above: int = 0


def document_number(number: Number) -> str:
    """Return the document number (发文字号) as printed, GB/T 9704—2012 7.2.5: 云文明办〔2026〕15号."""
    return full_number(number.organ_code, number.year, number.serial)


def full_number(organ_code: str, year: int, serial: int) -> str:
    """Return a document number (发文字号) of its three parts: organ code, year and serial."""
    return f"{organ_code}〔{year}〕{serial}号"


def is_numbered_by_issue(kind: str) -> bool:
    """Return whether papers of that kind are numbered in issues (期号): 简报, 会议简报, 工作简报."""
    return kind.endswith("简报")


def printed_number(number: Number) -> str:
    """Return the number as a paper bears it: 云文明办〔2026〕15号, or 第3期（总第17期） for a briefing."""
    if number.total:
        return f"第{number.serial}期（总第{number.total}期）"
    return document_number(number)
