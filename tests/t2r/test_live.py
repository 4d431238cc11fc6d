"""Under a live diagnosis, advice that makes no sense is not offered first, and the answer says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

import pytest
from pydantic import ValidationError

from diagnostics.rules import ADVICE, Rules
from knowledge import Article, Audience, KnowledgeBase, Resolution
from knowledge.embedding import OnnxEmbedder
from knowledge.loaders import Skipped, load
from t2r import Assistant, Context, Decision, Settings
from t2r.live import Advice, Live, Trouble, advises, speaks_against

ARTICLES = Path(__file__).parents[2] / "knowledge" / "articles"
LIBRARY = {item.id: item for item in load([ARTICLES]) if not isinstance(item, Skipped)}
CHOSEN = (
    "data-apn-wrong", "data-switch-off", "no-service-airplane-mode", "no-service-whole-area", "broadband-los-red",
    "fibre-pon-wide-loss", "billing-higher-than-expected", "sim-pin-puk-locked",
)  # fmt: skip
RESTARTED = Resolution(
    id="case-7",
    symptom="Mobile data does not work, calls do",
    cause_code="APN",
    product="mobile",
    steps=("Reset the APN", "Restarted the phone"),
    outcome="Works.",
)


def trouble(cause: str, sentence: str = "Mobile outage since 11:00.") -> Trouble:
    """The trouble that the shipped badge rules make of a cause."""
    rule = next(rule for rule in Rules.load().rules if cause in rule.causes)
    return Trouble(
        sentence=sentence,
        say=rule.say,
        article=rule.article,
        futile=rule.futile,  # type: ignore[arg-type]
        product=rule.product,  # type: ignore[arg-type]
    )


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with KnowledgeBase.open(tmp_path_factory.mktemp("base"), embedder=OnnxEmbedder.load()) as base:
        base.add([*(LIBRARY[name] for name in CHOSEN), RESTARTED])
        yield Assistant(base, Settings(data_dir=tmp_path_factory.mktemp("data"), chat_model=None))


OUTAGE = Context(live=Live(troubles=(trouble("site_down"),)))
DATA = "mobile data does not work although calls do, is the APN wrong?"


def test_no_restarting_of_the_phone_in_an_outage_and_the_answer_says_so(assistant: Assistant) -> None:
    usual, now = assistant.answer(DATA), assistant.answer(DATA, OUTAGE)
    assert usual.live is None
    assert usual.articles[0].document_id == "data-apn-wrong"
    assert now.articles[0].document_id == "no-service-whole-area"
    assert now.decision is Decision.SUGGESTED
    assert {citation.document_id for sentence in now.sentences for citation in sentence.citations} == {
        "no-service-whole-area"
    }
    assert now.live is not None
    assert now.live.changed
    assert now.live.text.startswith(
        "Mobile outage since 11:00. While it lasts this does not help and is not offered first: "
    )
    assert "data-apn-wrong" in now.live.put_back
    assert now.live.say.startswith("There is a fault in our network")


def test_what_was_put_back_is_still_there_behind_the_rest(assistant: Assistant) -> None:
    shown = [view.document_id for view in assistant.answer(DATA, OUTAGE.model_copy(update={"k": 20})).articles]
    assert shown[0] == "no-service-whole-area"
    assert {"data-apn-wrong", "data-switch-off"} <= set(shown[1:])


def test_past_cases_that_did_it_are_not_what_the_answer_is_made_of(assistant: Assistant) -> None:
    now = assistant.answer("Mobile data does not work, calls do", OUTAGE)
    assert now.live is not None
    assert "case-7" in now.live.put_back
    assert all(citation.document_id != "case-7" for sentence in now.sentences for citation in sentence.citations)


@pytest.mark.parametrize(
    "question", ["why is the bill so high", "the SIM asks for a PUK code", "LOS light on the modem is red"]
)
def test_what_the_trouble_has_nothing_to_do_with_stays_as_it_was(assistant: Assistant, question: str) -> None:
    usual, now = assistant.answer(question), assistant.answer(question, OUTAGE)
    assert now.articles[0].document_id == usual.articles[0].document_id
    assert (now.decision, now.text) == (usual.decision, usual.text)
    assert now.live is not None
    assert not now.live.changed


def test_a_fibre_outage_puts_the_modem_back_and_leaves_the_phone(assistant: Assistant) -> None:
    context = Context(live=Live(troubles=(trouble("pon_down", "Broadband outage."),)))
    assert assistant.answer("LOS light on the modem is red", context).articles[0].document_id == "fibre-pon-wide-loss"
    assert assistant.answer(DATA, context).articles[0].document_id == "data-apn-wrong"


def test_where_nothing_that_makes_sense_is_left_it_says_so_instead_of_advising(tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path / "base", embedder=OnnxEmbedder.load()) as base:
        base.add([LIBRARY["data-apn-wrong"], LIBRARY["data-switch-off"]])
        now = Assistant(base, Settings(data_dir=tmp_path, chat_model=None)).answer(DATA, OUTAGE)
    assert now.live is not None
    assert (now.decision, now.sentences, now.next_check) == (Decision.ABSTAINED, (), None)
    assert now.live.text.startswith("Mobile outage since 11:00.")
    assert now.missing


def test_the_filters_hold_for_the_article_of_the_trouble_too(assistant: Assistant) -> None:
    now = assistant.answer(DATA, OUTAGE.model_copy(update={"audience": Audience.CUSTOMER}))
    assert all(view.document_id != "no-service-whole-area" for view in now.articles)


def test_without_trouble_nothing_changes(assistant: Assistant) -> None:
    usual, now = assistant.answer(DATA), assistant.answer(DATA, Context(live=Live()))
    left_out = {"answer_id", "timings_ms"}
    assert now.model_dump(exclude=left_out) == usual.model_dump(exclude=left_out)


@dataclass(frozen=True)
class Shape:
    """Anything of a badge's shape."""

    is_trouble: bool
    sentence: str = "Something."
    say: str = ""
    article: str | None = None
    futile: tuple[str, ...] = field(default=("restart",))
    product: str = "mobile"


