"""Loaders read every format as documents, and say of everything else why it was left out."""

from __future__ import annotations

import gzip
import io
import json
import os
import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from knowledge.documents import Article, Audience, Document, Kind, Resolution
from knowledge.loaders import FORMATS, Limits, Skipped, load
from knowledge.loaders.markdown import tidied
from knowledge.loaders.text import clean

DEFAULT = Limits()
SHARED = Path(__file__).parents[3] / "shared" / "data"


def written(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def loaded(
    path: Path, *, kind: Kind = Kind.ARTICLE, limits: Limits = DEFAULT
) -> tuple[list[Document], list[tuple[str, str, str]]]:
    """The documents, and what was skipped as (file name, place, reason)."""
    documents: list[Document] = []
    skipped: list[tuple[str, str, str]] = []
    for found in load([path], kind=kind, limits=limits):
        if isinstance(found, Skipped):
            skipped.append((Path(found.path).name, found.place, found.reason))
        else:
            documents.append(found)
    return documents, skipped


def one(tmp_path: Path, name: str, content: str | bytes, kind: Kind = Kind.ARTICLE) -> Document:
    documents, skipped = loaded(written(tmp_path, {name: content}) / name, kind=kind)
    assert skipped == []
    (document,) = documents
    return document


def article(tmp_path: Path, name: str, content: str | bytes) -> Article:
    document = one(tmp_path, name, content)
    assert isinstance(document, Article)
    return document


def resolution(tmp_path: Path, name: str, content: str | bytes) -> Resolution:
    document = one(tmp_path, name, content, Kind.RESOLUTION)
    assert isinstance(document, Resolution)
    return document


def refusal(tmp_path: Path, name: str, content: str | bytes, limits: Limits = DEFAULT) -> str:
    documents, skipped = loaded(written(tmp_path, {name: content}) / name, limits=limits)
    assert documents == []
    ((_, place, reason),) = skipped
    return f"{place}: {reason}" if place else reason


def pdf(*pages: str, title: str = "", password: str = "", owner_password: str = "") -> bytes:
    writer = PdfWriter()
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
    names = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
    for text in pages:
        page = writer.add_blank_page(612, 792)
        fonts = DictionaryObject({NameObject("/F1"): names})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        stream = DecodedStreamObject()
        lines = " ".join(f"({line}) Tj T*" for line in text.split("\n"))
        stream.set_data(f"BT /F1 12 Tf 14 TL 72 720 Td {lines} ET".encode("cp1252"))
        page[NameObject("/Contents")] = writer._add_object(stream)
    if title:
        writer.add_metadata({"/Title": title})
    if password or owner_password:
        writer.encrypt(password, owner_password or None, algorithm="RC4-128")
    with io.BytesIO() as file:
        writer.write(file)
        return file.getvalue()


def word(*, title: str = "", heading: str = "Reset") -> bytes:
    document = docx.Document()
    if title:
        document.add_heading(title, 0)
    document.add_heading(heading, 1)
    document.add_paragraph("Do this:")
    for step in ("Hold the key.", "Wait."):
        document.add_paragraph(step, style="List Number")
    table = document.add_table(2, 2)
    for cell, text in zip((*table.row_cells(0), *table.row_cells(1)), ("Light", "Meaning", "red", "cut"), strict=True):
        cell.text = text
    with io.BytesIO() as file:
        document.save(file)
        return file.getvalue()


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    with io.BytesIO() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        return file.getvalue()


# Paths ---------------------------------------------------------------------------------------------------------------


def test_a_missing_path_is_named_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="nowhere"):
        load([written(tmp_path, {"a.md": "x"}), tmp_path / "nowhere"])


def test_a_folder_is_read_in_order_and_ids_are_paths_below_it(tmp_path: Path) -> None:
    written(tmp_path, {"b.md": "B", "a/c.txt": "C", "a/b/d.html": "<p>D</p>", ".git/x.md": "X", "a/.hidden.md": "X"})
    documents, skipped = loaded(tmp_path)
    assert [(document.id, document.body) for document in documents] == [
        ("a/b/d.html", "D"),
        ("a/c.txt", "C"),
        ("b.md", "B"),
    ]
    assert skipped == []


