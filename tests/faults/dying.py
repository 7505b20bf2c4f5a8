"""The program, killed at a named step: a launcher that the tests run as a process of its own.

It loads the program once, then reads jobs from its standard input, one JSON line each, and forks for
each: the child puts a deadly wrapper round the named function and runs the command line as anybody
would. What is answered is the signal or the exit code of the child. A name that isn't there any more
is an answer too, and the test fails of it.

    {"step": "pipeline.receiving.receive:keep", "when": "before", "nth": 1, "asked": ["process"]}
"""

from __future__ import annotations

import functools
import importlib
import json
import os
import signal
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def found(step: str) -> tuple[Any, Any, Callable[..., Any]]:
    """Who holds the function of *step*, its name there, and the function; ``TABLE[name]`` is one of a table.

    Raises:
        ImportError, AttributeError, LookupError: the program has no such function any more.
    """
    module, _, path = step.partition(":")
    holder: Any = importlib.import_module(module)
    table, _, key = path.partition("[")
    if key:
        rows = getattr(holder, table)
        (row,) = [each for each in rows if each.name == key.rstrip("]")]
        return rows, row, rows[row]
    *owners, name = path.split(".")
    for owner in owners:
        holder = getattr(holder, owner)
    return holder, name, getattr(holder, name)


def set_deadly(step: str, when: str, nth: int) -> None:
    """Make the *nth* call of *step* the last thing that this process does."""
    holder, name, real = found(step)
    calls = 0

    @functools.wraps(real)
    def dying(*given: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == nth and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*given, **named)
        if calls == nth:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    if isinstance(holder, dict):
        holder[name] = dying
    else:
        setattr(holder, name, dying)


def die(job: dict[str, Any]) -> None:
    """The child's whole life."""
    import cli  # noqa: PLC0415 - loaded by serve before the fork

    said = os.open(job["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(said, 1)
    os.dup2(said, 2)
    os.environ["BAOSONG_NOW"] = job["now"]
    if job.get("step"):
        set_deadly(job["step"], job["when"], job["nth"])
    sys.argv = ["cli.py", *job["asked"]]
    cli.main()


def serve() -> None:
    """Answer jobs until the input ends."""
    for module in ("cli", "pipeline.receiving.run", "pipeline.watching.watch",
                   "pipeline.issuing.briefings", "pipeline.issuing.notices",
                   "pipeline.issuing.number_document", "pipeline.issuing.void_numbers"):  # fmt: skip
        importlib.import_module(module)
    for line in sys.stdin:
        job = json.loads(line)
        try:
            if job.get("step"):
                found(job["step"])
        except (ImportError, AttributeError, LookupError, ValueError) as error:
            sys.stdout.write(json.dumps(f"no such step: {job['step']}: {error}") + "\n")
            sys.stdout.flush()
            continue
        child = os.fork()
        if child == 0:
            try:
                die(job)
            except SystemExit as done:
                os._exit(done.code if isinstance(done.code, int) else 1)
            finally:
                os._exit(70)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(json.dumps(os.waitstatus_to_exitcode(status)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve()
