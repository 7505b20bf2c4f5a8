"""Tags that replace paragraphs, rows, cells and runs, or set a cell's properties: as docxtpl does."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

import docx
import pytest
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.official.errors import TemplateFaulty
from pipeline.official.templates.template import fill, open_template
from tests.official.template_files import paragraph, run, saved, with_xml, word_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from docx.document import Document as WordDocument
    from docx.table import Table

FACTS: Final[dict[str, Any]] = {
    "甲": "东河区", "真": "是", "假": "", "数": 3, "空单": [], "列": ["一", "二", "三"],
    "行列": [{"名": "东", "值": ["1", "2"], "色": "FFCC00"}, {"名": "西", "值": ["3", "4"], "色": "#00ff00"}],
}  # fmt: skip


def filled(folder: Path, package: bytes) -> WordDocument:
    return docx.Document(io.BytesIO(fill(open_template(saved(folder, package)), FACTS)))


def texts(document: WordDocument) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def cells(table: Table) -> list[list[str]]:
    return [
        ["".join(t.text or "" for t in cell.iter(qn("w:t"))) for cell in row.iter(qn("w:tc"))]
        for row in table._tbl.iter(qn("w:tr"))  # noqa: SLF001
    ]


def test_paragraphs_are_kept_repeated_and_removed(tmp_path: Path) -> None:
    package = word_file(
        "{%p if 真 %}", "一", "{%p endif %}", "{%p if 假 %}", "没有", "{%p else %}", "二", "{%p endif %}",
        "{%p for 条 in 列 %}", "{{ 条 }}。", "{%p endfor %}", "{%p if 真 %}{%p for 条 in 列 %}", "{{ 条 }}",
        "{%p endfor %}{%p endif %}", "{#p 给自己看的，连这些字 #}", "完",
    )  # fmt: skip

    assert texts(filled(tmp_path, package)) == [
        "一", "二", "一。", "二。", "三。", "一", "二", "三", "完",
    ]  # fmt: skip


def test_a_block_over_paragraphs_without_a_level_joins_them(tmp_path: Path) -> None:
    package = word_file(
        "前{% if 假 %}甲", "乙", "丙{% endif %}后", "{% for 条 in 列 %}", "{{ 条 }}{% endfor %}"
    )

    assert texts(filled(tmp_path, package)) == ["前后", "", "一", "二", "三"]


def test_rows_and_cells_are_repeated(tmp_path: Path) -> None:
    rows = (
        ("名", "{%tc for 项 in 列 %}", "{{ 项 }}", "{%tc endfor %}"),
        ("{%tr for 行 in 行列 %}", "", "", ""),
        ("{{ 行.名 }}", "{{ 行['值'][0] }}", "{{ 行['值'][1] }}", "{{ loop.index }}"),
        ("{%tr endfor %}", "", "", ""),
    )

    (table,) = filled(tmp_path, word_file("一", rows=rows)).tables

    assert cells(table) == [["名", "一", "二", "三"], ["东", "1", "2", "1"], ["西", "3", "4", "2"]]
    assert len(table._tbl.tblGrid.findall(qn("w:gridCol"))) == 4  # noqa: SLF001


def test_the_grid_follows_the_columns(tmp_path: Path) -> None:
    document = docx.Document(
        io.BytesIO(word_file("一", rows=[("{%tc for 项 in 列 %}", "{{ 项 }}", "{%tc endfor %}")]))
    )
    widths = [int(each.get(qn("w:w"), "0")) for each in document.element.iter(qn("w:gridCol"))]
    stream = io.BytesIO()
    document.save(stream)
    for each in FACTS["列"], ["一"], [str(n) for n in range(9)]:
        template = open_template(saved(tmp_path, stream.getvalue()))
        (table,) = docx.Document(io.BytesIO(fill(template, {**FACTS, "列": each}))).tables
        grid = [int(c.get(qn("w:w"), "0")) for c in table._tbl.iter(qn("w:gridCol"))]  # noqa: SLF001
        assert len(grid) == len(each) == len(cells(table)[0])
        assert abs(sum(grid) - sum(widths)) < 20


def test_what_a_loop_empties_is_still_a_document(tmp_path: Path) -> None:
    document = docx.Document(
        io.BytesIO(
            word_file(
                "一",
                rows=[("{%tr for 行 in 空单 %}", ""), ("{{ 行 }}", ""), ("{%tr endfor %}", "")],
            )
        )
    )
    table = document.add_table(rows=1, cols=2)
    first = table.cell(0, 0)
    first.text = "{%p if 假 %}"
    for text in ("没有", "{%p endif %}"):
        first.add_paragraph(text)
    table.cell(0, 1).text = "有"
    document.sections[0].header.paragraphs[0].text = "{%p if 假 %}"
    document.sections[0].header.add_paragraph("{%p endif %}")
    stream = io.BytesIO()
    document.save(stream)

    result = filled(tmp_path, stream.getvalue())

    assert [cells(table) for table in result.tables] == [[["", "有"]]]
    for cell in result.element.body.iter(qn("w:tc")):
        assert cell[-1].tag == qn("w:p")
    assert len(result.sections[0].header.paragraphs) == 1


def test_a_cell_is_coloured_spanned_and_merged(tmp_path: Path) -> None:
    rows = (
        ("{% colspan 数 %}{{ 甲 }}", "", ""),
        ("{%tr for 行 in 行列 %}", "", ""),
        ("{% vm %}合", "{% cellbg 行.色 %}{{ 行.名 }}", "尾"),
        ("{%tr endfor %}", "", ""),
    )

    (table,) = filled(tmp_path, word_file("一", rows=rows)).tables

    grid = table._tbl  # noqa: SLF001
    assert cells(table) == [["东河区", "", ""], ["合", "东", "尾"], ["", "西", "尾"]]
    assert [each.get(qn("w:val")) for each in grid.iter(qn("w:gridSpan"))] == ["3"]
    assert [each.get(qn("w:fill")) for each in grid.iter(qn("w:shd"))] == ["FFCC00", "00ff00"]
    assert [each.get(qn("w:val")) for each in grid.iter(qn("w:vMerge"))] == ["restart", "continue"]


def test_cells_are_merged_across(tmp_path: Path) -> None:
    rows = (
        ("{%tc for 项 in 列 %}", "{% hm %}合", "{%tc endfor %}"),
        ("{%tc for 项 in 列 %}", "{{ 项 }}", "{%tc endfor %}"),
    )

    (table,) = filled(tmp_path, word_file("一", rows=rows)).tables

    assert cells(table) == [["合"], ["一", "二", "三"]]
    assert [each.get(qn("w:val")) for each in table._tbl.iter(qn("w:gridSpan"))] == ["3"]  # noqa: SLF001


@pytest.mark.parametrize(
    ("tag", "reason"),
    [
        ("{% colspan 99 %}", "“99”不能作合并的格数，应为 1～63 的整数"),
        ("{% colspan 甲 %}", "不能作合并的格数"),
        ("{% cellbg 甲 %}", "“东河区”不是颜色，底色请写六位的颜色值"),
        ("{% vm %}", "“loop”只能写在 {% for %}"),
        ("{% cellbg %}", "“cellbg”不能用"),
    ],
)
def test_a_wrong_property_of_a_cell_is_told(tag: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(TemplateFaulty) as told:
        filled(tmp_path, word_file("一", rows=[(tag, "尾")]))

    assert "正文第2段" in str(told.value)
    assert reason in str(told.value)


def test_runs_are_kept_and_removed_with_their_look(tmp_path: Path) -> None:
    document = docx.Document(io.BytesIO(word_file("一")))
    piece = document.paragraphs[0].add_run(
        "前{%r if 真 %}中{%r endif %}{%r if 假 %}没有{%r endif %}后{{r 甲 }}"
    )
    piece.italic = True
    stream = io.BytesIO()
    document.save(stream)

    (line, *_) = filled(tmp_path, stream.getvalue()).paragraphs

    assert line.text == "一前中后东河区"
    assert all(each.italic for each in line.runs if each.text in {"前", "中", "后东河区"})


def test_dashes_join_paragraphs(tmp_path: Path) -> None:
    package = word_file("前面", "{%- if 真 -%}", "中间", "{%- endif %}", "后面")

    assert texts(filled(tmp_path, package)) == ["前面中间", "后面"]


def test_braces_written_as_docxtpl_writes_them_are_text(tmp_path: Path) -> None:
    assert (
        texts(filled(tmp_path, word_file("写作{_{ 甲 }_}或{_% if %_}")))[0]
        == "写作{{ 甲 }}或{% if %}"
    )


@pytest.mark.parametrize(
    ("rows", "after"),
    [
        ([("{% if 真 %}", "甲")], ["{% endif %}"]),
        ([("{%tr if 真 %}", ""), ("甲", "")], ["{%p endif %}"]),
    ],
)
def test_a_block_out_of_a_table_is_told_before_it_is_filled(
    rows: Sequence[Sequence[str]], after: Sequence[str], tmp_path: Path
) -> None:
    document = docx.Document(io.BytesIO(word_file("一", rows=rows)))
    for text in after:
        document.add_paragraph(text)
    document.save(str(tmp_path / "m.docx"))

    with pytest.raises(
        TemplateFaulty, match=r"和“\{%.* if 真 %\}”（正文第2段.*跨了段落或表格行.*\{%tr %\}"
    ):
        open_template(tmp_path / "m.docx")


def test_words_beside_a_tag_of_a_paragraph_or_row_are_not_lost(tmp_path: Path) -> None:
    for rows, beside in (
        ([("{%tr for 条 in 列 %}", "单位名称")], "单位名称"),
        ([("{%tr if 真 %}{{ 甲 }}", "")], "…"),
    ):
        with pytest.raises(TemplateFaulty, match=rf"正文第2段.*里面还有“{beside}”会跟着丢掉"):
            open_template(saved(tmp_path, word_file("一", rows=rows)))
    picture = f"<w:p>{run('{%p if 真 %}')}<w:r><w:drawing/></w:r></w:p>"
    with pytest.raises(TemplateFaulty, match=r"图片、公式、分节符或域.*独占一个段落"):
        open_template(saved(tmp_path, with_xml(word_file("一"), picture)))


def test_drawings_of_a_loop_have_numbers_of_their_own(tmp_path: Path) -> None:
    drawing = (
        '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
        'wordprocessingDrawing"><wp:docPr id="1" name="图"/></wp:inline></w:drawing></w:r></w:p>'
    )
    blocks = (paragraph("{%p for 条 in 列 %}"), drawing, paragraph("{%p endfor %}"))

    result = filled(tmp_path, with_xml(word_file("一"), *blocks))

    assert len({each.get("id") for each in result.element.iter(qn("wp:docPr"))}) == 3


WORDS: Final = st.sampled_from(["甲乙", "A&B", "<丙>", "“丁”", " ", "100%", "{单}"])
VALUES: Final = st.sampled_from(
    ["{{ 甲 }}", "{{数}}", "{{ 列|length }}", "{{ 列[0] }}", "{# 注 #}"]
)
INLINE: Final = st.recursive(
    st.lists(st.one_of(WORDS, VALUES), min_size=1, max_size=3).map("".join),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["真", "假", "数 > 2"]), inner, inner)
        .map(lambda p: f"{{% if {p[0]} %}}{p[1]}{{% else %}}{p[2]}{{% endif %}}"),
        inner.map(lambda text: f"{{% for 条 in 列 %}}{text}{{{{ 条 }}}}{{{{ loop.index }}}}{{% endfor %}}"),
    ),
    max_leaves=4,
)  # fmt: skip
BLOCKS: Final = st.recursive(
    st.lists(INLINE, min_size=1, max_size=2),
    lambda inner: st.one_of(
        inner.map(lambda texts: ["{%p if 数 > 2 %}", *texts, "{%p else %}", "无", "{%p endif %}"]),
        inner.map(lambda texts: ["{%p for 项 in 行列 %}", *texts, "{{ 项.名 }}", "{%p endfor %}"]),
        st.lists(inner, min_size=2, max_size=2).map(lambda pair: [*pair[0], *pair[1]]),
    ),
    max_leaves=4,
)  # fmt: skip


def words_of(package: bytes) -> str:
    document = docx.Document(io.BytesIO(package))
    return "".join("".join(t.text or "" for t in document.element.iter(qn("w:t"))).split())


def theirs(path: Path) -> str:
    template = DocxTemplate(str(path))
    template.render(FACTS, autoescape=True)
    stream = io.BytesIO()
    template.save(stream)
    return words_of(stream.getvalue())


@settings(max_examples=25, deadline=None)
@given(blocks=BLOCKS, row=st.lists(INLINE, min_size=2, max_size=2), data=st.data())
def test_what_docxtpl_fills_is_filled_with_the_same_words(
    tmp_path_factory: pytest.TempPathFactory, blocks: list[str], row: list[str], data: st.DataObject
) -> None:
    rows = [
        ("{%tr for 行 in 行列 %}", ""),
        ("{{ 行.名 }}" + row[0], row[1]),
        ("{%tr endfor %}", ""),
    ]
    document = docx.Document(io.BytesIO(word_file(rows=rows)))
    for text in blocks:
        cut = data.draw(st.integers(0, len(text)))
        line = document.add_paragraph()
        line.add_run(text[:cut])
        line.add_run(text[cut:]).bold = True
    path = tmp_path_factory.mktemp("模板") / "m.docx"
    document.save(str(path))

    assert words_of(fill(open_template(path), FACTS)) == theirs(path)