def test_a_very_long_path_gives_a_short_and_stable_id(tmp_path: Path) -> None:
    name = "/".join(["folder-with-a-long-name"] * 12) + "/x.md"
    ids = [loaded(written(tmp_path / copy, {name: "x"}))[0][0].id for copy in ("a", "b")]
    assert ids[0] == ids[1]
    assert len(ids[0]) <= 200
    assert ids[0].endswith("/x.md")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("photo.png", b"\x89PNG", "unknown type .png"),
        ("LICENSE", "MIT", "unknown type (a name without an ending)"),
        ("empty.md", "", "body: String should have at least 1 character"),
        ("blank.txt", " \n\t\n", "body: String should have at least 1 character"),
        ("draft.md", "---\ndraft: true\n---\ntext", "marked as a draft"),
        ("program.txt", b"\x7fELF\0\1\2\0" + bytes(range(256)), "binary, not text"),
        ("noise.txt", bytes(range(128, 256)) * 20, "cannot tell its encoding; save it as UTF-8"),
        ("cut.txt", b"\xff\xfea\0b\0\0\xd8", "not utf-16 text: unexpected end of data at byte 6"),
    ],
)
def test_what_cannot_be_read_is_skipped_with_the_reason(
    tmp_path: Path, name: str, content: str | bytes, reason: str
) -> None:
    assert refusal(tmp_path, name, content) == reason


def test_the_second_of_two_equal_ids_is_skipped_naming_the_first(tmp_path: Path) -> None:
    rows = '{"id": "x", "title": "t", "body": "b"}\n' * 2
    written(tmp_path, {"a.jsonl": rows, "b.md": "---\nid: x\n---\nbody"})
    documents, skipped = loaded(tmp_path)
    assert [document.id for document in documents] == ["x"]
    assert skipped == [
        ("a.jsonl", "line 2", f"id 'x' is already that of {tmp_path / 'a.jsonl'}, line 1"),
        ("b.md", "", f"id 'x' is already that of {tmp_path / 'a.jsonl'}, line 1"),
    ]


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    written(tmp_path, {"a.pdf": "not a pdf", "b.docx": "not a zip", "c.zip": "PK", "d.json": "[1,", "e.md": "fine"})
    documents, skipped = loaded(tmp_path)
    assert [document.id for document in documents] == ["e.md"]
    assert [name for name, _, _ in skipped] == ["a.pdf", "b.docx", "c.zip", "d.json"]


def test_links_are_followed_inside_the_folder_only(tmp_path: Path) -> None:
    folder = written(tmp_path / "kb", {"..data/a.md": "A", "b/c.md": "C"})
    written(tmp_path, {"secret.md": "S", "outside/x.md": "X"})
    (folder / "a.md").symlink_to(folder / "..data" / "a.md")  # as Kubernetes mounts a config map
    (folder / "secret.md").symlink_to(tmp_path / "secret.md")
    (folder / "outside").symlink_to(tmp_path / "outside")
    (folder / "again").symlink_to(folder)
    (folder / "gone.md").symlink_to(folder / "nowhere")
    (folder / "loop").symlink_to(folder / "loop")
    documents, skipped = loaded(folder)
    assert [document.id for document in documents] == ["a.md", "b/c.md"]
    assert [(name, reason.partition(":")[0]) for name, _, reason in skipped] == [
        ("gone.md", "cannot be followed"),
        ("loop", "cannot be followed"),
        ("outside", "a link that leads out of the folder"),
        ("secret.md", "a link that leads out of the folder"),
    ]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    assert loaded(tmp_path) == ([], [("pipe.md", "", "not a regular file")])


def test_files_and_folders_over_a_limit_are_skipped(tmp_path: Path) -> None:
    written(tmp_path, {"big.md": "x" * 101, "fits.md": "x" * 100, "a/b/deep.md": "x", "a/flat.md": "x"})
    documents, skipped = loaded(tmp_path, limits=Limits(max_file_bytes=100, max_depth=1))
    assert [document.id for document in documents] == ["a/flat.md", "fits.md"]
    assert skipped == [("b", "", "more than 1 folders deep"), ("big.md", "", "larger than 100 bytes")]


def test_a_body_over_the_limit_is_skipped(tmp_path: Path) -> None:
    reason = refusal(tmp_path, "a.md", "x" * 1200, Limits(max_characters=1000))
    assert reason == "1,200 characters of text, the limit is 1,000"


def test_documents_are_read_one_at_a_time(tmp_path: Path) -> None:
    written(tmp_path, {"a.md": "A", "b.md": "B"})
    documents = load([tmp_path])
    next(documents)
    (tmp_path / "b.md").write_text("changed")
    second = next(documents)
    assert isinstance(second, Article)
    assert second.body == "changed"


