"""How a question is answered: from what is known and fresh, then by tools, then by people; in that order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from typing import Any

from knowledge.redaction import redact
from t2r.flows.binding import Reading
from t2r.flows.catalogue import Actor, ToolKind
from t2r.flows.core import Core, Needs
from t2r.flows.expressions import UNKNOWN, Expression, pure
from t2r.flows.facts import SYSTEM, Fact, seconds
from t2r.flows.readers import Result, at_path, coerced, read_first
from t2r.flows.state import Call, Choice, Loop, Pending
from t2r.flows.trace import AUTOMATED, BOTH, MANUAL, plain
from t2r.flows.vocabulary import FactType, Question, ValueType, allowed

ATTEMPTS = 2  # how often a reading that goes wrong is made
QUOTED = 300  # characters of a result that is not understood, kept as evidence
NOTHING: Mapping[str, Any] = {}


class Reach(IntEnum):
    """How far one goes for an answer."""

    SYSTEMS = 1  # tools that a system answers
    TOOLS = 2  # and those that a person has to use: a look at the phone, a speed test
    PEOPLE = 3  # and questions to a person


class Answers:
    """Answers the questions of one session."""

    __slots__ = ("_core",)

    def __init__(self, core: Core) -> None:
        self._core = core

    def decide(
        self,
        expression: Expression,
        own: Mapping[str, Any] = NOTHING,
        reach: Reach = Reach.PEOPLE,
        way: tuple[str, ...] = (),
    ) -> Any:
        """The value of an expression; what it needs is read, or asked as far as `reach` goes, but not more than that.

        UNKNOWN where nobody can tell. Raises Needs for what is to be read or asked first.
        """
        value = self._core.value
        for name in expression.probed:
            if value(name, own) is UNKNOWN and not self._is_consent(name):  # silence is an answer, and is not probed
                self._obtain(name, reach, way)
        while True:
            missing: list[str] = []

            def lookup(name: str, missing: list[str] = missing) -> Any:
                found = value(name, own)
                if found is UNKNOWN:
                    missing.append(name)
                return found

            found = expression(lookup)
            if isinstance(found, (list, dict)):
                found = pure(found)
            if found is not UNKNOWN or not any(self._obtain(name, reach, way) for name in missing if name not in own):
                return found

    def obtain(self, names: Iterable[str], reach: Reach) -> None:
        """See to it that facts are known, as far as anybody can tell them."""
        for name in names:
            if self._core.value(name, NOTHING) is UNKNOWN:
                self._obtain(name, reach, ())

    def _obtain(self, name: str, reach: Reach, way: tuple[str, ...]) -> bool:
        """Whether a value is known now that was not. `way`: what it is needed for, so that nothing waits for itself."""
        if name in way:
            return False
        core = self._core
        if name in core.flows.vocabulary.slots:
            if reach is Reach.PEOPLE:
                self._ask_slot(name)
            return False
        tried = core.state.facts.tried.get(name, ())
        for index in core.flows.wiring.of.get(name, ()):
            if (
                index not in tried
                and self._read(index, reach, (*way, name))
                and core.value(name, NOTHING) is not UNKNOWN
            ):
                return True
        if reach is Reach.PEOPLE:
            self._ask_fact(name)
        return False

    def _read(self, index: int, reach: Reach, way: tuple[str, ...]) -> bool:
        """Make a reading; True where that needed no call, False where it cannot be made."""
        core = self._core
        reading = core.flows.wiring.readings[index]
        tool = core.tool(reading.tool, (ToolKind.READ,))
        if tool is None or (tool.actor != Actor.SYSTEM and reach is Reach.SYSTEMS):
            return False
        own = NOTHING
        if reading.foreach is not None:
            loop = core.state.loops.get(index)
            if loop is None:
                items = self.decide(reading.foreach.of, NOTHING, reach, way)
                if not isinstance(items, list):
                    return False
                loop = Loop(list(items))
                if not items:
                    return self._end_loop(index, reading, loop)
                core.state.loops[index] = loop
            own = {reading.foreach.item: loop.items[0]}
        arguments = {name: self.decide(value, own, reach, way) for name, value in reading.arguments.items()}
        if UNKNOWN in arguments.values():
            return False
        check, question = self._question(way[-1], reading)
        call = Call(
            id=core.key(),
            tool=tool.name,
            arguments=arguments,
            actor=tool.actor,
            kind=tool.kind,
            why=question.question if question else f"to find out {way[-1]}",
            title=question.question if question else tool.description,
            wording=question.ask if question and tool.actor == Actor.CUSTOMER else None,
            question=check,
            etom=question.etom if question else None,
        )
        raise Needs(Pending(call, "read", reading=index))

    def _question(self, fact: str, reading: Reading) -> tuple[str | None, Question | None]:
        """The check that a reading is made for."""
        vocabulary = self._core.flows.vocabulary
        names = (fact, *reading.read)
        check = next((vocabulary.check_of[name] for name in names if name in vocabulary.check_of), None)
        return check, vocabulary.checks[check] if check else None

    def observe_read(self, pending: Pending, output: Any, error: str | None) -> None:
        """Read every fact that a result gives; what it does not give was tried in vain."""
        core, index = self._core, pending.reading
        if index is None or index >= len(core.flows.wiring.readings):
            return
        reading = core.flows.wiring.readings[index]
        if error is not None:
            self._went_wrong(pending, index, reading, error)
            return
        core.state.errors.pop(index, None)
        result = Result(output)
        if not result.looks_like(reading.expect):
            self._not_understood(pending, index, reading, result)
        elif reading.foreach is None:
            self._take(pending, index, reading, result, NOTHING)
        else:
            self._take_item(pending, index, reading, result)

    def _take(self, pending: Pending, index: int, reading: Reading, result: Result, own: Mapping[str, Any]) -> None:
        """Facts out of a result."""
        core = self._core
        vocabulary, call = core.flows.vocabulary, pending.call
        at = self._measured_at(reading, result)
        found: dict[str, Any] = {}
        for name, readers in reading.read.items():
            value = read_first(readers, vocabulary.facts.get(name), result, lambda each: core.value(each, own))
            fact = self._fact(name, value, call.tool, at)
            found[name] = value if self._is_of_use(name, fact) else UNKNOWN
            if found[name] is UNKNOWN:
                core.state.facts.failed([name], index)
            else:
                core.state.facts.put(name, fact)
        shown = {name: core.masked(value, name) for name, value in found.items() if name in vocabulary.facts}
        why = {} if any(value is not UNKNOWN for value in found.values()) else {"text": self._quoted(result.text)}
        self._note(pending, plain(shown), why)

    def _fact(self, name: str, value: Any, source: str, now: float, by: str = SYSTEM) -> Fact:
        vocabulary = self._core.flows.vocabulary
        lasts = vocabulary.ttl(name) if by == SYSTEM and name in vocabulary.facts else None
        return Fact(value, source, now, lasts, by, call=self._core.state.calls)

    def _measured_at(self, reading: Reading, result: Result) -> float:
        """When the result was measured: now, where it does not say."""
        told = UNKNOWN if reading.measured_at is None else at_path(result.data, reading.measured_at)
        try:
            return self._core.clock() if told is UNKNOWN else seconds(str(told))
        except ValueError:
            return self._core.clock()

    def _is_of_use(self, name: str, fact: Fact) -> bool:
        """Whether a reading says how things are now: not one from before the last change, nor one that is too old."""
        changed = self._core.state.facts.changed.get(name)
        return fact.is_fresh(self._core.clock()) and (changed is None or fact.measured_at >= changed)

    def _take_item(self, pending: Pending, index: int, reading: Reading, result: Result) -> None:
        """The result for one item of a `foreach`."""
        core, loop = self._core, self._core.state.loops.get(index)
        if loop is None or reading.foreach is None or not loop.items:
            return
        own = {reading.foreach.item: loop.items[0], "result": result.data}
        if reading.until is not None:
            if reading.until(lambda name: core.value(name, own)) is True:
                core.state.loops.pop(index)
                self._take(pending, index, reading, result, own)
                return
            self._note(pending, None, {"until": reading.until.source})
        else:
            for name, readers in reading.read.items():
                found = read_first(
                    readers, core.flows.vocabulary.facts.get(name), result, lambda each: core.value(each, own)
                )
                if not isinstance(found, list):
                    self._not_understood(pending, index, reading, result)
                    return
                loop.lists.setdefault(name, []).extend(found)
            self._note(pending, None, {})
        loop.items.pop(0)
        if not loop.items:
            self._end_loop(index, reading, loop)

    def _end_loop(self, index: int, reading: Reading, loop: Loop) -> bool:
        """All items were seen: the joined lists are known; with `until`, the one that was looked for is not there."""
        core = self._core
        core.state.loops.pop(index, None)
        if reading.until is not None:
            core.state.facts.failed(reading.read, index)
            return False
        now = core.clock()
        for name in reading.read:
            core.state.facts.put(name, self._fact(name, loop.lists.get(name, []), reading.tool, now))
        return True

    def give_up(self, index: int) -> None:
        """Nobody makes this reading: what it gives stays unknown to it."""
        if index < len(self._core.flows.wiring.readings):
            self._core.state.loops.pop(index, None)
            self._core.state.facts.failed(self._core.flows.wiring.readings[index].read, index)

    def _went_wrong(self, pending: Pending, index: int, reading: Reading, error: str) -> None:
        """A tool that errs is called once more; then something else has to answer."""
        core = self._core
        times = core.state.errors.get(index, 0) + 1
        core.state.errors[index] = times
        self._note(pending, None, {"error": self._quoted(error)})
        if times < ATTEMPTS:
            return
        core.state.errors.pop(index)
        self._pass_over(index, reading)

    def _not_understood(self, pending: Pending, index: int, reading: Reading, result: Result) -> None:
        """A result that is not what the binding expects answers nothing; its text is kept as evidence."""
        self._note(pending, None, {"text": self._quoted(result.text)})
        self._pass_over(index, reading)

    def _pass_over(self, index: int, reading: Reading) -> None:
        """Go on without a result: with the next item where one is looked for, or else without this reading."""
        core, loop = self._core, self._core.state.loops.get(index)
        if loop is not None and reading.until is not None and len(loop.items) > 1:
            loop.items.pop(0)
        else:
            core.state.loops.pop(index, None)
            core.state.facts.failed(reading.read, index)

    def _quoted(self, text: str) -> str:
        return str(self._core.masked(quoted(text)))

    def _note(self, pending: Pending, value: Any, why: Mapping[str, Any]) -> None:
        call = pending.call
        self._core.note(
            "check",
            call.question or call.tool,
            tool=call.tool,
            arguments=self._core.masked(dict(call.arguments)),
            value="unknown" if value is None or value == {} else value,
            why=why,
            source=call.tool,
            who=AUTOMATED if call.actor == Actor.SYSTEM else BOTH,
            etom=call.etom,
        )

    # People

    def _ask_slot(self, name: str) -> None:
        slot = self._core.flows.vocabulary.slots[name]
        if slot.ask:
            self.ask((name,), slot.ask, slot, Actor.CUSTOMER, None)

    def _ask_fact(self, name: str) -> None:
        vocabulary = self._core.flows.vocabulary
        check = vocabulary.check_of.get(name)
        if check is None:
            return
        question = vocabulary.checks[check]
        asked_of = Actor.CUSTOMER if question.ask else Actor.AGENT
        self.ask((name,), question.ask or question.question, vocabulary.facts[name], asked_of, check)

    def ask(self, names: Sequence[str], words: str, kind: FactType, of: Actor, check: str | None) -> None:
        """Put a question to a person, once; nothing happens where nobody can be asked."""
        core = self._core
        state = core.state
        if any(name in state.facts.asked for name in names) or not state.ask:
            return
        if of.value not in state.ask:
            of = Actor(state.ask[0])
        question = core.flows.vocabulary.checks.get(check) if check else None
        arguments = {"question": words, "fact": names[0], "type": kind.type.value, "allowed": allowed(kind)}
        call = Call(
            id=core.key(),
            tool=self.asking(of),
            arguments=arguments,
            actor=of,
            kind=ToolKind.READ,
            why=question.question if question else words,
            title=question.question if question else words,
            wording=words if of is Actor.CUSTOMER else None,
            question=check,
            etom=question.etom if question else None,
        )
        raise Needs(Pending(call, "ask", names=list(names)))

    def ask_which(self, choice: Choice) -> None:
        """Ask what tells the flows in doubt apart; the fact asked for is named `flow`."""
        state = self._core.state
        if not state.ask:
            return
        of = Actor(state.ask[0])
        arguments = {
            "question": choice.question,
            "fact": "flow",
            "type": ValueType.ENUM.value,
            "allowed": list(choice.flows),
        }
        wording = choice.question if of is Actor.CUSTOMER else None
        call = Call(
            self._core.key(), self.asking(of), arguments, of, ToolKind.READ, choice.question, choice.question, wording
        )
        raise Needs(Pending(call, "route", names=["flow"]))

    def asking(self, of: Actor) -> str:
        """The tool that puts a question to a person."""
        binding = self._core.flows.binding
        return (binding.ask_customer if of is Actor.CUSTOMER else binding.ask_agent) or f"ask_{of.value}"

    def observe_ask(self, pending: Pending, output: Any, error: str | None) -> None:
        """Take a person's answer: a value, or several by their names; one that is none of the allowed is no answer."""
        core = self._core
        given = dict(output) if isinstance(output, Mapping) else {pending.names[0]: output}
        if isinstance(output, Mapping) and not any(self._kind(str(name)) for name in given):
            given = {pending.names[0]: next((output[key] for key in ("value", "answer") if key in output), None)}
        for name in pending.names:
            if name not in core.state.facts.asked:
                core.state.facts.asked.append(name)
        if error is not None:
            given = {}
        for name, value in given.items():
            self.take(str(name), value, pending.call.actor.value)
        if not any(core.value(name, NOTHING) is not UNKNOWN for name in pending.names):
            core.note("answer", pending.names[0], value="unknown", source=pending.call.actor.value, who=MANUAL)

    def take(self, name: str, value: Any, by: str) -> bool:
        """Take in what a person says; False where it is no value of that slot or fact."""
        core = self._core
        kind = self._kind(name)
        found = coerced(kind, value) if kind is not None else UNKNOWN
        if found is UNKNOWN:
            return False
        before = core.value(name, NOTHING)
        if name in core.flows.vocabulary.facts:
            core.state.facts.known[name] = self._fact(name, found, by, core.clock(), by)
            core.state.facts.tried.pop(name, None)
        else:
            core.state.slots[name] = found
        why = {} if before is UNKNOWN else {"before": core.masked(before, name)}
        check = core.flows.vocabulary.check_of.get(name)
        etom = core.flows.vocabulary.checks[check].etom if check else None
        core.note("answer", name, value=plain(core.masked(found, name)), why=why, source=by, who=MANUAL, etom=etom)
        return True

    def _is_consent(self, name: str) -> bool:
        slot = self._core.flows.vocabulary.slots.get(name)
        return slot is not None and slot.consent

    def _kind(self, name: str) -> FactType | None:
        vocabulary = self._core.flows.vocabulary
        if name.startswith(APPROVAL):
            return APPROVED
        return vocabulary.facts.get(name) or vocabulary.slots.get(name)


APPROVAL = "approval:"  # before the name of an action: the go-ahead for one that has no slot of its own
APPROVED = FactType.model_validate({"type": "boolean"})


def quoted(text: str) -> str:
    """A text as evidence: short, and without what identifies anybody."""
    return redact(text[:QUOTED]).text
