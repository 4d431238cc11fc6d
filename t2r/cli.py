"""The command line: `t2r ingest`, `search`, `ask`, and the commands that other packages bring (`serve`, `eval`, …)."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from knowledge import Audience, Document, Filters, Kind, KnowledgeBase, StoreError
from t2r.settings import Settings

PLUGINS = "t2r.commands"


class _Commands(TyperGroup):
    """Commands of this module, and those of other packages, which are imported only when they are called."""

    def list_commands(self, ctx: Any) -> list[str]:
        return [*super().list_commands(ctx), *_plugins()]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        plugin = _plugins().get(cmd_name)
        if plugin is None:
            return super().get_command(ctx, cmd_name)
        command = typer.main.get_command(plugin.load())
        command.name = cmd_name
        return command


def _plugins() -> dict[str, EntryPoint]:
    return {entry.name: entry for entry in entry_points(group=PLUGINS)}


app = typer.Typer(
    cls=_Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    help="Trouble-to-Resolve assistant for telecom contact centres.",
)

DataDir = Annotated[
    Path | None, typer.Option("--data-dir", help="Folder of the knowledge base and the database [T2R_DATA_DIR]")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout")]
NoStarter = Annotated[bool, typer.Option("--no-starter", help="Do not fill an empty base with the starter library")]
Product = Annotated[str | None, typer.Option(help="Only documents for this product (and for any)")]
Language = Annotated[str | None, typer.Option(help="Only documents in this language")]
ForAudience = Annotated[Audience | None, typer.Option("--audience", help="Only documents for this audience")]


def main() -> None:
    """Run the command line; exit status 0 is done, 1 failed, 2 wrong usage."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    try:
        app()
    except (StoreError, OSError, ValueError) as error:
        print(f"t2r: {error}", file=sys.stderr)
        sys.exit(1)


@app.command()
def ingest(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Files, folders or zip archives", show_default=False)
    ] = None,
    kind: Annotated[Kind, typer.Option(help="What a document is that does not say so itself")] = Kind.ARTICLE,
    starter: Annotated[bool, typer.Option("--starter", help="Add the starter library, or bring it up to date")] = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Take documents in: Markdown, HTML, PDF, DOCX, text, CSV, JSON and JSONL, in files, folders and zip archives."""
    from knowledge.loaders import Skipped, load
    from t2r import starter as starter_library

    if not paths and not starter:
        raise typer.BadParameter("name at least one file, folder or archive, or say --starter")
    skipped: list[Skipped] = []

    def documents() -> Iterator[Document]:
        for item in load(paths or [], kind=kind):
            if isinstance(item, Skipped):
                skipped.append(item)
            else:
                yield item

    with _knowledge(data_dir) as knowledge, _progress("documents") as progress:
        report = knowledge.add(documents(), progress=progress)
        if starter:
            report += starter_library.add(knowledge, progress)
        total = knowledge.count()
    summary = {
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "passages": report.passages,
        "redacted": dict(sorted(report.redacted.items())),
        "skipped": [{"path": item.path, "place": item.place, "reason": item.reason} for item in skipped],
        "documents": total,
    }
    if as_json:
        _print_json(summary)
    else:
        print(f"{report.added} added, {report.updated} updated, {report.unchanged} unchanged, {len(skipped)} skipped")
        if report.redacted:
            print("personal data taken out: " + ", ".join(f"{n} {name}" for name, n in sorted(report.redacted.items())))
        for item in skipped:
            print(f"skipped {item.path}{f', {item.place}' if item.place else ''}: {item.reason}", file=sys.stderr)
    if skipped and not report.added + report.updated + report.unchanged:
        raise typer.Exit(1)


@app.command()
def reindex(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Bring a knowledge base that an earlier version wrote up to date. Does nothing where there is nothing to do."""
    from knowledge.embedding import OnnxEmbedder
    from knowledge.upgrade import upgrade

    settings = _settings(data_dir)
    embedder = OnnxEmbedder.load(model_dir=settings.model_dir)
    with _progress("documents") as progress:
        upgraded = upgrade(settings.knowledge_path, embedder=embedder, progress=progress)
    if as_json:
        _print_json({"upgraded": upgraded})
    else:
        print("brought up to date" if upgraded else "nothing to do")


