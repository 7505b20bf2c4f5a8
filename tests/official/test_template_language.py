"""What a tag may say, what it gives, and what is refused in Chinese with place and remedy."""

from __future__ import annotations

import io
import re
import time
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.official.errors import TemplateFaulty
from pipeline.official.templates.filters import FILTERS
from pipeline.official.templates.template import check_template, fill, open_template, rendered_text
from tests.official.template_files import saved, word_file

if TYPE_CHECKING:
    from pathlib import Path

FACTS: Final[dict[str, Any]] = {
    "甲": "东河区", "数": 3, "率": Decimal("0.25"), "应报数": "12", "已报数": "9", "空": None, "空单": [],
    "日": date(2026, 10, 9), "是": True, "小数": 0.5, "单位": ["东河区", "西河区", "东河区"],
    "行列": [{"单位": "东河区", "数": "2"}, {"单位": "西河区", "数": "1,005"}],
    "任务": {"名称": "创建", "编号": "甲1"}, "长单": [str(number) for number in range(3_000)],
}  # fmt: skip
WRITTEN: Final = [
    ("{{ 甲 }}{{ 数 }}{{ 率 }}", "东河区30.25"),
    ("{{ 单位|顿号 }}/{{ 单位|个数 }}/{{ 日|日期 }}", "东河区、西河区、东河区/3/2026年10月9日"),
    ("{{ 单位|unique|join('；') }}/{{ 单位|first }}/{{ 单位|last }}", "东河区；西河区/东河区/东河区"),
    ("{{ 行列|map(attribute='单位')|顿号 }}", "东河区、西河区"),
    ("{{ 行列|sum(attribute='数') }}", "1007"),
    ("{{ 应报数|int - 已报数|int }}", "3"),
    ("{{ (已报数|int / 应报数|int * 100)|round(1) }}%", "75%"),
    ("{{ (1 / 3)|round(2) }} {{ 0.1 + 0.2 }} {{ 2.5|round }}", "0.33 0.3 3"),
    ("{{ 7 // 2 }}{{ 7 % 2 }}{{ -数 }}{{ 率 * 4 }}", "31-31"),
    ("{{ 甲 ~ '第' ~ 数 }}{{ '甲' + '乙' }}", "东河区第3甲乙"),
    ("{% if 数 > 2 and 甲 == '东河区' %}是{% else %}否{% endif %}", "是"),
    ("{% if 数 < 2 %}一{% elif 数 in [3, 4] %}二{% endif %}", "二"),
    ("{{ '有' if 空单 else '无' }}{{ '多' if 数 > 5 }}", "无"),
    ("{% for 行 in 行列 %}{{ loop.index }}{{ 行.单位 }}{% if not loop.last %}；{% endif %}{% endfor %}",
     "1东河区；2西河区"),
    ("{% for 行 in 行列 if 行.数|int > 2 %}{{ 行.单位 }}{% else %}没有{% endfor %}", "西河区"),
    ("{% for 行 in 空单 %}{{ 行 }}{% else %}没有{% endfor %}", "没有"),
    ("{% for 名, 值 in 任务.items() %}{{ 名 }}{{ 值 }}{% endfor %}", "名称创建编号甲1"),
    ("{% set 差 = 应报数|int - 1 %}{{ 差 }}", "11"),
    ("{{ 没有|default('无') }}{{ 空|default('无', true) }}{{ '有' if 没有 is defined else '无' }}", "无无无"),
    ("{{ 单位[0] }}{{ 单位[0:2]|顿号 }}{{ 任务['名称'] }}", "东河区东河区、西河区创建"),
    ("{{ '  甲 '|trim }}{{ 'ab'|upper }}{{ 甲|replace('东','南') }}", "甲AB南河区"),
    ("{{ 单位|length }}{{ 单位|count }}{{ 甲|e }}{{ 单位|reverse|first }}", "33东河区东河区"),
    ("{{ 行列|sort(attribute='单位', reverse=true)|map(attribute='单位')|顿号 }}", "西河区、东河区"),
    ("{{ [3, 1, 2]|min }}{{ [3, 1, 2]|max }}{{ (0 - 3)|abs }}", "133"),
    ("{{ '{{' }}{{ '}}' }}{{ \"{% if %}\" }}", "{{}}{% if %}"),
    ("{{ 单位|列举(2) }}/{{ 单位|列举 }}", "东河区、西河区等3家/东河区、西河区、东河区"),
    ("{{ 46385|千分位 }}/{{ 46385|万 }}/{{ 185000|万元 }}", "46,385/4.64万/18.5万元"),
    ("{{ 46385|万('人次') }}/{{ 54321|万('万元') }}/{{ 12|万('万元') }}", "4.64万人次/5.43亿元/12万元"),
    ("{{ 54321|万('千元') }}/{{ 54321|万('亿元') }}/{{ 54321|万('') }}", "54321千元/5.43万亿元/5.43万"),
    ("{{ 率|百分数 }}/{{ 3|占(8) }}/{{ (1 / 3)|保留(1) }}", "25%/37.5%/0.3"),
    ("{# 给自己看的 #}{{ 甲 }}", "东河区"),
    ("{{r 甲 }}{{p 甲 }}", "东河区东河区"),
    ("{% if “东河区” ＝＝ 甲 and （数 ＞ 1） %}对{% endif %}{{ 甲\u3000｜\xa0e }}", "对东河区"),
]  # fmt: skip
REFUSED: Final = [
    ("{{ 1/0 }}", "除数是 0，请先判断"),
    ("{{ " + "(" * 200 + "1" + ")" * 200 + " }}", "括号套了 20 层以上，请删去"),
    ("{{ " + "(" * 3_000 + "1" + ")" * 3_000 + " }}", "太长了，请拆成几个"),
    ("{{ " + "not " * 100 + "1 }}", "太复杂，请拆成几个标签"),
    ("{{ 1" + " - 1" * 100 + " }}", "太复杂，请拆成几个标签"),
    ("{{ None }}", "没有内容（None），请先用"),
    ("{{ 空 }}", "没有内容（None），请先用"),
    ("{{ 甲 ~ 空 }}", "没有内容（None），请先用"),
    ("{{ '%999999999d' % 1 }}", "只有数字可以"),
    ("{{ 'x' * 999999999 }}", "只有数字可以"),
    ("{{ 单位 * 9 }}", "只有数字可以"),
    ("{{ 应报数 + 1 }}", "写成文字的数请加 |int"),
    ("{{ '有' if 应报数 > 1 }}", "写成文字的数请加 |int"),
    ("{{ 9 ** 9 }}", "不能用乘方 **，请写成相乘"),
    ("{{ 1 / 3 }}", "请写明保留几位，如"),
    ("{{ 999999999999999 * 999999999999999 }}", "超过 24 位"),
    ("{{ 1e999 }}", "这个数太大"),
    ("{{ 小数 }}", "不是可以直接印出的"),
    ("{{ 日 }}", "请写成 {{ 名称|日期 }}"),
    ("{{ 是 }}", "不能直接印出，请写成"),
    ("{{ 单位 }}", "请写成 {{ 名单|顿号 }}"),
    ("{{ 任务 }}", "有好几项（名称、编号），请写明取哪一项"),
    ("{{ 空单|first }}", "名单是空的"),
    ("{{ 甲|顿号 }}", "不是名单"),
    ("{{ 甲|日期 }}", "不是日期"),
    ("{{ 甲|int }}", "不是数字"),
    ("{{ 行列|map(attribute='名') }}", "没有“名”这一项"),
    ("{{ 甲|顿豪 }}", "没有“顿豪”这个过滤器，是不是“顿号”。能用的有：顿号、列举、个数"),
    ("{{ 甲|safe }}", "没有“safe”这个过滤器"),
    ("{{ 甲|join(*单位) }}", "请把参数逐个写出"),
    ("{{ 甲|replace('甲') }}", "参数请照说明书写"),
    ("{{ 数 is prime }}", "没有“is prime”这种判断"),
    ("{{ 应抱数 }}", "“应抱数”没有这个内容可填，是不是“应报数”"),
    ("{{ 任务.名字 }}", "“名字”没有这个内容可填，是不是“名称”"),
    ("{{ 甲.__class__ }}", "“__class__”没有这个内容可填"),
    ("{{ 甲.upper() }}", "不能调用“upper(…)”，请直接写名称"),
    ("{{ 甲.format() }}", "不能调用“format(…)”"),
    ("{% for x in range(9) %}{% endfor %}", "不能用 range，请循环给出的名单"),
    ("{% for x in 数 %}{% endfor %}", "“3”不是名单，不能用 {% for %}"),
    ("{{ loop.index }}", "“loop”只能写在 {% for %}"),
    ("{% include '别的' %}", "“include”不能用。能用的是 if、elif"),
    ("{% macro f() %}{% endmacro %}", "“macro”不能用"),
    ("{% raw %}{{ 甲 }}{% endraw %}", "“raw”不能用"),
    ("{% set 甲, 乙 = 单位 %}", "一次只能给一个名称"),
    ("{% for x in 单位 recursive %}{% endfor %}", "不能写 recursive"),
    ("{% if 甲 %}", "没有结尾，请在后面合适的地方加上 {% endif %}"),
    ("{% endfor %}", "前面没有相配的 {% for %}"),
    ("{% if 甲 %}{% for x in 单位 %}{% endif %}{% endfor %}", "请先用 {% endfor %} 收尾"),
    ("{% if 甲 %}" * 11 + "{% endif %}" * 11, "套了 10 层以上"),
    ("{{ 甲", "没有写完，请在末尾补上 }}"),
    ("{% if 甲 }}", "没有写完，请在末尾补上 %}"),
    ("{# 说明", "没有写完，请在末尾补上 #}"),
    ("{ 甲 }}", "多了“}}”，前面没有相配的开头"),
    ("｛｛ 甲 ｝｝", "大括号是全角的，请改用半角"),
    ("{{ '甲 }}", "引号不成对"),
    ("{{ (甲 }}", "括号不成对"),
    ("{{ }}", "没有写名称"),
    ("{{ 甲 乙 }}", "看不懂，请核对"),
    ("{{ 甲 | }}", "看不懂，请核对"),
    ("{%p if 甲 %}还有字", "里面还有“前还有字”会跟着丢掉，请让这个标签独占一个段落"),
    ("{%tr if 甲 %}", "不在表格行里，请去掉 tr"),
    ("{% colspan 2 %}", "不在表格的单元格里"),
    ("{% set 文 = 甲 %}" + "{% set 文 = 文 ~ 文 %}" * 40, "超过 100 万字"),
    ("{% set 文 = 甲 %}" + "{% set 文 = 文|replace('东', '东东东东东东东东') %}" * 20, "超过 100 万字"),
    ("{% for a in 长单 %}{% for b in 长单 %}{{ b }}{% endfor %}{% endfor %}", "循环的次数太多"),
    ("{% for a in 长单 %}{% for b in 长单 %}{% set c = a in 长单 %}{% endfor %}{% endfor %}", "循环的次数太多"),
    ("{% for a in 长单 %}{% if a in 长单 %}{% endif %}{% endfor %}", "循环的次数太多"),
    ("{% set 文 = 长单|join %}{% for a in 长单 %}{{ 文 }}{{ 文 }}{{ 文 }}{% endfor %}", "填不出来："),
]  # fmt: skip