# Text ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Größe: 5 €, naïve “quotes” – café.", "utf-8"),
        ("Größe: 5 €, naïve “quotes” – café.", "utf-8-sig"),
        ("Größe: 5 €, naïve “quotes” – café.", "cp1252"),
        ("Le modem clignote en rouge à côté du câble.", "latin-1"),
        ("Café", "latin-1"),
        ("नेटवर्क बंद है, रीबूट करें।", "utf-16"),
        ("The light is red.", "utf-16-le"),
        ("The light is red.", "utf-16-be"),
        ("The light is red.", "utf-32"),
        ("Модем не работает, перезагрузите его.", "cp1251"),
        ("ルーターを再起動してください。光回線が切れています。", "shift_jis"),
    ],
)
def test_text_of_any_common_encoding_is_read(tmp_path: Path, text: str, encoding: str) -> None:
    assert one(tmp_path, "a.txt", text.encode(encoding)).body == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb\rc\u2028d\x0ce", "a\nb\nc\nd\ne"),
        ("a \t\nb  ", "a\nb"),
        ("a\n\n\n\n\n\nb\n\n\nc", "a\n\n\nb\n\n\nc"),
        ("e\u0301", "é"),
        ("a\0b\x07c\x9fd\u200be\ufefff\u00adg\u202eh", "abcdefgh"),
        ("No\u00a0break", "No break"),
        ("half \ud800 pair", "half  pair"),
        ("क्\u200dष \u200dx a\u200cb", "क्\u200dष x ab"),
        ("    code\n", "    code"),
    ],
)
def test_text_is_normalised(text: str, expected: str) -> None:
    assert clean(text) == expected


@given(st.text(st.sampled_from("ab \t\n\r\0\u00a0\u200b\u200d\u0301\u2028\x0bक#")))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


# Markdown ------------------------------------------------------------------------------------------------------------


def test_front_matter_gives_the_fields_of_an_article(tmp_path: Path) -> None:
    source = """---
id: data-apn-wrong
title: "APN: wrong"
product: mobile
audience: customer
language: en
symptoms:
  - net nahi chal raha
  - nothing opens; nothing loads
etom: 1.3.7.1
valid_from: 2026-01-01
valid_until: null
version: 2
source:
  - 3GPP TS 23.003 clause 9
---

The APN decides.
"""
    assert article(tmp_path, "a.md", source) == Article(
        id="data-apn-wrong",
        title="APN: wrong",
        product="mobile",
        audience=Audience.CUSTOMER,
        symptoms=("net nahi chal raha", "nothing opens; nothing loads"),
        etom="1.3.7.1",
        valid_from=date(2026, 1, 1),
        version=2,
        source=("3GPP TS 23.003 clause 9",),
        body="The APN decides.",
    )


def test_front_matter_of_a_site_generator_is_understood(tmp_path: Path) -> None:
    source = """---
title: DNS
weight: 10
hide_title: true
tags: [resolver, names]
description: How names are looked up.
lastmod: 2024-05-06T10:00:00Z
lang: en_US
version: 1.8.0
aliases: [/old/dns]
menu: {main: {weight: 3}}
---
Body
"""
    found = article(tmp_path, "a.md", source)
    assert found.symptoms == ("resolver", "names", "How names are looked up.")
    assert (found.title, found.valid_from, found.language, found.version) == ("DNS", date(2024, 5, 6), "en-US", 1)


def test_an_id_that_is_unique_in_its_folder_only_gets_the_folder(tmp_path: Path) -> None:
    page = "---\nid: overview\nhide_title: true\n---\nbody"
    written(tmp_path, {"lte/a.md": page, "nms/a.md": page, "x/c.md": "---\nslug: /intro\n---\nbody"})
    assert [document.id for document in loaded(tmp_path)[0]] == ["lte/overview", "nms/overview", "x/intro"]


