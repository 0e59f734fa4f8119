"""A model is found on this machine or not at all, named by its content, and refused where loading it could run code."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fgcoder.errors import ModelError
from fgcoder.suggesting import folders


def test_the_name_of_a_folder_follows_its_content_not_its_place(float32_folder: Path, tmp_path: Path) -> None:
    study, elsewhere = tmp_path / "study", tmp_path / "elsewhere"
    for place in (study, elsewhere):
        shutil.copytree(float32_folder, place / "e5", copy_function=_link)
    relative = folders.find("e5", study)[1]
    absolute = folders.find(str(elsewhere / "e5"), study)[1]
    assert relative == absolute
    assert relative.startswith("e5@")
    config = elsewhere / "e5" / "config_sentence_transformers.json"
    changed = config.read_text().replace('"default_prompt_name": "query"', '"default_prompt_name": "other"')
    config.unlink()
    config.write_text(changed)
    assert folders.find(str(elsewhere / "e5"), study)[1] != absolute
    weights = study / "e5" / "model.safetensors"
    with (study / "other").open("wb") as copy, weights.open("rb") as original:
        shutil.copyfileobj(original, copy)
        copy.seek(-10, 2)
        copy.write(b"1234567890")
    (study / "other").replace(weights)
    assert folders.find("e5", study)[1] != relative


@pytest.mark.parametrize(
    "model", ["nobody/has-this-model", "no-such-model", "./no/such/folder", "~nobody-here/x", "/no/such/folder"]
)
def test_a_model_that_is_not_there_is_a_model_error(model: str, tmp_path: Path) -> None:
    with pytest.raises(ModelError) as caught:
        folders.find(model, tmp_path)
    assert model in str(caught.value)
    assert "model: bundled" in (caught.value.faults[0].todo or "")


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no sentence-transformers model"):
        folders.find(str(tmp_path), tmp_path)


def test_pickled_weights_are_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "bert"}')
    (tmp_path / "pytorch_model.bin").write_bytes(b"\x80\x04.")
    with pytest.raises(ModelError, match="pickled"):
        folders.find(str(tmp_path), tmp_path)


def test_code_of_its_own_is_refused(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text(json.dumps([{"idx": 0, "name": "0", "path": "", "type": "custom.Evil"}]))
    (tmp_path / "model.safetensors").write_bytes(b"")
    with pytest.raises(ModelError, match=r"custom\.Evil"):
        folders.find(str(tmp_path), tmp_path)


def test_a_model_downloaded_before_is_found_by_its_name(float32_folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "models--sentence-transformers--some-model"
    snapshot = kept / "snapshots" / "0123456789abcdef0123456789abcdef01234567"
    shutil.copytree(float32_folder, snapshot, copy_function=_link)
    (kept / "refs").mkdir()
    (kept / "refs" / "main").write_text(snapshot.name)
    script = (
        "from pathlib import Path\nfrom fgcoder.suggesting import folders\n"
        "for model in ('some-model', 'sentence-transformers/some-model'):\n"
        f"    folder, name = folders.find(model, Path({str(tmp_path / 'study')!r}))\n"
        f"    assert folder == Path({str(snapshot)!r}), folder\n"
        "    assert name.startswith(model + '@'), name\n"
    )
    environment = os.environ | {"HF_HUB_CACHE": str(tmp_path)}  # read when the library is imported
    run = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def _link(source: str, target: str) -> None:
    Path(target).symlink_to(source)