def filled(folder: Path, text: str) -> str:
    package = fill(open_template(saved(folder, word_file("第一段", f"前{text}"))), FACTS)
    return docx.Document(io.BytesIO(package)).paragraphs[1].text.removeprefix("前")


@pytest.mark.parametrize(("text", "wanted"), WRITTEN)
def test_what_a_tag_gives(text: str, wanted: str, tmp_path: Path) -> None:
    assert filled(tmp_path, text) == wanted
    assert check_template(open_template(tmp_path / "模板.docx"), FACTS) == ()


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_what_is_refused(text: str, reason: str, tmp_path: Path) -> None:
    begun = time.process_time()

    with pytest.raises(TemplateFaulty) as told:
        filled(tmp_path, text)

    assert time.process_time() - begun < 10
    words = str(told.value)
    assert words.startswith("模板 模板.docx 正文第2段“前")
    assert reason in words
    assert len(words) < 500
    quoted = re.sub("“[^”]*”", "", words)
    assert not re.search(r"[a-z]+ [a-z]+ [a-z]+", quoted), "Jinja's English"


def test_the_same_place_is_told_in_any_paragraph(tmp_path: Path) -> None:
    texts = [f"段{number}" for number in range(30)]
    texts[17] = "前{{ 甲 }}中{{ 甲|顿号 }}后{{ 空 }}"
    template = open_template(saved(tmp_path, word_file(*texts)))

    with pytest.raises(
        TemplateFaulty, match=r"正文第18段“前\{\{ 甲 \}\}中.*标签“\{\{ 甲\|顿号 \}\}”"
    ):
        fill(template, FACTS)


