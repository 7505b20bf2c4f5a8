"""The page on a package index: the README without what leads nowhere there."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from tests.conftest import require

ROOT = Path(__file__).parents[2]


def test_the_page_on_a_package_index_has_no_picture_or_link_that_leads_nowhere() -> None:
    require(
        find_spec("hatchling") and find_spec("hatch_fancy_pypi_readme"),
        "hatchling with hatch-fancy-pypi-readme",
    )
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "metadata", "readme"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )

    page = built.stdout
    targets = re.findall(r"\]\(([^)]*)\)|src=\"([^\"]*)\"", page)
    assert all("".join(target).startswith("https://") for target in targets)
    assert "更多：使用手册 · " in page
    assert page.count("```bash") == (ROOT / "README.md").read_text("utf-8").count("```bash")
