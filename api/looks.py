"""Looks that many streams share: one look at the database, or whatever is looked at, serves all streams of a process."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Generic, TypeVar

import anyio
from anyio import from_thread, to_thread
from anyio.abc import TaskGroup

log = logging.getLogger("t2r.looks")

T = TypeVar("T")


class SharedLook(Generic[T]):
    """`look` is given what was seen last and gives what is seen now: in a thread, every so many `seconds` while anybody
    listens, and at once when it is woken. Whoever listens is woken when it is not the same."""

    def __init__(self, look: Callable[[T], T], first: T, seconds: float) -> None:
        self._look_at, self._first, self._seconds = look, first, seconds
        self._seen = first
        self._listeners = 0
        self._tasks: TaskGroup

    async def __aenter__(self) -> SharedLook[T]:
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
        """While the block lasts, somebody wants to be woken. What was seen before anybody did is forgotten: it may be old."""
        if not self._listeners:
            self._seen = self._first
        self._listeners += 1
        self._look_now.set()
        try:
            yield
        finally:
            self._listeners -= 1

    async def wait(self, seen: T, seconds: float) -> T:
        """What is to be seen: as soon as it is not what was seen, or when the time is over."""
        with anyio.move_on_after(seconds):
            while self._seen == seen:
                await self._news.wait()
        return self._seen

    def wake(self) -> None:
        """There may be something new, says this thread of the pool."""
        from_thread.run_sync(self._wake)

    def _wake(self) -> None:
        self._look_now.set()

    async def _keep_looking(self) -> None:
        while True:
            if self._listeners:
                await self._look()
                with anyio.move_on_after(self._seconds):
                    await self._look_now.wait()
            else:
                await self._look_now.wait()
            self._look_now = anyio.Event()

    async def _look(self) -> None:
        try:
            found = await to_thread.run_sync(self._look_at, self._seen)
        except Exception as error:  # the edge: nobody further out, and the next look may succeed
            log.exception("error", exc_info=error)
            return
        if found != self._seen:
            self._seen = found
            self._news.set()
            self._news = anyio.Event()
