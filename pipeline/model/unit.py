"""Define the reporting units (报送单位) and their roster (单位名单), in 行政区划 order."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Unit:
    """A reporting unit (报送单位).

    ``code`` identifies it in a blank's stamp and in the ledger (``U3f9a12``); ``full_name`` is what
    papers print; ``aliases`` are its other names (别名). ``superior`` is the code of its parent unit
    (上级单位), which collects from it; ``email`` the address (邮箱) from which it sends.
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
    cell: str = ""  # its place in the 任务书, e.g. A2


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Roster:
    """The roster (单位名单), in the order in which units are always listed."""

    units: tuple[Unit, ...]
    _by_code: dict[str, Unit] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the units by their codes; the first of a code counts."""
        by_code = {unit.code: unit for unit in reversed(self.units)}
        object.__setattr__(self, "_by_code", by_code)

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
        return tuple(other for other in self.units if unit.code and other.superior == unit.code)

    def level_of(self, unit: Unit) -> int:
        """Return the level (层级) of *unit*: 1 for a unit without a superior, 2 directly below one."""
        return len(self.superiors_of(unit)) + 1

    def categories(self) -> tuple[str, ...]:
        """Return the categories (类别) in the order in which they first appear."""
        return tuple(dict.fromkeys(unit.category for unit in self.units))