def test_toml_front_matter_is_read(tmp_path: Path) -> None:
    source = '+++\ntitle = "DNS"\ndate = 2024-05-06\n+++\nBody'
    assert (article(tmp_path, "a.md", source).title, article(tmp_path, "a.md", source).body) == ("DNS", "Body")


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("---\ntitle: a: b\n---\nx", "line 2: front matter: mapping values are not allowed in this context"),
        ("---\n- a\n- b\n---\nx", "line 1: front matter: not a list of `key: value`"),
        ("---\nid: a\nversion: -1\n---\nx", "version: Input should be greater than or equal to 1"),
        ("---\nvalid_from: soon\n---\nx", "valid_from: Input should be a valid date or datetime, input is too short"),
        (
            "---\nvalid_from: 2026-01-02\nvalid_until: 2026-01-01\n---\nx",
            "valid_until must be after valid_from",
        ),
        (
            "---\naudience: all\nlanguage: '?'\n---\nx",
            "audience: Input should be 'internal' or 'customer'; language: String should match pattern",
        ),
        ("+++\nx = \n+++\nx", "line 1: front matter: Invalid value"),
        ("---\nx: &a [*a]\ny: " + "[" * 3000 + "\n---\nx", "line"),
    ],
)
def test_wrong_front_matter_is_refused_with_the_field_or_line(tmp_path: Path, source: str, reason: str) -> None:
    assert sorted(refusal(tmp_path, "a.md", source).split("; "))[0].startswith(sorted(reason.split("; "))[0])


def test_aliases_in_front_matter_do_not_multiply(tmp_path: Path) -> None:
    levels = "\n".join(f"k{n}: &k{n} [{', '.join([f'*k{n - 1}'] * 9)}]" for n in range(1, 30))
    source = f"---\nk0: &k0 lol\n{levels}\ntags: *k29\n---\nbody"
    assert article(tmp_path, "a.md", source).symptoms == ()


@pytest.mark.parametrize(
    ("name", "source", "title"),
    [
        ("a.md", "intro\n\n## The **red** [light](x) ##\n", "The red light"),
        ("a.md", "The light\n=====\n\ntext", "The light"),
        ("a.md", "```\n# comment\n```\n# Real\n", "Real"),
        ("no-signal_4G.md", "text", "No signal 4G"),
        ("modem/index.md", "text", "Modem"),
        ("नेट.md", "text", "नेट"),
    ],
)
def test_a_page_without_a_title_gets_its_heading_or_its_name(
    tmp_path: Path, name: str, source: str, title: str
) -> None:
    ((document,), _) = loaded(written(tmp_path, {name: source}))
    assert document.title == title


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a <!-- note\n --> b", "a <!-- note\n --> b"),  # not a comment in Markdown either
        ("a <!-- note --> b\n\n<!--\nlong\n-->\nc", "a  b\n\n\nc"),
        ('{{< toc >}}\nSee [nodes]({{< relref "nodes" >}}).{{% x %}}', "\nSee nodes."),
        ("{% include x %}text", "text"),
        ("import Tabs from '@theme/Tabs';\nimport 'x.css'\n\n<Tabs>\ntext\n</Tabs>", "text"),
        ("import is a word", "import is a word"),
        (":::note Mind this\ntext\n:::", "Mind this\ntext"),
        ("## Title {#anchor}\n{/* x */}", "## Title"),
        ("![logo](a.png) ![The red light is on](b.png)", " The red light is on"),
        ("Put <IMSI> and <your key> here", "Put <IMSI> and <your key> here"),
        ('A<br>b <u>c</u> <a href="x.md">d</a> &lt;e&gt; H<sub>2</sub>', "A\nb c [d](x.md) <e> H2"),
        ("| a<br>b | c |", "| a b | c |"),
        (
            "x\n\n<table><tr><th>A</th></tr>\n\n<tr><td>1</td></tr></table>\n\ny",
            "x\n\n\n| A |\n| --- |\n| 1 |\n\n\ny",
        ),
        ("<details><summary>More</summary>\n\n**x**\n\n</details>", "More\n\n\n**x**"),
        ("`<br> {{< x >}} <!-- y -->`", "`<br> {{< x >}} <!-- y -->`"),
        (
            "```html\n<p>a</p> <!-- b -->\n{{< c >}}\n![d](e)\n```",
            "```html\n<p>a</p> <!-- b -->\n{{< c >}}\n![d](e)\n```",
        ),
    ],
)
def test_a_page_loses_what_only_its_site_understands(source: str, expected: str) -> None:
    assert tidied(source) == expected.strip("\n")


# HTML, PDF, DOCX -----------------------------------------------------------------------------------------------------

PAGE = """<?xml version="1.0"?>
<html lang="en-GB"><head><title>Red light - ACME Support</title><meta name="description" content="LOS is red">
<style>p {{}}</style><script>alert(1)</script></head>
<body><nav>Home</nav><header>ACME</header><main><h1>Red light</h1><p>Check <b>the</b> check_fibre_now() <i>line</i>.</p>
<ol><li>Open</li><li>Close</li></ol><table><tr><td>red</td><td>cut</td></tr></table><img src="x.png" alt="logo">
<pre>reboot --now</pre><p hidden>no</p><!-- no --></main><aside>no</aside><footer>no</footer></body></html>"""


