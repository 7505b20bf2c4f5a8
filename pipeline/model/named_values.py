"""Hold values by name that are computed only when they are read (按需计算)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")


class NamedValues(Mapping[str, Value], Generic[Value]):
    """Values by name: each is computed when it is first read, and kept.

    A paper reads a few of the figures of a form with thousands of cells. ``example`` returns for a name a
    value of the same structure (the columns of a list's rows), without computing it.
    """

    __slots__ = ("_compute", "_computed", "_example", "_names")

    def __init__(
        self,
        names: Sequence[str],
        compute: Callable[[str], Value],
        example: Callable[[str], Any] = str,
    ) -> None:
        self._names = dict.fromkeys(names)
        self._compute = compute
        self._example = example
        self._computed: dict[str, Value] = {}

    def __getitem__(self, name: str) -> Value:
        """Return the value called *name*.

        Raises:
            KeyError: there is none of that name.
        """
        if name not in self._computed:
            if name not in self._names:
                raise KeyError(name)
            self._computed[name] = self._compute(name)
        return self._computed[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def example(self, name: str) -> Any:
        """Return a value of the structure of the one called *name*."""
        return self._example(name)


def changed(values: Mapping[str, Any], change: Callable[[Any], Any]) -> Mapping[str, Any]:
    """Return *values* as *change* makes them; of :class:`NamedValues` none is computed for that."""
    if not isinstance(values, NamedValues):
        return {name: change(value) for name, value in values.items()}
    return NamedValues(tuple(values), lambda name: change(values[name]), values.example)
