"""A small desk for the tests of the engine: a vocabulary, a binding, and a world of facts behind tools that can be made to fail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from t2r.flows import Actor, Call, Done, Engine, Flows, Session, Tool, ToolKind, ToolResult

VOCABULARY = """
slots:
  phone_number: {type: string, personal: true, ask: 'Which number?'}
  abroad: {type: boolean, ask: 'Are you abroad?'}
  gb: {type: number, unit: GB, consent: true, ask: 'How many gigabytes?'}
  may_pay: {type: boolean, consent: true, ask: 'May we charge you?'}
checks:
  service: {question: 'Is there service?', experience: true, fact: {type: boolean}}
  airplane: {question: 'Is airplane mode on?', ask: 'Do you see an aeroplane?', fact: {type: boolean}}
  sim: {question: 'What does the SIM say?', fact: {type: enum, values: [active, missing, locked]}}
  apn: {question: 'Is the APN right?', fact: {type: boolean}}
  roaming: {question: 'Is roaming on?', fact: {type: boolean}}
  data:
    question: 'How much data is left?'
    facts: {used_gb: {type: number, unit: GB}, limit_gb: {type: number, unit: GB}, price: {type: number}}
  bills: {question: 'Which bills are overdue?', fact: {type: list, fields: {id: string, amount: number}}}
actions:
  airplane_off: {title: Turn airplane mode off, say: 'Tap the aeroplane.', risk: reversible, effect: not airplane}
  reseat_sim: {title: Reseat the SIM, risk: reversible, effect: 'sim == "active"'}
  reset_apn: {title: Reset the APN, risk: reversible, effect: apn, then: [reboot]}
  reboot: {title: Restart, risk: reversible, changes: all}
  roaming_on: {title: Allow roaming, risk: reversible, effect: roaming}
  refuel:
    title: Add data
    risk: costs_money
    consent: gb
    arguments: {amount: gb}
    cost: gb * price
    limit: gb <= 2
    changes: [data]
  pay: {title: Pay a bill, risk: costs_money, consent: may_pay, arguments: {bill: }, changes: [bills]}
  call_back: {title: Call back later, risk: free}
"""

BINDING = """
binding: desk
readings:
  - tool: find
    arguments: {number: phone_number}
    read: {line: {path: line}}
  - tool: status_bar
    expect: signal
    read:
      service: [{pattern: 'signal: none', value: false}, {pattern: 'signal: \\w+', value: true}]
      airplane: {pattern: 'airplane', absent: false}
  - {tool: read_airplane, arguments: {line: line}, read: {airplane: {path: on}}}
  - {tool: read_sim, read: {sim: {path: state}}}
  - {tool: read_apn, read: {apn: {path: right}}}
  - {tool: read_roaming, arguments: {line: line}, read: {roaming: {path: on}}}
  - tool: read_data
    arguments: {line: line}
    read: {used_gb: {path: used}, limit_gb: {path: limit}, price: {path: price}}
  - tool: read_bills
    arguments: {line: line}
    read: {bills: {path: ., where: 'item.status == "overdue"', fields: {id: no, amount: due}}}
actions:
  airplane_off: {tool: toggle_airplane, toggle: airplane}
  reseat_sim: reseat
  reset_apn: reset_apn
  reboot: reboot
  roaming_on: {tool: order_roaming, arguments: {line: line}}
  refuel: {tool: refuel, arguments: {line: line, gb: amount}}
  pay: {tool: pay, arguments: {bill: bill}}
