"""Processes in the database, in all their versions: new orders take the newest, and those that run end on theirs."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lxml import etree
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from t2r.database import utc_now, writing
from t2r.flows.files import Mistake
from t2r.flows.tables import DecisionTable
from t2r.processes.checking import check
from t2r.processes.runner import BPMN, T2R, Process, ProcessError
from t2r.processes.tables import DeployedProcess

STARTERS = Path(__file__).with_name("orders")
STARTER = "t2r"  # who deployed what comes with the product
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
DEPLOYING = 8_251_307  # the lock under which versions are numbered


class MistakesError(ProcessError):
    """A diagram that may not be deployed; every mistake is in it."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(map(str, self.mistakes)))


class NoSuchProcessError(ProcessError, LookupError):
    """There is no such process, or no such version of it."""


@dataclass(frozen=True, slots=True)
class Source:
    """A diagram with the tables that its tasks ask, as text."""

    name: str
    title: str
    xml: str
    tables: Mapping[str, str]

    @property
    def digest(self) -> str:
        """The same for the same diagram with the same tables."""
        parts = (self.xml, *(f"{name}\n{table}" for name, table in sorted(self.tables.items())))
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]

    @classmethod
    def read(cls, path: Path) -> Source:
        """A diagram and the tables beside it, as they are."""
        xml = path.read_text(encoding="utf-8")
        process = etree.fromstring(xml.encode()).find(f"{BPMN}process")
        asked = sorted({each.get(f"{T2R}decision") for each in process.iter(f"{BPMN}businessRuleTask")})
        tables = {name: path.with_name(f"{name}.dmn").read_text(encoding="utf-8") for name in asked}
        return cls(path.stem, process.get("name") or path.stem, xml, tables)

    @classmethod
    def checked(cls, path: Path) -> Source:
        """A diagram that may be deployed. Raises MistakesError."""
        mistakes = check(path)
        if not NAME.fullmatch(path.stem):
            mistakes.append(
                Mistake(str(path), 1, "a process is called like its file: small letters, such as ont-swap.bpmn")
            )
        if mistakes:
            raise MistakesError(mistakes)
        try:
            return cls.read(path)
        except UnicodeDecodeError as error:
            raise MistakesError([Mistake(str(path), 1, "the diagram and its tables are to be in UTF-8")]) from error


def deploy(session: Session, source: Source, by: str, at: datetime, *, is_starter: bool = False) -> DeployedProcess:
    """Make it the newest version of its process; where it is that already, nothing changes."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": DEPLOYING})
    before = _newest(session, source.name)
    if before is not None and before.digest == source.digest:
        return before
    deployed = DeployedProcess(
        name=source.name,
        version=before.version + 1 if before else 1,
        digest=source.digest,
        title=source.title,
        xml=source.xml,
        tables=dict(source.tables),
        is_starter=is_starter,
        deployed_by=by,
        deployed_at=at,
    )
    session.add(deployed)
    session.flush()
    return deployed


def deploy_starters(session: Session, at: datetime) -> list[DeployedProcess]:
    """Deploy what comes with the product; a process of which the operator has deployed a version stays as it is."""
    deployed = []
    for path in sorted(STARTERS.glob("*.bpmn")):
        before = _newest(session, path.stem)
        if before is None or before.is_starter:
            deployed.append(deploy(session, Source.read(path), STARTER, at, is_starter=True))
    return deployed


def versions(session: Session, name: str | None = None) -> list[DeployedProcess]:
    """What is deployed: the newest version of each process, or all of the one that is named, the newest first."""
    query = select(DeployedProcess).order_by(DeployedProcess.name, DeployedProcess.version.desc())
    if name is not None:
        return list(session.scalars(query.where(DeployedProcess.name == name)))
    newest: dict[str, DeployedProcess] = {}
    for each in session.scalars(query):
        newest.setdefault(each.name, each)
    return list(newest.values())


def version(session: Session, name: str, number: int | None = None) -> DeployedProcess:
    """A version of a process, the newest where none is named. Raises NoSuchProcessError."""
    for each in versions(session, name):
        if number in (None, each.version):
            return each
    raise NoSuchProcessError(f"there is no process {name}" + (f" with the version {number}" if number else ""))


class Deployments:
    """The processes of a database, ready to be run."""

    def __init__(self, engine: Engine) -> None:
        """Starters are deployed where they are not yet."""
        self._engine = engine
        self._ready: dict[str, Process] = {}  # by digest
        with writing(engine) as session:
            deploy_starters(session, utc_now())

    def newest(self, name: str) -> Process:
        """The process that new orders take. Raises NoSuchProcessError where there is none of the name."""
        query = (
            select(DeployedProcess.digest).where(DeployedProcess.name == name).order_by(DeployedProcess.version.desc())
        )
        with Session(self._engine) as session:
            digest = session.scalar(query.limit(1))
        if digest is None:
            raise NoSuchProcessError(f"there is no process {name}")
        return self.version(digest)

    def version(self, digest: str) -> Process:
        """The process with this digest. Raises NoSuchProcessError."""
        if digest not in self._ready:
            with Session(self._engine) as session:
                kept = session.scalar(select(DeployedProcess).where(DeployedProcess.digest == digest).limit(1))
            if kept is None:
                raise NoSuchProcessError(f"there is no process with the digest {digest}")
            self._ready[digest] = as_process(kept)
        return self._ready[digest]


def as_process(kept: DeployedProcess) -> Process:
    """A version, ready to be run; its digest speaks for its tables too."""
    tables = {name: DecisionTable(Path(f"{name}.dmn"), table.encode()) for name, table in kept.tables.items()}
    process = Process(Path(f"{kept.name}.bpmn"), tables, kept.xml.encode())
    process.digest = kept.digest
    return process


def _newest(session: Session, name: str) -> DeployedProcess | None:
    query = select(DeployedProcess).where(DeployedProcess.name == name)
    return session.scalar(query.order_by(DeployedProcess.version.desc()).limit(1))