def test_every_filter_has_an_example_here_or_is_another_s_name() -> None:
    examples = " ".join(text for text, _ in WRITTEN)
    unused = [name for name in FILTERS if not re.search(rf"\|\s*{name}\b", examples)]

    assert unused == ["d", "string", "escape", "lower", "float", "list", "items"]


def test_an_advised_way_to_write_it_works(tmp_path: Path) -> None:
    assert filled(tmp_path, "{{ 空|default('无', true) }}") == "无"
    assert filled(tmp_path, "{{ '有' if 是 else '无' }}") == "有"
    assert filled(tmp_path, "{{ (数 / 7)|round(1) }}") == "0.4"


TAGS: Final = st.lists(
    st.sampled_from(
        [
            "{{", "}}", "{%", "%}", "{#", "#}", "{", "}", "%", "-", " ", "甲", "数", "单位", "行列", "空",
            "if", "for", "in", "else", "elif", "endif", "endfor", "set", "x", ".", "|", "(", ")", "[", "]", ",",
            "=", "==", ">", "+", "*", "/", "~", "'", '"', "“", "”", "0", "1", "99", "1.5", "is", "not", "and",
            "defined", "round", "顿号", "sum", "attribute=", "p ", "tr ", "r ", "tc ", "loop", "index", "vm",
            "hm", "colspan ", "cellbg ", "\n", "\t", "&", "<", "\\", "，", "（", "｛", "：", "字",
        ]
    ),
    max_size=14,
).map("".join)  # fmt: skip
STATEMENTS: Final = st.sampled_from(
    [
        "{{ %s }}", "{%% if %s %%}是{%% endif %%}", "{%% for x in %s %%}{{ x }}{%% endfor %%}",
        "{%% set x = %s %%}{{ x }}", "{{ '甲' if %s }}", "{{ (%s)|顿号 }}", "%s", "{{ %s|round(1) }}",
    ]
)  # fmt: skip
EXPRESSIONS: Final = st.recursive(
    st.sampled_from(["甲", "数", "率", "空", "日", "单位", "行列", "任务", "没有", "1", "0", "2.5", "'字'", "[]", "x"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "//", "%", "~", "==", ">", "in", "and"]), inner)
        .map(lambda parts: f"({parts[0]} {parts[1]} {parts[2]})"),
        st.tuples(inner, st.sampled_from(list(FILTERS))).map(lambda parts: f"{parts[0]}|{parts[1]}"),
        st.tuples(inner, st.sampled_from(["名称", "数", "items", "0"])).map(lambda p: f"{p[0]}.{p[1]}"),
        inner.map(lambda one: f"[{one}, {one}]"),
        inner.map(lambda one: f"not {one}"),
        inner.map(lambda one: f"{one}[0]"),
    ),
    max_leaves=6,
)  # fmt: skip


