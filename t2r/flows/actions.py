"""Doing something for the customer: never needlessly, never against the policy, never twice by accident; and handing over."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from t2r.flows.answers import APPROVAL, APPROVED, NOTHING, Answers, Reach, quoted
from t2r.flows.binding import BoundAction
from t2r.flows.catalogue import Actor, Tool, ToolKind
from t2r.flows.core import Core, Needs
from t2r.flows.expressions import UNKNOWN
from t2r.flows.language import Outcome
from t2r.flows.policy import Consent, Decision, Deed, Limit, Ruling
from t2r.flows.state import Call, Done, Frame, Pending, Task
from t2r.flows.trace import AUTOMATED, BOTH, MANUAL, plain
from t2r.flows.vocabulary import ALL, Action, Risk

LOOKS = 5  # how often the effect of an action is looked for again
ATTEMPTS = 2  # how often an action is tried
REPEATS = 2  # how often the same action is done in a session; one that costs money or cannot be undone, once
TOGGLE_AGE = 30.0  # seconds a reading may be old when a switch is thrown on its strength
CAREFUL = (Risk.COSTS_MONEY, Risk.IRREVERSIBLE)  # never done again because no effect is seen
DOING = (ToolKind.WRITE, ToolKind.ORDER, ToolKind.READ)
DONE_WORDS = ("done", "could not")


class Actions:
    """Carries out the actions of one session."""

    __slots__ = ("_answers", "_core")

    def __init__(self, core: Core, answers: Answers) -> None:
        self._core, self._answers = core, answers

    def perform(self, frame: Frame, task: Task) -> None:
        """Do the first task of the queue, or find out why it is not to be done."""
        core = self._core
        action = core.flows.vocabulary.actions.get(task.action)
        if action is None:
            self._give_up(frame, task, "there is no such action any more")
            return
        own = self._own(task, action)
        bound = core.flows.binding.actions.get(task.action)
        tool = core.tool(bound.tool, DOING) if bound else None
        if bound and bound.toggle:
            self._look_fresh(bound.toggle)
        holds = (
            UNKNOWN
            if action.effect is None
            else self._answers.decide(action.effect, own, reach=Reach.PEOPLE if bound and bound.toggle else Reach.TOOLS)
        )
        if holds is True:
            self._skip(frame, task, action)
        elif bound and bound.toggle and holds is UNKNOWN:
            self._give_up(frame, task, f"it cannot be told whether {bound.toggle} is on, and the tool only switches")
        elif action.effect is None and core.state.last == _key(task):
            core.note(
                "action", task.action, value="not needed", why={"reason": "nothing was done since it was done last"}
            )
            frame.queue.pop(0)
        elif not task.follows and core.state.times.get(_key(task), 0) >= (1 if action.risk in CAREFUL else REPEATS):
            self._give_up(frame, task, "it was done before, and did not last")
        else:
            self._do(frame, task, action, bound, tool, own)

    def _own(self, task: Task, action: Action) -> dict[str, Any]:
        """The arguments of the action: as the flow gives them, or from slots and facts."""
        own = dict(task.arguments)
        for name, value in action.arguments.items():
            if name not in own and value is not None:
                own[name] = self._answers.decide(value, NOTHING, Reach.TOOLS)
        return own

    def _look_fresh(self, fact: str) -> None:
        """A switch is thrown only on a reading that is younger than everything that was done."""
        state = self._core.state
        known = state.facts.known.get(fact)
        if known is None or not known.holds:
            return
        if known.call < state.written or self._core.clock() - known.measured_at > TOGGLE_AGE:
            state.facts.forget([fact], self._core.clock())

    def _do(
        self,
        frame: Frame,
        task: Task,
        action: Action,
        bound: BoundAction | None,
        tool: Tool | None,
        own: Mapping[str, Any],
    ) -> None:
        actor = tool.actor if tool else Actor.CUSTOMER
        ruling = self._ruling(task, action, actor, own)
        if ruling.decision is Decision.ASK:
            self._ask_consent(task, action, own)
            ruling = Ruling(Decision.ESCALATE, f"{ruling.reason}, and nobody can be asked")
        if ruling.decision is not Decision.ALLOW:
            self._core.note("policy", task.action, value=ruling.decision.value, why={"reason": ruling.reason})
            flow = self._core.flows[frame.flow]
            self.end(Outcome.ESCALATED, f"{action.title}: {ruling.reason}", flow.escalate)
            return
        if bound is None or tool is None:
            self._tell(frame, task, action)
            return
        arguments = {name: self._answers.decide(value, own) for name, value in bound.arguments.items()}
        if missing := [name for name, value in arguments.items() if value is UNKNOWN]:
            self._give_up(frame, task, f"{', '.join(missing)} is not known")
            return
        self._note_before(task, action)
        task.id = task.id or self._core.key()
        task.ruling = ruling.reason
        raise Needs(Pending(self._call(task, action, tool, arguments), "do"))

    def _call(self, task: Task, action: Action, tool: Tool, arguments: Mapping[str, Any]) -> Call:
        found = self._core.state.frames[-1].why
        why = (
            "it must follow" if task.follows else ", ".join(f"{name}: {_shown(value)}" for name, value in found.items())
        )
        return Call(
            id=task.id,
            tool=tool.name,
            arguments=arguments,
            actor=tool.actor,
            kind=tool.kind,
            why=why or action.title,
            title=action.title,
            wording=action.say,
            action=task.action,
            etom=action.etom,
        )

    def _tell(self, frame: Frame, task: Task, action: Action) -> None:
        """No tool does it: the customer is told how, where somebody can tell; nothing is taken for done unless it is said."""
        core = self._core
        if not core.state.ask or not action.say:
            self._give_up(frame, task, "no tool does it, and nobody can be asked to")
            return
        of = Actor.CUSTOMER if Actor.CUSTOMER.value in core.state.ask else Actor.AGENT
        self._note_before(task, action)
        task.id = task.id or core.key()
        arguments = {"question": action.say, "fact": None, "type": "enum", "allowed": list(DONE_WORDS)}
        tool = Tool(self._answers.asking(of), ToolKind.WRITE, of)
        raise Needs(Pending(self._call(task, action, tool, arguments), "tell"))

    def _note_before(self, task: Task, action: Action) -> None:
        names = action.effect.names if action.effect else ()
        task.before = {name: plain(self._core.value(name, NOTHING)) for name in names}

    # The policy

    def _ruling(self, task: Task, action: Action, actor: Actor, own: Mapping[str, Any]) -> Ruling:
        limit, cost = Limit.NONE, None
        if action.limit is not None:
            within = self._answers.decide(action.limit, own, Reach.TOOLS)
            limit = Limit.UNKNOWN if within is UNKNOWN else Limit.WITHIN if within is True else Limit.BEYOND
        if action.cost is not None:
            price = self._answers.decide(action.cost, own, Reach.TOOLS)
            cost = float(price) if isinstance(price, (int, float)) else None
        return self._core.policy.decide(Deed(task.action, action.risk, actor, self._consent(task, action), limit, cost))

    def _consent(self, task: Task, action: Action) -> Consent:
        name = action.consent or APPROVAL + task.action
        given = self._core.state.slots.get(name, UNKNOWN)
        if given is UNKNOWN:
            return Consent.SILENT if action.consent else Consent.NOT_NEEDED
        return Consent.GIVEN if given else Consent.REFUSED

    def _ask_consent(self, task: Task, action: Action, own: Mapping[str, Any]) -> None:
        slot = self._core.flows.vocabulary.slots.get(action.consent or "")
        name = action.consent or APPROVAL + task.action
        words = (slot.ask if slot else None) or f"{action.title}: is that all right?"
        if action.cost is not None:
            price = self._answers.decide(action.cost, own, Reach.TOOLS)
            words += f" It costs {price:g}." if isinstance(price, (int, float)) else ""
        self._answers.ask((name,), words, slot or APPROVED, Actor.CUSTOMER, None)

    # What comes of an action

    def _skip(self, frame: Frame, task: Task, action: Action) -> None:
        """Its effect holds. Where a call for it was made, it has worked after all; else there is nothing to do."""
        why = self._core.values(action.effect.names if action.effect else ())
        if task.unsure:
            self._core.note("action", task.action, value="done, as a reading shows", why=why, etom=action.etom)
            self._succeeded(frame, task)
        else:
            self._core.note("action", task.action, value="not needed", why=why, etom=action.etom)
            frame.queue.pop(0)

    def _give_up(self, frame: Frame, task: Task, reason: str) -> None:
        """The task cannot be done; what was to come after it in its rung is not done either."""
        self._core.note("action", task.action, value="not done", why={"reason": reason})
        frame.queue = [each for each in frame.queue if each.follows and each is not task]

    def _succeeded(self, frame: Frame, task: Task) -> None:
        state = self._core.state
        frame.queue.pop(0)
        frame.done.append(task)
        frame.acted = frame.moved = frame.touched = True
        state.times[_key(task)] = state.times.get(_key(task), 0) + 1
        state.last = _key(task)
        if not task.follows:
            state.cause.append(task.action)
        for each in state.frames:  # whoever else owes the same has it done by this
            each.follow = [owed for owed in each.follow if _key(owed) != _key(task)]

    def observe(self, pending: Pending, output: Any, error: str | None) -> None:
        """Take in what came of the call of the first task."""
        core, call = self._core, pending.call
        frame = core.state.frames[-1]
        if not frame.queue:
            return
        task = frame.queue[0]
        action = core.flows.vocabulary.actions[
            task.action
        ]  # it is there: a state is fitted to its flows when it is resumed
        if pending.what == "tell" and error is None and not _is_done(output):
            error = f"the customer says: {quoted(str(output))}"
        core.state.written = core.state.calls
        frame.touched = True
        self._forget(action)
        core.note(
            "action",
            task.action,
            tool=call.tool,
            arguments=core.masked(dict(call.arguments)),
            value="done" if error is None else "failed",
            why={**frame.why, "policy": task.ruling} if error is None else {"error": str(core.masked(quoted(error)))},
            source=call.tool,
            who=MANUAL if pending.what == "tell" else AUTOMATED if call.actor == Actor.SYSTEM else BOTH,
            etom=call.etom,
        )
        if error is None:
            self._succeeded(frame, task)
        elif task.attempt < ATTEMPTS and pending.what != "tell":
            # The answer may be what was lost. Under the same key a host that has done it does nothing again.
            task.attempt, task.unsure = task.attempt + 1, True
        else:
            self._give_up(frame, task, "it failed")

    def leave_out(self, reason: str) -> None:
        """Somebody decided that the first task is not done."""
        frame = self._core.state.frames[-1]
        if frame.queue:
            self._give_up(frame, frame.queue[0], reason)

    def _forget(self, action: Action) -> None:
        """What the action may have changed has to be read again, and so has everything the customer feels."""
        core = self._core
        vocabulary, facts = core.flows.vocabulary, core.state.facts
        changed = list(action.effect.names) if action.effect else []
        for name in action.changes:
            if name == ALL:
                changed += [each for each in facts.known if each in vocabulary.facts]
            else:
                changed += vocabulary.facts_of(name)
        core.state.errors.clear()
        self.forget_felt(changed)

    def forget_felt(self, names: Iterable[str]) -> None:
        """These facts, and what the customer feels, are to be looked at again."""
        core = self._core
        core.state.facts.forget([*names, *core.flows.vocabulary.experience], core.clock())

    def forget_old(self, names: Iterable[str]) -> None:
        """A goal is verified on readings that are younger than everything that was done."""
        facts, written = self._core.state.facts, self._core.state.written
        old = [
            name for name in names if (fact := facts.known.get(name)) is not None and fact.call < written and fact.holds
        ]
        if old:
            facts.forget(old, self._core.clock())

    # Whether an action had its effect

    def effect(self, task: Task) -> Any:
        """Whether the effect of an action holds; UNKNOWN where it has none, or nobody can tell.

        What a customer did is not looked at again for its own sake: the next pass of the ladder does that.
        """
        action = self._core.flows.vocabulary.actions.get(task.action)
        if action is None or action.effect is None:
            return UNKNOWN
        tool = self._tool(task)
        reach = Reach.TOOLS if tool is not None and tool.actor == Actor.SYSTEM else Reach.SYSTEMS
        return self._answers.decide(action.effect, self._own(task, action), reach)

    def is_as_before(self, task: Task) -> bool:
        """Whether the facts of the effect are what they were before the action."""
        return all(plain(self._core.value(name, NOTHING)) == value for name, value in task.before.items())

    def is_awaited(self, task: Task) -> bool:
        """Whether its effect is waited for first: an order shows only after a while, and what follows must find it there."""
        tool, action = self._tool(task), self._core.flows.vocabulary.actions[task.action]
        if tool is None or tool.actor != Actor.SYSTEM or action.effect is None:
            return False
        return tool.kind == ToolKind.ORDER or bool(action.then)

    def owed(self, frame: Frame) -> list[Task]:
        """What must follow the actions that were done, once each."""
        waiting = {task.action for task in frame.follow}
        owed: list[Task] = []
        for task in frame.done:
            then = () if task.followed else self._core.flows.vocabulary.actions[task.action].then
            owed += [Task(name, follows=True) for name in then if name not in waiting]
            waiting.update(then)
            task.followed = True
        return owed

    def waits(self, task: Task) -> bool:
        """Whether what must follow would be no use yet, as far as systems can tell; nobody is bothered to find out."""
        action = self._core.flows.vocabulary.actions.get(task.action)
        if action is None or action.waits_for is None:
            return False
        return self._answers.decide(action.waits_for, NOTHING, Reach.SYSTEMS) is False

    def may_come_late(self, task: Task) -> bool:
        """Whether one more look is worth it before the action is done again; a person is not sent to look again."""
        tool = self._tool(task)
        return tool is not None and tool.actor == Actor.SYSTEM and task.looks < LOOKS

    def look_again(self, task: Task) -> None:
        """Have the facts of the effect read again."""
        task.looks += 1
        self._forget_effect(task)

    def recover(self, task: Task) -> None:
        """Its call may have been carried out: only a reading from now on can tell."""
        task.unsure = True
        self._core.state.written = self._core.state.calls
        self._forget_effect(task)

    def _forget_effect(self, task: Task) -> None:
        action = self._core.flows.vocabulary.actions.get(task.action)
        self._core.state.facts.forget(action.effect.names if action and action.effect else (), self._core.clock())

    def had_no_effect(self, frame: Frame, task: Task) -> None:
        """The action was carried out and nothing came of it: once more, unless it costs money or cannot be undone."""
        action = self._core.flows.vocabulary.actions[task.action]
        self._core.note("note", task.action, value="had no effect", etom=action.etom)
        if task.attempt < ATTEMPTS and action.risk not in CAREFUL:
            frame.queue.insert(0, Task(task.action, task.arguments, task.follows, task.attempt + 1))
            return
        frame.queue = [each for each in frame.queue if each.follows]
        self._core.state.cause = [each for each in self._core.state.cause if each != task.action]

    def was_done(self, action: str) -> bool:
        """Whether an action was done in this session, with whatever arguments."""
        return any(key.partition(" ")[0] == action for key in self._core.state.times)

    def _tool(self, task: Task) -> Tool | None:
        bound = self._core.flows.binding.actions.get(task.action)
        return self._core.tool(bound.tool) if bound else None

    # The end

    def end(self, outcome: Outcome, reason: str, queue: str | None = None, say: str | None = None) -> Done:
        """Decide how the session ends; an escalation is handed over by the host's tool, where it has one."""
        state = self._core.state
        evidence = tuple(self._evidence())
        to = queue if outcome is Outcome.ESCALATED else None
        state.ending = Done(outcome, state.flow, reason, to, say, tuple(dict.fromkeys(state.cause)), evidence)
        return state.ending

    def hand_over(self, ending: Done) -> None:
        """Finish; raises Needs for the call that hands the case over."""
        core = self._core
        bound = core.flows.binding.escalate
        tool = core.tool(bound.tool) if bound else None
        if ending.outcome is Outcome.ESCALATED and bound is not None and tool is not None:
            queue = ending.queue or ""
            own = {"reason": ending.reason, "queue": queue, "summary": summary(ending)}
            values = {name: self._answers.decide(value, own, Reach.TOOLS) for name, value in bound.arguments.items()}
            arguments = {name: value for name, value in values.items() if value is not UNKNOWN}
            call = Call(
                core.key(),
                tool.name,
                arguments,
                tool.actor,
                tool.kind,
                ending.reason,
                f"Hand over to {queue}",
                ending.say,
            )
            raise Needs(Pending(call, "hand_over"))
        self.finish(ending)

    def observe_hand_over(self, pending: Pending, error: str | None) -> None:
        """The case was handed over, or the tool for it failed; either way somebody else has to go on."""
        call = pending.call
        why = {} if error is None else {"error": quoted(error)}
        arguments = self._core.masked(dict(call.arguments))
        self._core.note("escalate", call.tool, tool=call.tool, arguments=arguments, why=why, source=call.tool)
        if self._core.state.ending is not None:
            self.finish(self._core.state.ending)

    def finish(self, ending: Done) -> None:
        """The session is over."""
        state = self._core.state
        state.done, state.ending, state.pending = ending, None, None
        self._core.note(
            "done", state.flow, value=ending.outcome.value, why={"reason": ending.reason}, rung=None, flow=state.flow
        )

    def _evidence(self) -> list[str]:
        """What was found and done, in words."""
        vocabulary, lines = self._core.flows.vocabulary, []
        for name, fact in self._core.state.facts.known.items():
            if name in vocabulary.facts:
                age = "" if fact.holds else " (before the last action)"
                lines.append(f"{name}: {_shown(self._core.masked(fact.value, name))} ({fact.source}){age}")
        for event in self._core.trace:
            if event.what == "action" and event.value != "not needed":
                reason = next(iter(event.why.values()), "") if event.value != "done" else ""
                lines.append(f"{event.name}: {event.value}{f' ({reason})' if reason else ''}")
        return lines


def summary(ending: Done) -> str:
    """The case in a few lines, for whoever takes it over."""
    return "\n".join([ending.reason, *ending.evidence])


def _key(task: Task) -> str:
    """An action with what it is done for."""
    return f"{task.action} {json.dumps(task.arguments, sort_keys=True, default=str)}" if task.arguments else task.action


def _is_done(output: Any) -> bool:
    given = (
        next((output[key] for key in ("value", "answer") if key in output), None)
        if isinstance(output, Mapping)
        else output
    )
    return given is True or (isinstance(given, str) and given.strip().casefold() in ("done", "yes", "ok", "true"))


def _shown(value: Any) -> str:
    return {True: "yes", False: "no"}.get(value, str(plain(value))) if isinstance(value, bool) else str(plain(value))