def test_only_fresh_troubles_of_badges_decide() -> None:
    assert len(Live.of([Shape(True), Shape(False)]).troubles) == 1
    with pytest.raises(ValidationError, match="futile"):
        Live.of([Shape(True, futile=("pray",))])


def test_the_kinds_of_advice_are_those_of_the_badge_rules() -> None:
    assert set(get_args(Advice)) == set(ADVICE)


@pytest.mark.parametrize(
    ("cause", "vain", "sensible"),
    [
        ("site_down", {"data-apn-wrong", "no-service-airplane-mode", "device-iphone-apn-network", "no-service-after-restart-or-update"},
         {"outage-tell-customer-eta", "outage-planned-maintenance", "volte-wifi-calling", "billing-higher-than-expected", "broadband-los-red"}),
        ("fibre_cut", {"broadband-los-red", "ont-no-power", "data-apn-wrong"}, {"fibre-cut-outside", "outage-compensation-rebate"}),
        ("suspended_for_credit", {"data-apn-wrong", "broadband-pppoe-auth-failed"},
         {"billing-payment-or-refund-not-posted", "recharge-paid-not-reflected", "lost-phone-block-line"}),
        ("data_limit_reached", {"data-apn-wrong", "data-bars-no-internet"}, {"slow-fair-use-throttle", "broadband-los-red"}),
    ],
)  # fmt: skip
def test_the_starter_library_is_parted_as_an_agent_would(cause: str, vain: set[str], sensible: set[str]) -> None:
    live = Live(troubles=(trouble(cause),))
    against = {id for id, document in LIBRARY.items() if speaks_against(live, document)}
    assert vain <= against
    assert not sensible & against
    assert trouble(cause).article not in against
    assert len(against) < len(LIBRARY) / 2


@pytest.mark.parametrize(
    ("step", "futile", "found"),
    [
        ("Restart the phone.", "restart", True),
        ("Switch the phone off for 30 seconds and on again.", "restart", True),
        ("Turn airplane mode on and off.", "restart", True),
        ("Reset the APN to its default.", "settings", True),
        ("Replace the SIM.", "sim", True),
        ("Unplug the router for a minute.", "equipment", True),
        ("Book a technician.", "visit", True),
        ("Recharge with a data pack.", "recharge", True),
        ("Read the bill.", "restart", False),
        ("Restart the phone.", "sim", False),
        ("Restore the service at the exchange.", "restart", False),
    ],
)
def test_advice_is_known_by_its_words(step: str, futile: str, found: bool) -> None:
    article = Article(id="a", title="A", body=f"Something.\n\n## Steps\n\n1. {step}\n")
    assert advises(article, (futile,)) is found
