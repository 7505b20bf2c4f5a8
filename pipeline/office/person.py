"""Know who acts (经办人), for every event: named with the command, in the settings, or by the system's account."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from pipeline.office.lock import actor
from pipeline.office.settings import office_person

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.workspace import Workspace

_VARIABLE: Final = "BAOSONG_BY"  # for child processes, too


def acting_person(workspace: Workspace) -> str:
    """Return the person who acts (经办人): the one named with the command, in 设置.ini, else the system's user."""
    named = " ".join(os.environ.get(_VARIABLE, "").split())
    return named or office_person(workspace) or actor()


def act_as(person: str) -> Callable[[], None]:
    """Record everything from now on as done by *person* (``--by``); return the function that ends this."""
    before = os.environ.get(_VARIABLE)
    os.environ[_VARIABLE] = person

    def end() -> None:
        if before is None:
            os.environ.pop(_VARIABLE, None)
        else:
            os.environ[_VARIABLE] = before

    return end