def test_a_web_page_keeps_its_text_and_loses_its_furniture(tmp_path: Path) -> None:
    found = article(tmp_path, "a.html", PAGE)
    assert (found.title, found.language, found.symptoms) == ("Red light", "en-GB", ("LOS is red",))
    assert found.body == (
        "# Red light\n\nCheck **the** check_fibre_now() *line*.\n\n1. Open\n2. Close\n\n"
        "| red | cut |\n| --- | --- |\n\n```\nreboot --now\n```"
    )


def test_a_web_page_is_decoded_as_it_declares(tmp_path: Path) -> None:
    source = '<meta charset="iso-8859-7"><title>Ελλάδα</title><p>Ελέγξτε</p>'.encode("iso-8859-7")
    assert (article(tmp_path, "a.htm", source).title, article(tmp_path, "a.htm", source).body) == ("Ελλάδα", "Ελέγξτε")


def test_a_web_page_with_open_tags_is_read(tmp_path: Path) -> None:
    found = article(tmp_path, "a.html", "<html><head><title>T</title><body><p>One<p>Two<ul><li>x<li>y")
    assert (found.title, found.body) == ("T", "One\n\nTwo\n\n- x\n- y")


def test_a_web_page_nested_beyond_reason_is_skipped(tmp_path: Path) -> None:
    assert refusal(tmp_path, "a.html", "<div>" * 5000 + "x") == "its elements are nested too deeply"


def test_a_pdf_is_read_as_running_text(tmp_path: Path) -> None:
    pages = ("Guide 1\nThe modem is con-\nnected when\nthe light", "Guide 2\nis green.\n• one\n• two", "Guide 3\nEnd.")
    found = article(tmp_path, "a.pdf", pdf(*pages, title="Fibre guide"))
    assert (found.title, found.body) == (
        "Fibre guide",
        "The modem is connected when\nthe light\nis green.\n- one\n- two\n\nEnd.",
    )


def test_a_pdf_without_a_good_title_is_called_after_its_file(tmp_path: Path) -> None:
    assert one(tmp_path, "fibre-guide.pdf", pdf("Text.", title="Microsoft Word - x.doc")).title == "Fibre guide"


def test_a_pdf_locked_against_changes_only_is_read(tmp_path: Path) -> None:
    assert one(tmp_path, "a.pdf", pdf("Text.", owner_password="owner")).body == "Text."


def test_a_pdf_that_cannot_be_read_is_skipped(tmp_path: Path) -> None:
    assert refusal(tmp_path, "a.pdf", pdf("Text.", password="secret")) == "encrypted"
    assert refusal(tmp_path, "b.pdf", pdf("")) == "no text in it; a scan needs text recognition first"
    assert refusal(tmp_path, "c.pdf", pdf("x", "y", "z"), Limits(max_pages=2)) == "3 pages, the limit is 2"
    assert refusal(tmp_path, "d.pdf", pdf("Text.")[:200]).startswith("a broken PDF: ")
    limits = Limits(max_characters=1000)
    too_long = refusal(tmp_path, "e.pdf", pdf("x " * 300, "x " * 300, "x"), limits)
    assert too_long == "page 2: more than 1,000 characters of text"


def test_a_broken_page_of_a_pdf_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    source = pdf("First.", "Second.", "Third.").replace(b"(Second.) Tj", b"(Second.  Tj")
    documents, skipped = loaded(written(tmp_path, {"a.pdf": source}))
    assert [document.body for document in documents] == ["First.\n\nThird."]
    ((_, place, reason),) = skipped
    assert (place, reason.partition(":")[0]) == ("page 2", "a broken page")


def test_a_word_document_keeps_its_structure(tmp_path: Path) -> None:
    found = article(tmp_path, "a.docx", word(title="Modem"))
    assert found.title == "Modem"
    assert found.body == (
        "# Modem\n\n# Reset\n\nDo this:\n\n1. Hold the key.\n2. Wait.\n\n"
        "| Light | Meaning |\n| --- | --- |\n| red | cut |"
    )


def test_a_word_document_that_cannot_be_read_is_skipped(tmp_path: Path) -> None:
    assert refusal(tmp_path, "a.docx", word()[:500]) == "a broken Word document: File is not a zip file"
    assert refusal(tmp_path, "b.docx", b"\xd0\xcf\x11\xe0" + bytes(600)).startswith("encrypted, or of Word before 2007")
    assert refusal(tmp_path, "c.docx", zipped({"x": "y"})).startswith("a broken Word document: ")
    bomb = zipped({"word/document.xml": b" " * 300_000})
    assert refusal(tmp_path, "d.docx", bomb, Limits(max_file_bytes=100_000)) == "unpacks to more than 97.7 kB"


