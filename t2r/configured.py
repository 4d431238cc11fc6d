"""Files that an operator writes in YAML: read into a model, with errors that name the file and the field."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

Model = TypeVar("Model", bound=BaseModel)
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one of Python alone takes ten times as long


def read(path: Path, model: type[Model]) -> Model:
    """What a YAML file says. Raises ValueError that names file and field."""
    try:
        return model.model_validate(yaml.load(path.read_text(encoding="utf-8"), LOADER))  # noqa: S506 - a safe one
    except OSError as error:
        raise ValueError(f"{path}: cannot be read: {error.strerror}") from error
    except (UnicodeError, yaml.YAMLError) as error:
        raise ValueError(f"{path}: not valid YAML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise ValueError(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
