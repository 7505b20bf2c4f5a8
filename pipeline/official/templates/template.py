"""Compile an office's own Word template once, and fill it in a sandbox within bounds.

The tags are docxtpl's (``{%p %}`` for paragraphs, ``{%tr %}`` for table rows, ``{%- %}`` …), their
language a part of Jinja's; gathering, checking and filling are ours. docxtpl itself would run code
from a template, drop text after “<”, render an unknown name as empty text and ``None`` as “None”.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from docx.oxml import parse_xml
from jinja2 import nodes
from jinja2.meta import find_undeclared_variables
from lxml import etree

from pipeline.model.named_values import changed
from pipeline.official.errors import DocumentUnreadable, TemplateFaulty
from pipeline.official.ooxml.word_file import READ_ERRORS, open_word
from pipeline.official.templates.budget import budget
from pipeline.official.templates.environment import RenderFault, compile_source, parse, render
from pipeline.official.templates.frame import Frame, build_frame, fill_frame
from pipeline.official.templates.gather import Place, PlacedFault, PlacedTag, gather
from pipeline.official.templates.language import nearest
from pipeline.official.templates.marks import RESERVED, show_braces, without_marks, writable
from pipeline.official.templates.parts import is_on_page, word_parts
from pipeline.official.templates.printed_places import Unplaced, place_printed
from pipeline.official.templates.source import Source, build_source
from pipeline.official.templates.structure import carry_out
from pipeline.official.templates.tags import names_in, unknown_names
from pipeline.official.templates.traced_values import Printing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from jinja2 import Template

    from pipeline.model.figure import TrailEntry

_TAGS_AT_MOST: Final = 5_000  # in a template; a shipped one has 80
_PARAGRAPH: Final = re.compile(r"(?=<w:p[ >])")
_TEXT: Final = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
# An opening of a tag, also one that runs or other markup within the paragraph divide.
_LEFT_OVER: Final = re.compile(r"\{(?:<(?!/w:p>)[^<>]*>)*+[{%#]")
# The library's own parser gives a run the text of its children as its own.
_PLAIN: Final = etree.XMLParser(resolve_entities=False, no_network=True)
_NOT_WORD: Final = "不是 Word 文档（.docx）或已损坏"


@dataclass(frozen=True, slots=True)
class TemplatePart:
    """Hold a part of the package that contains tags: path, source and compiled template.

    ``tags`` are its tags, and ``tag_of_line`` which of them begins in a line of the source.
    """

    path: str
    source: str
    compiled: Template
    tags: tuple[PlacedTag, ...] = ()
    tag_of_line: tuple[int, ...] = ()

    def tag_at(self, line: int) -> PlacedTag | None:
        """Return the tag at a line of the source."""
        return _tag_at(self.tags, self.tag_of_line, line)


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """Hold a compiled template, which can be filled any number of times; ``package`` is as the office saved it."""

    name: str
    package: bytes
    parts: tuple[TemplatePart, ...]
    frame: Frame


def _tag_at(tags: Sequence[PlacedTag], tag_of_line: Sequence[int], line: int) -> PlacedTag | None:
    return tags[tag_of_line[line]] if tags and 0 < line < len(tag_of_line) else None


def open_template(path: Path) -> TemplateFile:
    """Open and compile the template at *path*.

    Raises:
        TemplateFaulty: it is no Word document, or a tag in it is broken (with its paragraph).
        DocumentTooLarge: it is beyond the limits of a document.
        OSError: it can't be read.
    """
    return template_in(path.name, path.read_bytes())


def template_in(name: str, package: bytes) -> TemplateFile:
    """Compile the template *package*, which messages call *name*.

    Raises:
        TemplateFaulty: it is no Word document, or a tag in it is broken (with its paragraph).
        DocumentTooLarge: it is beyond the limits of a document.
    """
    try:
        open_word(name, package)
        frame = build_frame(package)
    except (DocumentUnreadable, *READ_ERRORS) as error:
        raise TemplateFaulty(name, "", _NOT_WORD) from error
    try:
        parts = tuple(_compile_parts(name, frame))
    except PlacedFault as fault:
        raise TemplateFaulty(name, _place(fault.place), fault.reason) from fault
    except etree.XMLSyntaxError as error:
        raise TemplateFaulty(name, "", _NOT_WORD) from error
    return TemplateFile(name, package, parts, frame)


def _compile_parts(name: str, frame: Frame) -> Iterator[TemplatePart]:
    """Compile the body, and each other part that contains tags."""
    count = 0
    for path, part_name, content in word_parts(frame.package, frame.main):
        root = etree.fromstring(content, _PLAIN)
        if RESERVED.search(etree.tostring(root, encoding="unicode")):
            raise TemplateFaulty(name, part_name, "有不是文字的字符（Unicode 非字符），请删去")
        tags = gather(root, part_name)
        count += len(tags)
        if count > _TAGS_AT_MOST:
            reason = f"标签超过 {_TAGS_AT_MOST} 个，请拆成几个模板，相同的内容用 {{% for %}} 逐条写"
            raise TemplateFaulty(name, part_name, reason)
        if tags or path == frame.main:
            carry_out(tags)
            yield _compile(name, path, build_source(root, tags), tags)


def _compile(name: str, path: str, source: Source, tags: list[PlacedTag]) -> TemplatePart:
    try:
        compiled = compile_source(source.text)
    except RenderFault as fault:
        raise _fault(name, _tag_at(tags, source.tag_of_line, fault.line), fault) from fault
    return TemplatePart(path, source.text, compiled, tuple(tags), source.tag_of_line)


def check_template(template: TemplateFile, known: Mapping[str, Any]) -> tuple[str, ...]:
    """Return a sentence for each name in *template* that *known* lacks, with its paragraph."""
    named = {**Printing().outline(), **known}
    return tuple(
        f"{template.name} {_place_at(part, line)}里的“{name}”{_missing(name, known)}"
        for part in template.parts
        for name, line in unknown_names(parse(part.source), named)
    )


def referenced_names(template: TemplateFile, *, on_page: bool = False) -> frozenset[str]:
    """Return every name that *template* uses, within conditions and loops too.

    With *on_page*, those that aren't printed are left out: in comments and properties, and those that
    are only the condition of other text ({% if 主送机关 %}).
    """
    trees = [
        parse(part.source)
        for part in template.parts
        if not on_page or is_on_page(part.path, template.frame.main)
    ]
    for tree in trees if on_page else ():
        _drop_conditions(tree)
    return frozenset(name for tree in trees for name in find_undeclared_variables(tree))


def _drop_conditions(tree: nodes.Template) -> None:
    """Replace each condition that is a name alone by one that names nothing."""
    for branch in tree.find_all(nodes.If):
        if isinstance(branch.test, nodes.Name):
            branch.test = nodes.Const(True)  # noqa: FBT003 - the value that is tested


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled template: the document, and the trail (溯源) of every figure printed in it."""

    content: bytes
    trail: tuple[TrailEntry, ...]


