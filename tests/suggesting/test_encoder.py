"""Vectors mean what the texts mean in every language of the study, and nothing reaches the network."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fgcoder.errors import ModelError
from fgcoder.suggesting import bundled
from fgcoder.suggesting.batches import MOST_TOKENS
from fgcoder.suggesting.encoder import Encoder, SentenceTransformerEncoder, load_encoder
from fgcoder.suggesting.onnx_encoder import OnnxEncoder

TRANSLATIONS = {
    "watch": [
        "Neighbours keep an eye on each other's houses.",
        "Sousedé si navzájem hlídají domy.",
        "Naboerne holder øje med hinandens huse.",
        "Die Nachbarn passen gegenseitig auf ihre Häuser auf.",
        "Les voisins surveillent mutuellement leurs maisons.",
    ],
    "money": [
        "The council has no money left for the park.",
        "Obec už nemá na park peníze.",
        "Kommunen har ikke flere penge til parken.",
        "Die Gemeinde hat kein Geld mehr für den Park.",
        "La mairie n'a plus d'argent pour le parc.",
    ],
    "doctor": [
        "My doctor explained how to measure my blood pressure at home.",
        "Lékařka mi vysvětlila, jak si doma měřit tlak.",
        "Min læge forklarede, hvordan jeg måler mit blodtryk hjemme.",
        "Meine Ärztin hat mir erklärt, wie ich zu Hause den Blutdruck messe.",
        "Mon médecin m'a expliqué comment mesurer ma tension à la maison.",
    ],
}


@pytest.fixture(scope="module")
def encoder(model_folder: Path) -> Encoder:
    return load_encoder("bundled", Path("unused"), model_folder.parent)


def test_translations_are_nearer_than_anything_else(encoder: Encoder) -> None:
    texts = [text for group in TRANSLATIONS.values() for text in group]
    group = np.repeat(np.arange(len(TRANSLATIONS)), 5)
    vectors = encoder.encode(texts)
    nearness = vectors @ vectors.T
    same = group[:, None] == group[None, :]
    for row in range(len(texts)):
        others = np.arange(len(texts)) != row
        assert nearness[row, same[row] & others].min() > nearness[row, ~same[row]].max(), texts[row]


def test_rows_keep_the_order_and_have_norm_1(encoder: Encoder) -> None:
    texts = ["short", "a rather longer text " * 10, "", "of middling length, this one", "x"] * 15
    seen: list[tuple[int, int]] = []
    vectors = encoder.encode(texts, lambda done, total: seen.append((done, total)))
    assert vectors.shape == (75, encoder.dimensions)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    alone = np.vstack([encoder.encode([text]) for text in texts[:5]])
    assert np.array_equal(vectors, np.tile(alone, (15, 1)))
    assert seen == [(32, 75), (64, 75), (75, 75)]


def test_no_texts_give_no_rows(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, 384)
    assert list(encoder.encode_batches([])) == []


def test_batches_cover_every_text_once_and_can_be_left_off(encoder: Encoder) -> None:
    texts = [f"text number {number}" for number in range(40)]
    whole = encoder.encode(texts)
    batches = encoder.encode_batches(texts)
    first, rows = next(batches)
    assert np.allclose(rows, whole[first], atol=1e-6)
    rest = [position for positions, _ in batches for position in positions]
    assert sorted(first + rest) == list(range(40))


@pytest.fixture(scope="module")
def in_float32(float32_folder: Path) -> Encoder:
    return load_encoder(str(float32_folder), Path("unused"), Path("unused"))


@pytest.fixture(params=["as shipped", "in float32"])
def either(request: pytest.FixtureRequest, encoder: Encoder, in_float32: Encoder) -> Encoder:
    return encoder if request.param == "as shipped" else in_float32


def test_of_a_text_beyond_the_longest_input_nothing_is_lost(either: Encoder) -> None:
    # 550 words in the middle or at the end, where a model that stops at 512 tokens would never come.
    bins, songs = "Nobody empties the bins. " * 110, "We sing in the choir on Sundays. " * 110
    first, second, both, turned = either.encode([bins, songs, bins + songs, songs + bins])
    assert np.isclose(np.linalg.norm(both), 1.0, atol=1e-5)
    middle = (first + second) / np.linalg.norm(first + second)
    assert both @ middle > 0.99
    assert turned @ middle > 0.99
    assert max(first @ middle, second @ middle) < 0.98


def test_a_long_word_without_a_space_is_read_too(either: Encoder) -> None:
    alone, longer = either.encode(["ab9" * 150, "ab9" * 1500])
    assert alone @ longer > 0.95


def test_windows_weigh_as_many_as_they_have_tokens(encoder: Encoder, in_float32: Encoder) -> None:
    text = "The council has no money left for the park, " * 40 + "and my doctor measures my blood pressure. " * 40
    ours, theirs = encoder.encode([text])[0], in_float32.encode([text])[0]
    assert ours @ theirs > 0.99


def test_vectors_are_near_to_those_in_float32(encoder: Encoder, in_float32: Encoder) -> None:
    texts = [text for group in TRANSLATIONS.values() for text in group] + ["", "Yes.", "x " * 300]
    cosines = (encoder.encode(texts) * in_float32.encode(texts)).sum(axis=1)
    assert cosines.min() > 0.99
    assert cosines[:15].mean() > 0.998


def test_no_batch_is_so_large_that_stopping_has_to_wait(encoder: Encoder) -> None:
    texts = ["neighbours and the council " * 100] * 10 + ["short"] * 40
    sizes = [len(positions) for positions, _ in encoder.encode_batches(texts)]
    assert max(sizes[:2]) <= MOST_TOKENS // 300
    assert max(sizes) == 32
    assert sum(sizes) == 50


def test_nothing_reaches_the_network(model_folder: Path, float32_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: Any) -> None:
        raise AssertionError(f"a connection was tried: {arguments[1:]}")

    for way in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, way, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    for model in ("bundled", str(float32_folder)):
        encoder = load_encoder(model, Path(), model_folder.parent)
        assert encoder.encode(["Nobody may hear this."]).shape == (1, 384)
    with pytest.raises(ModelError):
        load_encoder("nobody/has-this-model", Path(), model_folder.parent)


def test_a_name_costs_no_heavy_import_and_loading_writes_nothing_to_the_screen(model_folder: Path) -> None:
    script = (
        "import sys\nfrom pathlib import Path\nfrom fgcoder.suggesting.encoder import load_encoder\n"
        f"encoder = load_encoder('bundled', Path(), Path({str(model_folder.parent)!r}))\n"
        "assert encoder.name and encoder.dimensions == 384\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'onnx', 'onnxruntime', 'numpy', 'tokenizers'}\n"
        "assert not heavy & set(sys.modules)\n"
        "assert encoder.encode(['a']).shape == (1, 384)\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'onnx'}\n"
        "assert not heavy & set(sys.modules)\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_a_folder_loads_quietly_and_goes_through_sentence_transformers(float32_folder: Path) -> None:
    script = (
        "import sys\nfrom pathlib import Path\nfrom fgcoder.suggesting.encoder import load_encoder\n"
        f"encoder = load_encoder({str(float32_folder)!r}, Path(), Path())\n"
        "assert encoder.dimensions == 384\n"
        "assert encoder.encode(['one', 'two']).dtype == 'float32'\n"
        "assert 'sentence_transformers' in sys.modules\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_damaged_network_or_tokenizer_is_a_model_error_when_first_used(
    model_folder: Path, tmp_path: Path, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(model_folder, tmp_path / "e5", copy_function=_link)
    (tmp_path / "e5" / name).unlink()
    (tmp_path / "e5" / name).write_bytes(b"not a model")
    with pytest.raises(ModelError, match="cannot be loaded"):
        OnnxEncoder("m", lambda: tmp_path / "e5", 384).encode(["a"])
    assert capfd.readouterr() == ("", "")


def test_damaged_weights_are_a_model_error_when_first_used(float32_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(float32_folder, tmp_path / "e5", copy_function=_link)
    (tmp_path / "e5" / "model.safetensors").unlink()
    (tmp_path / "e5" / "model.safetensors").write_bytes(b"not weights")
    with pytest.raises(ModelError, match="cannot be loaded"):
        SentenceTransformerEncoder("m", lambda: tmp_path / "e5").encode(["a"])


def test_the_bundled_model_is_unpacked_when_first_used(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    doing: list[str] = []
    encoder = load_encoder("bundled", tmp_path, cache, lambda part, what: doing.append(what))
    assert encoder.name == bundled.NAME
    assert not cache.exists()
    assert encoder.encode(["a"]).shape == (1, 384)
    assert bundled.is_unpacked(bundled.folder_in(cache))
    assert doing[-1] == "the model is unpacked"
    shutil.rmtree(cache)


def _link(source: str, target: str) -> None:
    Path(target).symlink_to(source)
