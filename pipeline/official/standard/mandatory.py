"""Check that a document has every element of its kind (要素齐备): 《条例》 articles 8, 9 and 15, custom.

Pure: a document in words goes in, its shortcomings come out. Only what the regulation itself requires
is blocking; custom is marked 实务 and leaves the choice to a person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.model.document import DocumentForm, Heading, Paragraph, words_of
from pipeline.model.verdict import Strength
from pipeline.official.standard.kinds import Requirement, requirements_of
from pipeline.official.standard.patterns import (
    NAME_SEPARATOR,
    ORDER_NUMBER,
    PERSON_ADDRESSED,
    PHONE,
    YEAR_AND_NUMBER,
)
from pipeline.official.standard.stated_days import date_faults
from pipeline.values.organ_names import same_organ

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.model.document import OfficialDocument
    from pipeline.official.standard.kinds import KindRequirements

_REQUEST_WORDS: Final = re.compile(
    r"(?:妥否|当否|可否|是否妥当|以上请示)，?请|请(?:予|审核|审查)?(?:批示|批准|审批|批复|核准)|(?:恳请|敬请|请求)\S{0,12}(?:批准|批示|批复|解决)"
)
_REPORT_WORDS: Final = re.compile(r"特此报告")
_REFERENCE: Final = re.compile(rf"请示|{YEAR_AND_NUMBER}")
_SUBJECT: Final = re.compile(r"关于.+的")
_MEETING: Final = re.compile(r"会议|全会|大会|常委会|次会")
_MIXED_KINDS: Final = re.compile(r"请示报告$|请示的报告$|报告的请示$")


@dataclass(frozen=True, slots=True)
class Shortcoming:
    """Describe what a document lacks or has too much (要素缺失): rule, clause, strength, remedy.

    ``is_blocking`` marks what must be put right before the document goes out.
    """

    rule: str
    clause: str
    strength: Strength
    message: str
    is_blocking: bool = False


def shortcomings(document: OfficialDocument) -> tuple[Shortcoming, ...]:
    """Return every shortcoming of *document* by the rules of its kind, in the order of the page."""
    needs = requirements_of(document.kind)
    return tuple(found for rule in _RULES for found in rule(document, needs))


def _blocking(rule: str, clause: str, message: str) -> Shortcoming:
    return Shortcoming(rule, clause, Strength.REQUIRED, message, is_blocking=True)


def _header(document: OfficialDocument, needs: KindRequirements) -> Iterator[Shortcoming]:
    header = document.header
    if needs.header is not Requirement.REQUIRED:
        return
    if header is None or not (header.organ_mark or header.organs):
        yield _blocking(
            "K-mark", "条例第九条（四）", "版头没有发文机关标志，请写上发文机关全称或规范化简称。"
        )
        return
    if not header.document_number:
        yield Shortcoming(
            "K-number",
            "条例第九条（五）",
            Strength.REQUIRED,
            "版头没有发文字号，请由登记簿编号，或写成“机关代字〔年份〕序号号”。",
        )
    elif needs.order_number and not ORDER_NUMBER.fullmatch(header.document_number):
        yield _blocking(
            "K-order-number",
            "GB/T 9704 10.2",
            f"令号“{header.document_number}”不合规，命令（令）只编“第×号”，请改写。",
        )
    if document.form is DocumentForm.LETTER and header.organ_mark.endswith("文件"):
        yield _blocking(
            "K-letter-mark",
            "GB/T 9704 10.1",
            f"信函格式的发文机关标志“{header.organ_mark}”不加“文件”二字，请删去。",
        )


def _signers(document: OfficialDocument, needs: KindRequirements) -> Iterator[Shortcoming]:
    signers = document.header.signers if document.header else ()
    if needs.signers is Requirement.REQUIRED and not signers:
        yield _blocking(
            "K-signer",
            "条例第九条（六）",
            f"{document.kind}是上行文，版头没有签发人，请在发文字号右侧写上“签发人：姓名”。",
        )
    joint = document.header.organs if document.header else ()
    if signers and len(joint) > 1 and len(signers) < len(joint):
        yield _blocking(
            "K-joint-signers",
            "GB/T 9704 7.2.6",
            f"{len(joint)} 个机关联合行文，签发人只有 {len(signers)} 人，请按机关顺序补齐。",
        )


def _secrecy(document: OfficialDocument, _needs: KindRequirements) -> Iterator[Shortcoming]:
    header = document.header
    if header and header.secrecy and not header.copy_number:
        yield _blocking(
            "K-copy-number",
            "条例第九条（一）",
            f"公文标有密级“{header.secrecy}”而没有份号，请在版心左上角第一行写 6 位份号，如 000001。",
        )
    if header and header.copy_number and not header.secrecy:
        yield Shortcoming(
            "K-secrecy",
            "条例第九条（二）",
            Strength.CUSTOM,
            f"标有份号“{header.copy_number}”而没有密级；涉密的请补密级和保密期限，不涉密的可删去份号。",
        )


def _addressees(document: OfficialDocument, needs: KindRequirements) -> Iterator[Shortcoming]:
    names = [
        n.strip() for n in NAME_SEPARATOR.split(document.addressees.rstrip("：: ")) if n.strip()
    ]
    if needs.addressees is Requirement.REQUIRED and not names:
        yield _blocking(
            "K-addressee",
            "条例第九条（八）",
            f"{document.kind}没有主送机关，请在标题下空一行顶格写上主送机关。",
        )
    if needs.addressees is Requirement.UNUSED and names:
        yield Shortcoming(
            "K-no-addressee",
            "条例第八条" if needs.kind != "纪要" else "GB/T 9704 10.3",
            Strength.CUSTOM,
            f"{document.kind}通常不写主送机关，现有“{document.addressees}”，请删去；需要送达的写入版记。",
        )
    if needs.single_addressee and len(names) > 1:
        yield Shortcoming(
            "K-one-addressee",
            needs.single_addressee_clause,
            Strength.GENERAL if needs.kind != "请示" else Strength.REQUIRED,
            f"{document.kind}主送了 {len(names)} 个机关（{'、'.join(names)}），只主送一个，其余请改为抄送。",
            is_blocking=needs.kind == "请示",
        )
    persons = [name for name in names if PERSON_ADDRESSED.search(name)]
    if persons:
        yield _blocking(
            "K-person",
            "条例第十五条（五）",
            f"主送“{'、'.join(persons)}”是领导个人，不得以机关名义向领导个人报送公文，请改为主送机关。",
        )


def _closing(document: OfficialDocument, needs: KindRequirements) -> Iterator[Shortcoming]:
    closing = document.closing
    if needs.signature and (closing is None or not closing.stamps):
        yield _blocking(
            "K-signature",
            "GB/T 9704 10.2",
            "命令（令）没有签署，请在正文下写上签发人的职务和姓名（签名章）。",
        )
    elif needs.closing is Requirement.REQUIRED and (
        closing is None or not (closing.organs or closing.stamps)
    ):
        yield _blocking(
            "K-organ", "条例第九条（十一）", "没有发文机关署名，请在正文（附件说明）下写上署名。"
        )
    if needs.closing is Requirement.REQUIRED and (closing is None or not closing.dated):
        yield _blocking(
            "K-date", "条例第九条（十二）", "没有成文日期，请写上签发的年月日，如 2026年10月12日。"
        )
    if (
        needs.seal is Requirement.UNUSED
        and closing
        and (closing.seals or (closing.sealed and closing.organs))
    ):
        yield Shortcoming(
            "K-no-seal",
            "GB/T 9704 10.3",
            Strength.CUSTOM,
            f"{document.kind}一般不署名、不加盖印章，请删去落款；日期写在版头或题下。",
        )
    note = closing.note if closing else ""
    if needs.contact and not (re.search(r"联系人", note) and PHONE.search(note)):
        yield Shortcoming(
            "K-contact",
            "GB/T 9704 7.3.6",
            Strength.CUSTOM,
            f"{document.kind}没有附注联系人和电话，请在成文日期下一行写“（联系人：姓名，电话：号码）”。",
        )


def _imprint(document: OfficialDocument, _needs: KindRequirements) -> Iterator[Shortcoming]:
    """Check the copy-to (抄送): it names other organs, neither the issuing one nor an addressee."""
    lines = document.imprint.lines if document.imprint else ()
    copied = {name for label, text in lines if label == "抄送" for name in _names(text)}
    closing = set(document.closing.organs if document.closing else ())
    own = sorted(name for name in copied if any(same_organ(name, organ) for organ in closing))
    if own:
        yield _blocking(
            "K-copy-own",
            "条例第九条（十五）",
            f"抄送里有发文机关自己“{'、'.join(own)}”，抄送机关是发文机关以外的其他机关，请删去。",
        )
    twice = sorted(copied & set(_names(document.addressees)))
    if twice:
        yield Shortcoming(
            "K-copy-addressee",
            "条例第九条（十五）",
            Strength.GENERAL,
            f"“{'、'.join(twice)}”既是主送又是抄送，抄送机关是主送机关以外的，请删去一处。",
        )


def _dates(document: OfficialDocument, _needs: KindRequirements) -> Iterator[Shortcoming]:
    """Check the date (成文日期) against the days that the text states."""
    for rule, message in date_faults(document.kind, _dated(document), _text(document)):
        yield _blocking(rule, "条例第九条（十二）", message)


def _dated(document: OfficialDocument) -> str:
    """Return the date as the document prints it: below its text, in its masthead, or in its imprint."""
    printed = (
        document.closing.dated if document.closing else "",
        document.masthead.dated if document.masthead else "",
        document.imprint.printed_on if document.imprint else "",
    )
    return next(filter(None, printed), "")


def _names(text: str) -> list[str]:
    return [name for part in NAME_SEPARATOR.split(text.rstrip("。：: ")) if (name := part.strip())]


def _joint(document: OfficialDocument, _needs: KindRequirements) -> Iterator[Shortcoming]:
    header, closing = document.header, document.closing
    if not header or len(header.organs) < 2:  # noqa: PLR2004 - one is not joint
        return
    if re.search(r"号.*号|[，、；]", header.document_number):
        yield _blocking(
            "K-joint-number",
            "条例第九条（五）",
            f"联合行文的发文字号“{header.document_number}”不止一个，只用主办机关的发文字号。",
        )
    if closing and closing.organs and tuple(closing.organs) != header.organs:
        yield Shortcoming(
            "K-joint-order",
            "GB/T 9704 7.3.5.1",
            Strength.REQUIRED,
            f"落款机关（{'、'.join(closing.organs)}）与版头机关（{'、'.join(header.organs)}）不一致，"
            "请按版头的顺序逐一署名。",
        )


def _attendance(document: OfficialDocument, needs: KindRequirements) -> Iterator[Shortcoming]:
    if needs.attendance and not any(name == "出席" for name, _ in document.attendance):
        yield Shortcoming(
            "K-attendance",
            "GB/T 9704 10.3",
            Strength.GENERAL,
            "纪要没有出席人员名单，请在正文下空一行写“出席：单位、姓名”，请假、列席依次另起一行。",
        )


def _title(document: OfficialDocument, needs: KindRequirements) -> Iterator[Shortcoming]:
    """Check the title (标题): its kind at the end, 关于……的, and the meeting where one decided."""
    title, kind = re.sub(r"（[^（）]*）$", "", document.title.strip()), needs.kind
    if not title:
        if needs.title is Requirement.REQUIRED:
            yield _blocking("K-title", "条例第九条（七）", "没有标题，请写明发文机关、事由和文种。")
        return
    if _MIXED_KINDS.search(title):
        yield _blocking(
            "K-mixed-kind",
            "条例第八条",
            f"标题“{title}”把“请示”和“报告”混用，请按行文目的只用一个文种。",
        )
    elif needs.statutory and not title.endswith(needs.title_endings):
        yield _blocking(
            "K-title-kind",
            "条例第九条（七）",
            f"标题“{title}”没有以文种“{kind}”结尾，请在末尾写上文种。",
        )
    if needs.statutory and needs.subject_in_title and not _SUBJECT.search(title):
        yield Shortcoming(
            "K-title-about",
            "条例第九条（七）",
            Strength.GENERAL,
            f"标题“{title}”没有“关于……的”写明事由，请补上事由。",
        )
    meeting = document.title + _text(document)[:300]
    if needs.meeting and not _MEETING.search(meeting):
        yield Shortcoming(
            "K-meeting",
            "条例第八条",
            Strength.CUSTOM,
            f"{kind}由会议通过或公布，标题和开头没有写明会议，请写明会议名称和通过日期。",
        )


def _wording(document: OfficialDocument, needs: KindRequirements) -> Iterator[Shortcoming]:
    """Check the text (正文): a 报告 requests nothing, a 请示 does, a 批复 cites what it answers."""
    text = _text(document)
    asking = _REQUEST_WORDS.search(text)
    empty = not document.blocks and not any(each.carried for each in document.attachments)
    if empty:
        yield _blocking(
            "K-text", "条例第九条（九）", "没有正文，请写好正文再排版；首页必须显示正文。"
        )
    elif needs.kind == "报告" and asking:
        yield _blocking(
            "K-report-asks",
            "条例第十五条（四）",
            f"报告正文里有“{asking[0]}”，报告不得夹带请示事项，请删去，或另用请示行文。",
        )
    elif needs.kind == "请示" and not asking:
        yield Shortcoming(
            "K-request-asks",
            "条例第八条",
            Strength.CUSTOM,
            "请示正文没有请求批示、批准的话，请在结尾写上“妥否，请批示。”。",
        )
    if needs.kind == "请示" and _REPORT_WORDS.search(text):
        yield Shortcoming(
            "K-request-reports",
            "条例第八条",
            Strength.CUSTOM,
            "请示正文里有“特此报告”，与文种不符，请改为“妥否，请批示。”。",
        )
    if needs.kind == "批复" and not _REFERENCE.search(text[:200]):
        yield Shortcoming(
            "K-cites",
            "条例第八条",
            Strength.CUSTOM,
            "批复开头没有引述来文，请写上“你单位《关于……的请示》（×〔年份〕×号）收悉。”。",
        )


def _text(document: OfficialDocument) -> str:
    words = (
        block.text if isinstance(block, Heading) else block.lead + words_of(block.pieces)
        for block in document.blocks
        if isinstance(block, Heading | Paragraph)
    )
    return "".join(words)


_RULES: Final[tuple[Callable[[OfficialDocument, KindRequirements], Iterator[Shortcoming]], ...]] = (
    _header,
    _signers,
    _secrecy,
    _title,
    _addressees,
    _wording,
    _attendance,
    _closing,
    _dates,
    _imprint,
    _joint,
)
