from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.campaign.conditions.parse import parse_condition
from pipeline.campaign.errors import ConditionFaulty
from pipeline.model.campaign import Field, Kind, Shape
from pipeline.model.condition import (
    Aggregate,
    Arithmetic,
    Comparison,
    Constant,
    Expression,
    ExternalReference,
    FieldRef,
    Implication,
    Junction,
    Negation,
    Presence,
)

FORM, ROLL = "基本情况", "创建单位名单"


def single(code: str, name: str, kind: Kind = Kind.INTEGER, options: str = "") -> Field:
    return Field(code, name, FORM, Shape.SINGLE, kind, options=tuple(options.split()))


def column(code: str, name: str, kind: Kind = Kind.TEXT, options: str = "") -> Field:
    return Field(code, name, ROLL, Shape.LIST, kind, options=tuple(options.split()))


FIELDS = (
    single("A01", "是否召开动员会", Kind.CHOICE, "是 否"),
    single("A02", "动员会日期", Kind.DATE),
    single("B01", "已创建"),
    single("B02", "创建中"),
    single("B03", "创建中合计"),
    single("B04", "总数"),
    single("B05", "2026年新增、续建（个） 数"),
    single("B06", "参加人数"),
    single("B07", "非公企业数"),
    single("B08", "完成率", Kind.PERCENT),
    single("B09", "合计"),
    single("B10", "合计（万元）"),
    single("C1", "满意度为优秀的数量"),
    single("F01", "填报人", Kind.TEXT),
    single("F02", "单位名称", Kind.TEXT),
    column("L01", "单位名称"),
    column("L02", "创建级别", Kind.CHOICE, "省级 市级"),
    column("L05", "拨付金额", Kind.DECIMAL),
)


def ref(code: str) -> FieldRef:
    return FieldRef(code)


def number(value: str) -> Constant:
    return Constant(Decimal(value))


def compared(left: Expression, operator: str, right: Expression) -> Comparison:
    return Comparison(operator, left, right)


def parsed(text: str) -> Expression:
    return parse_condition(text, FIELDS)[0]


def refused(text: str) -> ConditionFaulty:
    with pytest.raises(ConditionFaulty) as caught:
        parse_condition(text, FIELDS)
    return caught.value


