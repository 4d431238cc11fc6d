"""The agents' desk: the network as it is looked at for them, with badges that stay steady from one look to the next."""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from api.logs import FIELDS
from api.problems import FieldError, Invalid, NotFound, Unavailable
from diagnostics.badges import Board, arrange, settle
from diagnostics.diagnosis import Diagnosis, retests
from diagnostics.readings import Kind, Place
from diagnostics.rules import SHIPPED, Rules
from diagnostics.silence import Silence, heeding
from t2r.live import Live
from t2r.settings import Settings

if TYPE_CHECKING:
    from diagnostics.network import Network
    from diagnostics.outage import Outage

log = logging.getLogger("t2r.desk")

REMEMBERED = 20_000  # lines and places of which it is remembered what was shown
FRESH_SECONDS = 2.0  # a look so recent serves the next caller too
READY_EVERY = 5.0  # seconds between two looks for something new to prepare


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom or what is asked about: a line (digits), a place, or both; `device` is a model, `indoors` where it is at home."""

    line: str | None = None
    place: Place | None = None
    device: str | None = None
    abroad: bool = False
    indoors: bool | None = None


@dataclass(slots=True)
class _Seen:
    """What was shown last."""

    looked_at: float
    diagnosis: Diagnosis
    board: Board


class Desk:
    """Opens the network when it is first asked for; safe to use from many threads."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._rules = Rules.load(settings.badge_rules or SHIPPED)
        self._network: Network | None = None
        self._silence: Callable[[], Silence | None] = lambda: None
        self._opening, self._showing = threading.Lock(), threading.Lock()
        self._seen: OrderedDict[Subject, _Seen] = OrderedDict()

    def heed(self, silence: Callable[[], Silence | None]) -> None:
        """Ask at each look whether the system that tells of alarms answers."""
        self._silence = silence

    @property
    def is_there(self) -> bool:
        """Whether a network has been loaded."""
        return self._settings.network_path.is_dir()

    @property
    def articles(self) -> frozenset[str]:
        """Ids of the articles that the badge rules open."""
        return frozenset(rule.article for rule in self._rules.rules if rule.article)

    def network_if_any(self) -> Network | None:
        """The network, where one is loaded. Raises Unavailable where it cannot be read."""
        return self.network() if self.is_there else None

    def network(self) -> Network:
        """The network. Raises Unavailable where none is loaded or it cannot be read."""
        if not self.is_there:
            raise Unavailable("No network is loaded here, so nothing is known of any line or place.")
        with self._opening:
            if self._network is None:
                from diagnostics.network import Network, StoreError  # SciPy and Arrow: only where there is a network

                try:
                    self._network = Network.open(self._settings.network_path, rules=self._rules)
                except (StoreError, OSError) as error:
                    log.exception("network not readable", exc_info=error)
                    raise Unavailable("The network cannot be read; the log says why.") from error
            return self._network

    def open_early(self, known: Callable[[str], bool]) -> None:
        """Open the network, if there is one, before anybody asks; log what cannot be opened, also the articles of the rules
        that are not `known`."""
        missing = sorted(article for article in self.articles if not known(article))
        if missing and self.is_there:
            log.warning("badge rules open articles that are not in the base", extra={FIELDS: {"articles": missing}})
        if self.is_there:
            with suppress(Unavailable):  # said in the log, and to whoever asks
                self.network()

    def keep_ready(self, stop: threading.Event) -> None:
        """Work out what all looks share as soon as the network has something new, so that nobody waits for it."""
        while not stop.is_set():
            self._prepare()
            stop.wait(READY_EVERY)

    def _prepare(self) -> None:
        if not self.is_there:
            return
        with suppress(Unavailable):  # said in the log, and to whoever asks
            network = self.network()
            from diagnostics.network import StoreError

            try:
                network.prepare(self.now())
            except (StoreError, OSError) as error:
                log.warning("network not prepared", exc_info=error)

    def now(self) -> datetime:
        """The moment at which the network is looked at."""
        return self._newest() or datetime.now(UTC)

    @property
    def behind(self) -> timedelta:
        """How far that moment is behind the clock on the wall: nothing, unless the network's clock stands still."""
        newest = self._newest()
        return timedelta(0) if newest is None else datetime.now(UTC) - newest

    def _newest(self) -> datetime | None:
        return self.network().newest if self._settings.network_clock == "newest" else None

    def diagnose(self, subject: Subject, at: datetime | None = None) -> Diagnosis:
        """One look, by itself. Raises NotFound for a line that is not there, Invalid for a device that is not."""
        network = self.network()
        from diagnostics.network import NoSuchDeviceError, NoSuchLineError

        try:
            found = network.diagnose(
                subject.line,
                subject.place,
                at or self.now(),
                device=subject.device,
                abroad=subject.abroad,
                indoors=subject.indoors,
            )
        except NoSuchLineError as error:
            raise NotFound(
                "msisdn: the network knows no line of this number.",
                errors=[FieldError(field="msisdn", message="the network knows no line of this number")],
            ) from error
        except NoSuchDeviceError as error:
            raise Invalid(
                f"{error}.", errors=[FieldError(field="device", message="is no model that is known")]
            ) from error
        silence = self._silent()
        return found if silence is None else heeding(found, silence, self._rules)

    def _silent(self) -> Silence | None:
        """The system that tells of alarms where it does not answer, by the network's clock."""
        silence = self._silence()
        return silence and replace(silence, since=silence.since and silence.since - self.behind)

    def unheard(self, kind: Kind, at: datetime) -> str | None:
        """Why there may be more troubles of a kind than are told; None where there is no reason to think so."""
        silence = self._silent() if kind is Kind.OUTAGE else None
        return silence.words(at, self._rules.timezone) if silence and silence.hides(at) else None

    def show(self, subject: Subject) -> Diagnosis:
        """A look now, with badges that follow from what was shown before."""
        with self._showing:
            seen = self._seen.get(subject)
            if seen is not None and time.monotonic() - seen.looked_at < FRESH_SECONDS:
                return seen.diagnosis
        found = self.diagnose(subject)
        with self._showing:
            seen = self._seen.pop(subject, None)
            board = settle(seen.board if seen else {}, found.findings, found.at, self._rules)
            badges = arrange(board)
            found = replace(found, badges=badges, retest=retests(badges))
            self._seen[subject] = _Seen(time.monotonic(), found, board)
            while len(self._seen) > REMEMBERED:
                self._seen.popitem(last=False)
        return found

    def outages(self) -> tuple[Outage, ...]:
        """The outages that the network shows now, those of most lines first."""
        return self.network().outages(self.now())

    def affected(self, kind: Kind, at: datetime | None) -> tuple[str, ...]:
        """The lines that a trouble of this kind may reach, sorted."""
        return self.network().affected(kind, at or self.now())

    def live(self, line: str) -> Live:
        """What an answer has to heed about a line now."""
        return Live.of(self.show(Subject(line)).badges)
