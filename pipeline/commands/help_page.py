"""Commands whose help pages (帮助) are in Chinese, and groups whose commands have Chinese names too.

click writes the words around a command's own help in English, and counts a Chinese character as one
column of the terminal, where it takes two.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from unicodedata import east_asian_width

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from click.shell_completion import CompletionItem

_HEADINGS: Final = {"Options": "选项", "Commands": "命令"}
_REQUIRED: Final = re.compile(r"\s*\[required\]")
# A word, an option, a path or one character, with the marks that can't begin a line.
_UNBROKEN: Final = re.compile(r"(?:[!-~]+|.)[，。；：、！？）〕”》…]*", re.DOTALL)


class ChineseFormatter(click.HelpFormatter):
    """A help page with Chinese headings, set by the columns that its characters take."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage line (用法)."""
        super().write_usage(prog, args, prefix or "用法：")

    def write_heading(self, heading: str) -> None:
        """Write the heading of a section."""
        self.write(f"{'':>{self.current_indent}}{_HEADINGS.get(heading, heading)}：\n")

    def write_text(self, text: str) -> None:
        """Write *text*, each paragraph folded to the page."""
        for paragraph in text.split("\n\n"):
            for line in folded(" ".join(paragraph.split()), self.width - self.current_indent):
                self.write(f"{'':>{self.current_indent}}{line}\n")

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 32, col_spacing: int = 2
    ) -> None:
        """Write *rows* in two columns, the second folded."""
        pairs = [(first, _REQUIRED.sub("（必填）", second)) for first, second in rows]
        widest = max(
            (width for first, _ in pairs if (width := columns(first)) <= col_max), default=0
        )
        indent = self.current_indent + widest + col_spacing
        for first, second in pairs:
            lines = folded(second, max(self.width - indent, 10))
            gap = indent - self.current_indent - columns(first)
            start = " " * gap + next(lines) if gap > 0 else ""
            self.write(f"{'':>{self.current_indent}}{first}{start}".rstrip() + "\n")
            for line in lines:
                self.write(f"{'':>{indent}}{line}\n")


class ChineseContext(click.Context):
    """A context whose help pages are in Chinese."""

    formatter_class = ChineseFormatter


class ChineseCommand(click.Command):
    """A command whose help page is in Chinese."""

    context_class = ChineseContext

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **{"options_metavar": "[选项]", **settings})

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option ``--help``, explained in Chinese."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示这份说明。"
        return option


class ChineseGroup(ChineseCommand, click.Group):
    """A group whose commands can be called by their Chinese names, too (中文命令名)."""

    command_class = ChineseCommand

    def __init__(
        self, *args: Any, chinese: Mapping[str, str] | None = None, **settings: Any
    ) -> None:
        """*chinese* gives each command's Chinese name by its English one."""
        super().__init__(*args, **{"subcommand_metavar": "命令 [参数]…", **settings})
        self.chinese = dict(chinese or {})
        self.english = {alias: name for name, alias in self.chinese.items()}

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of that English or Chinese name."""
        return super().get_command(ctx, self.english.get(cmd_name, cmd_name))

    def sections(self, ctx: click.Context) -> Mapping[str, Iterable[str]]:
        """Return the names of the commands by the section of the help page that lists them."""
        return {"命令": self.list_commands(ctx)}

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands, each with both of its names."""
        widest = max(map(len, self.list_commands(ctx)), default=0)
        for title, names in self.sections(ctx).items():
            rows = []
            for name in names:
                command = self.get_command(ctx, name)
                alias = self.chinese.get(name, "")
                short = command.get_short_help_str(120) if command else ""
                both = f"{name:<{widest}}  {alias}".rstrip()
                rows.append((both, short.removeprefix(f"{alias}：")))
            with formatter.section(title):
                formatter.write_dl(rows)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the commands whose English or Chinese name begins with *incomplete*."""
        from click.shell_completion import CompletionItem

        chinese = [
            CompletionItem(a) for a in self.english if incomplete and a.startswith(incomplete)
        ]
        return [*super().shell_complete(ctx, incomplete), *chinese]


def columns(text: str) -> int:
    """Return how many columns of a terminal *text* takes.

    >>> columns("init 新建")
    9
    """
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def folded(text: str, width: int) -> Iterator[str]:
    """Yield *text* in lines of at most *width* columns, with no word broken.

    >>> list(folded("运行 baosong --help 查看。", 14))
    ['运行 baosong', '--help 查看。']
    """
    line, used = "", 0
    for part in _UNBROKEN.findall(text):
        if line and used + columns(part) > width:
            yield line.rstrip()
            line, used = "", 0
        if line or not part.isspace():
            line += part
            used += columns(part)
    yield line.rstrip()