HELD = compared(ref("A01"), "=", Constant("是"))
SUM = Arithmetic("+", ref("B01"), ref("B02"))
READ: list[tuple[str, Expression, str]] = [
    ("已创建 + 创建中 <= 总数", compared(SUM, "<=", ref("B04")), "B01 B02 B04"),
    ("已创建＋创建中≤总数", compared(SUM, "<=", ref("B04")), "B01 B02 B04"),
    (
        '若 是否召开动员会 = "是" 则 动员会日期 不为空',
        Implication(HELD, Presence("A02", answered=True)),
        "A01 A02",
    ),
    (
        "如果是否召开动员会＝“是”，那么动员会日期不得为空。",
        Implication(HELD, Presence("A02", answered=True)),
        "A01 A02",
    ),
    (
        f"行数({ROLL}) = 创建中合计",
        compared(Aggregate("行数", ROLL), "=", ref("B03")),
        "B03 L01",
    ),
    ("行数（单位名称）> 0", compared(Aggregate("行数", ROLL), ">", number("0")), "L01"),
    ("合计(L05) <= 总数", compared(Aggregate("合计", "L05"), "<=", ref("B04")), "B04 L05"),
    ("合计（拨付金额）不超过总数", compared(Aggregate("合计", "L05"), "<=", ref("B04")), "B04 L05"),
    ("合计 >= 合计 (拨付金额)", compared(ref("B09"), ">=", Aggregate("合计", "L05")), "B09 L05"),
    ("合计(万元) > 0", compared(ref("B10"), ">", number("0")), "B10"),
    (
        "A01 = “是” 且 (B01 > 0 或 B02 > 0)",
        Junction(
            "且",
            HELD,
            Junction(
                "或",
                compared(ref("B01"), ">", number("0")),
                compared(ref("B02"), ">", number("0")),
            ),
        ),
        "A01 B01 B02",
    ),
    ("动员会日期 <= 2026-09-30", compared(ref("A02"), "<=", Constant(date(2026, 9, 30))), "A02"),
    (
        "动员会日期 不晚于 ２０２６年９月３０日",
        compared(ref("A02"), "<=", Constant(date(2026, 9, 30))),
        "A02",
    ),
    ("动员会日期 < “2026.9.30”", compared(ref("A02"), "<", Constant(date(2026, 9, 30))), "A02"),
    ("2026年新增、续建（个） 数 > 5", compared(ref("B05"), ">", number("5")), "B05"),
    ("2026年新增、续建(个)数>5", compared(ref("B05"), ">", number("5")), "B05"),
    (
        "参加人数 加 非公企业数 大于 0",
        compared(Arithmetic("+", ref("B06"), ref("B07")), ">", number("0")),
        "B06 B07",
    ),
    ("满意度为优秀的数量 不少于 1万", compared(ref("C1"), ">=", number("10000")), "C1"),
    ("非 已创建 为 0", Negation(compared(ref("B01"), "=", number("0"))), "B01"),
    ("非公企业数 为空", Presence("B07", answered=False), "B07"),
    ("单位名称 不为空", Presence("F02", answered=True), "F02"),
    ("是否召开动员会 = 是", HELD, "A01"),
    ("是否召开动员会为是", HELD, "A01"),
    ("a01 = “√”", HELD, "A01"),
    ("完成率 >= 85%", compared(ref("B08"), ">=", number("85")), "B08"),
    ("总数 ≤ 1,200.50", compared(ref("B04"), "<=", number("1200.5")), "B04"),
    ("总数 大于 -5", compared(ref("B04"), ">", number("-5")), "B04"),
    ("总数 > “5”", compared(ref("B04"), ">", number("5")), "B04"),
    ("填报人 不等于 单位名称", compared(ref("F01"), "!=", ref("F02")), "F01 F02"),
    (
        "0 <= 已创建 <= 总数",
        Junction(
            "且",
            compared(number("0"), "<=", ref("B01")),
            compared(ref("B01"), "<=", ref("B04")),
        ),
        "B01 B04",
    ),
    (
        "已创建 - 创建中 × 2 = (总数 - 1) ÷ 2",
        compared(
            Arithmetic("-", ref("B01"), Arithmetic("*", ref("B02"), number("2"))),
            "=",
            Arithmetic("/", Arithmetic("-", ref("B04"), number("1")), number("2")),
        ),
        "B01 B02 B04",
    ),
    (
        "总数 - 已创建 - 创建中 >= 0",
        compared(
            Arithmetic("-", Arithmetic("-", ref("B04"), ref("B01")), ref("B02")), ">=", number("0")
        ),
        "B04 B01 B02",
    ),
]


@pytest.mark.parametrize(("text", "expression", "codes"), READ, ids=[row[0] for row in READ])
def test_a_condition_is_read_as_the_office_wrote_it(
    text: str, expression: Expression, codes: str
) -> None:
    assert parse_condition(text, FIELDS) == (expression, tuple(codes.split()))


def test_and_binds_before_or() -> None:
    tree = parsed("B01 > 0 或 B02 > 0 且 B04 > 0")

    assert isinstance(tree, Junction)
    assert (tree.operator, tree.left) == ("或", compared(ref("B01"), ">", number("0")))


@pytest.mark.parametrize(
    ("sign", "spellings"),
    [
        ("<=", "<= ≤ ＜＝ 小于等于 小于或等于 不大于 不超过 不多于 不高于 不得超过 应不超过"),
        (">=", ">= ≥ ＞＝ 大于等于 不小于 不少于 不低于 不得少于"),
        ("=", "= == ＝ 等于 应等于 为 必须等于"),
        ("!=", "!= ≠ <> ＜＞ ！＝ 不等于 不为"),
        ("<", "< ＜ 小于 少于 低于"),
        (">", "> ＞ 大于 多于 高于 超过"),
    ],
)
def test_every_spelling_of_a_sign_is_the_same_sign(sign: str, spellings: str) -> None:
    for spelled in spellings.split():
        for space in ("", " ", "\u3000"):
            assert parsed(f"已创建{space}{spelled}{space}总数") == compared(
                ref("B01"), sign, ref("B04")
            )