escalate: {tool: hand_over, arguments: {to: queue, note: summary}}
"""

SYSTEM_READS = ("find", "read_airplane", "read_roaming", "read_data", "read_bills")
CUSTOMER_READS = ("status_bar", "read_sim", "read_apn")
CUSTOMER_WRITES = ("toggle_airplane", "reseat", "reset_apn", "reboot")
SYSTEM_WRITES = ("refuel", "pay")

Answer = Callable[[Mapping[str, Any]], Any]


class World:
    """A phone and its line. `broken` answers instead of a tool: with a value, or by raising what a tool may raise."""

    def __init__(self, **state: Any) -> None:
        self.state: dict[str, Any] = {
            "airplane": False, "sim": "active", "apn": True, "loaded_apn": True, "roaming": True, "used": 1.0, "limit": 5.0,
            "bills": [], **state,
        }  # fmt: skip
        if "apn" in state:
            self.state["loaded_apn"] = state["apn"]
        self.broken: dict[str, Answer] = {}
        self.missing: set[str] = set()
        self.late = 0  # reads after which an order shows
        self.calls: list[str] = []
        self.answered: dict[str, ToolResult] = {}
        self._due: int | None = None

    @property
    def writes(self) -> list[str]:
        """The calls that changed something."""
        return [
            name
            for name in self.calls
            if self.tools().get(name, _READ).kind is not ToolKind.READ and name != "hand_over"
        ]

    def tools(self) -> Mapping[str, Tool]:
        kinds = {
            **dict.fromkeys(SYSTEM_READS, (ToolKind.READ, Actor.SYSTEM)),
            **dict.fromkeys(CUSTOMER_READS, (ToolKind.READ, Actor.CUSTOMER)),
            **dict.fromkeys(CUSTOMER_WRITES, (ToolKind.WRITE, Actor.CUSTOMER)),
            **dict.fromkeys(SYSTEM_WRITES, (ToolKind.WRITE, Actor.SYSTEM)),
            "order_roaming": (ToolKind.ORDER, Actor.SYSTEM),
            "hand_over": (ToolKind.ESCALATE, Actor.SYSTEM),
        }
        return {name: Tool(name, *kind) for name, kind in kinds.items() if name not in self.missing}

    def call(self, name: str, arguments: Mapping[str, Any], *, idempotency_key: str) -> ToolResult:
        if idempotency_key in self.answered:
            return self.answered[idempotency_key]
        self.calls.append(name)
        if name in self.broken:
            result = self.broken[name](arguments)
            return result if isinstance(result, ToolResult) else ToolResult(result)
        result = ToolResult(getattr(self, f"_{name}")(**arguments))
        self.answered[idempotency_key] = result
        return result

    def _tick(self) -> None:
        if self._due is not None:
            self._due -= 1
            if self._due <= 0:
                self.state["roaming"], self._due = True, None

    def _find(self, number: str) -> Any:
        return {"line": f"L-{number}"}

    def _status_bar(self) -> str:
        self._tick()
        has = self.state
        works = (
            not has["airplane"] and has["sim"] == "active" and has["loaded_apn"] and has["roaming"] and not has["bills"]
        )
        works = works and has["used"] < has["limit"]
        return f"{'airplane ' if has['airplane'] else ''}signal: {'good' if works else 'none'}"

    def _read_airplane(self, line: str) -> Any:
        return {"on": self.state["airplane"]}

    def _read_sim(self) -> Any:
        return {"state": self.state["sim"]}

    def _read_apn(self) -> Any:
        return {"right": self.state["apn"]}

    def _read_roaming(self, line: str) -> Any:
        self._tick()
        return {"on": self.state["roaming"]}

    def _read_data(self, line: str) -> Any:
        return {"used": self.state["used"], "limit": self.state["limit"], "price": 3.0}

    def _read_bills(self, line: str) -> Any:
        return [{"no": bill, "due": 10.0, "status": "overdue"} for bill in self.state["bills"]] + [
            {"no": "B0", "due": 1, "status": "paid"}
        ]

    def _toggle_airplane(self) -> Any:
        self.state["airplane"] = not self.state["airplane"]
        return "toggled"

    def _reseat(self) -> Any:
        self.state["sim"] = "active" if self.state["sim"] == "missing" else self.state["sim"]
        return "done"

    def _reset_apn(self) -> Any:
        self.state["apn"] = True
        return "done"

    def _reboot(self) -> Any:
        self.state["loaded_apn"] = self.state["apn"]
        return "done"

    def _order_roaming(self, line: str) -> Any:
        self._due = self.late
        if not self.late:
            self.state["roaming"] = True
        return {"accepted": True}

    def _refuel(self, line: str, gb: float) -> Any:
        self.state["limit"] += gb
        return {"ok": True}

    def _pay(self, bill: str) -> Any:
        self.state["bills"] = [each for each in self.state["bills"] if each != bill]
        return {"ok": True}

    def _hand_over(self, to: str, note: str) -> Any:
        return "taken over"


_READ = Tool("", ToolKind.READ)


def load(folder: Path, *flows: str, vocabulary: str = VOCABULARY, binding: str = BINDING) -> Flows:
    """Flows from texts; the first line of each names the flow: `flow: no-service`."""
    (folder / "vocabulary.yaml").write_text(vocabulary, encoding="utf-8")
    (folder / "binding.yaml").write_text(binding, encoding="utf-8")
    for text in flows:
        name = text.strip().splitlines()[0].removeprefix("flow:").strip()
        (folder / f"{name}.yaml").write_text(text.strip(), encoding="utf-8")
    return Flows.load(folder, binding=folder / "binding.yaml")


def ladder(*rungs: str, name: str = "no-service", top: str = "") -> str:
    """A flow whose goal is service, with these rungs, each a YAML mapping in one line."""
    lines = "\n".join(f"  - {rung}" for rung in rungs)
    return f"flow: {name}\ntitle: {name}\ngoal: service\nverify: service\n{top}\nrungs:\n{lines}\n"


def open_session(flows: Flows, world: World, flow: str = "no-service", **context: Any) -> Session:
    """A session whose customer is known."""
    slots = {"phone_number": "5551232002", **context.pop("slots", {})}
    return Engine().open("no signal", world, flows, slots, {"flow": flow, **context})


def lead(session: Session, world: World, answers: Mapping[str, Any] | None = None) -> Done:
    """Carry every call out; questions to people are answered from `answers`."""
    for _ in range(1000):
        step = session.next()
        if isinstance(step, Done):
            return step
        assert isinstance(step, Call)
        if step.tool in world.tools():
            result = world.call(step.tool, step.arguments, idempotency_key=step.id)
            session.observe(step, result.output, result.error)
        else:
            session.observe(step, (answers or {}).get(step.arguments["fact"] or step.action))
    raise AssertionError("no end")
