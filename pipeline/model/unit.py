"""Define the reporting units (报送单位) and their roster (单位名单), in 行政区划 order."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class Relation(Enum):
    """Relation of a unit to the issuing organ (行文关系), by which a letter or an order is due to it.

    条例第八条: 函 is for organs that are not subordinate to each other; 请示 and 报告 go to those above.
    """

    BELOW = "下级"
    EQUAL = "平级"
    SEPARATE = "不相隶属"
    ABOVE = "上级"

    @property
    def below(self) -> bool:
        """Tell whether the issuing organ gives orders to the unit (下级)."""
        return self is Relation.BELOW

    @property
    def gets_letter(self) -> bool:
        """Tell whether a letter (函) is due to the unit: neither below nor above the issuing organ."""
        return self in {Relation.EQUAL, Relation.SEPARATE}


@dataclass(frozen=True, slots=True)
class Unit:
    """A reporting unit (报送单位).

    ``code`` identifies it in a blank's stamp and in the ledger (``U3f9a12``); ``full_name`` is what
    papers print; ``aliases`` are its other names (别名). ``superior`` is the code of its parent unit
    (上级单位), which collects from it; ``email`` the address (邮箱) from which it sends; ``salutation``
    the organ to which papers are addressed (主送称谓), e.g. 平湖县文明办 for 平湖县; ``relation`` is None where
    the roster doesn't say it.
    """

    code: str
    full_name: str
    short_name: str
    aliases: tuple[str, ...] = ()
    category: str = ""
    contact: str = ""
    phone: str = ""
    exempt: bool = False
    superior: str = ""
    email: str = ""
    salutation: str = ""
    relation: Relation | None = None
    cell: str = ""  # its place in the 任务书, e.g. A2


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Roster:
    """The roster (单位名单), in the order in which units are always listed."""

    units: tuple[Unit, ...]
    _by_code: dict[str, Unit] = field(init=False, repr=False, compare=False)
    _below: dict[str, list[Unit]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the units by their codes, of which the first counts, and by their superiors."""
        by_code = {unit.code: unit for unit in reversed(self.units)}
        below: dict[str, list[Unit]] = {}
        for unit in self.units:
            if unit.superior in by_code:
                below.setdefault(unit.superior, []).append(unit)
        object.__setattr__(self, "_by_code", by_code)
        object.__setattr__(self, "_below", below)

    def by_code(self, code: str) -> Unit | None:
        """Return the unit of that code, or None."""
        return self._by_code.get(code)

    def name_of(self, code: str) -> str:
        """Return the full name of the unit of that code, or the code where the roster has it no longer."""
        unit = self.by_code(code)
        return unit.full_name if unit else code

    def superiors_of(self, unit: Unit) -> tuple[Unit, ...]:
        """Return the units above *unit* (上级单位), the nearest first."""
        found: list[Unit] = []
        above = self.by_code(unit.superior)
        while above is not None and above not in found:
            found.append(above)
            above = self.by_code(above.superior)
        return tuple(found)

    def below(self, unit: Unit) -> tuple[Unit, ...]:
        """Return the units directly below *unit* (下级单位), in the order of the roster."""
        return tuple(self._below.get(unit.code, ()))

    def level_of(self, unit: Unit) -> int:
        """Return the level (层级) of *unit*: 1 for a unit without a superior, 2 directly below one."""
        return len(self.superiors_of(unit)) + 1

    def may_send_for(self, sender: Unit, unit: Unit) -> bool:
        """Return whether *sender* may hand in the form of *unit* (代报): its own, or that of a unit below it."""
        return sender == unit or sender in self.superiors_of(unit)

    @property
    def has_levels(self) -> bool:
        """Return whether some unit has a superior (上级单位)."""
        return bool(self._below)

    def by_superior(self) -> Roster:
        """Return the roster with each unit's subordinates right after it; else in its order."""
        if not self._below:
            return self
        ordered: list[Unit] = []
        waiting = [unit for unit in reversed(self.units) if unit.superior not in self._by_code]
        while waiting:
            unit = waiting.pop()
            ordered.append(unit)
            waiting += reversed(self.below(unit))
        return Roster(tuple(ordered))

    def categories(self) -> tuple[str, ...]:
        """Return the categories (类别) in the order in which they first appear."""
        return tuple(dict.fromkeys(unit.category for unit in self.units))
