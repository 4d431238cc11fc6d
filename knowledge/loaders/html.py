"""Reads web pages: their main text as Markdown, without scripts, menus and page furniture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from knowledge.loaders.source import BROKEN, Content, LoadError, Record
from knowledge.loaders.text import clean, decode

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset=[\"']?([\w-]{2,40})", re.IGNORECASE)
_PROLOGUE = re.compile(r"\A\s*<\?xml[^>]*>")  # Beautiful Soup warns about XHTML that it reads well
_FURNITURE = frozenset(
    (
        "title",
        "script",
        "style",
        "noscript",
        "template",
        "nav",
        "header",
        "footer",
        "aside",
        "form",
        "button",
        "iframe",
        "svg",
        "video",
        "object",
    )
)
_FURNITURE_ROLES = frozenset(("navigation", "banner", "contentinfo", "search"))


def read(content: Content) -> Iterator[Record | LoadError]:
    """A web page as one record: title, language, description, body."""
    declared = _DECLARED.search(content.data, 0, 4096)
    yield Record(page(decode(content.data, declared[1].decode("ascii") if declared else "")))


def page(source: str) -> dict[str, object]:
    """The fields of an HTML page; its title is the first heading where <title> is that and the site's name."""
    try:
        soup = _parsed(source)
        title = " ".join(soup.title.get_text().split()) if soup.title else ""
        first = soup.find("h1")
        heading = " ".join(first.get_text().split()) if first else ""
        described = soup.find("meta", attrs={"name": "description"})
        return {
            "title": heading if heading and (not title or heading in title) else title,
            "lang": soup.html.get("lang", "") if soup.html else "",
            "description": described.get("content", "") if described else "",
            "body": _markdown(_main(soup)),
        }
    except BROKEN as error:
        raise LoadError(_why(error)) from error


def to_markdown(source: str) -> str:
    """A piece of HTML as Markdown. Raises LoadError if its elements are nested too deeply."""
    try:
        return _markdown(_parsed(source))
    except BROKEN as error:
        raise LoadError(_why(error)) from error


def looks_like_html(text: str) -> bool:
    """Whether `text`, a field of a help desk's export, is marked up as HTML."""
    return bool(re.search(r"</(?:p|div|li|ul|ol|table|td|h[1-6]|span|b|strong)>|<br ?/?>", text, re.IGNORECASE))


def _parsed(source: str) -> BeautifulSoup:
    from bs4 import BeautifulSoup

    return BeautifulSoup(_PROLOGUE.sub("", source, count=1) + "\n", "lxml")


def _main(soup: BeautifulSoup) -> Tag:
    """The element the page marks as its main text, if it marks one with a fair part of the words; else all of it."""
    main = soup.find("main") or soup.select_one("[role=main]")
    return main if main and main.get_text(strip=True) else soup.body or soup


def _is_furniture(tag: Tag) -> bool:
    return tag.name in _FURNITURE or tag.get("role") in _FURNITURE_ROLES or tag.has_attr("hidden")


def _markdown(root: Tag) -> str:
    from markdownify import MarkdownConverter

    for element in root.find_all(_is_furniture):
        if not element.decomposed:
            element.decompose()
    for picture in root.find_all("img"):
        alt = str(picture.get("alt", ""))
        picture.replace_with(alt if " " in alt.strip() else "")
    converter = MarkdownConverter(
        heading_style="ATX",
        bullets="-",
        escape_asterisks=False,
        escape_underscores=False,
        escape_misc=False,
        table_infer_header=True,
    )
    return clean(str(converter.convert_soup(root)))


def _why(error: Exception) -> str:
    return "its elements are nested too deeply" if isinstance(error, RecursionError) else f"broken HTML: {error}"
