"""Decide from several witnesses (凭据) whose form it is: which units each names, and what they say together; pure.

What the office printed on a blank, its stamp and its unit cell, is one witness. A unit cell that was
filled in by hand, the file's own name, its folders and the mail's sender are others.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pipeline.model.finding import Place
    from pipeline.model.unit import Roster, Unit


class WitnessKind(Enum):
    """Kind of a witness (凭据种类); two witnesses are independent where their kinds differ."""

    PRINTED = "表上的标记"
    CELL = "填报单位"
    FILE_NAME = "文件名"
    FOLDER = "文件夹"
    SENDER = "发件人"


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness (凭据) of the unit of a form: its text, its place if it is a cell, and the units that it names.

    ``names`` has the units name by name: several for one name where they share it. ``similar`` are units
    whose names merely resemble the text; where there are none either, it names a unit that the roster
    lacks (``unknown`` is that place, where it is one). ``forwards`` is true of a folder whose name states
    that the unit only passed the form on.
    """

    kind: WitnessKind
    text: str
    names: tuple[tuple[Unit, ...], ...] = ()
    similar: tuple[Unit, ...] = ()
    place: Place | None = None
    forwards: bool = False
    unknown: str = ""

    @property
    def units(self) -> tuple[Unit, ...]:
        """Return the units that it names, or else those that it resembles, each once."""
        named = tuple(dict.fromkeys(unit for units in self.names for unit in units))
        return named or self.similar

    @property
    def unit(self) -> Unit | None:
        """Return the unit that it names, where it names no other."""
        return self.units[0] if self.names and len(self.units) == 1 else None

    @property
    def names_several(self) -> bool:
        """Return whether it names several units, and not one by a name that several share."""
        return len(self.names) > 1


@dataclass(frozen=True, slots=True)
class Agreement:
    """The unit on which all witnesses agree (一致), and the kinds of those that name it."""

    unit: Unit
    kinds: frozenset[WitnessKind]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Witnesses that contradict each other, or none of which names one unit (存疑)."""

    witnesses: tuple[Witness, ...]

    @property
    def units(self) -> tuple[Unit, ...]:
        """Return the units that they name or resemble, each once."""
        return tuple(dict.fromkeys(unit for each in self.witnesses for unit in each.units))


def judge(
    witnesses: Sequence[Witness], roster: Roster, lead: Unit | None = None
) -> Agreement | Disagreement:
    """Return the one unit that no witness contradicts and that one of them names, or their disagreement.

    A witness contradicts a unit where it names others only. The name of a file, a folder or a sender doesn't
    where one of these may send for the unit: its superior (上级单位) or the *lead* office (牵头单位). A similar
    name agrees, but doesn't name a unit alone. A cell that names several units is always a doubt.
    """
    named = dict.fromkeys(unit for each in witnesses for unit in each.units)
    admitted = [
        unit for unit in named if all(admits(each, unit, roster, lead) for each in witnesses)
    ]
    kinds = {unit: _kinds_naming(unit, witnesses, admitted) for unit in admitted}
    found = [unit for unit in admitted if kinds[unit]]
    if len(found) == 1 and not any(
        each.kind is WitnessKind.CELL and each.names_several for each in witnesses
    ):
        return Agreement(found[0], kinds[found[0]])
    return Disagreement(tuple(witnesses))


def admits(witness: Witness, unit: Unit, roster: Roster, lead: Unit | None) -> bool:
    """Return whether *witness* doesn't contradict that the form is that of *unit*."""
    if witness.forwards or unit in witness.units:
        return True
    return witness.kind not in _OF_THE_FORM and any(
        each == lead or roster.may_send_for(each, unit) for each in witness.units
    )


# Stamp and cell say whose the form is; names of files and senders also say who passed it on.
_OF_THE_FORM: Final = frozenset({WitnessKind.PRINTED, WitnessKind.CELL})


def _kinds_naming(
    unit: Unit, witnesses: Sequence[Witness], admitted: Collection[Unit]
) -> frozenset[WitnessKind]:
    """Return the kinds of the witnesses that name *unit*, which none of them contradicts.

    A name that several units share names the only one of them that is *admitted*. A folder doesn't say
    which of the units in the file's own name is meant.
    """
    naming = {
        each.kind
        for each in witnesses
        if each.unit == unit
        or (len(each.names) == 1 and [u for u in each.units if u in admitted] == [unit])
    }
    if any(each.kind is WitnessKind.FILE_NAME and each.names_several for each in witnesses):
        naming.discard(WitnessKind.FOLDER)
    return frozenset(naming)
