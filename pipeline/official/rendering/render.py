"""Word files and workbooks to PDF by LibreOffice, which may be missing, hang, crash, or substitute a face.

One call converts a whole batch: starting it costs more than a document does. Each call has a
profile of its own, so that a LibreOffice somebody has open neither blocks it nor is touched.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.files import replace_file
from pipeline.official.errors import RendererMissing, RenderFailed
from pipeline.official.rendering.substitutes import choose_substitutes, font_configuration
from pipeline.official.standard.typefaces import FACES

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAMES: Final = ("soffice", "libreoffice")
_USUAL_PLACES: Final = (
    Path("C:/Program Files/LibreOffice/program/soffice.com"),
    Path("C:/Program Files (x86)/LibreOffice/program/soffice.com"),
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
)
_START_S: Final = 90.0  # a first start writes a profile, and on an old computer takes its time
_PER_FILE_S: Final = 20.0
_LIST_S: Final = 30.0


def find_renderer() -> Path | None:
    """Where LibreOffice is, or ``None`` where it isn't installed."""
    on_path = (shutil.which(name) for name in _NAMES)
    found = next((Path(path) for path in on_path if path), None)
    return found or next((place for place in _USUAL_PLACES if place.is_file()), None)


def to_pdf(files: Sequence[Path], folder: Path, timeout_s: float | None = None) -> tuple[Path, ...]:
    """Convert *files* to PDF in *folder*, in one call; the answer is in their order.

    *timeout_s* is for the whole batch; by default it grows with the number of files.

    Raises:
        RendererMissing: LibreOffice isn't installed.
        RenderFailed: it took too long, or a file did not come out; nothing was written then.
    """
    if not files:
        return ()
    renderer = find_renderer()
    if renderer is None:
        raise RendererMissing
    allowed = _START_S + _PER_FILE_S * len(files) if timeout_s is None else timeout_s
    # After a kill a dying process may still write to its profile: not our failure.
    with tempfile.TemporaryDirectory(prefix="baosong-", ignore_cleanup_errors=True) as held:
        work = Path(held)
        # Numbered names: two folders may hold files of one name, and a renderer of another
        # language may stumble over ours.
        copies = [work / f"{number}{file.suffix}" for number, file in enumerate(files)]
        for file, copy in zip(files, copies, strict=True):
            shutil.copyfile(file, copy)
        said = _convert(renderer, copies, work, allowed)
        made = [copy.with_suffix(".pdf") for copy in copies]
        for file, pdf in zip(files, made, strict=True):
            if not pdf.is_file() or not pdf.stat().st_size:
                raise RenderFailed(file.name, said or "没有输出")
        targets = tuple(folder / f"{file.stem}.pdf" for file in files)
        for pdf, target in zip(made, targets, strict=True):
            replace_file(target, pdf.read_bytes())
    return targets


def missing_fonts() -> tuple[str, ...]:
    """The faces (字体) that aren't installed under any of their names, as documents name them.

    Where the list of fonts can't be asked for, none is confirmed, and all are given as missing.
    """
    listed = installed_families()
    return tuple(face.name for face in FACES if not listed.intersection(face.names))


def installed_families() -> frozenset[str]:
    """The families (字体) that fontconfig lists; none where it can't be asked."""
    lister = shutil.which("fc-list")
    if lister is None:
        return frozenset()
    try:
        answer = subprocess.run(  # noqa: S603 - a fixed command, found on the PATH
            [lister, "--format", "%{family}\n"], capture_output=True, check=True, timeout=_LIST_S
        )
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    text = answer.stdout.decode("utf-8", "replace")
    return frozenset(name.strip() for line in text.splitlines() for name in line.split(","))


def _convert(renderer: Path, copies: Sequence[Path], work: Path, allowed: float) -> str:
    """Run the renderer and answer what it complained of; a batch it can't finish is killed."""
    command = [
        str(renderer),
        f"-env:UserInstallation={(work / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        "pdf",
        "--outdir",
        str(work),
        *map(str, copies),
    ]
    try:
        running = subprocess.Popen(  # noqa: S603 - our own arguments only
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
            env=_environment(work),
        )
    except OSError as error:
        raise RenderFailed(copies[0].name, f"LibreOffice 启动不了（{error.strerror}）") from error
    with running:
        try:
            _, said = running.communicate(timeout=allowed)
        except subprocess.TimeoutExpired as error:
            _kill(running)
            raise RenderFailed(copies[0].name, f"超过 {allowed:.0f} 秒没有完成") from error
    complaint = said.decode("utf-8", "replace").strip().splitlines()
    return complaint[-1] if complaint and running.returncode else ""


def _environment(work: Path) -> dict[str, str]:
    """The environment, with stand-ins of the right class for faces that are missing."""
    chosen = choose_substitutes(installed_families())
    if not chosen or "FONTCONFIG_FILE" in os.environ:
        return dict(os.environ)
    configuration = work / "fonts.conf"
    configuration.write_text(font_configuration(chosen), encoding="utf-8")
    return {**os.environ, "FONTCONFIG_FILE": str(configuration)}


def _kill(running: subprocess.Popen[bytes]) -> None:
    """Kill the renderer with all that it started: what we start is a script around the program."""
    if os.name == "posix":
        os.killpg(running.pid, signal.SIGKILL)
    else:
        running.kill()
