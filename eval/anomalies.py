"""The detectors on the Numenta Anomaly Benchmark: its files, one fixed setting for all of them, what becomes of each file."""

from __future__ import annotations

import csv
import json
import tarfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from diagnostics.detectors import NoveltyDetector, without_repeats
from eval import nab
from eval.inputs import InputError, sha256
from eval.nab import Floats, Labelled, Profile
from eval.results import versions

DAY = 86_400
# The benchmark's names of its profiles, and ours.
PROFILES = {
    "standard": "standard",
    "reward_low_FP_rate": "reward_low_fp",
    "reward_low_FN_rate": "reward_low_fn",
}
# Weights as published with the benchmark, for a copy of it without `config/profiles.json`.
WEIGHTS = {
    "standard": Profile(1.0, 0.11, 1.0),
    "reward_low_FP_rate": Profile(1.0, 0.22, 1.0),
    "reward_low_FN_rate": Profile(1.0, 0.11, 2.0),
}
WINDOWS = "labels/combined_windows.json"
SPLITS = 10  # random halves of the files for the cross-validation
SEED = 0


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """One file: seconds since 1970 and value of each row, and its labelled windows."""

    name: str
    seconds: Floats
    values: Floats
    truth: Labelled

    @property
    def samples_per_day(self) -> int:
        """By the median step of the rows before the first that is judged: the rest is not known yet."""
        first = self.seconds[: max(nab.probation(len(self.seconds)), 2)]
        return max(1, round(DAY / max(float(np.median(np.diff(first))), 1.0)))


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """The benchmark's files in order of their names, and its profiles by name."""

    series: tuple[Series, ...]
    profiles: Mapping[str, Profile]


def evaluate(folder: Path) -> dict[str, Any]:
    """Score the novelty detector on the benchmark in `folder`, unpacked or as the archive it came in.

    Raises InputError where a file is missing or broken.
    """
    corpus = read_corpus(folder)
    started = time.process_time()
    scores = [without_repeats(each) for each in detect(corpus.series)]
    seconds = time.process_time() - started
    truths = [each.truth for each in corpus.series]
    judged = {name: nab.judge(scores, truths, profile) for name, profile in corpus.profiles.items()}
    standard = judged["standard"]
    rows = sum(truth.rows for truth in truths)
    return {
        "metrics": {PROFILES[name]: result.score for name, result in judged.items()},
        "cross_validated": {
            PROFILES[name]: cross_validated(scores, truths, profile) for name, profile in corpus.profiles.items()
        },
        "thresholds": {
            PROFILES[name]: result.threshold if np.isfinite(result.threshold) else None
            for name, result in judged.items()
        },
        "files": [
            {"file": each.name, "raw": raw, **_outcome(score, each.truth, standard.threshold)}
            for each, score, raw in zip(corpus.series, scores, standard.raw, strict=True)
        ],
        "config": {
            "detector": "novelty",
            "files": len(corpus.series),
            "windows": sum(len(truth.windows) for truth in truths),
            "rows": rows,
            "rows_per_cpu_second": round(rows / max(seconds, 1e-9)),
            "inputs": _inputs(folder),
            "versions": versions(),
        },
    }


def detect(series: Sequence[Series]) -> list[Floats]:
    """Score of each row of each file. Files of one rhythm run as entities of one detector, each a stream of its own."""
    scores: dict[str, Floats] = {}
    for rhythm in sorted({each.samples_per_day for each in series}):
        group = [each for each in series if each.samples_per_day == rhythm]
        table = np.full((max(len(each.values) for each in group), len(group)), np.nan)
        for column, each in enumerate(group):
            table[: len(each.values), column] = each.values
        detector = NoveltyDetector(rhythm)
        judged = np.array([detector.update(row).score for row in table])
        scores.update((each.name, judged[: len(each.values), column]) for column, each in enumerate(group))
    return [scores[each.name] for each in series]


