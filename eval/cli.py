"""`t2r eval …`: score retrieval and answers, compare two versions, gate a release."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from eval import answers as scoring
from eval import past_cli, release_cli
from eval import questions as suites
from eval.beir import read_corpus, read_qrels, read_queries, read_run, write_run
from eval.cases import Case, pooled_contexts, read_cases
from eval.comparison import compare, read_result
from eval.corpus import existing_base, temporary_base, unredacted
from eval.edge import AsJson, Html, at_the_edge
from eval.etom import cli as etom
from eval.gate import Verdict, judge, read_gate
from eval.inputs import InputError
from eval.orders import cli as orders
from eval.output import counting, finish, warn
from eval.ranking import judged_queries
from eval.reports import (
    anomalies_report,
    answers_report,
    comparison_report,
    diagnostics_report,
    flows_report,
    redaction_report,
    retrieval_report,
    routing_report,
)
from eval.results import as_rows, inputs, versions
from eval.retrieval import TIMED_K, as_result, outcomes, search_all
from eval.traces import cli as recorded
from knowledge.base import KnowledgeBase
from knowledge.embedding import OnnxEmbedder
from knowledge.searching import System
from knowledge.weights import Precision
from t2r import starter
from t2r.assistant import Assistant
from t2r.settings import Settings

app = typer.Typer(name="eval", help="Score retrieval and answers, compare two versions, gate a release.")
app.command()(recorded.cases)
app.command()(etom.conformance)
app.command()(release_cli.gate)
app.command()(past_cli.past)
app.command()(orders.orders)

CASE_SLICES = ("slice", "Collection")

Slices = Annotated[list[str] | None, typer.Option("--slice", help="Field whose values are slices; may be repeated.")]
PerQuery = Annotated[
    bool, typer.Option("--per-query", "--per-case", help="Include every query's values, as `compare` needs them.")
]
Cache = Annotated[Path | None, typer.Option(help="Folder that keeps embeddings for the next run.")]
PrecisionOption = Annotated[Precision, typer.Option(help="Precision of the embedding model.")]
DataDir = Annotated[Path | None, typer.Option(help="Data folder with the knowledge base to ask.")]


@app.command()
@at_the_edge
def retrieval(
    corpus: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="BEIR corpus, JSON Lines, may be gzipped.")],
    queries: Annotated[
        Path, typer.Option(exists=True, dir_okay=False, help="BEIR queries, JSON Lines, may be gzipped.")
    ],
    qrels: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="Relevance judgements, TREC or BEIR.")],
    system: Annotated[System, typer.Option(help="What ranks the documents.")] = "hybrid",
    baseline: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="TREC run to compare with, query by query.")
    ] = None,
    run: Annotated[Path | None, typer.Option(help="Write the ranking here as a TREC run.")] = None,
    k: Annotated[int, typer.Option(min=1, max=1000, help="Documents per query.")] = 100,
    slice_: Slices = None,
    html: Html = None,
    precision: PrecisionOption = "int8",
    cache: Cache = None,
    per_query: PerQuery = False,
    as_json: AsJson = False,
) -> None:
    """Score search on a benchmark in BEIR's files."""
    documents, asked, judgements = read_corpus(corpus), read_queries(queries), read_qrels(qrels)
    judged = judged_queries(judgements)
    if not judged:
        raise InputError("no query has a relevant document", qrels)
    if textless := [key for key in judged if key not in asked]:
        raise InputError(f"{len(textless)} judged queries are not in {queries}, {textless[0]!r} first", qrels)
    compared_with = read_run(baseline) if baseline else None
    known = {document.id for document in documents}
    unknown = sorted({document for row in judgements.values() for document in row} - known)
    warn(f"qrels name document {document!r}, which the corpus lacks" for document in unknown)
    fields = slice_ or []
    embedder = OnnxEmbedder.load(precision, Settings().model_dir)
    files = inputs(corpus=corpus, queries=queries, qrels=qrels, baseline=baseline)
    name = f"corpus-{files['corpus']['sha256'][:16]}"
    with temporary_base(unredacted(documents), embedder, corpus=name, cache=cache) as base:
        passages = base.passages()
        with counting(len(judged), "Searching") as progress:
            searched = search_all(base, {key: asked[key] for key in judged}, system=system, k=k, progress=progress)
    if run:
        write_run(searched.run, run, f"t2r-{system}")
    rows = outcomes(judgements, searched.run, asked, fields)
    config = {
        "model": embedder.name,
        "system": system,
        "k": k,
        "timed_k": TIMED_K,
        "documents": len(documents),
        "passages": passages,
        "unknown_documents": len(unknown),
        "queries_without_relevant": len(judgements) - len(judged),
        "inputs": files,
        "versions": versions(),
    }
    against = outcomes(judgements, compared_with, asked, fields) if compared_with else None
    result = as_result(rows, searched, system=system, config=config, baseline=against, with_queries=per_query)
    finish(result, as_json, html, lambda: retrieval_report(result, rows))


