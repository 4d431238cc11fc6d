"""The engine's heart: goes up the ladder of a flow, one step at a time, by the rules of the flow language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from t2r.flows.actions import Actions
from t2r.flows.answers import Answers, Reach
from t2r.flows.core import Core
from t2r.flows.expressions import UNKNOWN, Expression
from t2r.flows.language import Do, Flow, Outcome, Rung, Unknown
from t2r.flows.state import Frame, Task
from t2r.flows.trace import plain
from t2r.flows.vocabulary import facts_of

PASSES = 3  # how often a ladder is gone through, where something was done on the pass before
REASONS = {Outcome.SOLVED: "the goal is reached", Outcome.NOTHING_WRONG: "the goal holds, and nothing was done"}


class Ladder:
    """Goes through the flows of one session. Every step may raise Needs, and is then gone through again."""

    __slots__ = ("_actions", "_answers", "_core", "_stages")

    def __init__(self, core: Core, answers: Answers, actions: Actions) -> None:
        self._core, self._answers, self._actions = core, answers, actions
        self._stages: Mapping[str, Callable[[Frame], None]] = {
            "verify": self._verify,
            "rungs": self._rung,
            "act": self._act,
            "recheck": self._recheck,
            "confirm": self._confirm,
            "last": self._last,
        }

    def step(self) -> None:
        """One step of the flow that was called last."""
        frame = self._core.state.frames[-1]
        self._stages[frame.stage](frame)

    def _flow(self, frame: Frame) -> Flow:
        return self._core.flows[frame.flow]

    # The goal

    def _verify(self, frame: Frame) -> None:
        if not self._goal_holds(frame):
            frame.stage, frame.rung = "rungs", 0

    def _goal_holds(self, frame: Frame) -> bool:
        """Whether the goal is reached, which ends the flow."""
        goal = self._flow(frame).goal
        self._actions.forget_old(goal.names)
        value = self._answers.decide(goal)
        self._core.note("decision", "goal", value=plain(value), why=self._core.values(goal.names))
        if value is True:
            self._leave(frame, Outcome.SOLVED if frame.acted else Outcome.NOTHING_WRONG)
        return value is True

    def _leave(self, frame: Frame, outcome: Outcome | None) -> None:
        """The flow is over: go back to the one that called it (None: nobody could tell whether its goal holds)."""
        state = self._core.state
        if len(state.frames) == 1:
            self._actions.end(outcome or Outcome.ESCALATED, REASONS.get(outcome, "") if outcome else "")
            return
        self._core.note("done", frame.flow, value=outcome.value if outcome else "unknown")
        state.frames.pop()
        caller = state.frames[-1]
        caller.acted |= frame.acted
        caller.moved |= frame.acted
        caller.follow += [task for task in frame.follow if task.action not in {each.action for each in caller.follow}]
        if frame.acted:
            caller.touched, caller.stage = True, "act"
        else:
            self._next(caller)

    # The rungs

    def _next(self, frame: Frame) -> None:
        frame.rung += 1
        frame.stage = "rungs"
        frame.queue, frame.done = [], []

    def _rung(self, frame: Frame) -> None:
        flow = self._flow(frame)
        if frame.rung >= len(flow.rungs):
            frame.stage = "last"
            return
        rung = flow.rungs[frame.rung]
        found = self._finding(frame, rung)
        items = self._items(rung) if found is True and rung.do else []
        if items is UNKNOWN:
            found = UNKNOWN
        may = self._may(rung) if found is True else True
        tasks = [self._task(do, item) for item in items for do in rung.do] if found is True and may is True else []
        names = [name for each in _conditions(rung) for name in each.names]
        frame.why = plain(self._core.values(names))
        self._core.note("decision", rung.title or _in_words(rung), value=plain(found), why=frame.why, etom=rung.etom)
        if found is UNKNOWN and rung.unknown is Unknown.ESCALATE:
            self._actions.end(Outcome.ESCALATED, f"nobody can tell: {rung.title or _in_words(rung)}", flow.escalate)
        elif found is not True:
            self._next(frame)
        elif may is not True:
            self._forbidden(frame, rung, may)
        else:
            self._go(frame, rung, tasks)

    def _finding(self, frame: Frame, rung: Rung) -> Any:
        """Whether the rung is to act: True, False, or UNKNOWN."""
        if rung.once and any(self._actions.was_done(do.action) for do in rung.do):
            return False
        reach = _reach(rung)
        for expression, wanted in ((rung.when, True), (rung.unless, False)):
            if expression is not None:
                value = self._holds(expression, rung) if wanted else self._answers.decide(expression, reach=reach)
                if value is not wanted:
                    return value if value is UNKNOWN else False
        self._answers.obtain(self._facts(rung), Reach.TOOLS if rung.is_deed else reach)
        if rung.if_ is not None:
            return self._holds(rung.if_, rung)
        if rung.do and rung.is_unconditional:
            return self._may_be_tried(frame, rung)
        return True

    def _holds(self, condition: Expression, rung: Rung) -> Any:
        """Whether a condition holds. Once a part of it cannot be told, the rest is not asked for: the rung cannot act any more."""
        if rung.unknown is Unknown.ESCALATE:
            return self._answers.decide(condition)
        for part in condition.conjuncts:
            value = self._answers.decide(part, reach=_reach(rung))
            if value is not True:
                return value
        return True

    def _facts(self, rung: Rung) -> Iterable[str]:
        """The facts that the checks of a rung are made for: those its conditions speak of, or else all."""
        vocabulary = self._core.flows.vocabulary
        spoken = {name for each in _conditions(rung) for name in each.names}
        for check in rung.check:
            given = facts_of(check, vocabulary.checks[check])
            yield from [name for name in given if name in spoken] or given

    def _may_be_tried(self, frame: Frame, rung: Rung) -> bool:
        """What is done without a finding is done only where the trouble is certain, and once."""
        goal = self._answers.decide(self._flow(frame).goal, reach=Reach.TOOLS)
        return goal is False and not any(self._actions.was_done(do.action) for do in rung.do)

    def _items(self, rung: Rung) -> Any:
        """What the actions are done for: the items of `foreach`, or once for nothing in particular."""
        if rung.foreach is None:
            return [{}]
        items = self._answers.decide(rung.foreach.of, reach=_reach(rung))
        return [{rung.foreach.item: item} for item in items] if isinstance(items, list) else UNKNOWN

    def _may(self, rung: Rung) -> Any:
        """Whether the business rule of the rung holds."""
        return True if rung.guard is None else self._answers.decide(rung.guard)

    def _task(self, do: Do, item: Mapping[str, Any]) -> Task:
        values = {name: self._answers.decide(value, item, Reach.TOOLS) for name, value in do.with_.items()}
        return Task(do.action, {name: value for name, value in values.items() if value is not UNKNOWN})

    def _forbidden(self, frame: Frame, rung: Rung, may: Any) -> None:
        names = rung.guard.names if rung.guard else ()
        self._core.note("policy", "guard", value=plain(may), why=self._core.values(names))
        if rung.otherwise == "skip":
            self._next(frame)
        else:
            reason = f"not allowed: {rung.title or rung.guard}"
            self._actions.end(Outcome.ESCALATED, reason, self._flow(frame).escalate, rung.say)

    def _go(self, frame: Frame, rung: Rung, tasks: list[Task]) -> None:
        """What the rung is for."""
        if rung.call is not None:
            self._core.note("call", rung.call)
            called = Frame(rung.call, self._core.flows.digests[rung.call], follow=frame.follow)
            frame.follow = []  # what still waits may be of use within, and be what is missing there
            self._core.state.frames.append(called)
        elif rung.escalate is not None:
            queue, _, reason = rung.escalate.partition(": ")
            self._actions.end(Outcome.ESCALATED, reason or rung.title or queue, queue, rung.say)
        elif rung.end is not None:
            self._actions.end(Outcome(rung.end), rung.title or rung.end, None, rung.say)
        elif tasks:
            frame.queue, frame.stage = tasks, "act"
        else:
            self._next(frame)

    # Acting, and what comes of it

    def _act(self, frame: Frame) -> None:
        self._settle(frame)
        if frame.queue:
            self._actions.perform(frame, frame.queue[0])
            return
        frame.follow += self._actions.owed(frame)
        if not self._is_postponed(frame) and self._follow(frame):
            return
        if frame.touched:
            frame.touched, frame.stage = False, "recheck"
        else:
            self._next(frame)

    def _settle(self, frame: Frame) -> None:
        """What takes its time is awaited, before anything follows it or the goal is looked at."""
        for task in list(frame.done):
            while self._actions.is_awaited(task) and self._actions.effect(task) is False:
                if self._actions.may_come_late(task):
                    self._actions.look_again(task)
                else:
                    frame.done.remove(task)
                    self._actions.had_no_effect(frame, task)
                    break

    def _follow(self, frame: Frame) -> bool:
        """Begin with what must follow and is of use by now; whether there is anything."""
        due = [task for task in frame.follow if not self._actions.waits(task)]
        frame.queue, frame.follow = due, [task for task in frame.follow if task not in due]
        return bool(due)

    def _is_postponed(self, frame: Frame) -> bool:
        """Whether what must follow can wait for the caller, which may owe the same: one restart does for both.

        The goal of a called flow that speaks of nothing the customer feels can be verified without it.
        """
        felt = self._core.flows.vocabulary.experience
        return len(self._core.state.frames) > 1 and not any(name in felt for name in self._flow(frame).goal.names)

    def _recheck(self, frame: Frame) -> None:
        rungs = self._flow(frame).rungs
        if 0 <= frame.rung < len(rungs):
            for check in rungs[frame.rung].recheck:
                self._answers.obtain(facts_of(check, self._core.flows.vocabulary.checks[check]), Reach.TOOLS)
        if self._goal_holds(frame):
            return
        for task in frame.done:
            task.looks = 0
        frame.stage = "confirm"

    def _confirm(self, frame: Frame) -> None:
        """The goal is not reached: did the actions have their effect at all? One that had none is done once more."""
        while frame.done:
            task = frame.done[0]
            effect = self._actions.effect(task)
            if effect is False and self._actions.is_as_before(task):
                if self._actions.may_come_late(task):
                    self._actions.look_again(task)
                    continue
                self._actions.had_no_effect(frame, task)
            frame.done.pop(0)
            if effect is True and task.looks:  # it came late: the goal was looked at too early
                self._actions.forget_felt(self._flow(frame).goal.names)
                frame.stage = "recheck"
                return
        if frame.queue:
            frame.stage = "act"
        else:
            self._next(frame)

    def _last(self, frame: Frame) -> None:
        """The end of the ladder. What was repaired may have uncovered another fault: then it is gone through again."""
        flow = self._flow(frame)
        if self._follow(frame):  # it was left to the caller, but may be what is missing here
            frame.stage = "act"
            return
        if frame.moved and frame.passes < PASSES:
            frame.moved = False
            frame.passes += 1
            frame.stage = "verify"
            self._core.state.facts.tried.clear()  # what could not be read may be readable now
            self._actions.forget_felt(flow.goal.names)
            return
        known = self._answers.decide(flow.goal, reach=Reach.TOOLS) is not UNKNOWN
        if not known and len(self._core.state.frames) > 1:
            self._leave(frame, None)
            return
        reason = "everything was tried" if known else "nobody can tell whether the trouble is over"
        self._actions.end(Outcome.ESCALATED, f"{flow.title}: {reason}", flow.escalate)


def _reach(rung: Rung) -> Reach:
    return Reach.TOOLS if rung.unknown is Unknown.SKIP else Reach.PEOPLE


def _conditions(rung: Rung) -> list[Expression]:
    conditions = [rung.when, rung.unless, rung.if_, rung.foreach.of if rung.foreach else None]
    return [each for each in conditions if each is not None]


def _in_words(rung: Rung) -> str:
    """A rung that has no title."""
    parts = [
        f"{word} {each}" for word, each in (("when", rung.when), ("unless", rung.unless), ("if", rung.if_)) if each
    ]
    deeds = [*(do.action for do in rung.do), *filter(None, (rung.call, rung.escalate, rung.end))]
    return ": ".join(filter(None, (", ".join(parts), ", ".join(deeds or rung.check))))