# Tables --------------------------------------------------------------------------------------------------------------


def test_a_csv_export_of_tickets_becomes_resolutions(tmp_path: Path) -> None:
    source = (
        "Number,Short description,Description,Close notes,Root Cause,Resolved At,Reopened,Location\r\n"
        'INC1,No internet,"LOS is red,\r\nsince noon","1. Restarted ONT\r\n2. Cleaned connector",fibre,'
        "2026-01-05 10:22:03,no,Pune\r\n"
    )
    assert resolution(tmp_path, "tickets.csv", source) == Resolution(
        id="INC1",
        symptom="No internet",
        context="LOS is red,\nsince noon",
        steps=("Restarted ONT", "Cleaned connector"),
        cause_code="fibre",
        closed_at=datetime(2026, 1, 5, 10, 22, 3),
        reopened_within_7_days=False,
        place="Pune",
    )


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_separator_of_a_csv_file_is_found(tmp_path: Path, mark: str) -> None:
    source = f'question{mark}answer\nWhy red?{mark}"Cut{mark} or dark"\n'
    found = one(tmp_path, "faq.csv", source)
    assert (found.id, found.title, found.body) == ("faq.csv#2", "Why red?", f"Cut{mark} or dark")


def test_rows_are_numbered_as_in_a_spreadsheet_and_ragged_ones_named(tmp_path: Path) -> None:
    source = "title,body,product\nA,a\n\nB,b,mobile,extra\nC,c,fixed\n,,\nD\n"
    documents, skipped = loaded(written(tmp_path, {"a.csv": source}))
    assert [(document.id, document.product) for document in documents] == [("a.csv#2", "any"), ("a.csv#5", "fixed")]
    assert skipped == [
        ("a.csv", "row 4", "4 cells under a header of 3"),
        ("a.csv", "row 7", "body: String should have at least 1 character"),
    ]


def test_columns_nobody_knows_become_the_body_of_an_article_without_one(tmp_path: Path) -> None:
    found = article(tmp_path, "codes.csv", "id,Cause code,Meaning,Meaning\n7,3,Illegal UE,x\n")
    assert (found.id, found.title) == ("7", "Cause code: 3")
    assert found.body == "- Cause code: 3\n- Meaning: Illegal UE"


def test_columns_nobody_knows_are_left_out_beside_a_body(tmp_path: Path) -> None:
    assert one(tmp_path, "a.csv", "title,body,colour\nA,b,red\n").body == "b"


def test_lists_in_a_cell_are_cut_at_lines_bars_or_semicolons(tmp_path: Path) -> None:
    source = 'title,body,symptoms\nA,b,"- one; two\n- three"\nB,b,one|two; three\nC,b,one; two\n'
    documents, _ = loaded(written(tmp_path, {"a.csv": source}))
    assert [document.symptoms for document in documents if isinstance(document, Article)] == [
        ("one; two", "three"),
        ("one", "two; three"),
        ("one", "two"),
    ]


def test_html_in_an_export_becomes_markdown(tmp_path: Path) -> None:
    row = json.dumps({"sys_id": "a", "shortDescription": "Red", "text": "<p>Do <b>this</b></p><ul><li>one</li></ul>"})
    found = one(tmp_path, "a.json", f'{{"result": [{row}]}}')
    assert (found.title, found.body) == ("Red", "Do **this**\n\n- one")


def test_a_test_collection_is_read_as_it_is(tmp_path: Path) -> None:
    rows = [
        {"_id": 4983, "title": "Brain", "text": "White matter.", "metadata": {"url": "x"}},
        {"_id": "5", "title": "", "text": "Only a text without a title.\nMore."},
    ]
    source = gzip.compress("\n".join(map(json.dumps, rows)).encode())
    ((first, second), skipped) = loaded(written(tmp_path, {"corpus.jsonl.gz": source}))
    assert (first.id, first.title, first.body) == ("4983", "Brain", "White matter.")
    assert (second.id, second.title) == ("5", "Only a text without a title.")
    assert skipped == []


