"""Articles and resolutions: list, create, read, replace, delete, and many at once."""
# No postponed annotations here: one function makes the routes of both kinds, and annotates them with its arguments.

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from pydantic import BaseModel, ValidationError

from api.auth import KnowledgeReader, KnowledgeWriter
from api.problems import (
    BadRequest,
    Conflict,
    FieldError,
    Invalid,
    NotFound,
    PreconditionFailed,
    field_errors,
    printable,
)
from api.services import Services, Wired
from knowledge import Article, Document, Kind, Resolution
from knowledge.store import digest

MAX_PAGE = 200
MAX_OFFSET = 1_000_000_000
MAX_BULK = 1_000


class Refused(BaseModel):
    """One item of a bulk request that was not stored: its place, counted from 0, and what is wrong with it."""

    index: int
    id: str | None
    errors: list[FieldError]


class BulkReport(BaseModel):
    """What became of the items of a bulk request."""

    added: int
    updated: int
    unchanged: int
    passages: int
    redacted: dict[str, int]
    refused: list[Refused]


def etag(document: Document) -> str:
    """The entity tag: the version its author gave it, and a hash, as the content may change under one version."""
    return f'"{document.version}-{digest(document)[:16]}"'


def _article(article: Article) -> Document:
    return article


def _resolution(resolution: Resolution) -> Document:
    return resolution


def _router(path: str, model: type[Article] | type[Resolution], parse: Callable[..., Document]) -> APIRouter:
    kind = Kind(model.model_fields["kind"].default)
    router = APIRouter(prefix=path, tags=[path.removeprefix("/v1/")])
    Parsed = Annotated[Document, Depends(parse)]  # noqa: N806 - a type
    IfMatch = Annotated[str | None, Header(description="Only if the document still has this ETag.")]  # noqa: N806

    def current(services: Services, id: str) -> Document:
        document = services.knowledge.get(id)
        if document is None or document.kind is not kind:
            raise NotFound(f"There is no {kind} {id!r}.")
        return document

    @router.get("", response_model=list[model])  # type: ignore[valid-type]
    def list_documents(
        _: KnowledgeReader,
        services: Wired,
        response: Response,
        offset: Annotated[int, Query(ge=0, le=MAX_OFFSET)] = 0,
        limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 50,
    ) -> Sequence[Document]:
        """A page of the documents, by id; `X-Total-Count` says how many there are."""
        response.headers["X-Total-Count"] = str(services.knowledge.count(kind))
        return services.knowledge.list(kind, offset, limit)

    @router.post("", status_code=201, response_model=model)
    def create(_: KnowledgeWriter, services: Wired, document: Parsed, response: Response) -> Document:
        """Store a new document; 409 if its id is taken. What identifies a person is redacted first."""
        with services.writing():
            if services.knowledge.get(document.id) is not None:
                raise Conflict(f"There is a document {document.id!r} already.")
            stored = _store(services, document)
        response.headers["ETag"] = etag(stored)
        response.headers["Location"] = f"{path}/{quote(stored.id)}"
        return stored

    @router.post(
        "/bulk",
        openapi_extra={"requestBody": _bulk_body(model)},
        responses={207: {"model": BulkReport, "description": "Some were refused."}},
    )
    def bulk(
        _: KnowledgeWriter, services: Wired, body: Annotated[bytes, Depends(_raw)], response: Response
    ) -> BulkReport:
        """Store many, as a JSON array or a document a line. The valid ones are stored; 207 if any was refused."""
        valid: dict[str, Document] = {}
        refused: list[Refused] = []
        for index, (item, errors) in enumerate(_items(body)):
            id = item.get("id") if isinstance(item, dict) else None
            if not errors:
                try:
                    document = model.model_validate(item)
                    id = document.id
                    errors = _clash(services, document, valid)
                    if not errors:
                        valid[id] = document
                except ValidationError as error:
                    errors = field_errors(error.errors(include_url=False, include_input=False))
            if errors:
                refused.append(Refused(index=index, id=printable(id) if isinstance(id, str) else None, errors=errors))
        with services.writing():
            report = services.knowledge.add(valid.values())
        response.status_code = 207 if refused else 200
        return BulkReport(
            added=report.added,
            updated=report.updated,
            unchanged=report.unchanged,
            passages=report.passages,
            redacted=dict(report.redacted),
            refused=refused,
        )

    @router.get("/{id:path}", response_model=model)
    def read(_: KnowledgeReader, services: Wired, id: str, response: Response) -> Document:
        """One document, with its ETag."""
        document = current(services, id)
        response.headers["ETag"] = etag(document)
        return document

    @router.put("/{id:path}", response_model=model)
    def replace(
        _: KnowledgeWriter,
        services: Wired,
        id: str,
        document: Parsed,
        response: Response,
        if_match: IfMatch = None,
    ) -> Document:
        """Store this document under its id: 200 if there was one, 201 if not."""
        if document.id != id:
            raise Invalid(
                "The id in the body is not the one in the path.",
                errors=[FieldError(field="id", message=f"must be {id!r}, as in the path")],
            )
        with services.writing():
            before = services.knowledge.get(id)
            if before is not None and before.kind is not kind:
                raise Conflict(f"{id!r} is the id of a document of the other kind ({before.kind}).")
            _check_match(if_match, before)
            stored = _store(services, document)
        response.status_code = 201 if before is None else 200
        response.headers["ETag"] = etag(stored)
        return stored

    @router.delete("/{id:path}", status_code=204)
    def remove(_: KnowledgeWriter, services: Wired, id: str, if_match: IfMatch = None) -> None:
        """Delete the document: it is no longer found, though searches as of an earlier moment still see it."""
        with services.writing():
            _check_match(if_match, current(services, id))
            services.knowledge.remove([id])

    return router


