"""What a document lacks or has too much of (要素缺失), as data."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.verdict import Strength


@dataclass(frozen=True, slots=True)
class Shortcoming:
    """What a document lacks or has too much: by which clause, how strongly, and how to mend it.

    ``refuses`` says that it clearly can't go out so.
    """

    rule: str
    clause: str
    strength: Strength
    message: str
    is_blocking: bool = False


def blocking(rule: str, clause: str, message: str) -> Shortcoming:
    """A shortcoming that the regulation or the standard asks to be mended before it goes out."""
    return Shortcoming(rule, clause, Strength.REQUIRED, message, is_blocking=True)


def advisory(rule: str, clause: str, message: str, strength: Strength) -> Shortcoming:
    """A shortcoming that a person decides upon."""
    return Shortcoming(rule, clause, strength, message)
