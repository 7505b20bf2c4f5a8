"""The child process that reads workbooks, kept from one test to the next: a new one costs 0.3 s of processor time.

It is a process of its own all the same, with its limits; one that crashed, was left at work, or belongs to
a block that ended with an error is never kept. Tests of the child itself have new ones (``new_children``).
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.sandbox.run import Sandbox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class KeptChildren:
    """At most one idle child; a sandbox that opens with its limits, in its folder, takes it."""

    def __init__(self) -> None:
        self._kept: Any = None
        self._for: tuple[object, ...] = ()

    @contextmanager
    def keeping(self) -> Iterator[None]:
        """Let every sandbox that is opened in this process take the kept child, and leave its own."""
        really_open: Callable[..., Any] = vars(Sandbox)["open"].__func__

        @contextmanager
        def opened(cls: type[Sandbox], /, *limits: float, **named: float) -> Iterator[Sandbox]:
            with really_open(cls, *limits, **named) as sandbox:
                sandbox._child = self._take(sandbox)  # noqa: SLF001 - the product has no use for this
                yield sandbox
                self._keep(sandbox)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Sandbox, "open", classmethod(opened))
            yield

    def end(self) -> None:
        """Terminate the kept child."""
        if self._kept is not None:
            self._kept.terminate()
        self._kept = None

    def _take(self, sandbox: Sandbox) -> Any:
        if self._kept is None or self._for != _kind(sandbox) or not self._kept.process.is_alive():
            return None
        child, self._kept = self._kept, None
        return child

    def _keep(self, sandbox: Sandbox) -> None:
        child = sandbox._child  # noqa: SLF001 - as above
        if child is None or child.busy or not child.process.is_alive():
            return
        self.end()
        self._kept, self._for = child, _kind(sandbox)
        sandbox._child = None  # noqa: SLF001 - as above


def _kind(sandbox: Sandbox) -> tuple[object, ...]:
    """What a child has for good: its limits, and the folder that it started in."""
    return sandbox._limits, os.getcwd()  # noqa: SLF001, PTH109 - as above; the folder by its name