@pytest.mark.parametrize(
    "source",
    [
        '[{"id": "a", "body": "A"}, {"id": "b", "body": "B"}]',
        '{"count": 2, "articles": [{"id": "a", "body": "A"}, {"id": "b", "body": "B"}]}',
    ],
)
def test_a_json_file_may_hold_a_list(tmp_path: Path, source: str) -> None:
    assert [document.id for document in loaded(written(tmp_path, {"a.json": source}))[0]] == ["a", "b"]


def test_a_json_file_may_hold_one_document(tmp_path: Path) -> None:
    source = '{"kind": "resolution", "problem": "No net", "solution": "Restart", "closed": false, "reopen_count": 2}'
    assert one(tmp_path, "a.json", source) == Resolution(
        id="a.json", symptom="No net", outcome="Restart", reopened_within_7_days=True
    )


def test_a_broken_line_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    deep = "[" * 100_000
    source = f'{{"body": "A"}}\n{{"body": \n\n"text"\n{deep}\n{{"body": "B", "n": {"9" * 5000}}}\n{{"body": "C"}}'
    documents, skipped = loaded(written(tmp_path, {"a.jsonl": source}))
    assert [document.id for document in documents] == ["a.jsonl#1", "a.jsonl#7"]
    assert [(place, reason[:8]) for _, place, reason in skipped] == [
        ("line 2", "not JSON"),
        ("line 4", "not an o"),
        ("line 5", "not JSON"),
        ("line 6", "not JSON"),
    ]


def test_a_document_survives_being_written_as_json(tmp_path: Path) -> None:
    before = Resolution(
        id="r",
        symptom="No net",
        context="LOS red",
        cause_code="fibre",
        steps=("Restart", "Wait", "Restart"),
        outcome="Works",
        reopened_within_7_days=True,
        closed_at=datetime(2026, 1, 5, tzinfo=UTC),
        place="Pune",
        source=("crm",),
    )
    assert resolution(tmp_path, "a.json", before.model_dump_json()) == before


def test_kind_says_what_a_row_without_one_becomes(tmp_path: Path) -> None:
    source = '{"id": "a", "title": "t", "text": "x"}\n{"id": "b", "kind": "article", "title": "t", "text": "x"}\n'
    documents, _ = loaded(written(tmp_path, {"a.jsonl": source}), kind=Kind.RESOLUTION)
    assert [type(document) for document in documents] == [Resolution, Article]


# Archives ------------------------------------------------------------------------------------------------------------


def test_a_zip_is_read_like_a_folder_and_so_is_a_zip_in_it(tmp_path: Path) -> None:
    inner = zipped({"x/d.md": "D"})
    files = {"a.md": "A", "b/c.csv": "id,body\n1,x\n", "in.zip": inner, ".git/y.md": "Y", "__MACOSX/a.md": "?"}
    path = written(tmp_path, {"kb.zip": zipped(files)}) / "kb.zip"
    documents, skipped = loaded(path)
    assert [document.id for document in documents] == ["a.md", "1", "in.zip/x/d.md"]
    assert skipped == []
    assert [document.id for document in loaded(tmp_path)[0]] == ["kb.zip/a.md", "1", "kb.zip/in.zip/x/d.md"]


def test_members_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    files = {"a.jsonl": "{", "b.png": "x", "../../c.md": "x", "/d.md": "x", "in.zip": zipped({"e.docx": "x"})}
    link = zipfile.ZipInfo("f.md")
    link.external_attr = 0o120777 << 16
    with io.BytesIO(zipped(files)) as file:
        with zipfile.ZipFile(file, "a") as archive:
            archive.writestr(link, "/etc/passwd")
        documents, skipped = loaded(written(tmp_path, {"kb.zip": file.getvalue()}))
    assert documents == []
    assert [(place, reason.partition(":")[0]) for _, place, reason in skipped] == [
        ("member ../../c.md", "its name leads out of the zip"),
        ("member /d.md", "its name leads out of the zip"),
        ("member a.jsonl, line 1", "not JSON"),
        ("member b.png", "unknown type .png"),
        ("member f.md", "a link"),
        ("member in.zip/e.docx", "a broken Word document"),
    ]


def test_a_zip_bomb_is_stopped_while_it_unpacks(tmp_path: Path) -> None:
    bomb = zipped({"bomb.md": b"x" * 5_000_000, "fine.md": "x"})
    documents, skipped = loaded(written(tmp_path, {"kb.zip": bomb}))
    assert [document.id for document in documents] == ["kb.zip/fine.md"]
    assert skipped == [("kb.zip", "member bomb.md", "unpacks to more than 100 times its size")]