def bounded_and_clean(folder: Path, text: str) -> None:
    """The template is filled without a tag left, or refused in Chinese; nothing else comes out."""
    path = saved(folder, word_file("一", text, rows=[[text, "格"]]))
    begun = time.process_time()
    try:
        template = open_template(path)
        check_template(template, FACTS)
        package = fill(template, FACTS)
        rendered_text(template, FACTS)
    except TemplateFaulty as fault:
        package, reason = b"", fault.reason
    assert time.process_time() - begun < 10
    if not package:
        assert re.search("[\u4e00-\u9fff]", reason)
        return
    words = [paragraph.text for paragraph in docx.Document(io.BytesIO(package)).paragraphs]
    assert (
        not any(left in "".join(words) for left in ("{{", "{%", "{#")) or "'" in text or '"' in text
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("模板")


@settings(max_examples=30, deadline=None)
@given(text=TAGS)
def test_any_typed_text_is_filled_or_refused(folder: Path, text: str) -> None:
    bounded_and_clean(folder, text)


@settings(max_examples=30, deadline=None)
@given(statement=STATEMENTS, expression=EXPRESSIONS)
def test_any_expression_is_filled_or_refused(folder: Path, statement: str, expression: str) -> None:
    bounded_and_clean(folder, statement % expression)


@pytest.mark.long
@settings(max_examples=500, deadline=None)
@given(
    texts=st.lists(
        st.one_of(TAGS, st.tuples(STATEMENTS, EXPRESSIONS).map(lambda p: p[0] % p[1])), max_size=5
    )
)
def test_any_text_of_several_tags_is_filled_or_refused(folder: Path, texts: list[str]) -> None:
    for joined in ("".join(texts), "\n".join(texts)):
        bounded_and_clean(folder, joined)