@app.command()
@at_the_edge
def answers(
    cases: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="Cases, JSON Lines: our layout or MTRAG's.")],
    out: Annotated[Path | None, typer.Option(help="Write the answers here, JSON Lines.")] = None,
    data_dir: DataDir = None,
    slice_: Slices = None,
    html: Html = None,
    precision: PrecisionOption = "int8",
    cache: Cache = None,
    per_query: PerQuery = False,
    as_json: AsJson = False,
) -> None:
    """Score the assistant's answers: citations, support, abstention, calibration."""
    asked = read_cases(cases)
    documents = pooled_contexts(asked, cases)
    files = inputs(cases=cases)
    fields = slice_ or CASE_SLICES
    embedder = OnnxEmbedder.load(precision, Settings().model_dir)
    name = f"cases-{files['cases']['sha256'][:16]}"
    with (
        temporary_base(unredacted(documents), embedder, corpus=name, cache=cache)
        if documents
        else existing_base(data_dir, embedder)
    ) as base:
        rows, config = _ask(base, embedder.name, asked, fields, out)
    result = scoring.as_result(rows, config=config | {"inputs": files}, with_cases=per_query)
    shown = ("citation_precision", "citation_recall", "unsupported_rate", "abstain_f1", "aurc", "answered_share")
    finish(result, as_json, html, lambda: answers_report("Answers", result, rows, shown))


@app.command()
@at_the_edge
def questions(
    suite: Annotated[str, typer.Option(help="Name of a suite, or a file of cases.")] = "starter",
    out: Annotated[Path | None, typer.Option(help="Write the answers here, JSON Lines.")] = None,
    data_dir: DataDir = None,
    html: Html = None,
    precision: PrecisionOption = "int8",
    cache: Cache = None,
    per_query: PerQuery = False,
    as_json: AsJson = False,
) -> None:
    """Ask the project's own questions of the starter library, or of the knowledge base in --data-dir."""
    path, asked = suites.read_suite(suite)
    embedder = OnnxEmbedder.load(precision, Settings().model_dir)
    with (
        existing_base(data_dir, embedder)
        if data_dir
        else temporary_base(starter.add, embedder, corpus="starter", cache=cache)
    ) as base:
        known = scoring.described(asked, base)
        rows, config = _ask(base, embedder.name, known, ("slice", "product", "since"), out)
    result = suites.as_result(rows, config=config | {"inputs": inputs(suite=path)}, with_cases=per_query)
    shown = ("R@1", "R@5", "nDCG@10", "span_hit", "abstain_f1")
    finish(result, as_json, html, lambda: answers_report(f"Questions: {path.stem}", result, rows, shown))


@app.command(name="compare")
@at_the_edge
def compare_command(
    a: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="JSON of the old version, with --per-query.")],
    b: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="JSON of the new version, with --per-query.")],
    gate: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="TOML file of what must not get worse.")
    ] = None,
    html: Html = None,
    as_json: AsJson = False,
) -> None:
    """Compare two versions query by query; with a gate file, exit with 1 if the new one is worse."""
    (first, ours), (second, theirs) = read_result(a), read_result(b)
    both = len(ours.keys() & theirs.keys())
    if not both:
        raise InputError(f"no query in common with {a}", b)
    judgements = judge(read_gate(gate), ours, theirs, gate) if gate else []
    warnings = [
        f"{len(only)} queries are only in {path.name}."
        for path, only in ((a, ours.keys() - theirs.keys()), (b, theirs.keys() - ours.keys()))
        if only
    ]
    warnings += [
        f"Inconclusive: {row.metric} on {row.slice or 'all queries'}, n = {row.n}."
        for row in judgements
        if row.verdict is Verdict.INCONCLUSIVE
    ]
    worse = any(row.verdict is Verdict.WORSE for row in judgements)
    result = {
        "a": {"file": a.name, "config": first.get("config", {})},
        "b": {"file": b.name, "config": second.get("config", {})},
        "paired": both,
        "comparisons": as_rows(compare(ours, theirs)),
        "gate": as_rows(judgements),
        "verdict": ("worse" if worse else "pass") if gate else None,
        "warnings": warnings,
    }
    warn(warnings)
    finish(result, as_json, html, lambda: comparison_report(result))
    if worse:
        raise typer.Exit(1)