def _store(services: Services, document: Document) -> Document:
    services.knowledge.add([document])
    stored = services.knowledge.get(document.id)
    assert stored is not None
    return stored


def _check_match(if_match: str | None, document: Document | None) -> None:
    """RFC 9110, 13.1.1: `*` is any current document, a list matches if one of its strong tags does."""
    if if_match is None:
        return
    if document is None:
        raise PreconditionFailed("If-Match was given, but there is no such document.")
    tags = {tag.strip() for tag in if_match.split(",")}
    if "*" not in tags and etag(document) not in tags:
        raise PreconditionFailed(
            "The document has changed since you read it. Read it again, then apply your change.",
            headers={"ETag": etag(document)},
        )


def _clash(services: Services, document: Document, seen: dict[str, Document]) -> list[FieldError]:
    if document.id in seen:
        return [FieldError(field="id", message="occurs twice in this request; the first was taken")]
    stored = services.knowledge.get(document.id)
    if stored is not None and stored.kind is not document.kind:
        return [FieldError(field="id", message=f"is the id of a document of the other kind ({stored.kind})")]
    return []


async def _raw(request: Request) -> bytes:
    """The body as it came. A dependency that follows the caller's, so that nothing is read from strangers."""
    return await request.body()


def _items(body: bytes) -> Iterator[tuple[Any, list[FieldError]]]:
    """Each item with what is wrong with it as JSON. Raises BadRequest for what is no list of items at all."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadRequest(f"The body is not UTF-8 (at byte {error.start}).") from error
    if not text.strip():
        raise BadRequest("The body is empty: send a JSON array, or a document a line.")
    if text.lstrip().startswith("["):
        try:
            parsed: list[Any] = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise BadRequest(f"The body is not a valid JSON array: {error}") from error
        items = [(item, list[FieldError]()) for item in parsed]
    else:
        items = [_line(line, number) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if len(items) > MAX_BULK:
        raise BadRequest(f"{len(items):,} items are too many: at most {MAX_BULK:,} a request (or use `t2r ingest`).")
    yield from items


def _line(line: str, number: int) -> tuple[Any, list[FieldError]]:
    try:
        return json.loads(line), []
    except (ValueError, RecursionError) as error:
        return None, [FieldError(field="", message=f"line {number} is not valid JSON: {error}")]


def _bulk_body(model: type[BaseModel]) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{model.__name__}"}
    content = {
        "application/json": {"schema": {"type": "array", "items": schema, "maxItems": MAX_BULK}},
        "application/x-ndjson": {"schema": {"type": "string", "description": f"A {model.__name__} a line."}},
    }
    return {"required": True, "content": content}


articles = _router("/v1/articles", Article, _article)
resolutions = _router("/v1/resolutions", Resolution, _resolution)
