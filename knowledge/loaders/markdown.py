"""Reads Markdown pages of a knowledge base or a documentation site: front matter, and a body without what only the
site's generator understands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import PurePosixPath
from typing import Any

from knowledge.loaders.html import to_markdown
from knowledge.loaders.source import Content, LoadError, Record
from knowledge.loaders.text import clean, decode

_FRONT_MATTER = re.compile(r"\A(?P<mark>---|\+\+\+)[ \t]*\n(?P<fields>(?s:.*?)\n)??(?P=mark)[ \t]*(?:\n|\Z)")
_MAX_FRONT_MATTER = 100_000  # characters; YAML is slow

# Docusaurus and Hugo: an id or slug is unique in its folder only.
_SITE_KEYS = {"hide_title", "sidebar_label", "sidebar_position", "hide_table_of_contents", "original_id", "slug"}


def read(content: Content) -> Iterator[Record | LoadError]:
    """A Markdown page as one record: the front matter's fields and the body."""
    fields, body = front_matter(clean(decode(content.data)))
    if _SITE_KEYS & fields.keys() and "/" in content.name:
        for key in {"id", "slug"} & fields.keys():
            fields[key] = str(PurePosixPath(content.name).parent / str(fields[key]).strip("/"))
    yield Record({**fields, "body": tidied(body)})


def front_matter(text: str) -> tuple[dict[str, Any], str]:
    """The fields at the top of a page, YAML between `---` or TOML between `+++`, and the body under them.

    Raises LoadError with the line if they are not a mapping.
    """
    match = _FRONT_MATTER.match(text)
    if match is None:
        return {}, text
    source = match["fields"] or ""
    if len(source) > _MAX_FRONT_MATTER:
        raise LoadError(f"front matter of more than {_MAX_FRONT_MATTER:,} characters", "line 1")
    fields = _toml(source) if match["mark"] == "+++" else _yaml(source)
    if fields is None:
        return {}, text[match.end() :]
    if not isinstance(fields, dict):
        if match["mark"] == "---" and isinstance(fields, str):
            return {}, text  # prose between two rules
        raise LoadError("front matter: not a list of `key: value`", "line 1")
    return fields, text[match.end() :]


def _toml(source: str) -> object:
    import tomllib

    try:
        return tomllib.loads(source)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise LoadError(f"front matter: {error}", "line 1") from error


def _yaml(source: str) -> object:
    """YAML with every scalar left as text, so that `no` is a language, `012` an id, and a bad date no crash."""
    import yaml

    try:
        return yaml.load(source, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506 - builds text only
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        raise LoadError(f"front matter: {problem}", f"line {mark.line + 2}" if mark else "line 1") from error


_CODE = r"(?P<code>^[ \t>]*(?P<fence>`{3,}|~{3,})(?s:.*?)(?:^[ \t>]*(?P=fence)[`~]*[ \t]*$|\Z)|``[^`]+``|`[^`\n]+`)"
_GENERATOR = re.compile(
    rf"""
      {_CODE}
    | ^[ ]{{0,3}}<!--(?s:.*?)(?:-->|\Z) | <!--[^\n]{{0,500}}?-->                    # comments
    | \{{/\*[^\n]*?\*/\}}
    | \[(?P<label>[^\[\]\n]*)\]\(\s*\{{\{{[<%][^\n]*?[>%]\}}\}}[^()\n]*\)           # a link to a Hugo page
    | \{{\{{[<%][^\n]*?[>%]\}}\}} | \{{%[^\n]*?%\}}                                 # Hugo's and Jekyll's calls
    | ^import[ ][^\n]*["'][^"'\n]+["'];?[ \t]*$ | ^export[ ](?:const|default|function|let)[ ][^\n]*$
    | ^[ ]*</?[A-Z][a-z]\w*(?:\.\w+)*(?:\s[^\n<>]*)?/?>[ \t]*$                      # JSX
    | ^[ ]*:::+[ ]*\w*(?P<note>[^\n]*)$                                             # Docusaurus' boxes
    | !\[(?P<alt>[^\[\]\n]*)\](?:\((?:[^()\n]|\([^()\n]*\))*\)|\[[^\[\]\n]*\])      # pictures
    | (?<=\S)[ \t]+\{{\#[\w-]+\}}[ \t]*$                                            # a heading's anchor
    """,
    re.MULTILINE | re.VERBOSE,
)
_TAGS = (
    "a|abbr|b|big|blockquote|br|button|center|cite|dd|del|details|div|dl|dt|em|figcaption|figure|font|form|h[1-6]|hr|i|"
    "iframe|img|input|ins|kbd|li|mark|ol|p|picture|pre|s|samp|script|section|small|span|strike|strong|style|sub|summary|"
    "sup|svg|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|video"
)  # not `address`, `code`, `key` and the like, which technical pages write for "put your ... here"
_BLOCK_TAG = re.compile(rf"[ ]{{0,3}}</?(?:{_TAGS})(?=[\s/>])", re.IGNORECASE)
_INLINE = re.compile(
    rf"""
      {_CODE}
    | <a\s[^<>]*?href=["'](?P<url>[^"'<>\s]+)["'][^<>]*>(?P<anchor>[^<>\[\]\n]+)</a>
    | <code>(?P<literal>[^<>`\n]+)</code>
    | (?P<break><br[ ]*/?>)
    | </?(?:{_TAGS})(?:\s[^<>]*)?/?>
    | (?P<entity>&(?:\#\d{{1,7}}|\w{{2,20}});)
    """,
    re.MULTILINE | re.VERBOSE | re.IGNORECASE,
)


def tidied(body: str) -> str:
    """A page's Markdown without comments, generator calls, imports and picture files, and without HTML."""
    body = _GENERATOR.sub(_kept, body)
    if "<" in body:
        body = _without_html_blocks(body)
    return clean(_INLINE.sub(_as_markdown, body))


def _kept(match: re.Match[str]) -> str:
    if match["code"] is not None:
        return match[0]
    alt = match["alt"] or ""
    return match["label"] or (match["note"] or "").strip(" []") or (alt if " " in alt.strip() else "")


def _as_markdown(match: re.Match[str]) -> str:
    if match["code"] is not None:
        return match[0]
    if match["url"]:
        return f"[{match['anchor']}]({match['url']})"
    if match["literal"]:
        return f"`{match['literal']}`"
    if match["entity"]:
        return unescape(match["entity"])
    if match["break"]:
        line = match.string[match.string.rfind("\n", 0, match.start()) + 1 : match.start()]
        return " " if line.lstrip().startswith("|") else "\n"
    return ""


def _without_html_blocks(body: str) -> str:
    """The body with its blocks of HTML, neighbours taken together, turned into Markdown."""
    from markdown_it import MarkdownIt

    lines = body.split("\n")
    spans: list[list[int]] = []
    for token in MarkdownIt("commonmark").enable("table").disable("inline").parse(body):
        if token.type == "html_block" and token.map and _BLOCK_TAG.match(lines[token.map[0]]):
            first, last = token.map
            if spans and not "".join(lines[spans[-1][1] : first]).strip():
                spans[-1][1] = last
            else:
                spans.append([first, last])
    for first, last in reversed(spans):
        lines[first:last] = ["", to_markdown("\n".join(lines[first:last])), ""]
    return "\n".join(lines)
