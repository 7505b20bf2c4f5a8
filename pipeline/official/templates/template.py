"""Compile an office's own Word template once, and render it in a sandbox.

docxtpl supplies the tag syntax (``{%p %}`` for paragraphs, ``{%tr %}`` for table rows; its
``patch_xml``); the environment is ours. Its defaults would run code from a template, drop text
after “<”, render an unknown name as empty text and ``None`` as “None”.
"""

from __future__ import annotations

import html
import io
import re
import traceback
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.meta import find_undeclared_variables
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from pipeline.official.errors import DocumentUnreadable, TemplateFaulty
from pipeline.official.ooxml.word_file import READ_ERRORS, open_word
from pipeline.official.templates.figure_filters import FILTERS, printable
from pipeline.official.templates.frame import Frame, build_frame, fill_frame
from pipeline.official.templates.printed_places import place_printed
from pipeline.official.templates.tags import unknown_names
from pipeline.official.templates.traced_values import Printing, clean_text, without_marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pipeline.model.figure import TrailEntry

_MAIN_PART: Final = "word/document.xml"
_HEADER_OR_FOOTER: Final = re.compile(r"word/(?:header|footer)\d*\.xml")
_PARAGRAPH: Final = re.compile(r"(?=<w:p[ >])")
_TAG: Final = re.compile(r"\{[{%#]")
_WHOLE_TAG: Final = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}")
_TEXT: Final = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_COMPILED_NAME: Final = "<template>"  # Jinja's file name for a template from a string


@dataclass(frozen=True, slots=True)
class TemplatePart:
    """Hold a part of the package that contains tags: path, source, and compiled template."""

    path: str
    source: str
    compiled: Template


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """Hold a compiled template, which can be filled any number of times; ``package`` is as the office saved it."""

    name: str
    package: bytes
    parts: tuple[TemplatePart, ...]
    frame: Frame


def open_template(path: Path) -> TemplateFile:
    """Open and compile the template at *path*.

    Raises:
        TemplateFaulty: it is no Word document, or a tag in it is broken (with its paragraph).
        OSError: it can't be read.
    """
    return template_in(path.name, path.read_bytes())


def template_in(name: str, package: bytes) -> TemplateFile:
    """Compile the template *package*, which messages call *name*.

    Raises:
        TemplateFaulty: it is no Word document, or a tag in it is broken (with its paragraph).
    """
    try:
        open_word(name, package)
        return _compile_template(name, package)
    except (DocumentUnreadable, *READ_ERRORS) as error:
        raise TemplateFaulty(name, "", "不是 Word 文档（.docx）或已损坏") from error


def _compile_template(name: str, package: bytes) -> TemplateFile:
    """Compile the parts with tags, in the repaired package; the others are rendered for good."""
    patcher = DocxTemplate(io.BytesIO(package))
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        texts = {
            path: patcher.patch_xml(archive.read(path).decode())
            for path in archive.namelist()
            if path == _MAIN_PART or _HEADER_OR_FOOTER.fullmatch(path)
        }
    constants = {
        path: _compile(name, path, text).compiled.render().encode()
        for path, text in texts.items()
        if path != _MAIN_PART and not _TAG.search(text)
    }
    tagged = [path for path in texts if path not in constants]
    frame = build_frame(package, constants, tagged)
    parts = (_compile(name, path, patcher.patch_xml(frame.part(path).decode())) for path in tagged)
    return TemplateFile(name, package, tuple(parts), frame)


def check_template(template: TemplateFile, known: Mapping[str, Any]) -> tuple[str, ...]:
    """Return a sentence for each name in *template* that *known* lacks, with its paragraph."""
    named = {**Printing().outline(), **known}
    return tuple(
        f"{template.name} 第{number}段“{words}”里的“{name}”没有这个内容可填，请改用说明书里列出的名称"
        for part in template.parts
        for name, line in unknown_names(_ENVIRONMENT.parse(part.source), named)
        for number, words in [_paragraph_at(part.source, line)]
    )


def referenced_names(template: TemplateFile) -> frozenset[str]:
    """Return every name that *template* uses, within conditions and loops too."""
    trees = (_ENVIRONMENT.parse(part.source) for part in template.parts)
    return frozenset(name for tree in trees for name in find_undeclared_variables(tree))


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled template: the document, and the trail (溯源) of every figure printed in it."""

    content: bytes
    trail: tuple[TrailEntry, ...]


def fill(template: TemplateFile, facts: Mapping[str, Any]) -> bytes:
    """Return :func:`fill_traced`'s document alone."""
    return fill_traced(template, facts).content