@pytest.mark.parametrize(
    ("text", "position", "phrase"),
    [
        ("", 1, "没有写完"),
        ("  ", 1, "没有写完"),
        ("已创建 <=", 7, "条件没有写完，这里应为填报项、数字、日期或加引号的文字"),
        ("已创建 总数", 5, "“总数”不该在这里，这里应为比较"),
        ("已创建 + + 总数 > 1", 9, "“总数”不该在这里，这里应为数字"),
        ("若 A01 = “是”", 12, "应为“则”"),
        ("若 则 B01 > 0", 3, "“则”不该在这里"),
        ("(已创建 > 1", 9, "应为“)”"),
        ("已创建 > 1)", 8, "“)”不该在这里"),
        ("行数(", 4, "应为工作表或列表项的名称"),
        ("行数(5) > 1", 4, "应为工作表或列表项的名称"),
        ("A01 = “是", 7, "引号没有成对"),
        ("动员会日期 <= 2026-09-31", 10, "没有“2026-09-31”这一天"),
        ("已创建 > 30个", 7, "“30个”应只写数字，不写计量单位"),
        ("已创建", 1, "“已创建”还不是条件"),
        ("若 A01 = “是” 则 总数", 15, "“总数”还不是条件"),
        ("A01 = “是” 且 总数", 13, "“总数”还不是条件"),
        ("非 总数", 3, "“总数”还不是条件"),
        ("(已创建 > 1) > 2", 2, "不能再拿来比较"),
        ("1 < 2", 1, "没有填报项"),
        ("5 不为空", 1, "“5”不是填报项"),
        ("A01 > 3", 7, "“3”是数字，前面的“A01”是文字，不能相比"),
        ("已创建 > “很多”", 7, "“很多”是文字"),
        ("填报人 > 单位名称", 1, "“填报人”是文字，不分大小"),
        ("动员会日期 + 1 > 3", 1, "“动员会日期”是日期，不能加减乘除"),
        ("A01 = “可能”", 7, "“可能”不是“是否召开动员会”的选项，应为 是、否 之一"),
        ("创建级别 不为空", 1, "“创建级别”是列表项，不止一个值，要写成 行数(创建单位名单)"),
        ("拨付金额 > 3", 1, "要写成 合计(拨付金额) 或 行数(创建单位名单)"),
        ("总数 = 创建单位名单", 6, "是工作表，要写成 行数(创建单位名单)"),
        ("合计(总数) > 3", 4, "“总数”不是列表项"),
        ("合计(创建级别) > 3", 4, "“创建级别”是选项，不能合计"),
        ("行数(总数) > 3", 4, "“总数”不是列表"),
        ("总数 > 1.2.3", 6, "没有名为“1.2.3”"),
        ("__import__(“os”)", 1, "没有名为“__import__”的填报项"),
    ],
)
def test_a_condition_that_cannot_be_read_states_where_and_why(
    text: str, position: int, phrase: str
) -> None:
    error = refused(text)

    assert (error.position, phrase in error.reason) == (position, True), error


def test_the_error_counts_characters_as_the_office_does() -> None:
    assert str(refused("已创建　＞　30个")).startswith("条件第7个字处：“30个”")


