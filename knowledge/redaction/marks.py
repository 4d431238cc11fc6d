"""Identifiers that carry their own mark: e-mail addresses, UPI ids and PANs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum.in_ import pan

from knowledge.redaction.lexicon import words
from knowledge.redaction.page import Page, Span

_LOCAL = re.compile(r"[\w.%+'-]+\Z")
_DOMAIN = re.compile(r"[^\W_](?:[\w-]{0,62})(?:\.[^\W_][\w-]{0,62}){0,8}")
_TOP_LEVEL = re.compile(r"[^\W\d_]{2,}|xn--[\w-]+")

_PROVIDER = (
    r"(?:g ?mail|yahoo|ymail|hotmail|outlook|live|rediff ?mail|rediff|icloud|me|proton ?mail|proton|zoho|aol|gmx)"
)
_SPOKEN_LOCAL = re.compile(r"(?<![\w.])[\w-]+(?:(?: ?\. ?| dot | underscore | dash | hyphen )[\w-]+){0,4}\Z")
_SPOKEN_REST = re.compile(
    r"(?: at (?P<rate>the rate (?:of )?)?| ?(?P<bracket>[\[({]at[\])}]) ?)"
    rf"(?:(?P<provider>{_PROVIDER})|[\w-]{{2,30}})"
    r"(?: ?\. ?| ?[\[({]dot[\])}] ?| dot )(?:com|in|org|net|co|edu|gov)(?:(?: ?\. ?| dot )(?:in|uk))?(?!\w)"
)

# Mailboxes of an office, not of a person: as public as a help line.
_OFFICES = words(
    "support help noc ops peering install helpdesk care customercare customer info contact noreply no-reply"
    " donotreply nodal appellate grievance complaint complaints abuse admin webmaster postmaster hostmaster"
    " security sales billing service feedback"
)
_PERSONAL_PROVIDERS = re.compile(
    r"(?:gmail|googlemail|yahoo|ymail|hotmail|outlook|live|rediffmail|icloud|proton)[.a-z]*"
)
_NOT_MAIL = words("service socket timer slice target local")  # systemd's units
_LOGINS = words("root git admin ubuntu user pi vagrant magma ec2-user centos debian ubnt username")

# Handles of the banks and apps behind UPI (NPCI's list of live third-party apps and members), those met most.
_HANDLES = words(
    "upi ybl ibl axl apl yapl rapl okaxis okhdfcbank okicici oksbi paytm ptaxis ptsbi pthdfc ptyes axisbank axisb"
    " hdfcbank hdfcbankjd icici sbi pnb boi barodampay cnrb unionbank idfcbank idfcfirst kotak kotak811 indus"
    " federal yesbank yesbankltd rbl airtel jio jupiteraxis fbl freecharge slice superyes naviaxis tapicici"
    " timecosmos waaxis waicici wahdfcbank wasbi amazonpay abfspay dbs hsbc citi postbank myicici pingpay"
)
_PAYMENT = re.compile(r"(?<![a-z])(?:upi|vpa|g ?pay|google pay|phone ?pe|paytm|bhim|pay|paid|payment)(?![a-z])")

_PAN_TAIL = re.compile(r"[0-9]{4}[ -]?[A-Za-z](?![A-Za-z0-9])")
_PAN_HEAD = re.compile(r"(?<![A-Za-z0-9])([A-Za-z]{5})([ -]?)\Z")
_PAN_CUE = re.compile(r"(?<![a-z])pan(?![a-z])")


def emails_and_upi_ids(page: Page) -> Iterator[Span]:
    """E-mail addresses and UPI ids; an office's mailbox (support@…) and a login (root@host) are left alone."""
    at = page.folded.find("@")
    while at >= 0:
        before, after = page.folded[max(0, at - 64) : at], at + 1
        is_spaced = before.endswith(" ") and page.folded.startswith(" ", after)
        if is_spaced:  # "ravi @ gmail.com"
            before, after = before[:-1], after + 1
        local, host = _LOCAL.search(before), _DOMAIN.match(page.folded, after)
        if local and host and not (is_spaced and not _PERSONAL_PROVIDERS.fullmatch(host[0].lower())):
            name = local[0].lstrip(".'")
            if kind := _kind(page, name.strip(".'").lower(), host[0].lower(), at, host.end()):
                yield Span(at - is_spaced - len(name), host.end(), kind)
        at = page.folded.find("@", at + 1)


def spoken_emails(page: Page) -> Iterator[Span]:
    """E-mail addresses said or spelled: "ravi dot k at the rate gmail dot com", "ravi [at] mail [dot] in"."""
    for _, place in page.starts(("at",)):
        rest = _SPOKEN_REST.match(page.lower, max(place - 2, 0)) or _SPOKEN_REST.match(page.lower, max(place - 1, 0))
        local = rest and _SPOKEN_LOCAL.search(page.lower[max(0, rest.start() - 60) : rest.start()])
        if rest and local and (rest["bracket"] or rest["rate"] or rest["provider"]):
            yield Span(rest.start() - len(local[0]), rest.end(), "EMAIL")


def pans(page: Page) -> Iterator[Span]:
    """Permanent account numbers of the Income Tax Department: AAAAA9999A, the fourth letter a kind of holder."""
    for tail in _PAN_TAIL.finditer(page.folded):
        head = _PAN_HEAD.search(page.folded[max(0, tail.start() - 7) : tail.start()])
        if not head or not pan.is_valid(head[1] + tail[0]):
            continue
        start = tail.start() - len(head[0])
        spaced = head[2] or len(tail[0]) > 5
        if not spaced or _PAN_CUE.search(page.before(start, 30)):
            yield Span(start, tail.end(), "PAN")


def _kind(page: Page, local: str, host: str, at: int, end: int) -> str | None:
    top_level = host.rpartition(".")[2]
    if not local:
        return None
    if "." in host:
        is_office = re.split(r"[._-]", local)[0] in _OFFICES and not _PERSONAL_PROVIDERS.fullmatch(host)
        is_mail = _TOP_LEVEL.fullmatch(top_level) and top_level not in _NOT_MAIL and not host.startswith("lists.")
        return "EMAIL" if is_mail and local not in ("git", "root") and not is_office else None
    if host in _HANDLES or _PAYMENT.search(page.before(at, 60)):
        return "UPI"
    is_login = (
        local in _LOGINS or page.folded[end : end + 1] in tuple(":/=$([~#") or not host.isalpha() or len(host) < 3
    )
    return None if is_login else "UPI"
