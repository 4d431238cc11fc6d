"""Flows with the vocabulary they speak and the binding that ties it to a host's tools, checked as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from pathlib import Path
from types import MappingProxyType

from t2r.flows.binding import Binding
from t2r.flows.checking import check
from t2r.flows.conditions import define
from t2r.flows.files import FlowError, Mistake, SourceFile, merged
from t2r.flows.language import Flow
from t2r.flows.vocabulary import Vocabulary, VocabularyFile
from t2r.flows.wiring import Wiring, digest

VOCABULARY = "vocabulary.yaml"
PACKAGE = Path(str(resources.files("t2r.flows")))


class Flows(Mapping[str, Flow]):
    """Flows by id. Loaded once, shared by every session."""

    def __init__(self, flows: Mapping[str, Flow], vocabulary: Vocabulary, binding: Binding) -> None:
        self._flows = MappingProxyType(dict(flows))
        self.vocabulary, self.binding = vocabulary, binding
        self.today = binding.clock.date().isoformat() if binding.clock else None
        self.wiring = Wiring(binding)
        spoken = vocabulary.to_json()
        self.digests = {name: digest(flow.model_dump_json(by_alias=True) + spoken) for name, flow in flows.items()}

    @classmethod
    def load(
        cls,
        *places: str | Path,
        vocabulary: str | Path | Iterable[str | Path] | None = None,
        binding: str | Path | None = None,
    ) -> Flows:
        """Read flow files, or folders of them; a later place replaces a flow of the same id.

        `vocabulary` names its files (a later one adds and replaces); by default the `vocabulary.yaml` of each folder.
        A `binding` is a file, or one that ships by that name. Without one nothing is tied to a tool: every question goes to a person. Raises FlowError with every
        mistake of every file.
        """
        folders = [Path(place) for place in places]
        named = (
            [file for folder in folders if (file := folder / VOCABULARY).is_file()]
            if vocabulary is None
            else [Path(vocabulary)] if isinstance(vocabulary, (str, Path)) else [Path(path) for path in vocabulary]
        )  # fmt: skip
        bound = SourceFile(_binding_file(binding)) if binding is not None else None
        words = [SourceFile(path) for path in named]
        others = {file.path.resolve() for file in (*words, *([bound] if bound else []))}
        paths = [path for folder in folders for path in _flow_files(folder) if path.resolve() not in others]
        files = [file for file in map(SourceFile, paths) if not file.is_binding]
        return _built(words, files, bound)

    @classmethod
    def starter(cls, binding: str | Path | None = "sandbox") -> Flows:
        """The flows that come with the package."""
        return cls.load(PACKAGE / "starter", binding=binding)

    def __getitem__(self, flow: str) -> Flow:
        return self._flows[flow]

    def __iter__(self) -> Iterator[str]:
        return iter(self._flows)

    def __len__(self) -> int:
        return len(self._flows)


def _binding_file(named: str | Path) -> Path:
    shipped = PACKAGE / "bindings" / f"{named}.yaml"
    file = shipped if shipped.is_file() else Path(named)
    if not file.is_file():
        raise FlowError([Mistake(str(named), 1, "there is no such file, and no binding of that name ships")])
    return file


def _flow_files(place: Path) -> list[Path]:
    if place.is_file():
        return [place]
    if not place.is_dir():
        raise FlowError([Mistake(str(place), 1, "there is no such file or folder")])
    return sorted(path for path in place.glob("*.yaml") if path.name != VOCABULARY)


def _built(words: list[SourceFile], files: list[SourceFile], bound: SourceFile | None) -> Flows:
    vocabularies = [(file, file.read(VocabularyFile)) for file in words]
    flows = [(file, file.read(Flow)) for file in files]
    binding = bound.read(Binding) if bound else Binding.model_validate({"binding": "none"})
    vocabulary = Vocabulary(
        merged(each.slots for _, each in vocabularies if each),
        merged(each.checks for _, each in vocabularies if each),
        merged(each.actions for _, each in vocabularies if each),
        merged(each.conditions for _, each in vocabularies if each),
    )
    read = {flow.flow: (file, flow) for file, flow in flows if flow}
    sources = [*words, *files, *([bound] if bound else [])]
    if all(not source.mistakes for source in sources):
        models = [each for _, each in (*vocabularies, *flows) if each]
        define(vocabulary.conditions, [*models, *([binding] if binding else [])])
        check(
            vocabulary,
            [(file, each) for file, each in vocabularies if each],
            read,
            (bound, binding) if bound and binding else None,
        )
    if mistakes := [mistake for source in sources for mistake in source.mistakes]:
        raise FlowError(mistakes)
    if binding is None:
        raise FlowError([])
    return Flows({name: flow for name, (_, flow) in read.items()}, vocabulary, binding)
