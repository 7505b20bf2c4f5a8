"""Compile and render the source of a part in Jinja's sandbox (沙箱), with every fault in Chinese."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes, pass_context
from jinja2.exceptions import SecurityError, TemplateError, TemplateRuntimeError, UndefinedError
from jinja2.runtime import LoopContext
from jinja2.sandbox import SandboxedEnvironment

from pipeline.official.templates.budget import Unfillable, count_output
from pipeline.official.templates.filters import FILTERS, INNER_FILTERS
from pipeline.official.templates.language import (
    ALLOWED_TESTS,
    LanguageFault,
    bounded,
    check_language,
)
from pipeline.official.templates.marks import (
    COMMENT_END,
    COMMENT_START,
    STATEMENT_END,
    STATEMENT_START,
    VALUE_END,
    VALUE_START,
)
from pipeline.official.templates.values import calculate, negative, printable

if TYPE_CHECKING:
    from collections.abc import Iterator

_COMPILED_NAME: Final = "<template>"  # Jinja's file name for a template from a string
_LOOP_NAMES: Final = frozenset(
    {
        "index", "index0", "revindex", "revindex0", "first", "last", "length", "previtem", "nextitem",
        "cycle", "changed", "depth", "depth0",
    }
)  # fmt: skip
_NAME_AT_MOST: Final = 40
_NO_LOOP: Final = "“loop”只能写在 {% for %} 和 {% endfor %} 之间"
_MISTYPED: Final = (
    "文字、数字、名单不能混在一起比较或加工，写成文字的数请加 |int；过滤器的参数请照说明书写"
)


class _Missing(StrictUndefined):
    """A name without a value; whatever uses it raises UndefinedError with that name."""

    @property
    def _undefined_message(self) -> str:
        return str(self._undefined_name)[:_NAME_AT_MOST]


class _Environment(SandboxedEnvironment):
    """A sandbox in which a name leads to data alone, never to an attribute of Python."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%"})
    intercepted_unops = frozenset({"+", "-"})

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, LoopContext) and attribute in _LOOP_NAMES:
            return getattr(obj, attribute)
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, StrictUndefined):
            return obj[argument]
        if isinstance(obj, Mapping | list | tuple | str):
            try:
                return obj[argument]
            except (LookupError, TypeError):
                pass
        return self.undefined(obj=obj, name=argument)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:  # noqa: ARG002 - Jinja's
        return calculate(operator, left, right)

    def call_unop(self, context: Any, operator: str, arg: Any) -> Any:  # noqa: ARG002 - Jinja's
        return negative(operator, arg)


class RenderFault(Exception):
    """Report why a part can't be compiled or rendered, with the line of its source.

    ``missing`` is the name that has no value, if that is why.
    """

    def __init__(self, line: int, reason: str, missing: str = "") -> None:
        super().__init__(line, reason, missing)
        self.line = line
        self.reason = reason
        self.missing = missing


def parse(source: str) -> nodes.Template:
    """Return the syntax tree of *source*, checked.

    Raises:
        RenderFault: it isn't in the language of the tags.
    """
    try:
        tree = _ENVIRONMENT.parse(source)
        check_language(tree)
    except TemplateSyntaxError as error:
        raise RenderFault(error.lineno, _in_chinese(error)) from error
    except RecursionError as error:
        raise RenderFault(0, "有一个标签写得太复杂，请拆成几个，或用 {% set %} 分步") from error
    return tree


def compile_source(source: str) -> Template:
    """Return *source* compiled.

    Raises:
        RenderFault: it isn't in the language of the tags.
    """
    tree = parse(source)
    try:
        bounded(tree)
        code = _ENVIRONMENT.compile(tree)
        return Template.from_code(_ENVIRONMENT, code, {}, None)
    except TemplateSyntaxError as error:
        raise RenderFault(error.lineno, _in_chinese(error)) from error
    except (RecursionError, SyntaxError) as error:
        raise RenderFault(0, "标签套得太深，请拆成几个，或减少套着的层数") from error


def render(compiled: Template, facts: Mapping[str, Any]) -> str:
    """Return what *compiled* gives with *facts*.

    Raises:
        RenderFault: a value is missing, can't be printed or computed, or the result has no end.
    """
    try:
        return "".join(_counted_pieces(compiled, facts))
    except UndefinedError as error:
        name = str(error)
        reason = _NO_LOOP if name == "loop" else ""
        raise RenderFault(_line_of(error), reason, name) from error
    except Unfillable as error:
        raise RenderFault(_line_of(error), str(error)) from error
    except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        raise RenderFault(_line_of(error), _MISTYPED) from error
    except (SecurityError, TemplateRuntimeError, TemplateError, RecursionError) as error:
        raise RenderFault(_line_of(error), "标签用了不允许的写法，请改为直接写名称") from error


def _counted_pieces(compiled: Template, facts: Mapping[str, Any]) -> Iterator[str]:
    for piece in compiled.generate(facts):
        count_output(len(piece))
        yield piece


def _line_of(error: Exception) -> int:
    frames = traceback.extract_tb(error.__traceback__)
    return next((f.lineno or 0 for f in reversed(frames) if f.filename == _COMPILED_NAME), 0)


def _in_chinese(error: TemplateSyntaxError) -> str:
    """Return our own reason as it is; Jinja's is in English, and its details are for programmers."""
    if isinstance(error, LanguageFault):
        return error.message or ""
    return "看不懂，请核对：名称之间有没有多余的空格或符号，比较用 ==，文字要加引号"


@pass_context
def _finalize(_context: Any, value: Any) -> Any:
    """Return what is printed; that it takes the context keeps Jinja from printing constants unchecked."""
    return printable(value)


def _environment() -> _Environment:
    environment = _Environment(
        block_start_string=STATEMENT_START,
        block_end_string=STATEMENT_END,
        variable_start_string=VALUE_START,
        variable_end_string=VALUE_END,
        comment_start_string=COMMENT_START,
        comment_end_string=COMMENT_END,
        autoescape=True,
        optimized=False,  # constants are computed where their faults are reported, with the rest
        undefined=_Missing,
        finalize=_finalize,
        keep_trailing_newline=True,
        cache_size=0,
    )
    environment.filters = {**FILTERS, **INNER_FILTERS}
    environment.tests = dict(ALLOWED_TESTS)
    environment.globals = {}
    return environment


_ENVIRONMENT: Final = _environment()