def fill_traced(template: TemplateFile, facts: Mapping[str, Any]) -> Filled:
    """Render *template* with *facts*: texts, numbers, figures, phrases, tables, and lists of them.

    Raises:
        TemplateFaulty: a tag uses a name that *facts* lack, or a value that can't be printed where it is.
    """
    printing = Printing()
    rendered = _rendered_parts(template, facts, printing)
    trail: list[TrailEntry] = []
    with _one_document(template):
        content = fill_frame(
            template.frame,
            rendered,
            lambda part, root: trail.extend(place_printed(root, part, printing, template.name)),
        )
    return Filled(content, tuple(trail))


def rendered_text(template: TemplateFile, facts: Mapping[str, Any]) -> str:
    """Return the text of *template* with *facts*, one paragraph per line, without making the document.

    Raises:
        TemplateFaulty: a tag uses a name that *facts* lack, or the document would not be one.
    """
    rendered = _rendered_parts(template, facts, Printing())
    with _one_document(template):
        for xml in rendered.values():
            etree.fromstring(xml)
    main = (rendered.get(_MAIN_PART) or template.frame.part(_MAIN_PART)).decode()
    return without_marks("\n".join(map(_words, _PARAGRAPH.split(main))))


def rendered_body(
    template: TemplateFile, facts: Mapping[str, Any], printing: Printing
) -> etree._Element:
    """Return the body of *template* with *facts* as a tree, the marks of *printing* in it.

    Raises:
        TemplateFaulty: a tag uses a name that *facts* lack, or the document would not be one.
    """
    rendered = _rendered_parts(template, facts, printing)
    with _one_document(template):
        return etree.fromstring(rendered[_MAIN_PART])[0]


def _rendered_parts(
    template: TemplateFile, facts: Mapping[str, Any], printing: Printing
) -> dict[str, bytes]:
    values = {**printing.outline(), **printing.traced(_clean(facts))}
    return {part.path: _render(template, part, values) for part in template.parts}


@contextmanager
def _one_document(template: TemplateFile) -> Iterator[None]:
    try:
        yield
    except etree.XMLSyntaxError as error:
        raise TemplateFaulty(
            template.name,
            "",
            "标签跨了段落或表格行，填出来不成文档；整段、整行的标签请写成 {%p %}、{%tr %}",
        ) from error


def _compile(template: str, path: str, patched: str) -> TemplatePart:
    # One paragraph per line: Jinja's line number is then the number of a paragraph.
    source = _PARAGRAPH.sub("\n", _without_entities(patched.replace("\n", "")))
    try:
        return TemplatePart(path, source, _ENVIRONMENT.from_string(source))
    except TemplateSyntaxError as error:
        number, words = _paragraph_at(source, error.lineno)
        raise TemplateFaulty(
            template,
            f"第{number}段“{words}”",
            f"标签写错了（{error.message}），请核对 {{{{ }}}} 和 {{% %}} 是否成对",
        ) from error


def _render(template: TemplateFile, part: TemplatePart, facts: Mapping[str, Any]) -> bytes:
    try:
        return part.compiled.render(facts).encode()
    except (UndefinedError, SecurityError, TypeError) as error:
        number, words = _paragraph_at(part.source, _line_of(error))
        raise TemplateFaulty(
            template.name, f"第{number}段“{words}”", f"填不出来：{error}"
        ) from error


def _paragraph_at(source: str, line: int) -> tuple[int, str]:
    """Return number and text of the paragraph in *line*; the number starts at 1."""
    lines = source.split("\n")
    return max(line - 1, 1), _words(lines[min(line, len(lines)) - 1])[:40]


def _words(xml: str) -> str:
    """Return the text in *xml*, each entity (``&amp;``, ``&#34;``) as its character."""
    return html.unescape("".join(_TEXT.findall(xml)))


def _without_entities(patched: str) -> str:
    """Return *patched* with the entities inside tags replaced by their characters.

    A program may write ``&quot;`` for a quotation mark of a text, and has to write ``&amp;`` for “&”:
    docxtpl replaces those of “<” and “>” alone.
    """
    return _WHOLE_TAG.sub(lambda tag: html.unescape(tag[0]), patched)


def _line_of(error: Exception) -> int:
    frames = traceback.extract_tb(error.__traceback__)
    return next((f.lineno or 1 for f in reversed(frames) if f.filename == _COMPILED_NAME), 1)


def _clean(value: Any) -> Any:
    """Return facts without control characters; a line break in a text becomes a space."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {key: _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value


def _environment() -> SandboxedEnvironment:
    environment = SandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, finalize=printable
    )
    environment.filters = dict(FILTERS)
    environment.globals = {}
    return environment


_ENVIRONMENT: Final = _environment()