def test_a_zip_that_lies_about_its_sizes_is_caught(tmp_path: Path) -> None:
    honest = zipped({"a.md": b"x" * 5_000_000})
    lie = honest.replace((5_000_000).to_bytes(4, "little"), (9).to_bytes(4, "little"))
    documents, skipped = loaded(written(tmp_path, {"kb.zip": lie}))
    assert documents == []
    assert [(place, reason[:6]) for _, place, reason in skipped] == [("member a.md", "broken")]


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(max_members=2), "the zip holds more than 2 files; this and what follows was not read"),
        (Limits(max_zip_bytes=600), "the zip unpacks to more than 600 bytes"),
        (Limits(max_file_bytes=200), "unpacks to more than 200 bytes"),
        (Limits(max_zip_depth=1), "zips are nested more than 1 deep"),
        (Limits(max_zip_bytes=60), "larger than 60 bytes"),
    ],
)
def test_a_zip_over_a_limit_is_read_up_to_it(tmp_path: Path, limits: Limits, reason: str) -> None:
    files = {"a.md": "short", "b.md": "x" * 300, "c.zip": zipped({"d.md": "y" * 290, "e.md": "y" * 290})}
    _, skipped = loaded(written(tmp_path, {"kb.zip": zipped(files)}), limits=limits)
    assert reason in [found for _, _, found in skipped]


def test_an_encrypted_member_is_skipped(tmp_path: Path) -> None:
    source = bytearray(zipped({"a.md": "secret"}))
    source[6] |= 1  # the local header's flags
    source[source.index(b"PK\x01\x02") + 8] |= 1  # the directory's
    _, skipped = loaded(written(tmp_path, {"kb.zip": bytes(source)}))
    assert skipped == [("kb.zip", "member a.md", "encrypted")]


def test_a_truncated_archive_is_skipped(tmp_path: Path) -> None:
    assert refusal(tmp_path, "a.zip", zipped({"a.md": "x" * 500})[:-30]) == "a broken zip: File is not a zip file"
    assert refusal(tmp_path, "a.jsonl.gz", gzip.compress(b"{}" * 500)[:-12]).startswith("a broken gzip file: ")
    assert refusal(tmp_path, "b.jsonl.gz", gzip.compress(b"x" * 5_000_000)) == "unpacks to more than 100 times its size"


SAMPLES = {
    "x.pdf": pdf("Head 1\nText.", "Head 2\nMore.", title="T"),
    "x.docx": word(),
    "x.zip": zipped({"a/b.md": "# T\n\nhello " * 50, "c.csv": "id,body\n1,x"}),
    "x.html": PAGE.encode(),
    "x.md": b"---\nid: a\ntitle: 'x: y'\nsymptoms: [a, {c: d}]\ndate: 2020-01-01\n---\n# T\n\n<p>x</p> {{< a >}}\n",
    "x.csv": b'id,title,body\n1,"a ""q"" x",b\n2,c,"d\ne"\n',
    "x.jsonl": b'{"_id": 1, "title": "a", "text": "b\\u00e9", "tags": ["x", {"y": 1}]}\n' * 3,
}


@pytest.mark.parametrize("name", SAMPLES)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_file_is_read_or_skipped_and_never_fails(tmp_path: Path, name: str, data: st.DataObject) -> None:
    source = bytearray(SAMPLES[name])
    for _ in range(data.draw(st.integers(1, 20))):
        at = data.draw(st.integers(0, len(source) - 1))
        source[at] = data.draw(st.integers(0, 255))
    source = source[: data.draw(st.sampled_from([len(source), len(source) // 2, len(source) - 7]))]
    for found in load([written(tmp_path, {name: bytes(source)}) / name]):
        assert isinstance(found, Article | Skipped)


# Real pages ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("folder", "least"), [("nycmesh_docs", 85), ("magma_docs", 175), ("tau2_telecom", 20)])
def test_real_documentation_is_read(folder: str, least: int) -> None:
    if not (SHARED / folder).is_dir():
        pytest.skip(f"needs {SHARED / folder}, data that is not part of this repository")
    documents, skipped = loaded(SHARED / folder)
    assert len(documents) >= least
    assert not [place for place in skipped if "already" in place[2]]
    assert all(document.title and "\r" not in document.body for document in documents)
    for mark in ("{{<", "<td", "<img ", "<!-- "):
        assert not [document.id for document in documents if mark in document.body]


def test_every_ending_has_a_reader_that_is_tried_here() -> None:
    assert {"." + name.rsplit(".", 1)[1] for name in SAMPLES} - {".zip"} <= FORMATS.keys()