@app.command()
@at_the_edge
def redaction(
    n: Annotated[int, typer.Option(min=1, help="Synthetic texts.")] = 2400,
    seed: Annotated[int, typer.Option(help="Seed of the texts.")] = 7,
    as_json: AsJson = False,
) -> None:
    """Measure how much personal data gets past redaction, on synthetic texts."""
    from eval.redaction import evaluate

    result = evaluate(n, seed)
    finish(result, as_json, None, lambda: redaction_report(result))


@app.command()
@at_the_edge
def anomalies(
    nab: Annotated[
        Path,
        typer.Option(exists=True, file_okay=False, help="Numenta Anomaly Benchmark: its folder, or its archive's."),
    ],
    as_json: AsJson = False,
) -> None:
    """Score the anomaly detectors by the rules of the Numenta Anomaly Benchmark."""
    from eval.anomalies import evaluate

    result = evaluate(nab)
    finish(result, as_json, None, lambda: anomalies_report(result))


@app.command()
@at_the_edge
def diagnostics(
    seed: Annotated[int, typer.Option(min=0, help="Seed of the simulated operator.")] = 1,
    size: Annotated[str, typer.Option(help="Its size: tiny, small, full or large.")] = "full",
    world: Annotated[
        Path | None,
        typer.Option(exists=True, file_okay=False, help="Folder of `t2r sandbox build`, instead of a seed and size."),
    ] = None,
    healthy: Annotated[int, typer.Option(min=0, help="Healthy lines that are asked about.")] = 1000,
    as_json: AsJson = False,
) -> None:
    """Score the diagnoses on a simulated operator, whose every fault is known."""
    from diagnostics.sandbox import SIZES
    from eval.diagnostics import evaluate

    if size not in SIZES:
        raise typer.BadParameter(f"{size!r} is none of {', '.join(SIZES)}", param_hint="--size")
    result = evaluate(
        seed, size, healthy=healthy, folder=world, progress=lambda what: typer.echo(f"diagnostics: {what}", err=True)
    )
    finish(result, as_json, None, lambda: diagnostics_report(result))


@app.command()
@at_the_edge
def flows(
    seed: Annotated[int, typer.Option(min=0, help="Seed of the tickets.")] = 1,
    n: Annotated[int, typer.Option(min=1, help="Tickets.")] = 560,
    failed: Annotated[
        Path | None, typer.Option(help="Write the tickets that went wrong here, with their traces, JSON Lines.")
    ] = None,
    routed: Annotated[
        bool,
        typer.Option("--routed/--flow-given", help="Find the flow from the customer's words, or take the right one."),
    ] = True,
    careless: Annotated[
        float, typer.Option(min=0, max=1, help="Share of what customers say they have done that they have not.")
    ] = 0.0,
    as_json: AsJson = False,
) -> None:
    """Score the flows on tickets about simulated customers, whose every fault is known."""
    from eval.flows import evaluate

    with counting(n, "Leading tickets") as progress:
        result, wrong = evaluate(seed, n, routed=routed, careless=careless, progress=progress)
    if failed:
        failed.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in wrong), encoding="utf-8")
    finish(result, as_json, None, lambda: flows_report(result))


@app.command()
@at_the_edge
def routing(
    suite: Annotated[str, typer.Option(help="Name of a suite, or a file of openings.")] = "openings",
    per_query: PerQuery = False,
    as_json: AsJson = False,
) -> None:
    """Score the router on openings as customers say them: the right flow, no flow, or a question where it is needed."""
    from eval.routing import evaluate, read_openings, with_openings
    from t2r.flows import Flows

    starter_flows = Flows.starter()
    path, openings = read_openings(suite, starter_flows)
    with counting(len(openings), "Routing") as progress:
        result, rows = evaluate(openings, path, starter_flows, progress)
    finish(with_openings(result, rows) if per_query else result, as_json, None, lambda: routing_report(result, rows))


def _ask(
    base: KnowledgeBase, model: str, cases: Sequence[Case], fields: Sequence[str], out: Path | None
) -> tuple[list[scoring.AnswerOutcome], dict[str, Any]]:
    """Ask every case of an assistant on `base`: the scored outcomes, and what was run."""
    lacking = scoring.missing_gold(cases, base)
    warn(lacking)
    assistant = Assistant(base, Settings())
    with counting(len(cases), "Asking") as progress:
        asked = scoring.ask_all(assistant, base, cases, progress)
    pairs = list(zip(cases, asked, strict=True))
    if out:
        lines = (json.dumps({"id": case.id, "answer": one.answer.model_dump(mode="json")}) for case, one in pairs)
        out.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    outcomes = [scoring.outcome(case, one, base, fields) for case, one in pairs]
    config = {
        "model": model,
        "composer": sorted({one.answer.composer for one in asked}),
        "documents": base.count(),
        "passages": base.passages(),
        "missing_gold": len(lacking),
        "versions": versions(),
    }
    return outcomes, config
