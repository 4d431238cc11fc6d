"""A form is data: an operator adds one without code, and every mistake in it is told with its file and line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from t2r.flows import Flows
from t2r.flows.expressions import UNKNOWN
from t2r.flows.files import FlowError
from t2r.journeys.forms import PACKAGE, Journeys, starter

FORM = """journey: callback
title: Call back
sends: troubleTicket
needs_verification: false
propose:
  - {if: 'outcome == "escalated"', why: Somebody has to call}
schema:
  type: object
  required: [number]
  properties:
    number: {type: string}
    times: {type: integer, minimum: 1}
fill:
  number: case.msisdn
send:
  description: 'call {number} at most {times} times'
  times: '{times}'
  note: [{text: '{times}', author: desk}]
"""


def written(folder: Path, text: str) -> Path:
    (folder / "callback.yaml").write_text(text)
    return folder


def test_an_operators_form_stands_beside_the_shipped_ones(tmp_path: Path) -> None:
    journeys = Journeys.load(PACKAGE, written(tmp_path, FORM))
    assert {"callback", "lead", "service-request"} == set(journeys)


def test_the_shipped_forms_speak_of_what_the_starter_flows_know() -> None:
    assert set(Journeys.load(PACKAGE, facts=Flows.starter().vocabulary.check_of)) == set(starter())


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("{type: string}", "{type: strong}", 11, "is no JSON Schema"),
        ("type: object", "type: array", 7, "must be of an object"),
        ("required: [number]", "required: [numbr]", 9, "is number meant"),
        ("  number: case.msisdn", "  numbr: case.msisdn", 14, "is number meant"),
        ("case.msisdn", "case.msisd", 14, "is case.msisdn meant"),
        ("case.msisdn", "fact.saved", 14, "is saver meant"),
        ("'{times}'\n", "'{time}'\n", 17, "is times meant"),
        ("call {number}", "call {customer.nam}", 16, "is customer.name meant"),
        ('outcome == "escalated"', 'outcom == "escalated"', 6, "is outcome meant"),
        ('outcome == "escalated"', "outcome ==", 6, "propose"),
        ("sends: troubleTicket", "sends: fax", 3, "sends"),
        ("title: Call back", "title: Call back\ncolour: red", 3, "colour"),
        ("send:", "  - ][", 15, ""),
    ],
)
def test_a_mistake_is_told_with_its_file_and_line(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    folder = written(tmp_path, FORM.replace(old, new, 1))
    with pytest.raises(FlowError) as refused:
        Journeys.load(folder, facts=["saver", "barred"])
    first = refused.value.mistakes[0]
    assert (Path(first.path).name, first.line) == ("callback.yaml", line)
    assert words in str(refused.value)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FlowError, match="no such file or folder"):
        Journeys.load(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("known", "proposed"),
    [
        ({"outcome": "escalated"}, ["service-request"]),
        ({"cause": "account.data_used_up"}, ["lead"]),
        ({"coverage_trouble": "weak_indoors"}, ["lead"]),
        ({"outcome": "solved"}, []),
        ({}, []),
    ],
)
def test_a_journey_is_proposed_when_the_case_calls_for_it(known: dict[str, Any], proposed: list[str]) -> None:
    assert [one.journey for one in starter().proposed(lambda name: known.get(name, UNKNOWN))] == proposed


def test_what_is_sent_keeps_types_and_leaves_out_what_is_empty(tmp_path: Path) -> None:
    form = Journeys.load(written(tmp_path, FORM))["callback"]
    full, bare = {"number": "1", "times": 2}, {"number": "1"}
    assert form.payload(full) == {
        "description": "call 1 at most 2 times",
        "times": 2,
        "note": [{"text": 2, "author": "desk"}],
    }
    assert form.payload(bare) == {"description": "call 1 at most  times"}


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({}, []),
        ({"service": "magic"}, ["service"]),
        ({"service": None}, ["service"]),
        ({"preferred_date": "tomorrow"}, ["preferred_date"]),
        ({"hobby": "chess"}, ["form"]),
        ({"msisdn": "x", "urgency": 1}, ["msisdn", "urgency"]),
    ],
)
def test_values_are_held_to_the_schema_and_never_repeated(changes: dict[str, Any], problems: list[str]) -> None:
    right = {"service": "other", "msisdn": "+919800000001", "description": "d", "urgency": "low"}
    values = {name: value for name, value in {**right, **changes}.items() if value is not None}
    found = starter()["service-request"].problems(values)
    assert sorted({field for field, _ in found}) == problems
    assert not [message for _, message in found if "magic" in message or "tomorrow" in message]
