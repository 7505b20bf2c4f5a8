"""Define how the elements of a document are written (要素的写法): one regular expression each.

Names without a prefix match what is written correctly; ``WRONG_`` patterns match the usual mistakes,
which :mod:`pipeline.official.inspection.words` reports. The corrections of
:mod:`pipeline.official.standard.corrections` match right and wrong forms alike, with the parts that
they keep as groups.

A foreign document may hold a line of 10,000 brackets or blanks: every pattern takes time in proportion
to the length of its text. What may begin anywhere is bounded or begins where a run of its characters does.
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.values.numerals import HIGHEST_NUMERAL, chinese_numeral

HAN: Final = r"\u4e00-\u9fff"  # for a character class
NUMERALS: Final = "一二三四五六七八九十"
SPACE: Final = r"[\s　]"
_YEAR: Final = r"(?:19|20)\d{2}"
_OPENING_BRACKET: Final = r"［\[【(（"
_CLOSING_BRACKET: Final = r"］\]】)）"

# 发文字号 (7.2.5), 令号 (10.2)
DOCUMENT_NUMBER: Final = re.compile(rf"[{HAN}]{{1,12}}〔{_YEAR}〕[1-9]\d*号")
YEAR_AND_NUMBER: Final = r"〔\d{4}〕\d+号"
ORDER_NUMBER: Final = re.compile(r"第[1-9]\d*号")
ANY_ORDER_NUMBER: Final = re.compile(r"第\s*\d+\s*号")
# A number that the register is still to give: 云文明办〔2026〕　号, and what our own drafts print.
OPEN_NUMBER: Final = re.compile(
    rf"[{HAN}]{{0,12}}〔(?:{_YEAR}|[ \u3000×]{{0,8}})〕[ \u3000×]{{0,12}}号|（草稿未编号）"
)
WRONG_NUMBER_BRACKETS: Final = re.compile(
    rf"[{_OPENING_BRACKET}]\s*{_YEAR}\s*年?[{_CLOSING_BRACKET}]\s*(?:第\s*)?\d+\s*号"
)
WRONG_NUMBER_PADDING: Final = re.compile(r"〔\d{4}〕\s*(?:第|0)\d*号?")
NUMBER_TO_CORRECT: Final = re.compile(
    rf"[{_OPENING_BRACKET}〔]\s*({_YEAR})\s*年?[{_CLOSING_BRACKET}〕]\s*(?:第\s*)?0*([1-9]\d*)\s*号"
)
# The number of minutes, announcements and briefings, which names no organ: 〔2026〕3号, 第3期, （第3号）
OWN_NUMBER: Final = re.compile(
    rf"(?:[{HAN}]{{1,20}})?〔{_YEAR}〕[1-9]\d*[号期]|(?:{_YEAR}年)?第\s*[1-9]\d*\s*[号期](?:（总第\s*\d+\s*期）)?"
    r"|（第\s*[1-9]\d*\s*[号期]）"
)
# 份号 (7.2.1), 密级 (7.2.2), 紧急程度 (7.2.3)
COPY_NUMBER: Final = re.compile(r"\d{6}")
SECRECY: Final = re.compile(r"(?:绝密|机密|秘密)(?:★(?:\d+年|\d+个月|长期))?")
URGENCY: Final = re.compile(r"特急|加急|特提|平急")
# 发文机关标志 (7.2.4), 发文机关, 签发人 (7.2.6)
ORGAN_MARK: Final = re.compile(rf"(?!.{{0,36}}关于)[{HAN}（）]{{4,36}}(?:文件|命令|令)")
ORGAN_NAME: Final = re.compile(rf"[{HAN}（）·]{{3,30}}")
PERSON_NAME: Final = re.compile(rf"[{HAN}〇·]{{2,5}}")
SIGNER_LABEL: Final = "签发人："
SIGNERS: Final = re.compile(r"签发人[:：]\s*([^\t]+)")
_POSTS: Final = "书记|市长|县长|区长|省长|镇长|乡长|主任|局长|部长|厅长|处长"
POSTS: Final = f"{_POSTS}|州长|盟长|旗长|主席|总理"  # of those who sign an order
PERSON_ADDRESSED: Final = re.compile(rf"(?:{_POSTS}|同志|先生|女士)$")
POST_AND_SIGNER: Final = re.compile(rf"[{HAN}]{{0,20}}(?:{POSTS}){SPACE}*[{HAN}〇·×]{{0,5}}")
NAME_SEPARATOR: Final = re.compile(r"[，,、；;]")
# 成文日期 (7.3.5.4), 印发日期 (7.4.3)
FULL_DATE: Final = re.compile(rf"{_YEAR}年(?:[1-9]|1[0-2])月(?:[1-9]|[12]\d|3[01])日")
PADDED_MONTH: Final = re.compile(r"(\d{4}年)0(\d月)")
PADDED_DAY: Final = re.compile(r"(\d{1,2}月)0(\d日)")
WRONG_DATE_PADDING: Final = re.compile(rf"{PADDED_MONTH.pattern}|{PADDED_DAY.pattern}")
WRONG_DATE_NUMERALS: Final = re.compile(r"二[〇○零O]\d*[〇○零一二三四五六七八九]{2}年")
WRONG_SHORT_YEAR: Final = re.compile(r"(?<![\d〔（(第])\d{2}年(?=\d{1,2}月)")
PRINTING_LINE: Final = re.compile(rf"(.{{0,200}}?)(?<!{SPACE}){SPACE}*({FULL_DATE.pattern})印发")
ISSUING_LINE: Final = re.compile(rf"([{HAN}（）·]{{3,40}}){SPACE}+({FULL_DATE.pattern})")
COPIES_LINE: Final = re.compile(r"[（(]?共印\s*\d+\s*份[）)]?")
RECIPIENTS_LINE: Final = re.compile(r"(抄送|分送|主送|报|送|发)[:：]\s*(.+)")
# 主送机关 (7.3.2), 附件说明 (7.3.4), 附注 (7.3.6), 附件 (7.3.7), 页码 (7.5), 出席名单 (10.3)
ADDRESSEES_LINE: Final = re.compile(r"\A[^。；！？]{2,}[:：]")
NOTE_LINE: Final = re.compile(r"附件[:：]\s*(.+)")
NOTE_ITEM: Final = re.compile(r"\d{1,2}[.．、]\s*(.+)")
WRONG_NOTE_QUOTES: Final = re.compile(r"^附件：(?:1[.．]\s*)?《")
CLOSING_NOTE: Final = re.compile(r"[（(].{1,300}[）)]")
ATTACHMENT_LABEL: Final = re.compile(r"附件\s*\d*[:：]?")
PAGE_NUMBER: Final = re.compile(r"[—－-]\s*\d+\s*[—－-]")
ATTENDANCE_LINE: Final = re.compile(r"(出席|请假|列席|主持|参加|记录)[:：]\s*(.+)")
PHONE: Final = re.compile(r"电话\D{0,3}\d{3}|电话：\S")
# The outline (层次序数) of 7.3.3, from the first level to the fourth: 一、 （一） 1. （1）
OUTLINE: Final = (
    re.compile(rf"([{NUMERALS}]{{1,3}})、"),
    re.compile(rf"（[{NUMERALS}]{{1,3}}）"),
    re.compile(r"\d{1,3}\.(?!\d)"),
    re.compile(r"（\d{1,3}）"),
)
_OUTLINE_FORMS: Final = ("{}、", "（{}）", "{}.", "（{}）")
_LEVELS_IN_CHINESE: Final = 2
WRONG_OUTLINE_MARK: Final = re.compile(rf"^\s*[（(][{NUMERALS}]{{1,3}}[)）]\s*[、，,.．]")
WRONG_OUTLINE_COMMA: Final = re.compile(rf"^\s*[{NUMERALS}]{{1,3}}[.．，,:：]")
OUTLINE_TO_CORRECT: Final = (
    re.compile(rf"^(\s*[{NUMERALS}]{{1,3}})[.．，,][ \u3000]*"),
    re.compile(rf"^(\s*)[（(]([{NUMERALS}]{{1,3}}|\d{{1,3}})[)）][、，,.．]?[ \u3000]*"),
    re.compile(r"^(\s*\d{1,3})[、．][ \u3000]*(?!\d)"),
)
# A heading without words, and an element without content: 一、 ：  抄送：  （联系人：，电话：）
NUMBER_ALONE: Final = re.compile(rf"[{NUMERALS}]{{1,3}}、|（[{NUMERALS}]{{1,3}}）")
EMPTY_ELEMENT: Final = re.compile(
    r"^[ \u3000]*[：:，,。；;、]+[ \u3000]*$|^[ \u3000]*(?:抄送|分送|主送|签发人)[：:][ \u3000]*[。；;]?[ \u3000]*$"
    r"|联系人[：:][ \u3000]*(?=[，,）)])|电话[：:][ \u3000]*(?=[）)。])"
)
# The total of a table, and a note below it
TOTAL_ROW: Final = re.compile(rf"^\d*{SPACE}*(?:合{SPACE}*计|总{SPACE}*计|共{SPACE}*计)")
TABLE_NOTE: Final = re.compile(r"^(?:注|附注|备注|说明|填报说明|计分办法|数据来源)\d*[：:.]")


def outline_level(text: str) -> int:
    """Return the level (层次, 1 to 4) of the numbering that *text* begins with, or 0.

    >>> outline_level("（一）报送内容")
    2
    """
    return next((at for at, mark in enumerate(OUTLINE, start=1) if mark.match(text)), 0)


def outline_number(level: int, number: int) -> str:
    """Return the numbering (层次序数) of the *number*-th heading of *level*, 1 to 4.

    >>> [outline_number(level, 3) for level in (1, 2, 3, 4)]
    ['三、', '（三）', '3.', '（3）']
    """
    in_chinese = level <= _LEVELS_IN_CHINESE and number <= HIGHEST_NUMERAL
    return _OUTLINE_FORMS[level - 1].format(chinese_numeral(number) if in_chinese else number)
