"""Wakes the streams of screen-pops: a pop is a row of the database, written by whichever process took the event in."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

import anyio
from anyio import from_thread, to_thread
from anyio.abc import TaskGroup
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from t2r.cti.screens import Mark, mark

log = logging.getLogger("t2r.cti")

EVERY_SECONDS = 0.1  # between two looks for what other processes have written, while anybody listens


class PopBoard:
    """One look at the database serves all streams of a process; what this process writes wakes it at once."""

    def __init__(self, database: Engine) -> None:
        self._database = database
        self._listeners = 0
        self._mark = Mark()
        self._tasks: TaskGroup

    async def __aenter__(self) -> PopBoard:
        self._look_now, self._news = anyio.Event(), anyio.Event()
        self._tasks = anyio.create_task_group()
        await self._tasks.__aenter__()
        self._tasks.start_soon(self._keep_looking)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._tasks.cancel_scope.cancel()
        await self._tasks.__aexit__(kind, error, trace)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """While the block lasts, somebody wants to be woken."""
        self._listeners += 1
        self._look_now.set()
        try:
            yield
        finally:
            self._listeners -= 1

    async def wait(self, seen: Mark, seconds: float) -> Mark:
        """How far the pops have come: as soon as it is not as far as was seen, or when the time is over."""
        with anyio.move_on_after(seconds):
            while self._mark == seen:
                await self._news.wait()
        return self._mark

    def wake(self) -> None:
        """Something may have been written, by this thread of the pool."""
        from_thread.run_sync(self._wake)

    def _wake(self) -> None:
        self._look_now.set()

    async def _keep_looking(self) -> None:
        while True:
            if self._listeners:
                await self._look()
                with anyio.move_on_after(EVERY_SECONDS):
                    await self._look_now.wait()
            else:
                await self._look_now.wait()
            self._look_now = anyio.Event()

    async def _look(self) -> None:
        try:
            read = await to_thread.run_sync(self._read)
        except SQLAlchemyError as error:
            log.warning("pops cannot be read", exc_info=error)
            return
        if read != self._mark:
            self._mark = read
            self._news.set()
            self._news = anyio.Event()

    def _read(self) -> Mark:
        with Session(self._database) as session:
            return mark(session)