def fill(template: TemplateFile, facts: Mapping[str, Any]) -> bytes:
    """Return the document of :func:`fill_traced` alone."""
    return fill_traced(template, facts).content


def fill_traced(template: TemplateFile, facts: Mapping[str, Any]) -> Filled:
    """Render *template* with *facts*: texts, numbers, figures, phrases, tables, and lists of them.

    Raises:
        TemplateFaulty: a tag uses a name that *facts* lack, or a value that can't be printed where it
            is or computed; or the template takes more steps than any document needs.
    """
    printing = Printing()
    rendered = _render(template, facts, printing)
    filled = {path: _parse_filled(template, xml) for path, xml in rendered.items()}
    try:
        trail = tuple(
            entry for path, root in filled.items() for entry in place_printed(root, path, printing)
        )
    except Unplaced as fault:
        raise TemplateFaulty(template.name, f"“{fault.words}”", fault.reason) from fault
    return Filled(fill_frame(template.frame, filled), trail)


def rendered_text(
    template: TemplateFile, facts: Mapping[str, Any], *, with_tables: bool = False
) -> str:
    """Return the text of *template* with *facts*, one paragraph per line, without making the document.

    With *with_tables* the rows of the tables that its tags stand for follow.

    Raises:
        TemplateFaulty: as :func:`fill` does.
    """
    printing = Printing()
    rendered = _render(template, facts, printing)
    for xml in rendered.values():
        _parse_filled(template, xml)
    main = without_marks(show_braces(rendered[template.frame.main]))
    tables = printing.tables if with_tables else ()
    rows = (row for table in tables for each in (table, *table.continued) for row in each.rows)
    return "\n".join(
        (*map(_words, _PARAGRAPH.split(main)), *("\t".join(map(str, row)) for row in rows))
    )


