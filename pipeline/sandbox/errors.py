"""Name the ways in which a job in the child process (子进程) fails; each room has its own words for them."""

from __future__ import annotations

from enum import Enum, auto


class CrashCause(Enum):
    """Name why the child process could not finish a job."""

    TIME = auto()  # it exceeded the processor time or the clock
    MEMORY = auto()
    CRASH = auto()  # it was ended by a library
    UNEXPECTED = auto()  # the function raised an error that is not one of ours, and would again


class JobCrashed(Exception):
    """Report a job that the child process could not finish; ``detail`` is for the log.

    Every caller turns it into an error of its room, with its own message for each ``cause``.
    """

    def __init__(self, cause: CrashCause, detail: str) -> None:
        super().__init__(cause, detail)
        self.cause = cause
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.cause.name} {self.detail}"
