"""Makes the compact specifications in `specs/` of TM Forum's official files: `python -m t2r.tmf.compact FOLDER`.

A compact one keeps facts only: which resources there are, which operations they take, their attributes with types, what is
required, enumerations, and the names of events. Descriptions and examples stay behind.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

SPECS = Path(__file__).with_name("specs")
SERVED = (
    "TMF621-v4",
    "TMF621-v5",
    "TMF622-v4",
    "TMF629-v4",
    "TMF641-v4",
    "TMF642-v4",
    "TMF645-v4",
    "TMF652-v4",
    "TMF653-v4",
    "TMF656-v4",
    "TMF656-v5",
    "TMF681-v4",
    "TMF683-v4",
    "TMF688-v4",
)
LICENCE = "Apache-2.0, TM Forum"
KEPT = ("type", "format", "enum", "required", "minItems", "maxItems")
OPERATIONS = {"post": "create", "get": "list", "delete": "delete", "patch": "patch"}
JSON = "application/json;charset=utf-8"


def compact(document: Mapping[str, Any], file: str) -> dict[str, Any]:
    """The compact specification of an official file."""
    title = document["info"]["title"]
    schemas = document.get("definitions") or document["components"]["schemas"]
    resources = dict(_resources(document))
    wanted = {one[role] for one in resources.values() for role in ("schema", "create", "patch") if role in one}
    kept = {name: _schema(schemas[name]) for name in sorted(_reachable(wanted | {"Error"}, schemas))}
    return {
        "title": title,
        "source": {"file": file, "version": document["info"]["version"], "licence": LICENCE},
        "base": _base(document),
        "resources": resources,
        "events": sorted(_events(document)),
        "schemas": kept,
    }


def key(file: str) -> str | None:
    """`TMF621-v4` for the name of an official file."""
    found = re.match(r"(TMF\d+).*v(\d)", file)
    return f"{found[1]}-v{found[2]}" if found else None


def _base(document: Mapping[str, Any]) -> str:
    url = document.get("basePath") or document["servers"][0]["url"]
    path = re.search(r"/tmf-api/[\w/]+", url)
    return (path[0] if path else "/tmf-api/serviceProblemManagement/v5").rstrip("/")  # TMF656 v5 tells none


def _resources(document: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        name = path.rpartition("/")[2]
        if "listener" in path or "hub" in path or name.startswith("{"):
            continue
        one: dict[str, Any] = {"path": path, "operations": []}
        methods = [(method, item[method]) for method in OPERATIONS if method in item]
        below = document["paths"].get(f"{path}/{{id}}", {})
        methods += [("retrieve", below["get"])] if "get" in below else []
        methods += [(method, below[method]) for method in ("patch", "delete") if method in below]
        for method, operation in methods:
            one["operations"].append(OPERATIONS.get(method, method))
            if method in ("post", "patch"):
                one["create" if method == "post" else "patch"] = _asked(document, operation)
            if method == "post" or (method == "retrieve" and "schema" not in one):
                one["schema"] = _answered(document, operation)
        yield name, one


def _asked(document: Mapping[str, Any], operation: Mapping[str, Any]) -> str:
    body = [each for each in operation.get("parameters", ()) if each.get("in") == "body"]
    if body:
        return _name(body[0]["schema"])
    content = _looked_up(document, operation["requestBody"])["content"]
    return next(_name(each["schema"]) for kind, each in content.items() if "patch+json" not in kind or "merge" in kind)


def _answered(document: Mapping[str, Any], operation: Mapping[str, Any]) -> str:
    responses = operation["responses"]
    response = _looked_up(document, responses.get("201") or responses["200"])
    if "schema" in response:
        return _name(response["schema"])
    return next(_name(each["schema"]) for each in response["content"].values())


def _looked_up(document: Mapping[str, Any], one: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Any = one
    while "$ref" in found:
        reference, found = found["$ref"], document
        for part in reference.removeprefix("#/").split("/"):
            found = found[part]
    return dict(found)


def _name(schema: Mapping[str, Any]) -> str:
    return str(schema["$ref"]).rpartition("/")[2]


def _events(document: Mapping[str, Any]) -> Iterator[str]:
    for path in document["paths"]:
        if path.startswith("/listener/"):
            name = path.rpartition("/")[2]
            yield name[0].upper() + name[1:]


def _reachable(names: Iterable[str], schemas: Mapping[str, Any]) -> set[str]:
    found, ahead = set(), list(names)
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead += re.findall(
                r"#/(?:definitions|components/schemas)/(\w+)", json.dumps(_schema(schemas[name], name_only=True))
            )
    return found


def _schema(schema: Mapping[str, Any], *, name_only: bool = False) -> dict[str, Any]:
    """A schema without descriptions. What a discriminator would choose of `oneOf` may hold for several, so it is `anyOf` here."""
    if "$ref" in schema:
        return {"$ref": schema["$ref"] if name_only else f"#/schemas/{_name(schema)}"}
    kept = {word: schema[word] for word in KEPT if word in schema}
    if "properties" in schema:
        kept["properties"] = {name: _schema(one, name_only=name_only) for name, one in schema["properties"].items()}
    if "items" in schema:
        kept["items"] = _schema(schema["items"], name_only=name_only)
    for word, ours in (("allOf", "allOf"), ("oneOf", "anyOf"), ("anyOf", "anyOf")):
        if word in schema:
            kept[ours] = [_schema(one, name_only=name_only) for one in schema[word]]
    return kept


def text(spec: Mapping[str, Any]) -> str:
    """A compact specification as it is written: a line for each schema, so that a change of one is seen."""
    head = {name: value for name, value in spec.items() if name not in ("schemas", "resources")}
    lines = [f" {json.dumps(name)}: {json.dumps(value)}" for name, value in head.items()]
    for part in ("resources", "schemas"):
        inside = ",\n".join(f"  {json.dumps(name)}: {json.dumps(one)}" for name, one in spec[part].items())
        lines.append(f' "{part}": {{\n{inside}\n }}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def read(file: Path) -> dict[str, Any]:
    """An official file, whichever of the two ways it is written in."""
    content = file.read_text(encoding="utf-8")
    document = json.loads(content) if file.suffix == ".json" else yaml.safe_load(content)
    return dict(document)


def made_of(folder: Path) -> dict[str, str]:
    """The text of each compact specification, by its name."""
    files = {name: file for file in sorted(folder.iterdir()) if (name := key(file.name)) in SERVED}
    return {name: text(compact(read(file), file.name)) for name, file in files.items() if name}


if __name__ == "__main__":
    for name, content in made_of(Path(sys.argv[1])).items():
        (SPECS / f"{name}.json").write_text(content, encoding="utf-8")