@pytest.mark.parametrize(
    ("text", "position", "name", "near"),
    [
        ("已创建数 <= 总数", 1, "已创建数", "已创建"),
        ("已创建 <= 总数量", 8, "总数量", "总数"),
        ("已创建 <= 参加人员", 8, "参加人员", "参加人数"),
        ("A012 > 1", 1, "A012", "A01"),
        ("行数(创建单位名册) > 1", 4, "创建单位名册", "创建单位名单"),
        ("动员会的日期不为空", 1, "动员会的日期", "动员会日期"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(
    text: str, position: int, name: str, near: str
) -> None:
    error = refused(text)

    assert error.position == position
    assert f"没有名为“{name}”的填报项，相近的有" in error.reason
    assert f"“{near}”" in error.reason


def test_a_name_that_two_fields_share_requires_the_code() -> None:
    fields = (single("A01", "人数"), Field("B01", "人数", "附表", Shape.SINGLE, Kind.INTEGER))

    with pytest.raises(ConditionFaulty, match="请改写代码 A01、B01 之一"):
        parse_condition("人数 > 0", fields)

    assert parse_condition("A01 <= B01", fields)[1] == ("A01", "B01")


def test_a_number_stays_a_number_where_codes_are_mere_digits() -> None:
    tree, codes = parse_condition("人数 > 1", (single("1", "人数"),))

    assert (tree, codes) == (compared(ref("1"), ">", number("1")), ("1",))


def test_a_condition_without_end_is_refused_before_it_exhausts_the_stack() -> None:
    assert "太长" in refused("非 " * 500 + "B01 > 0").reason
    assert "太长" in refused(" + ".join(["B01"] * 500) + " > 0").reason


names = st.text(
    alphabet="已创建中合计数（个）、2026 或不少于加减为空若则且非A+-=", min_size=1, max_size=12
)


@given(names.filter(lambda name: any("\u4e00" <= char <= "\u9fff" for char in name)))
def test_any_name_with_a_chinese_character_can_be_written(name: str) -> None:
    field = single("Z99", name)

    tree, codes = parse_condition(f"{name} <= Z99", (field,))

    assert (tree, codes) == (compared(ref("Z99"), "<=", ref("Z99")), ("Z99",))


PIECES = (
    "已创建 总数 A01 动员会日期 拨付金额 创建单位名单 若 则 且 或 非 ( ) （ ） + - × / <= ＝ 大于 不为空 "
    "为空 行数 合计 行数( 合计( 上期( 任务( 任务(甲,总数) 任务（“甲”、乙） “是” ” 5 1,2 3万 2026-09-30 2026-13-01 。 ， 甲"
)
pieces = st.sampled_from((*PIECES.split(), " ", "\u3000"))


@given(st.lists(pieces, max_size=14).map("".join) | st.text())
def test_any_text_is_read_or_refused_with_a_place_but_never_breaks(text: str) -> None:
    try:
        codes = parse_condition(text, FIELDS)[1]
    except ConditionFaulty as error:
        codes = ()
        place = error.position
    else:
        place = 1

    assert 1 <= place <= len(text) + 1
    assert set(codes) <= {field.code for field in FIELDS}


@pytest.mark.parametrize(
    "phrase", ["上期(已创建)", "上期.已创建", "上期（已创建）", "上期 ( B01 )"]
)
def test_the_answer_of_the_last_period_may_be_spoken_of(phrase: str) -> None:
    tree, codes = parse_condition(f"已创建 不少于 {phrase}", FIELDS)

    assert tree == Comparison(">=", ref("B01"), FieldRef("B01", previous=True))
    assert codes == ("B01",)


@pytest.mark.parametrize("phrase", ["上期(拨付金额)", "上期(已创建) 不为空", "上期(填报人) > 3"])
def test_what_the_last_period_does_not_have_is_refused(phrase: str) -> None:
    with pytest.raises(ConditionFaulty):
        parse_condition(f"已创建 > 0 且 {phrase}", FIELDS)


@pytest.mark.parametrize(
    "phrase",
    [
        "任务(文明单位创建, 已命名（个）)",
        "任务（“文明单位创建”，“已命名（个）”）",
        "任务(文明单位创建、已命名(个))",
        "任务 ( 文明单位创建 , 已命名(个) )",
    ],
)
def test_the_figure_of_another_campaign_may_be_spoken_of(phrase: str) -> None:
    tree, codes = parse_condition(f"已创建 = {phrase}", FIELDS)

    assert tree == compared(ref("B01"), "=", ExternalReference("文明单位创建", "已命名(个)"))
    assert codes == ("B01",)


@pytest.mark.parametrize(
    ("text", "position", "phrase"),
    [
        ("已创建 = 任务(文明单位创建)", 7, "应写成 任务(任务名称, 填报项)"),
        ("已创建 = 任务(,)", 7, "应写成 任务(任务名称, 填报项)"),
        ("已创建 = 任务(甲, 乙", 7, "应写成 任务(任务名称, 填报项)"),
        ("任务(甲, 乙) > 5", 1, "没有填报项"),
        ("填报人 = 任务(甲, 乙)", 7, "是数字，前面的“填报人”是文字，不能相比"),
        ("任务(甲, 乙) 不为空 且 已创建 > 1", 1, "不是填报项"),
    ],
)
def test_a_malformed_reference_to_another_campaign_is_refused(
    text: str, position: int, phrase: str
) -> None:
    error = refused(text)

    assert (error.position, phrase in error.reason) == (position, True), error
