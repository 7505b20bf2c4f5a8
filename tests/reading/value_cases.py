"""The ways values are typed (取值): a row a case, what it is read as, or the rule that sends it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pipeline.model.campaign import Kind
from pipeline.values.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model.grid import CellValue

# A specimen that the descriptions of GB 11643 print, and one of GB 32100; nobody's.
ID_NUMBER: Final = "11010519491231002X"
CREDIT_CODE: Final = "91350100M000100Y43"
_DAY: Final = date(2026, 9, 30)  # the form is due on 10 October 2026


_SHOWN: Final = {
    **dict.fromkeys(map(ord, "\u200b\u202a\u202c"), "〔不可见〕"),
    ord("\u202e"): "〔倒序〕",
    ord("\n"): "⏎",
    ord("\t"): "⇥",
}


@dataclass(frozen=True, slots=True)
class ValueCase:
    """One cell typed into one kind of field, and what comes of it.

    ``value`` is ``None`` where it is sent back; ``rule`` names the finding, empty where there is none;
    ``about`` is the field's measure (计量单位), or its options parted by “、”.
    """

    kind: Kind
    typed: CellValue
    value: str | Decimal | date | None
    changes: tuple[str, ...] = ()
    rule: str = ""
    about: str = ""
    fault: str = ""  # of the cell: an error value, a formula not calculated

    def __str__(self) -> str:
        """The case as the page prints it."""
        about = f"（{self.about}）" if self.about else ""
        return f"{self.kind.value}{about}：{self._cell()}"

    def _cell(self) -> str:
        if self.fault == "uncomputed":
            return "没有算出结果的公式"
        if isinstance(self.typed, bool):
            return f"逻辑值 `{'TRUE' if self.typed else 'FALSE'}`"
        if isinstance(self.typed, Decimal):
            return f"数字格 `{plain(self.typed)}`"
        if isinstance(self.typed, str):
            return f"`{self.typed}`".translate(_SHOWN)
        kind = "日期格" if isinstance(self.typed, date) else "时间格"
        return f"{kind} `{str(self.typed).removesuffix(':00')}`"

    @property
    def behaviour(self) -> str:
        """What the page says comes of it."""
        if self.value is None:
            return f"退回：`{self.rule}`"
        value = plain(self.value) if isinstance(self.value, Decimal) else self.value
        percent = "%" if self.kind is Kind.PERCENT else ""
        changes = f"（{'、'.join(self.changes)}）" if self.changes else ""
        warning = f"，有提醒：`{self.rule}`" if self.rule else ""
        return f"读作 {value}{percent}{changes}{warning}"


def section() -> Iterator[tuple[str, str]]:
    """Case and behaviour of each way to type a value, for docs/来件情形.md."""
    for case in CASES:
        yield str(case).replace("|", "\\|"), case.behaviour


def _number(
    typed: CellValue, value: str, *changes: str, about: str = "", kind: Kind = Kind.INTEGER
) -> ValueCase:
    return ValueCase(kind, typed, Decimal(value), changes, about=about)


def _decimal(typed: CellValue, value: str, *changes: str, about: str = "") -> ValueCase:
    return _number(typed, value, *changes, about=about, kind=Kind.DECIMAL)


def _percent(typed: CellValue, value: str, *changes: str) -> ValueCase:
    return _number(typed, value, *changes, kind=Kind.PERCENT)


def _day(typed: CellValue, *changes: str, value: date = _DAY) -> ValueCase:
    return ValueCase(Kind.DATE, typed, value, changes)


def _choice(typed: CellValue, value: str, *changes: str, about: str = "是、否") -> ValueCase:
    return ValueCase(Kind.CHOICE, typed, value, changes, about=about)


def _phone(typed: CellValue, value: str, *changes: str) -> ValueCase:
    return ValueCase(Kind.PHONE, typed, value, changes)


def _sent_back(kind: Kind, rule: str, *typed: CellValue, about: str = "") -> tuple[ValueCase, ...]:
    return tuple(ValueCase(kind, each, None, rule=rule, about=about) for each in typed)


_SCALED: Final = "按“万”“亿”折算"
_HUNDREDS: Final = "按“百”“千”折算"
_CHINESE: Final = "中文数字折算"
_WIDE: Final = "全角转半角"
_MEASURE: Final = "去计量单位"
NUMBERS: Final = (
    _number("３０", "30", _WIDE),
    _number("1,200", "1200", "去千分位"),
    _number("１，２００", "1200", _WIDE, "去千分位"),
    _number("1 234 567", "1234567", "去千分位"),
    _number("'30", "30", "去单引号"),
    _number(" 30 ", "30"),
    _number("3\u200b0", "30", "去不可见字符"),
    _number("30。", "30", "去句号"),
    _number("30.0", "30"),
    _number("+30", "30"),
    _number("-30", "-30"),
    _number("−30", "-30", "统一负号"),
    _number("负三十", "-30", "统一负号", _CHINESE),
    _number("12万", "120000", _SCALED),
    _number("1.2亿", "120000000", _SCALED),
    _number("3千", "3000", _HUNDREDS),
    _number("3千万", "30000000", _SCALED, _HUNDREDS),
    _number("1亿2000万", "120000000", _SCALED),
    _number("3万5千", "35000", _SCALED, _HUNDREDS),
    _number("1万2000", "12000", _SCALED),
    _number("三十二", "32", _CHINESE),
    _number("一百零五", "105", _CHINESE),
    _number("两千三百", "2300", _CHINESE),
    _number("叁拾贰", "32", _CHINESE),
    _number("二〇", "20", _CHINESE),
    _number("十二万", "120000", _CHINESE),
    _number("一亿二千万", "120000000", _CHINESE),
    _number("一个", "1", _MEASURE, _CHINESE, about="个"),
    _number("两个", "2", _MEASURE, _CHINESE, about="个"),
    _number("30个", "30", _MEASURE, about="个"),
    _number("30 个", "30", _MEASURE, about="个"),
    _number("30个", "30", _MEASURE),
    _number("共30个", "30", "去“共计”等字", _MEASURE, about="个"),
    _number("合计：30", "30", "全角转半角", "去“共计”等字"),
    _decimal("12.50", "12.5"),
    _decimal("三点五", "3.5", _CHINESE),
    _decimal("1.2万元", "12000", _MEASURE, _SCALED, about="元"),
    _decimal("3万元", "3", _MEASURE, about="万元"),
    _decimal("叁拾贰元整", "32", "去“整”字", _MEASURE, _CHINESE, about="元"),
    _decimal(Decimal("0.3"), "0.3"),
    *_sent_back(
        Kind.INTEGER, "number-approximate", "约30", "30余", "30多", "近30", "30左右", "30以上"
    ),
    *_sent_back(
        Kind.INTEGER, "number-approximate", "不少于30", "30余万", "三十多", "几十", "上百", "30+"
    ),
    *_sent_back(Kind.INTEGER, "number-approximate", "约30个", "30余个", about="个"),
    *_sent_back(
        Kind.INTEGER, "number-range", "30-50", "30～50", "30至50", "3-5万", "三四十", "十七八"
    ),
    *_sent_back(
        Kind.INTEGER,
        "number-ambiguous",
        "三百五",
        "一万二",
        "1万2",
        "三二",
        "一",
        "〇",
        "廿五",
        "2千三百",
    ),
    *_sent_back(Kind.INTEGER, "number-letters", "3O", "l2", "I0", "2〇"),
    *_sent_back(Kind.INTEGER, "number-bracketed", "(120)", "（120）"),
    *_sent_back(Kind.INTEGER, "number-scientific", "1.2E+05"),
    *_sent_back(Kind.INTEGER, "measure-unclear", "30人", "30人次", about="个"),
    *_sent_back(
        Kind.DECIMAL, "measure-unclear", "12万", "1.2亿", "5000元", "1.2亿元", about="万元"
    ),
    *_sent_back(
        Kind.INTEGER,
        "not-a-whole-number",
        "30.5",
        "12.",
        "12,3456",
        "30、50",
        "30\t50",
        "30\n50",
        "1/2",
        "正在统计",
    ),
    *_sent_back(Kind.INTEGER, "not-a-whole-number", "30元", "共", Decimal("30.5"), True),  # noqa: FBT003
    *_sent_back(Kind.DECIMAL, "not-a-number", "三分之一", "5²", "①", "85%", _DAY),
)
PERCENTAGES: Final = (
    _percent("85%", "85"),
    _percent("85％", "85", _WIDE),
    _percent("85", "85"),
    _percent("百分之八十五", "85", "“百分之”读作%", _CHINESE),
    _percent("百分之百", "100", "“百分之”读作%", _CHINESE),
    _percent("百分之85", "85", "“百分之”读作%"),
    _percent("0.85%", "0.85"),
    _percent("120%", "120"),
    ValueCase(Kind.PERCENT, Decimal("0.85"), Decimal(85), ("小数按百分数折算",), "value-converted"),
    ValueCase(Kind.PERCENT, Decimal(1), Decimal(100), ("小数按百分数折算",), "value-converted"),
    _percent(Decimal(85), "85"),
    _percent(Decimal(0), "0"),
    *_sent_back(Kind.PERCENT, "percent-unclear", "0.85", "1"),
    *_sent_back(Kind.PERCENT, "number-approximate", "八成五", "8成", "约85%", "85%以上"),
    *_sent_back(Kind.PERCENT, "number-range", "80%-85%"),
    *_sent_back(Kind.PERCENT, "not-a-percent", "85个", "85个百分点", "85‰", "85%%", "正在统计"),
)
_SPELLED: Final = "统一日期写法"
DATES: Final = (
    _day("2026-09-30"),
    _day("2026.9.30", _SPELLED),
    _day("2026/9/30", _SPELLED),
    _day("2026年9月30日", _SPELLED),
    _day("２０２６．９．３０", _WIDE, _SPELLED),
    _day("20260930", _SPELLED),
    _day(Decimal(20260930), _SPELLED),
    _day("二〇二六年九月三十日", _SPELLED),
    _day("9月30日", "补年份2026"),
    _day("九月三十日", "补年份2026"),
    _day("26.9.30", "补世纪20"),
    _day("26.9.27", "补世纪20", value=date(2026, 9, 27)),
    _day("26年9月30日", "补世纪20"),
    _day("30/9/2026", _SPELLED),
    _day("9/30/2026", _SPELLED),
    _day("9/30/26", "补世纪20"),
    _day("2026-09-30 14:30", "去时间"),
    _day("2026年9月30日上午9时", "去时间", _SPELLED),
    _day("2026年9月30日（星期三）", _WIDE, "去星期", _SPELLED),
    _day("2026-09-30。", "去句号"),
    _day(_DAY),
    _day(datetime(2026, 9, 30, 14, 30), "去时间"),  # noqa: DTZ001 - a cell knows no zone
    ValueCase(Kind.DATE, Decimal(46295), _DAY, ("按日期序号折算",), "value-converted"),
    *_sent_back(
        Kind.DATE,
        "date-without-day",
        "2026年9月底",
        "9月中旬",
        "9月",
        "2026-09",
        "202609",
        "2026年",
    ),
    *_sent_back(Kind.DATE, "date-without-day", "三季度", "9月30日前", "约9月30日", Decimal(2026)),
    *_sent_back(Kind.DATE, "date-several", "9月28日至30日", "2026.9.28-9.30", "9月28日、30日"),
    *_sent_back(
        Kind.DATE, "date-impossible", "2026年9月31日", "2026-02-29", "2026-13-01", "9月31日"
    ),
    *_sent_back(Kind.DATE, "date-ambiguous", "9/10/2026", "9/10/26", "20/9/26"),
    *_sent_back(Kind.DATE, "date-weekday-differs", "2026年9月30日（星期二）"),
    *_sent_back(
        Kind.DATE,
        "not-a-date",
        "近期",
        "10.9.8",
        "98年5月1日",
        "0206-09-30",
        "9.30",
        Decimal("9.3"),
    ),
    *_sent_back(Kind.DATE, "not-a-date", Decimal(44833), Decimal(60000), time(9, 30), True),  # noqa: FBT003
)
CHOICES: Final = (
    _choice("是", "是"),
    _choice(" 是 ", "是", "去空格"),
    _choice("是。", "是", "去句号"),
    *(_choice(typed, "是", "符号转选项") for typed in ("√", "✓", "☑", "有", "对", "Y", "yes")),
    *(_choice(typed, "否", "符号转选项") for typed in ("×", "✗", "无", "没有", "N")),
    _choice(True, "是", "逻辑值读作是/否"),  # noqa: FBT003
    _choice("√", "有", "符号转选项", about="有、无"),
    _choice("是", "有", "符号转选项", about="有、无"),
    _choice("☑是 □否", "是", "勾选读作选项"),
    _choice("■是 □否", "是", "勾选读作选项"),
    _choice("●是 ○否", "是", "勾选读作选项"),
    _choice("是√ 否", "是", "勾选读作选项"),
    _choice("是（√） 否（ ）", "是", "勾选读作选项"),
    _choice("√是", "是", "勾选读作选项"),
    _choice("□省级 ☑市级", "市级", "勾选读作选项", about="省级、市级"),
    _choice("市 级", "市级", "去空格", about="省级、市级"),
    *_sent_back(Kind.CHOICE, "not-an-option", "○", "●", "□", "1", "0", Decimal(1), about="是、否"),
    *_sent_back(Kind.CHOICE, "not-an-option", "是√否", "□是 □否", "√是 √否", "×否", about="是、否"),
    *_sent_back(Kind.CHOICE, "not-an-option", "正在筹备", "是、否", about="是、否"),
    *_sent_back(Kind.CHOICE, "not-an-option", "√", "市", about="省级、市级"),
)
PHONES: Final = (
    _phone("13800000000", "13800000000"),
    _phone(Decimal(13800000000), "13800000000"),
    _phone("\u202a13800000000\u202c", "13800000000", "去不可见字符"),
    _phone("138 0000 0000", "13800000000", "去空格"),
    _phone("138-0000-0000", "13800000000", "统一电话写法"),
    _phone("+86 13800000000", "+8613800000000", "去空格"),
    _phone("8613800000000", "+8613800000000", "统一电话写法"),
    _phone("0000-3210123", "0000-3210123"),
    _phone("（0000）3210123", "0000-3210123", _WIDE, "统一电话写法"),
    _phone("0000-3210123转8001", "0000-3210123转8001"),
    _phone("0000-3210123-8001", "0000-3210123-8001"),
    _phone("0000-3210123（分机8001）", "0000-3210123转8001", _WIDE, "统一电话写法"),
    _phone("0000-3210123/13800000000", "0000-3210123、13800000000", "统一电话写法"),
    _phone("13800000000 13900000000", "13800000000、13900000000", "去空格", "统一电话写法"),
    *_sent_back(
        Kind.PHONE, "phone-digits", "1380000000", "138-0000-000", "12345", Decimal(1380000000)
    ),
    *_sent_back(Kind.PHONE, "not-a-phone", "见附件", "0000-3210123转", "13800000000某某"),
)
IDENTITIES: Final = (
    ValueCase(Kind.ID_NUMBER, ID_NUMBER, ID_NUMBER),
    ValueCase(Kind.ID_NUMBER, ID_NUMBER.lower(), ID_NUMBER, ("小写转大写",)),
    ValueCase(Kind.ID_NUMBER, "110105 19491231 002X", ID_NUMBER, ("去空格",)),
    ValueCase(Kind.ID_NUMBER, f"'{ID_NUMBER}", ID_NUMBER, ("去单引号",)),
    ValueCase(Kind.ID_NUMBER, "１１０１０５１９４９１２３１００２Ｘ", ID_NUMBER, (_WIDE,)),
    *_sent_back(Kind.ID_NUMBER, "id-number-wrong", "110105194912310021", "110105194913310020"),
    *_sent_back(Kind.ID_NUMBER, "id-number-wrong", "1101051949123100", "110105491231002"),
    *_sent_back(Kind.ID_NUMBER, "id-number-wrong", "990105194912310020", "1101051949123100ZX"),
    *_sent_back(Kind.ID_NUMBER, "id-number-wrong", Decimal(110105491231002)),
    ValueCase(
        Kind.ID_NUMBER, Decimal(110105194912310000), None, rule="long-number", fault="long-number"
    ),
    ValueCase(Kind.CREDIT_CODE, CREDIT_CODE, CREDIT_CODE),
    ValueCase(Kind.CREDIT_CODE, CREDIT_CODE.lower(), CREDIT_CODE, ("小写转大写",)),
    *_sent_back(Kind.CREDIT_CODE, "credit-code-wrong", "91350100M000100Y44", "91350100M000100Y4"),
    *_sent_back(Kind.CREDIT_CODE, "credit-code-wrong", "9135O100M000100Y43"),
)
CELLS: Final = (
    *_sent_back(Kind.INTEGER, "cell-unreadable", "12\u202e34"),
    ValueCase(Kind.INTEGER, "#REF!", None, rule="error-value", fault="#REF!"),
    ValueCase(Kind.TEXT, "#N/A", None, rule="error-value", fault="#N/A"),
    ValueCase(Kind.INTEGER, "", None, rule="formula-uncomputed", fault="uncomputed"),
    ValueCase(Kind.TEXT, "  部署会，已开", "部署会，已开", ("去首尾空白和不可见字符",)),
    ValueCase(Kind.TEXT, Decimal(2026), "2026"),
    ValueCase(Kind.TEXT, _DAY, "2026-09-30"),
)
CASES: Final = (*NUMBERS, *PERCENTAGES, *DATES, *CHOICES, *PHONES, *IDENTITIES, *CELLS)