@app.command()
def search(
    text: Annotated[str, typer.Argument(help="A question, a complaint, or a few words")],
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many passages")] = 10,
    kind: Annotated[Kind | None, typer.Option(help="Only articles, or only resolutions")] = None,
    product: Product = None,
    audience: ForAudience = None,
    language: Language = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
    no_starter: NoStarter = False,
) -> None:
    """Find passages, and say why each is there."""
    with _filled(data_dir, no_starter) as knowledge:
        found = knowledge.search(text, k, Filters(kind, product, audience, language))
    if as_json:
        hits = [
            {
                "document_id": hit.document_id, "kind": hit.kind, "title": hit.title, "start": hit.start, "end": hit.end,
                "text": hit.text, "headings": hit.headings, "score": round(hit.score, 4), "parts": dict(hit.parts),
                "reason": hit.reason, "version": hit.version, "updated_at": hit.updated_at.isoformat(),
                "duplicates": hit.duplicates,
            }
            for hit in found.hits
        ]  # fmt: skip
        query = {"text": found.query.text, "english": found.query.english, "changes": found.query.changes}
        _print_json({"query": query, "hits": hits, "timings_ms": dict(found.timings)})
        return
    for place, hit in enumerate(found.hits, 1):
        print(f"{place}. {hit.title}  [{hit.document_id} {hit.start}-{hit.end}]  {hit.score:.2f}\n   {hit.reason}")


@app.command()
def ask(
    text: Annotated[str, typer.Argument(help="The agent's question, or what the customer says")],
    product: Product = None,
    audience: ForAudience = None,
    language: Language = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
    no_starter: NoStarter = False,
) -> None:
    """Answer with citations, or say what to check next."""
    from t2r.answers import Context
    from t2r.assistant import Assistant

    with _filled(data_dir, no_starter) as knowledge:
        assistant = Assistant(knowledge, _settings(data_dir))
        answer = assistant.answer(text, Context(product=product, audience=audience, language=language))
    if as_json:
        _print_json(answer.model_dump(mode="json"))
        return
    for change in answer.query.changes:
        print(f"({change[0]} → {change[1]})")
    print(f"{answer.decision} (confidence {answer.confidence:.0%})")
    sources: dict[str, int] = {}
    for sentence in answer.sentences:
        marks = {sources.setdefault(citation.document_id, len(sources) + 1) for citation in sentence.citations}
        print(f"- {sentence.text} {''.join(f'[{mark}]' for mark in sorted(marks))}")
    for contradiction in answer.contradictions:
        print(f"! {contradiction.text}")
    if answer.next_check:
        print(f"Not known. Check this next: {answer.next_check.text} [{answer.next_check.citations[0].document_id}]")
    if answer.missing:
        print(f"Ask: {answer.missing}")
    for document_id, mark in sources.items():
        print(f"[{mark}] {document_id}")


def _settings(data_dir: Path | None) -> Settings:
    return Settings() if data_dir is None else Settings(data_dir=data_dir)


@contextmanager
def _knowledge(data_dir: Path | None) -> Iterator[KnowledgeBase]:
    from knowledge.embedding import OnnxEmbedder

    settings = _settings(data_dir)
    embedder = OnnxEmbedder.load(model_dir=settings.model_dir)
    with KnowledgeBase.open(settings.knowledge_path, embedder=embedder) as knowledge:
        yield knowledge


@contextmanager
def _filled(data_dir: Path | None, no_starter: bool) -> Iterator[KnowledgeBase]:
    """The knowledge base; an empty one is filled with the starter library first, once."""
    with _knowledge(data_dir) as knowledge:
        if not no_starter and not knowledge.count():
            from t2r import starter

            print("t2r: the knowledge base is empty, adding the starter library", file=sys.stderr)
            with _progress("articles") as progress:
                starter.ensure(knowledge, progress)
        yield knowledge


@contextmanager
def _progress(unit: str) -> Iterator[Any]:
    """A progress bar on stderr, told how many are done; nothing where nobody watches."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed} " + unit), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(unit, total=None)
        yield lambda done: bar.update(task, completed=done)


def _print_json(data: object) -> None:
    json.dump(data, sys.stdout, ensure_ascii=False)
    sys.stdout.write("\n")
