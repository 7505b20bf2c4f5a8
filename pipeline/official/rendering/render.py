"""Convert Word files and workbooks to PDF with LibreOffice, which may be missing, hang or crash.

One call converts a batch: the start takes longer than a document. Each call has its own profile, so
that an open LibreOffice neither blocks it nor is affected.
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
_START_S: Final = 90.0  # a first start writes a profile, slowly on an old computer
_PER_FILE_S: Final = 20.0
_FILES_AT_MOST: Final = (
    100  # in one call: of some 250, the renderer wrote the first and gave up on the rest
)
_LIST_S: Final = 30.0


def find_renderer() -> Path | None:
    """Return the path of LibreOffice, or ``None`` where it isn't installed."""
    on_path = (shutil.which(name) for name in _NAMES)
    found = next((Path(path) for path in on_path if path), None)
    return found or next((place for place in _USUAL_PLACES if place.is_file()), None)


def to_pdf(files: Sequence[Path], folder: Path, timeout_s: float | None = None) -> tuple[Path, ...]:
    """Convert *files* to PDF in *folder*, many in one call; return the PDFs in the same order.

    *timeout_s* is the limit in seconds for a call; the default grows with the number of files.

    Raises:
        RendererMissing: LibreOffice isn't installed.
        RenderFailed: it exceeded the time limit or did not convert a file; nothing was written.
    """
    if not files:
        return ()
    renderer = find_renderer()
    if renderer is None:
        raise RendererMissing
    # A killed process may still write to its profile: cleanup errors are no failure of ours.
    with tempfile.TemporaryDirectory(prefix="baosong-", ignore_cleanup_errors=True) as temporary:
        work = Path(temporary)
        # Numbered names: two folders may contain files of one name, and a renderer in another
        # locale may fail on Chinese ones.
        copies = [work / f"{number}{file.suffix}" for number, file in enumerate(files)]
        for file, copy in zip(files, copies, strict=True):
            shutil.copyfile(file, copy)
        complaint = ""
        for start in range(0, len(copies), _FILES_AT_MOST):
            chunk = copies[start : start + _FILES_AT_MOST]
            limit_s = _START_S + _PER_FILE_S * len(chunk) if timeout_s is None else timeout_s
            complaint = _convert(renderer, chunk, work, limit_s) or complaint
        pdfs = [copy.with_suffix(".pdf") for copy in copies]
        for file, pdf in zip(files, pdfs, strict=True):
            if not pdf.is_file() or not pdf.stat().st_size:
                raise RenderFailed(file.name, complaint or "没有输出")
        targets = tuple(folder / f"{file.stem}.pdf" for file in files)
        for pdf, target in zip(pdfs, targets, strict=True):
            replace_file(target, pdf.read_bytes())
    return targets


def to_xlsx(content: bytes, suffix: str) -> bytes:
    """Convert a workbook of another kind (.xls, .et, .ods) to .xlsx; return its bytes.

    Raises:
        RendererMissing: LibreOffice isn't installed.
        RenderFailed: it exceeded the time limit or did not convert the file.
    """
    renderer = find_renderer()
    if renderer is None:
        raise RendererMissing
    with tempfile.TemporaryDirectory(prefix="baosong-", ignore_cleanup_errors=True) as temporary:
        work = Path(temporary)
        (work / "out").mkdir()
        source = work / f"0{suffix}"
        source.write_bytes(content)
        complaint = _convert(
            renderer, [source], work, _START_S + _PER_FILE_S, ("xlsx", work / "out")
        )
        target = work / "out" / "0.xlsx"
        if not target.is_file() or not target.stat().st_size:
            raise RenderFailed(source.name, complaint or "没有输出")
        return target.read_bytes()


def missing_fonts() -> tuple[str, ...]:
    """Return the typefaces (字体) that aren't installed under any of their names.

    Where the fonts can't be listed, all are returned as missing.
    """
    installed = installed_families()
    return tuple(face.name for face in FACES if not installed.intersection(face.names))


def installed_families() -> frozenset[str]:
    """Return the font families (字体) that fontconfig lists; none where it isn't available."""
    lister = shutil.which("fc-list")
    if lister is None:
        return frozenset()
    try:
        completed = subprocess.run(  # noqa: S603 - a fixed command, found on the PATH
            [lister, "--format", "%{family}\n"], capture_output=True, check=True, timeout=_LIST_S
        )
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    text = completed.stdout.decode("utf-8", "replace")
    return frozenset(name.strip() for line in text.splitlines() for name in line.split(","))


def _convert(
    renderer: Path,
    copies: Sequence[Path],
    work: Path,
    limit_s: float,
    target: tuple[str, Path] | None = None,
) -> str:
    """Run the renderer into a *target* (format, folder); return its last error message, kill it in time."""
    command = _command(renderer, copies, work, target or ("pdf", work))
    try:
        process = subprocess.Popen(  # noqa: S603 - our own arguments only
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
            env=_environment(work),
        )
    except OSError as error:
        raise RenderFailed(copies[0].name, f"LibreOffice 启动不了（{error.strerror}）") from error
    with process:
        try:
            _, stderr = process.communicate(timeout=limit_s)
        except subprocess.TimeoutExpired as error:
            _kill(process)
            raise RenderFailed(copies[0].name, f"超过 {limit_s:.0f} 秒没有完成") from error
    messages = stderr.decode("utf-8", "replace").strip().splitlines()
    return messages[-1] if messages and process.returncode else ""


def _command(
    renderer: Path, copies: Sequence[Path], work: Path, target: tuple[str, Path]
) -> list[str]:
    kind, folder = target
    return [
        str(renderer),
        f"-env:UserInstallation={(work / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        kind,
        "--outdir",
        str(folder),
        *map(str, copies),
    ]


def _environment(work: Path) -> dict[str, str]:
    """Return the environment, with substitutes of the same class for missing typefaces."""
    substitutes = choose_substitutes(installed_families())
    if not substitutes or "FONTCONFIG_FILE" in os.environ:
        return dict(os.environ)
    configuration = work / "fonts.conf"
    configuration.write_text(font_configuration(substitutes), encoding="utf-8")
    return {**os.environ, "FONTCONFIG_FILE": str(configuration)}


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill the renderer and its children: the command is a script that starts the program."""
    if os.name == "posix":
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
