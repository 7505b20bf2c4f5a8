"""docx → PDF by LibreOffice, which may be missing, hang, or substitute a face."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from pipeline.errors import RendererMissing, RenderFailed
from pipeline.official.typefaces import FACES

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAMES: Final = ("soffice", "libreoffice", "soffice.exe")
_USUAL: Final = (
    Path("C:/Program Files/LibreOffice/program/soffice.exe"),
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
    Path("/opt/libreoffice/program/soffice"),
)
_START_S: Final = 60.0
_EACH_S: Final = 20.0


def find_renderer() -> Path | None:
    """The LibreOffice of this computer, if there is one."""
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    return next((path for path in _USUAL if path.is_file()), None)


def to_pdf(files: Sequence[Path], folder: Path) -> tuple[Path, ...]:
    """Render *files* into *folder*, all in one call with a profile of its own.

    Raises:
        RendererMissing: there is no LibreOffice here.
        RenderFailed: it took too long, crashed, or left a file out.
    """
    renderer = find_renderer()
    if renderer is None:
        raise RendererMissing
    with TemporaryDirectory(prefix="baosong-lo-") as profile:
        command = [
            str(renderer), f"-env:UserInstallation={Path(profile).as_uri()}", "--headless",
            "--convert-to", "pdf", "--outdir", str(folder), *map(str, files),
        ]  # fmt: skip
        try:
            subprocess.run(  # noqa: S603 - a program found on this computer, no shell
                command, check=True, capture_output=True, timeout=_START_S + _EACH_S * len(files)
            )
        except (subprocess.SubprocessError, OSError) as error:
            raise RenderFailed(str(error)) from error
    made = tuple(folder / f"{file.stem}.pdf" for file in files)
    absent = [path.name for path in made if not path.is_file()]
    if absent:
        raise RenderFailed("、".join(absent))
    return made


def missing_fonts() -> tuple[str, ...]:
    """The standard's customary fonts that are not installed, as far as fontconfig can tell."""
    lister = shutil.which("fc-list")
    if lister is None:
        return ()
    listed = subprocess.run(  # noqa: S603 - a program found on this computer, no shell
        [lister, ":", "family"], check=False, capture_output=True, text=True, timeout=_START_S
    ).stdout
    installed = {name.strip() for line in listed.splitlines() for name in line.split(",")}
    return tuple(face.name for face in FACES if not installed & set(face.names))
