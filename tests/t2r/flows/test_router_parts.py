"""What the router is made of: the complaint, the evidence, the question that parts best, the files they come from."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from t2r.flows import FlowError, Flows
from t2r.flows.routing.complaint import MOST_WORDS, complaint
from t2r.flows.routing.evidence import EVIDENCE, Meaning, Phrase, Words, terms
from t2r.flows.routing.index import Opening, read_openings, shipped_openings
from t2r.flows.routing.model import FEATURES, RoutingModel, features, model_path, probabilities, shipped_model
from t2r.flows.routing.questions import SeparatingQuestion, best_question, read_questions, shipped_questions


@pytest.mark.parametrize(
    ("said", "trouble"),
    [
        ("Calls are fine, but no page opens", "no page opens"),
        ("I can call and text; the mobile internet is dead", "the mobile internet is dead"),
        ("no internet on the phone although I have full bars", "no internet on the phone"),
        # what works is told where nothing else is
        ("calls are fine", "calls are fine"),
        # … and where without it nobody knows what is wrong
        ("the mobile data works, but slowly", "the mobile data works, slowly"),
        ("calls go wrong every time on my phone", "calls go wrong every time on my phone"),
        # particulars and consents are no trouble
        ("No signal on my phone. My number is 98765 43210. It's an iPhone 13.", "No signal on my phone"),
        ("No data on the SIM. I will pay the bill. You may add 2 GB.", "No data on the SIM"),
        # … unless they are all that was said
        ("You may add 2 GB.", "You may add 2 GB"),
        ("please block my SIM", "please block my SIM"),
        # where abroad does not matter, that it is abroad does
        ("I'm in France and have no network", "I'm in a foreign country and have no network"),
        ("no network in Mumbai", "no network in Mumbai"),
        ("Agent: Broadband? Customer: No, my SIM is dead.", "No, my SIM is dead"),
        ("mera phone kho gaya", "my phone lost"),
    ],
)
def test_the_trouble(said: str, trouble: str) -> None:
    assert complaint(said).trouble == trouble


def test_what_counts_as_solved_stands_apart() -> None:
    found = complaint("No service is shown. It is solved when the speed test is excellent.")
    assert (found.trouble, found.solved, found.firm) == ("No service is shown", "the speed test is excellent", True)


def test_a_text_that_only_says_what_counts_as_solved_is_that_trouble() -> None:
    found = complaint("It is solved when the speed test is excellent")
    assert (found.trouble, found.solved) == ("the speed test is excellent", "")


def test_of_a_long_text_the_most_telling_parts_are_kept_in_their_order() -> None:
    parts = [f"part {number} of my story about the phone that nobody needs" for number in range(20)]
    parts[3], parts[17] = "no bars on the phone", "no signal on the phone"
    found = complaint(". ".join(parts), telling=lambda part: float("no " in part))
    assert found.trouble.startswith("part 0") or found.trouble.startswith("no bars")
    assert found.trouble.index("no bars") < found.trouble.index("no signal")
    assert len(found.trouble.split()) <= MOST_WORDS


@given(st.text(max_size=300))
def test_any_text_has_a_complaint_of_bounded_length(text: str) -> None:
    assert len(complaint(text).trouble.split()) <= MOST_WORDS


def test_terms_are_words_without_endings_and_pairs_of_neighbours() -> None:
    assert terms("The Wi-Fi isn't working") == {"wifi", "not", "work", "wifi not", "not work"}


PHRASES = [Phrase("no signal", 0), Phrase("signal lost", 0), Phrase("slow speed", 1), Phrase("speed is poor", 1)]


def test_words_speak_for_the_outcome_whose_phrases_have_them() -> None:
    words = Words(PHRASES, 2)
    assert words.score("my signal went").argmax() == 0
    assert words.score("what a speed").argmax() == 1
    assert not words.score("nothing of the kind").any()
    assert words.telling("signal") > words.telling("banana")


def test_meaning_speaks_for_the_outcome_whose_phrases_are_near() -> None:
    vectors = np.eye(4, dtype=np.float32)
    meaning = Meaning(PHRASES, vectors, 2)
    for row, phrase in enumerate(PHRASES):
        assert meaning.discriminant(vectors[row]).argmax() == phrase.outcome
        assert meaning.nearest(vectors[row]).argmax() == phrase.outcome
        assert meaning.nearest_phrase(vectors[row], phrase.outcome) == row


def test_no_flow_is_the_likelier_the_stranger_the_text() -> None:
    flows = [("a",), (), ("a", "b")]
    near, far = np.full((3, len(EVIDENCE)), 0.9), np.full((3, len(EVIDENCE)), 0.1)
    place = FEATURES.index("strange")
    assert features(near, flows)[:, place].tolist() == pytest.approx([0, 0.1, 0])
    assert features(far, flows)[:, place].tolist() == pytest.approx([0, 0.9, 0])
    assert features(far, flows)[:, FEATURES.index("several")].tolist() == [0, 0, 1]


@given(st.lists(st.floats(-700, 700), min_size=1, max_size=20))
def test_probabilities_sum_to_one(logits: list[float]) -> None:
    assert probabilities(np.array(logits)).sum() == pytest.approx(1)


QUESTIONS = (
    SeparatingQuestion(ask="At home or on the phone?", answers={"home": ("fibre", "wifi"), "phone": ("data", "slow")}),
    SeparatingQuestion(ask="Slow, or nothing at all?", answers={"slow": ("slow",), "nothing": ("data", "fibre")}),
)
TITLES = {name: f"The trouble {name}" for name in ("fibre", "wifi", "data", "slow")}


@pytest.mark.parametrize(
    ("likely", "question"),
    [
        ({"data": 0.5, "slow": 0.5}, "Slow, or nothing at all?"),
        ({"data": 0.5, "wifi": 0.5}, "At home or on the phone?"),
        ({"data": 0.3, "slow": 0.1, "fibre": 0.3}, "At home or on the phone?"),
    ],
)
def test_the_question_is_asked_whose_answer_tells_most(likely: dict[str, float], question: str) -> None:
    assert best_question(likely, QUESTIONS, TITLES).question == question


def test_a_flow_that_a_question_does_not_part_remains_after_every_answer() -> None:
    found = best_question({"data": 0.4, "slow": 0.4, "wifi": 0.2}, QUESTIONS[1:], TITLES)
    assert found.answers == {"slow": ("slow", "wifi"), "nothing": ("data", "wifi")}


def test_an_answer_that_nothing_in_doubt_fits_leads_to_what_it_names() -> None:
    both = SeparatingQuestion(
        ask="Calls, data, or both?", answers={"calls": ("calls",), "data": ("data",), "both": ("gone", "service")}
    )
    found = best_question({"calls": 0.5, "data": 0.5}, [both], {**TITLES, "calls": "Calls", "service": "No service"})
    assert found.answers == {"calls": ("calls",), "data": ("data",), "both": ("service",)}


def test_where_no_question_parts_the_flows_their_titles_are_put_up_for_choice() -> None:
    found = best_question({"fibre": 0.4, "wifi": 0.6}, QUESTIONS[:1], TITLES)
    assert found.question == "Which of these is it: The trouble wifi; The trouble fibre?"
    assert found.answers == {"The trouble wifi": ("wifi",), "The trouble fibre": ("fibre",)}


def test_shipped_questions_and_openings_speak_of_flows_that_there_are() -> None:
    flows = {name for name, flow in Flows.starter().items() if flow.symptoms}
    asked = {flow for question in shipped_questions() for fitting in question.answers.values() for flow in fitting}
    opened = {flow for opening in shipped_openings() for flow in opening.flows}
    assert asked <= flows
    assert opened == flows


def test_every_flow_is_parted_from_every_other_by_some_question_or_includes_it() -> None:
    flows = {name: flow for name, flow in Flows.starter().items() if flow.symptoms}
    titles = {name: flow.title for name, flow in flows.items()}
    for one in flows:
        for other in flows:
            if one < other:
                found = best_question({one: 0.5, other: 0.5}, shipped_questions(), titles)
                assert any((one in fitting) != (other in fitting) for fitting in found.answers.values())


def test_openings_are_read_with_their_flows(tmp_path: Path) -> None:
    file = tmp_path / "openings.tsv"
    file.write_text("# a comment\n\nwifi broadband-down\tno wifi\n-\thello\n", encoding="utf-8")
    assert read_openings(file) == (Opening("no wifi", ("broadband-down", "wifi")), Opening("hello", ()))


@pytest.mark.parametrize("line", ["wifi no wifi", "\tno wifi", "wifi\t "])
def test_a_wrong_line_of_openings_is_told_with_its_number(tmp_path: Path, line: str) -> None:
    file = tmp_path / "openings.tsv"
    file.write_text(f"-\thello\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 2"):
        read_openings(file)


def test_a_wrong_file_of_questions_is_told_with_its_lines(tmp_path: Path) -> None:
    file = tmp_path / "questions.yaml"
    file.write_text("questions:\n  - ask: Which?\n    answer: {a: [b]}\n", encoding="utf-8")
    with pytest.raises(FlowError, match=r"line 3: questions\.0\.answer: is not known here"):
        read_questions(file)


def test_a_model_of_other_features_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "model.json"
    file.write_text(
        json.dumps(json.loads(model_path().read_text(encoding="utf-8")) | {"weights": {"luck": 1.0}}), encoding="utf-8"
    )
    with pytest.raises(ValueError, match="weights must be of"):
        RoutingModel.read(file)


def test_the_shipped_model_carries_its_evaluation() -> None:
    evaluation = shipped_model().evaluation
    assert {"protocol", "phrases_right", "development"} <= set(evaluation)
