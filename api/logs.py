"""Logs as one JSON object a line; never a query string, a body, a token or what a customer said."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime

from knowledge import redact

FIELDS = "t2r"  # the key under which a record carries its structured fields: log.info(…, extra={FIELDS: {…}})


class JsonFormatter(logging.Formatter):
    """A record as JSON. Exceptions keep their frames; their message is redacted, as it may quote the input."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            **getattr(record, FIELDS, {}),
        }
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            line["error"] = type(error).__name__
            line["error_message"] = redact(str(error)[:1000]).text
            line["frames"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
            ]
        return json.dumps(line, ensure_ascii=False, default=str)


def configure(level: str) -> None:
    """Send every log line of the process to stderr as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    logging.getLogger("spiff").setLevel(logging.WARNING)  # it tells of every state of every task of every flow
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it tells of every request to other systems, with its query