def cross_validated(scores: Sequence[Floats], truths: Sequence[Labelled], profile: Profile) -> float | None:
    """Mean score of halves of the files at the threshold that is best for the other half: what a new corpus may expect.

    None where too few files have a labelled window.
    """
    random = np.random.default_rng(SEED)
    found = []
    for _ in range(SPLITS):
        order = random.permutation(len(scores))
        halves = order[: len(order) // 2], order[len(order) // 2 :]
        for chosen_on, judged_on in (halves, halves[::-1]):
            if not all(any(truths[n].windows for n in half) for half in halves):
                continue
            threshold = nab.judge([scores[n] for n in chosen_on], [truths[n] for n in chosen_on], profile).threshold
            part = nab.at_threshold([scores[n] for n in judged_on], [truths[n] for n in judged_on], profile, threshold)
            found.append(part.score)
    return float(np.mean(found)) if found else None


def read_corpus(folder: Path) -> Corpus:
    """The benchmark's files. Raises InputError where one is missing, or a row, label or weight cannot be read."""
    read = _reader(folder)
    windows = _json(read(WINDOWS), folder / WINDOWS)
    series = tuple(_series(name, read(f"data/{name}"), windows[name], folder) for name in sorted(windows))
    try:
        config = read("config/profiles.json")
    except InputError:
        return Corpus(series, WEIGHTS)
    weights = nab.profiles(_json(config, folder / "config/profiles.json"))
    if missing := PROFILES.keys() - weights.keys():
        raise InputError(f"no profile {min(missing)!r}", folder / "config/profiles.json")
    return Corpus(series, {name: weights[name] for name in PROFILES})


def _reader(folder: Path) -> Callable[[str], str]:
    """What reads a file by its path in the benchmark."""
    if (folder / WINDOWS).is_file():
        return lambda name: _text(folder / name)
    for archive in sorted(folder.glob("*.tar.gz")):
        with tarfile.open(archive) as packed:
            texts = {
                member.name.removeprefix("./"): packed.extractfile(member).read().decode("utf-8")  # type: ignore[union-attr]
                for member in packed
                if member.isfile() and member.name.endswith((".csv", ".json"))
            }
        if WINDOWS in texts:
            return lambda name, texts=texts, archive=archive: _member(texts, name, archive)  # type: ignore[misc]
    raise InputError(f"neither {WINDOWS} nor a .tar.gz that holds it is here", folder)


def _text(path: Path) -> str:
    if not path.is_file():
        raise InputError("the file is missing", path)
    return path.read_text(encoding="utf-8")


def _member(texts: Mapping[str, str], name: str, archive: Path) -> str:
    if name not in texts:
        raise InputError(f"{name} is missing", archive)
    return texts[name]


def _json(text: str, path: Path) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"not JSON: {error}", path) from error
    if not isinstance(value, dict):
        raise InputError(f"an object was expected, not {type(value).__name__}", path)
    return value


def _series(name: str, text: str, windows: Sequence[Sequence[str]], folder: Path) -> Series:
    path = folder / "data" / name
    seconds: list[float] = []
    values: list[float] = []
    rows: dict[datetime, int] = {}
    for number, row in enumerate(csv.DictReader(text.splitlines()), 2):
        try:
            moment = datetime.fromisoformat(row["timestamp"])
            values.append(float(row["value"]))
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(f"no time and number: {error}", path, number) from error
        # The benchmark's times have no offset, so they are read as they stand; where clocks go back, the first row counts.
        seconds.append((moment - datetime(1970, 1, 1)).total_seconds())
        rows.setdefault(moment, len(values) - 1)
    try:
        places = tuple((rows[datetime.fromisoformat(a)], rows[datetime.fromisoformat(b)]) for a, b in windows)
    except KeyError as error:
        raise InputError(f"a window begins or ends at {error}, where no row is", path) from error
    return Series(name, np.array(seconds), np.array(values), Labelled(len(values), places))


def _outcome(score: Floats, truth: Labelled, threshold: float) -> dict[str, int]:
    outcome = nab.alarms(score, truth, threshold)
    return {"found": outcome.found, "missed": outcome.missed, "false_alarms": outcome.false}


def _inputs(folder: Path) -> dict[str, str]:
    files = [folder / WINDOWS, *sorted(folder.glob("*.tar.gz"))]
    return {file.name: sha256(file) for file in files if file.is_file()}
