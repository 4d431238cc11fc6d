"""What a file cannot see of itself: names that lead nowhere, loops, rungs never reached, values of the wrong type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from t2r.flows.binding import Binding, Reading
from t2r.flows.conditions import loops
from t2r.flows.expressions import Expression
from t2r.flows.files import Place, SourceFile, unknown_name
from t2r.flows.language import Flow, ForEach, Rung
from t2r.flows.readers import Reader
from t2r.flows.types import ANY, STRING, TODAY, Kind, Names, item_of, kind_of, mistakes
from t2r.flows.vocabulary import ALL, Action, ValueType, Vocabulary, VocabularyFile, facts_of

HANDING_OVER = ("reason", "queue", "summary")  # what the arguments of an escalation may use

Flowing = Mapping[str, tuple[SourceFile, Flow]]


def check(
    vocabulary: Vocabulary,
    words: Iterable[tuple[SourceFile, VocabularyFile]],
    flows: Flowing,
    bound: tuple[SourceFile, Binding] | None,
) -> None:
    """Note every mistake at the file it stands in."""
    names: dict[str, Kind] = {
        name: kind_of(fact) for name, fact in (*vocabulary.facts.items(), *vocabulary.slots.items())
    }
    names[TODAY] = Kind(ValueType.DATE)
    for file, part in words:
        _Vocabulary(file, vocabulary, names).check(part)
    for file, flow in flows.values():
        _Flow(file, vocabulary, names, flows).check(flow)
    if bound is not None:
        _Binding(bound[0], vocabulary, names).check(bound[1])


class _Checker:
    """One file being checked."""

    def __init__(self, file: SourceFile, vocabulary: Vocabulary, names: Names) -> None:
        self.file, self.vocabulary, self.names = file, vocabulary, names

    def expression(
        self, place: Place, expression: Expression | None, wanted: ValueType | None = None, names: Names | None = None
    ) -> None:
        if expression is not None:
            for text in mistakes(expression, self.names if names is None else names, wanted):
                self.wrong(place, text)

    def known(self, place: Place, name: str, among: Iterable[str], what: str) -> bool:
        among = set(among)
        if name not in among:
            self.wrong(place, unknown_name(name, among, what))
        return name in among

    def wrong(self, place: Place, text: str) -> None:
        self.file.wrong(place, f"{place[-1]}: {text}" if place and isinstance(place[-1], str) else text)


class _Vocabulary(_Checker):
    def check(self, part: VocabularyFile) -> None:
        for name, question in part.checks.items():
            for fact in facts_of(name, question):
                place: Place = ("checks", name, "facts", fact)
                if fact in self.vocabulary.slots or fact in (TODAY, *HANDING_OVER, "result", "item"):
                    self.wrong(place, "a slot or a word of the language has this name")
                if self.vocabulary.check_of[fact] != name:
                    self.wrong(place, f"the check {self.vocabulary.check_of[fact]} gives this fact already")
        for name, condition in part.conditions.items():
            here: Place = ("conditions", name)
            if name in self.names or name in (*HANDING_OVER, "result", "item"):
                self.wrong(here, "a slot, a fact or a word of the language has this name")
            elif name in loops(self.vocabulary.conditions):
                self.wrong(here, "a condition that needs itself")
            else:
                self.expression(here, condition, ValueType.BOOLEAN)
        for name, action in part.actions.items():
            self._action(("actions", name), name, action)

    def _action(self, place: Place, name: str, action: Action) -> None:
        own: Names = {**self.names, **dict.fromkeys(action.arguments, ANY)}
        self.expression((*place, "effect"), action.effect, ValueType.BOOLEAN, own)
        self.expression((*place, "waits_for"), action.waits_for, ValueType.BOOLEAN)
        self.expression((*place, "limit"), action.limit, ValueType.BOOLEAN, own)
        self.expression((*place, "cost"), action.cost, ValueType.NUMBER, own)
        for argument, expression in action.arguments.items():
            self.expression((*place, "arguments", argument), expression)
        for changed in action.changes:
            if changed != ALL and changed not in self.vocabulary.checks:
                self.known((*place, "changes"), changed, self.vocabulary.facts, "fact")
        for following in action.then:
            if self.known((*place, "then"), following, self.vocabulary.actions, "action"):
                self._follow((*place, "then"), (name, following))
        if (
            action.consent is not None
            and self.known((*place, "consent"), action.consent, self.vocabulary.slots, "slot")
            and not self.vocabulary.slots[action.consent].consent
        ):
            self.wrong((*place, "consent"), f"the slot {action.consent} is not marked `consent: true`")

    def _follow(self, place: Place, path: tuple[str, ...]) -> None:
        if path[-1] in path[:-1]:
            self.wrong(place, f"{' → '.join(path)}: an action that follows itself")
            return
        for following in self.vocabulary.actions[path[-1]].then:
            if following in self.vocabulary.actions:
                self._follow(place, (*path, following))


class _Flow(_Checker):
    def __init__(self, file: SourceFile, vocabulary: Vocabulary, names: Names, flows: Flowing) -> None:
        super().__init__(file, vocabulary, names)
        self.flows = flows

    def check(self, flow: Flow) -> None:
        if self.file.path.stem != flow.flow:
            self.wrong(("flow",), f"{flow.flow} stands in a file of another name, {self.file.path.name}")
        self.expression(("goal",), flow.goal, ValueType.BOOLEAN)
        self._checks(("verify",), flow.verify)
        given = {fact for name in flow.verify if name in self.vocabulary.checks for fact in self._facts(name)}
        for name in flow.goal.names:
            if name in self.vocabulary.facts and name not in given:
                self.wrong(("verify",), f"no check here gives {name}, which the goal speaks of")
        for include in flow.includes:
            self.known(("includes",), include, self.flows, "flow")
        for index, rung in enumerate(flow.rungs):
            self._rung(("rungs", index), flow, rung)
        self._reachable(flow.rungs)

    def _rung(self, place: Place, flow: Flow, rung: Rung) -> None:
        names = self.names
        for key, expression in (("when", rung.when), ("unless", rung.unless)):
            self.expression((*place, key), expression, ValueType.BOOLEAN)
        self._checks((*place, "check"), rung.check)
        self.expression((*place, "if"), rung.if_, ValueType.BOOLEAN)
        self.expression((*place, "guard"), rung.guard, ValueType.BOOLEAN)
        if rung.foreach is not None:
            self.expression((*place, "foreach"), rung.foreach.of, ValueType.LIST)
            if rung.foreach.item in self.names:
                self.wrong((*place, "foreach"), f"{rung.foreach.item} is the name of a slot or fact already")
            names = {**names, rung.foreach.item: item_of(rung.foreach.of, self.names)}
        self._do(place, rung, names)
        self._checks((*place, "recheck"), rung.recheck)
        if rung.call is not None and self.known((*place, "call"), rung.call, self.flows, "flow"):
            self._call((*place, "call"), (flow.flow, rung.call))

    def _do(self, place: Place, rung: Rung, names: Names) -> None:
        follows: set[str] = set()
        for index, do in enumerate(rung.do):
            here: Place = (*place, "do", index) if len(rung.do) > 1 else (*place, "do")
            if not self.known((*here, "action"), do.action, self.vocabulary.actions, "action"):
                continue
            action = self.vocabulary.actions[do.action]
            for argument, expression in do.with_.items():
                self.known((*here, "with"), argument, action.arguments, f"argument of {do.action}")
                self.expression((*here, "with", argument), expression, None, names)
            for argument, default in action.arguments.items():
                if default is None and argument not in do.with_:
                    self.wrong(here, f"{do.action} needs {argument} (`with`)")
            if do.action in follows:
                self.wrong(here, f"{do.action} follows by itself, and would be done twice")
            follows.update(action.then)

    def _call(self, place: Place, path: tuple[str, ...]) -> None:
        """A flow that comes back to itself, however far the way."""
        if path[-1] == path[0]:
            self.wrong(place, f"{' → '.join(path)}: a loop")
            return
        if path[-1] in path[:-1]:
            return  # a loop of others, told in their files
        for rung in self.flows[path[-1]][1].rungs:
            if rung.call in self.flows and rung.call is not None:
                self._call(place, (*path, rung.call))

    def _reachable(self, rungs: Sequence[Rung]) -> None:
        ended: dict[tuple[str | None, ...], int] = {}
        for index, rung in enumerate(rungs):
            conditions = tuple(None if each is None else each.source for each in (rung.when, rung.unless, rung.if_))
            for before in ((None, None, None), conditions):
                if before in ended:
                    line = self.file.line(("rungs", ended[before]))
                    self.wrong(("rungs", index), f"this rung is never reached: the one of line {line} ends the flow")
                    break
            if "false" in (rung.when and rung.when.source, rung.if_ and rung.if_.source):
                self.wrong(("rungs", index), "this rung is never reached: its condition is false")
            if rung.escalate or rung.end:
                ended.setdefault(conditions, index)

    def _checks(self, place: Place, names: Iterable[str]) -> None:
        for name in names:
            self.known(place, name, self.vocabulary.checks, "check")

    def _facts(self, name: str) -> Iterable[str]:
        return facts_of(name, self.vocabulary.checks[name])


class _Binding(_Checker):
    def check(self, binding: Binding) -> None:
        own = {fact for reading in binding.readings for fact in reading.read} - set(self.names)
        names: Names = {**self.names, **dict.fromkeys(own, ANY)}
        for index, reading in enumerate(binding.readings):
            self._reading(("readings", index), reading, names)
        for name, action in binding.actions.items():
            place: Place = ("actions", name)
            if not self.known(place, name, self.vocabulary.actions, "action"):
                continue
            arguments = dict.fromkeys(self.vocabulary.actions[name].arguments, ANY)
            self._arguments(place, action.arguments, {**names, **arguments})
            effect = self.vocabulary.actions[name].effect
            if action.toggle is not None and (effect is None or action.toggle not in effect.names):
                self.wrong((*place, "toggle"), f"the effect of {name} does not speak of {action.toggle}")
        if binding.escalate is not None:
            self._arguments(("escalate",), binding.escalate.arguments, {**names, **dict.fromkeys(HANDING_OVER, STRING)})
        self._used(binding, own)

    def _reading(self, place: Place, reading: Reading, names: Names) -> None:
        inner = dict(names)
        if reading.foreach is not None:
            self.expression((*place, "foreach"), reading.foreach.of, None, names)
            inner[reading.foreach.item] = ANY
        self._arguments(place, reading.arguments, inner)
        self.expression((*place, "until"), reading.until, None, {**inner, "result": ANY})
        for name, readers in reading.read.items():
            here: Place = (*place, "read", name)
            if name in self.vocabulary.slots or name == TODAY:
                self.wrong(here, "a slot or a word of the language has this name")
            for index, reader in enumerate(readers):
                self._reader((*here, index) if len(readers) > 1 else here, name, reader, inner)

    def _reader(self, place: Place, fact: str, reader: Reader, names: Names) -> None:
        self.expression((*place, "is"), reader.is_, None, {**names, "result": ANY})
        self.expression((*place, "where"), reader.where, ValueType.BOOLEAN, {**names, "item": ANY})
        kind = self.vocabulary.facts.get(fact)
        if kind is None:
            return
        for found, value in reader.map.items():
            if kind.type is ValueType.ENUM and value is not None and value not in kind.values:
                self.wrong((*place, "map", found), unknown_name(str(value), kind.values, f"value of {fact}"))
        for field in reader.fields:
            self.known((*place, "fields"), field, kind.fields, f"field of {fact}")

    def _arguments(self, place: Place, arguments: Mapping[str, Expression], names: Names) -> None:
        for name, expression in arguments.items():
            self.expression((*place, "arguments", name), expression, None, names)

    def _used(self, binding: Binding, own: set[str]) -> None:
        """A name that is neither in the vocabulary nor used here is a slip of the pen."""
        used = {name for expression in _expressions(binding) for name in expression.names}
        for index, reading in enumerate(binding.readings):
            for name in sorted((own - used) & set(reading.read)):
                self.wrong(
                    ("readings", index, "read", name),
                    f"{unknown_name(name, self.vocabulary.facts, 'fact')}, and nothing in this binding uses it",
                )


def _expressions(binding: Binding) -> Iterable[Expression]:
    for reading in binding.readings:
        yield from reading.arguments.values()
        yield from (each for each in (reading.until, _of(reading.foreach)) if each is not None)
        for readers in reading.read.values():
            yield from (each for reader in readers for each in (reader.is_, reader.where) if each is not None)
    for action in binding.actions.values():
        yield from action.arguments.values()
    if binding.escalate is not None:
        yield from binding.escalate.arguments.values()


def _of(foreach: ForEach | None) -> Expression | None:
    return foreach.of if foreach else None
