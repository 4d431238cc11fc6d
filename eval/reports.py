"""Which page shows which evaluation: from the results of each command to its report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from eval.answers import AnswerOutcome, curve
from eval.ranking import MEASURES
from eval.report import (
    WORST,
    Report,
    Table,
    comparison_table,
    flat,
    latency_table,
    metric_table,
    slice_table,
    worst_queries,
)
from eval.results import Outcome
from eval.retrieval import TIMED_K
from eval.routing import METRICS as ROUTING
from eval.significance import bootstrap_interval

LATENCY_NOTE = "One {what} after the other in one process, after a warm-up."


def retrieval_report(result: Mapping[str, Any], rows: Sequence[Outcome]) -> Report:
    """The page of `t2r eval retrieval`."""
    metrics, baseline = result["metrics"], result["baseline"]
    bounds = {name: bootstrap_interval([row.metrics[name] or 0.0 for row in rows]) for name in MEASURES}
    tables = [
        metric_table("Metrics", metrics, bounds),
        slice_table(result["slices"], MEASURES),
        latency_table(result["latency_ms"], LATENCY_NOTE.format(what=f"search for {TIMED_K} passages")),
    ]
    if baseline is not None:
        note = "A is the baseline run, B this run."
        tables.insert(1, comparison_table("Against the baseline", baseline["comparisons"], note))
    return Report(
        title="Retrieval",
        subtitle=f"{result['queries']} queries, {result['config']['documents']} documents, system {result['system']}",
        figures=[
            ("nDCG@10", metrics["nDCG@10"]),
            ("R@10", metrics["R@10"]),
            ("RR@10", metrics["RR@10"]),
            ("p95, ms", result["latency_ms"]["p95"]),
        ],
        tables=tables,
        config=flat(result["config"]),
        worst=worst_queries(sorted(rows, key=lambda row: row.metrics["nDCG@10"] or 0.0), ("nDCG@10", "R@10", "R@100")),
        worst_caption="Worst queries by nDCG@10",
    )


def answers_report(
    title: str, result: Mapping[str, Any], rows: Sequence[AnswerOutcome], shown: Sequence[str]
) -> Report:
    """The page of `t2r eval answers` and of `t2r eval questions`; `shown` are the figures on top."""
    retrieval = result.get("retrieval")
    bounds = result["intervals"]
    tables = [metric_table("Metrics", result["metrics"], bounds)]
    if retrieval is not None:
        note = f"A search with the question and the turns before it, over {retrieval['queries']} cases with gold."
        tables.append(metric_table("Retrieval", retrieval["metrics"], bounds, note))
    tables += [
        slice_table(result["slices"], shown),
        latency_table(result["latency_ms"], LATENCY_NOTE.format(what="question")),
    ]
    wrong = sorted((row for row in rows if _wrong(row)), key=lambda row: (not row.answered, -row.confidence))
    return Report(
        title=title,
        subtitle=f"{len(rows)} questions, {sum(row.answered for row in rows)} answered",
        figures=[*((name, result["metrics"][name]) for name in shown), ("p95, ms", result["latency_ms"]["p95"])],
        tables=tables,
        config=flat(result["config"]),
        curve=curve(rows),
        worst=worst_queries(wrong, ("abstain_correct", "citation_precision", "citation_recall", "nDCG@10", "token_f1")),
        worst_caption="Wrong decisions and answers, the most confident answers first",
    )


def comparison_report(result: Mapping[str, Any]) -> Report:
    """The page of `t2r eval compare`."""
    gate = [
        (
            row["metric"],
            row["slice"] or "all",
            row["n"],
            row["margin"],
            row["gain"],
            None if row["low"] is None else (row["low"], row["high"]),
            row["p_holm"],
            row["verdict"],
        )
        for row in result["gate"]
    ]
    columns = ("metric", "slice", "n", "margin", "gain", "interval", "p (Holm)", "verdict")
    note = (
        "worse: the interval reaches below −margin and the gain is significantly negative. Gain: B − A, better upwards."
    )
    return Report(
        title="Comparison",
        subtitle=f"A {result['a']['file']}, B {result['b']['file']}, {result['paired']} queries in both",
        figures=[("verdict", result["verdict"])],
        tables=[
            Table("Gate", columns, gate, note),
            comparison_table("Differences", result["comparisons"], " ".join(result["warnings"])),
        ],
        config=flat({"a": result["a"], "b": result["b"]}),
    )


def redaction_report(result: Mapping[str, Any]) -> Report:
    """What `t2r eval redaction` shows on the terminal."""
    return Report("Redaction", "synthetic texts", (), [Table("Result", ("name", "value"), flat(result))], ())


def anomalies_report(result: Mapping[str, Any]) -> Report:
    """What `t2r eval anomalies` shows on the terminal."""
    names = ("profile", "score", "threshold from other files")
    scores = [(name, score, result["cross_validated"][name]) for name, score in result["metrics"].items()]
    columns = ("file", "found", "missed", "false_alarms")
    files = [tuple(row[column] for column in columns) for row in result["files"]]
    tables = [Table("Score, 100 is perfect", names, scores), Table("Files, profile standard", columns, files)]
    return Report("Anomalies", "Numenta Anomaly Benchmark", (), tables, flat(result["config"]))


def diagnostics_report(result: Mapping[str, Any]) -> Report:
    """What `t2r eval diagnostics` shows on the terminal."""
    names = ("recall", "precision", "f1", "delay", "overlap")
    metrics = result["metrics"]
    scored = {kind: values for kind, values in metrics.items() if isinstance(values, Mapping) and "recall" in values}
    scores = [(kind, *(values[name] for name in names)) for kind, values in scored.items()]
    rest = {name: value for name, value in metrics.items() if name not in scored}
    tables = [Table("Faults", ("kind", *names), scores), Table("Others", ("name", "value"), flat(rest))]
    return Report("Diagnostics", "a simulated operator", (), tables, flat(result["config"]))


def flows_report(result: Mapping[str, Any]) -> Report:
    """What `t2r eval flows` shows on the terminal."""
    metrics = result["metrics"]
    overall = {name: value for name, value in metrics.items() if not name.startswith("by_")}
    tables = [Table("All tickets", ("name", "value"), flat(overall))]
    for caption, key in (("By number of faults", "by_faults"), ("By flow", "by_flow")):
        rows = [(name, *(scores[metric] for metric in overall)) for name, scores in metrics[key].items()]
        tables.append(Table(caption, (key.removeprefix("by_"), *overall), rows))
    return Report("Flows", "simulated customers", (), tables, flat(result["config"]))


def routing_report(result: Mapping[str, Any], rows: Sequence[Outcome]) -> Report:
    """What `t2r eval routing` shows on the terminal."""
    names = tuple(ROUTING)
    metrics = [(name, result["metrics"][name], meaning) for name, meaning in ROUTING.items()]
    wrong = [
        (row.id, row.question, ", ".join(row.gold) or "none", ", ".join(row.found[:1]) or "none")
        for row in rows
        if 0.0 in (row.metrics["right"], row.metrics["no_flow"], row.metrics["doubt"])
    ]
    tables = [
        Table("Metrics", ("metric", "value", "meaning"), metrics),
        slice_table(result["slices"], names),
        latency_table(result["latency_ms"], LATENCY_NOTE.format(what="opening")),
        Table("Led wrong", ("id", "opening", "belongs to", "likeliest flow"), wrong),
    ]
    return Report("Routing", f"{result['openings']} openings", (), tables, flat(result["config"]))


def past_report(rows: Sequence[Outcome], config: Mapping[str, Any]) -> Report:
    """What `t2r eval past` shows."""
    from eval.past import METRICS, as_result

    result = as_result(rows, config, with_queries=False)
    missed = [
        (row.id, row.question[:160], row.gold[0], ", ".join(row.found[:3]) or "nothing", row.note)
        for row in rows
        if row.metrics["cause@5"] == 0.0
    ][:WORST]
    return Report(
        title="Past cases, each asked on its day",
        subtitle=f"{result['cases']} cases, {result['of_a_new_cause']} of a cause that was new",
        figures=[(name, result["metrics"][name]) for name in METRICS],
        tables=[
            slice_table(result["slices"], METRICS),
            Table("Cause not found", ("case", "words", "cause", "causes found", "knowledge"), missed),
        ],
        config=flat(config),
    )


def _wrong(row: AnswerOutcome) -> bool:
    return row.correct is False or row.metrics["abstain_correct"] == 0