def rendered_body(template: TemplateFile, facts: Mapping[str, Any], printing: Printing) -> Any:
    """Return the body of *template* with *facts* as a tree, the marks of *printing* in it.

    Raises:
        TemplateFaulty: as :func:`fill` does.
    """
    rendered = _render(template, facts, printing)
    return _parse_filled(template, rendered[template.frame.main]).body


def _render(template: TemplateFile, facts: Mapping[str, Any], printing: Printing) -> dict[str, str]:
    """Return the XML of each part with tags; braces of the values are still hidden in it.

    The figures in it are between the marks of *printing*.
    """
    values = {**printing.outline(), **printing.traced(_clean(facts))}
    rendered = {}
    with budget():
        for part in template.parts:
            try:
                rendered[part.path] = render(part.compiled, values)
            except RenderFault as fault:
                placed = part.tag_at(fault.line)
                raise _fault(template.name, placed, fault, facts) from fault
    return rendered


def _parse_filled(template: TemplateFile, xml: str) -> Any:
    """Return a filled part as a tree; no tag is left in it."""
    if left := _LEFT_OVER.search(xml):
        words = _words(xml[left.start() : left.start() + 2_000])[:40]
        raise TemplateFaulty(template.name, f"“{words}”", "填完以后还留着标签，请核对它的写法")
    try:
        return parse_xml(show_braces(xml))
    except etree.XMLSyntaxError as error:
        reason = "标签跨了段落或表格行，填出来不成文档；整段、整行的标签请写成 {%p %}、{%tr %}"
        raise TemplateFaulty(template.name, "", reason) from error


def _fault(
    name: str,
    placed: PlacedTag | None,
    fault: RenderFault,
    facts: Mapping[str, Any] | None = None,
) -> TemplateFaulty:
    """Return the error for a fault of rendering: with the place of the tag, and the tag itself."""
    shown = f"标签“{placed.tag.shown}”" if placed else "标签"
    if fault.missing and not fault.reason:
        reason = f"{shown}里的“{fault.missing}”{_missing(fault.missing, facts or {})}"
    else:
        reason = f"{shown}填不出来：{fault.reason}"
    return TemplateFaulty(name, _place(placed.place if placed else None), reason)


def _missing(name: str, known: Mapping[str, Any]) -> str:
    """Return what to do about a name without a value."""
    near = nearest(name, names_in(known))
    guess = f"，是不是“{near}”" if near else ""
    return f"没有这个内容可填{guess}，请改用说明书里列出的名称"


def _place(place: Place | None) -> str:
    return "" if place is None else str(place)


def _place_at(part: TemplatePart, line: int) -> str:
    placed = part.tag_at(line)
    return _place(placed.place if placed else None)


def _words(xml: str) -> str:
    """Return the text in *xml*, each entity (``&amp;``, ``&#34;``) as its character."""
    return html.unescape("".join(_TEXT.findall(xml)))


def _clean(value: Any) -> Any:
    """Return facts without control characters; a line break in a text becomes a space."""
    if isinstance(value, str):
        return writable(value)
    if isinstance(value, Mapping):
        return changed(value, _clean)
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value
