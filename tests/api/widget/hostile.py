"""Texts that would run in a page that lets them, and an operator's tools that answer with nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from t2r.flows.catalogue import Tool, ToolResult
from t2r.simulated.catalogue import SimulatedCatalogue
from t2r.simulated.customers import About, Seen
from t2r.simulated.customers import tools_of as customers_tools

# Each says its kind to `hack` where it runs. Those of RUNS do so in an unguarded page without anybody's help.
KINDS = {
    "script": "<script>hack('script')</script>",
    "img onerror": "<img src=x onerror=hack('img')>",
    "img in an attribute": "\"><img src=x onerror=\"hack('attribute')\">",
    "img in a single-quoted attribute": "'><img src=x onerror=hack('single')>",
    "svg onload": "<svg onload=hack('svg')></svg>",
    "svg script": "<svg><script>hack('svgscript')</script></svg>",
    "svg animate": "<svg><animate onbegin=hack('animate') attributeName=x dur=1s></svg>",
    "svg use of a data URL": "<svg><use href=\"data:image/svg+xml,<svg id='x' onload='hack(1)'/>#x\"/></svg>",
    "mathml": "<math><mtext><table><mglyph><style><img src=x onerror=hack('math')></style></mglyph></table></mtext></math>",
    "details ontoggle": "<details open ontoggle=hack('toggle')>x</details>",
    "video onerror": "<video><source onerror=hack('video')></video>",
    "audio onerror": "<audio src=x onerror=hack('audio')></audio>",
    "body onload": "<body onload=hack('body')>",
    "input autofocus": "<input onfocus=hack('focus') autofocus>",
    "iframe srcdoc": "<iframe srcdoc=\"<script>parent.hack('srcdoc')</script>\"></iframe>",
    "iframe of a javascript URL": "<iframe src=\"javascript:parent.hack('iframe')\"></iframe>",
    "object of a data URL": "<object data=\"data:text/html,<script>parent.hack('object')</script>\"></object>",
    "embed of a data URL": '<embed src="data:text/html,<script>hack(1)</script>">',
    "link of a javascript URL": "<a href=\"javascript:hack('link')\">a link</a>",
    "link of a javascript URL in disguise": "<a href=\" &#1;java&Tab;script&colon;hack('disguise')\">a link</a>",
    "form to a javascript URL": "<form action=\"javascript:hack('form')\"><button>Send</button></form>",
    "meta refresh": "<meta http-equiv=refresh content=\"0;url=javascript:hack('meta')\">",
    "base": '<base href="https://elsewhere.example/">',
    "stylesheet": '<link rel=stylesheet href="https://elsewhere.example/x.css"><style>@import "https://elsewhere.example/y.css"</style>',
    "comment that ends early": "<!--><img src=x onerror=hack('comment')>-->",
    "textarea and title ended": "</textarea></title><img src=x onerror=hack('textarea')>",
    "markdown link": "[a link](javascript:hack('markdown'))",
    "markdown link to data": "[a link](data:text/html;base64,PHNjcmlwdD5oYWNrKDEpPC9zY3JpcHQ+)",
    "markdown reference": "[a link][x]\n\n[x]: javascript:hack('reference') \"a title\"",
    "markdown autolink": "<javascript:hack('autolink')>",
    "markdown image": "![an image](https://elsewhere.example/track.gif \"x\" onerror=hack('image'))",
    "template of a framework": "{{constructor.constructor('hack(1)')()}} ${hack('template')} <%= hack(1) %> #{hack(1)}",
    "nothing lit would take": "<!--?lit$123$--> ?lit$123$ {{lit}} <?lit$123$>",
    "prototype": "__proto__ constructor toString",
    "bidirectional override": "\u202ehack\u202c \u2066isolated\u2069 \u200fright to left",
    "lone markup": "<<img/src/onerror=hack(1)//>> <a/href=javascript:hack(1)>x",
}  # fmt: skip
RUNS = {"img", "attribute", "single", "svg", "toggle", "video", "audio", "comment", "textarea", "srcdoc"}
ALL = "\n\n".join(KINDS.values())
LINES = " ".join(KINDS.values()).replace("\n", " ")


def short(most: int) -> list[str]:
    """All of them in texts of at most so many characters."""
    texts: list[str] = []
    for each in KINDS.values():
        line = each.replace("\n", " ")
        if texts and len(texts[-1]) + len(line) < most:
            texts[-1] += " " + line
        else:
            texts.append(line[:most])
    return texts


class HostileCatalogue:
    """The simulated customer's tools, which say hostile things wherever they say anything, and do nothing that is asked."""

    def __init__(self, tools: SimulatedCatalogue) -> None:
        self._tools = tools

    def tools(self) -> Mapping[str, Tool]:
        return self._tools.tools()

    def call(self, name: str, arguments: Mapping[str, Any], *, idempotency_key: str) -> ToolResult:
        found = self._tools.call(name, arguments, idempotency_key=idempotency_key)
        if found.error is not None or not name.startswith(("get", "read", "check", "list")):
            return ToolResult(error=LINES)
        return ToolResult({key: self._said(key, value) for key, value in (found.output or {}).items()})

    def _said(self, key: str, value: Any) -> Any:
        return LINES if isinstance(value, str) and key != "measured_at" else value


def tools_of(case: About, look: Callable[[], Seen | None]) -> HostileCatalogue:
    """What `T2R_CATALOGUE` names."""
    return HostileCatalogue(customers_tools(case, look))
