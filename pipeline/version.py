"""The version of this program (版本)."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def program_version() -> str:
    """The version of this program, as an archive tells it."""
    try:
        return version("baosong")
    except PackageNotFoundError:  # run from a folder that was copied, not installed
        return "未安装"
