"""Which tests share a worker, so that what costs many seconds to make is made once in a run.

pytest-xdist's own groups are lost with pytest 9.2 (``xdist_group`` changes a node's id in a way that pytest
no longer reads), and a mark is soon forgotten; here the parameters of a file's tests decide.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from xdist.scheduler import LoadScopeScheduling

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from xdist.remote import Producer

# By group, the parameters for which its tests need a costly fixture of the session.
_SHARED: Final = {
    "demonstration": re.compile(r"\b(demonstration|office_folder): "),
    "pages": re.compile(r"\b(pages|good_forms): "),
    "worked office": re.compile(r"\b(worked_office|office|backup): (Workspace|Backup)\b"),
}
_OF_A_MODULE: Final = 'scope="module"'


class TogetherScheduling(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """Let the tests of a group, and those of a file with a fixture of the module, run in one worker."""

    def __init__(self, config: pytest.Config, log: Producer | None = None) -> None:
        super().__init__(config, log)
        self._root = config.rootpath

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        return _group(self._root / path) or nodeid


@cache
def _group(path: Path) -> str:
    """Return the group of the file at *path*; none where each of its tests may run anywhere."""
    text = path.read_text("utf-8")
    found = next((group for group, pattern in _SHARED.items() if pattern.search(text)), "")
    return found or (str(path) if _OF_A_MODULE in text else "")
