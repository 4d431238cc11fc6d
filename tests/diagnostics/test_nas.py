"""Reject causes: numbered within their layer, in words with a remedy, each with an article that exists."""

from __future__ import annotations

from pathlib import Path

import pytest

import knowledge
from diagnostics.nas import REJECTS, Stops, reject
from diagnostics.records import Protocol3gpp

ARTICLES = {path.stem for path in (Path(knowledge.__file__).parent / "articles").glob("*.md")}


@pytest.mark.parametrize(
    ("layer", "number", "name", "stops", "lasting"),
    [
        (Protocol3gpp.EMM, 2, "IMSI unknown in HSS", Stops.CALLS, True),
        (Protocol3gpp.EMM, 8, "EPS services and non-EPS services not allowed", Stops.SERVICE, True),
        (Protocol3gpp.EMM, 15, "No suitable cells in tracking area", Stops.SERVICE, True),
        (Protocol3gpp.EMM, 22, "Congestion", Stops.SERVICE, False),
        (Protocol3gpp.ESM, 27, "Missing or unknown APN", Stops.DATA, True),
        (Protocol3gpp.GMM5, 27, "N1 mode not allowed", Stops.FIFTH_GENERATION, True),
        (Protocol3gpp.GMM5, 62, "No network slices available", Stops.FIFTH_GENERATION, True),
        (Protocol3gpp.GSM5, 27, "Missing or unknown DNN", Stops.DATA, True),
        (Protocol3gpp.GSM5, 39, "Reactivation requested", Stops.NOTHING, False),
    ],
)
def test_a_cause_is_read_within_its_layer(
    layer: Protocol3gpp, number: int, name: str, stops: Stops, lasting: bool
) -> None:
    found = reject(layer, number)
    assert (found.name, found.stops, found.lasting) == (name, stops, lasting)


@pytest.mark.parametrize(
    ("layer", "only_there", "not_there"),
    [
        (Protocol3gpp.EMM, {2, 8, 14, 17, 42}, {27, 62, 91}),
        (Protocol3gpp.GMM5, {27, 28, 62, 76, 91}, {2, 8, 14, 17}),
        (Protocol3gpp.ESM, {30, 49, 66, 112, 113}, {46, 68, 70}),
        (Protocol3gpp.GSM5, {46, 68, 70, 82}, {30, 49, 112}),
    ],
)
def test_layers_have_their_own_causes(layer: Protocol3gpp, only_there: set[int], not_there: set[int]) -> None:
    numbers = {number for each, number in REJECTS if each is layer}
    assert only_there <= numbers
    assert not not_there & numbers


def test_every_cause_has_words_a_remedy_and_an_article_that_exists() -> None:
    assert len(REJECTS) > 150
    for found in REJECTS.values():
        assert found.words
        assert found.remedy
        assert found.article in ARTICLES
        assert "illegal" not in found.words.lower()


def test_a_cause_that_is_not_listed_says_so_and_names_whom_to_tell() -> None:
    found = reject(Protocol3gpp.EMM, 250)
    assert (found.code, found.name) == ("EMM 250", "not listed")
    assert "core operations" in found.remedy


def test_there_is_no_fifth_layer() -> None:
    with pytest.raises(ValueError, match="5"):
        reject(5, 8)
