"""Finds the folder of a model that the user named, refuses what must not be loaded, and says which model it is.

It is apart from the encoder because all of it happens before anything heavy is imported.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path

from fgcoder.errors import Fault, ModelError

TITLE = "The embedding model cannot be had."
ENVIRONMENT = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
"""Set before any of the libraries is imported: they read it then, and stay off the network and the screen."""
_HUB_NAME = re.compile(r"\w[\w.-]*(/\w[\w.-]*)?")
_SMALL = 1 << 20
"""Files up to this many bytes are fingerprinted whole, larger ones by samples."""
_SAMPLES = 256
_SAMPLE_BYTES = 4096


def find(model: str, base: Path) -> tuple[Path, str]:
    """Give the folder of a model on this machine, and a name that changes when the model does.

    Parameters
    ----------
    model
        A folder, absolute or relative to `base`; or a name on the Hugging Face hub, downloaded before.
    base
        The study's folder.

    Raises
    ------
    ModelError
        If there is no such model on this machine, or it is one that must not be loaded.
    """
    try:
        named = base / Path(model).expanduser()
    except RuntimeError:  # `~somebody` whom this machine does not know
        named = base / model
    folder = named if named.is_dir() else _find_downloaded(model, named)
    _refuse_unsafe(folder)
    return folder, f"{named.resolve().name if folder == named else model}@{_fingerprint(folder)}"


def _find_downloaded(model: str, named: Path) -> Path:
    """Give the folder of a hub model in the local cache."""
    if not _HUB_NAME.fullmatch(model):
        todo = "write a folder that is there, relative to the study's, as `model` in study.yaml, or `model: bundled`"
        raise ModelError(TITLE, Fault(f"there is no such folder: `{model}`", named, todo=todo))
    os.environ.update(ENVIRONMENT)
    from huggingface_hub import constants, snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    # Names without an owner are, by an old custom of the library, those of its own makers.
    candidates = [model] if "/" in model else [f"sentence-transformers/{model}", model]
    for candidate in candidates:
        try:
            return Path(snapshot_download(candidate, local_files_only=True))
        except (LocalEntryNotFoundError, HFValidationError):
            continue
    what = f"`{model}` is neither a folder ({named}) nor a model downloaded before (in {constants.HF_HUB_CACHE})"
    todo = (
        f"on a machine with network run `hf download {model} --local-dir FOLDER`, bring the folder here and name it "
        "as `model` in study.yaml; or write `model: bundled` there"
    )
    raise ModelError(TITLE, Fault(what, todo=todo))


def _refuse_unsafe(folder: Path) -> None:
    """Refuse a folder that is no model, or one that could only be loaded by running what it brings along."""
    todo = "name another model as `model` in study.yaml, or write `model: bundled` there"
    if not (folder / "config.json").is_file() and not (folder / "modules.json").is_file():
        what = "the folder holds no sentence-transformers model: neither modules.json nor config.json is in it"
        raise ModelError(TITLE, Fault(what, folder, todo=todo))
    faults = [
        Fault("the weights are in pickled files only, which can run code when loaded", path, todo=todo)
        for path in sorted(folder.rglob("pytorch_model*.bin"))
        if not any(path.parent.glob("*.safetensors"))
    ]
    faults += [
        Fault(f"the model brings along code of its own (`{kind}`), which is not run here", path, todo=todo)
        for path in [folder / "modules.json"]
        for kind in _module_types(path)
        if not kind.startswith("sentence_transformers.")
    ]
    if not faults and not any(folder.rglob("*.safetensors")):
        faults = [Fault("the folder holds no weights in safetensors", folder, todo=todo)]
    if faults:
        raise ModelError(TITLE, *faults)


def _module_types(path: Path) -> list[str]:
    if not path.is_file():
        return []
    try:
        return [str(module["type"]) for module in json.loads(path.read_text(encoding="utf-8"))]
    except (OSError, ValueError, LookupError, TypeError) as error:
        what = "this is not the list of modules that sentence-transformers writes"
        raise ModelError(TITLE, Fault(what, path, todo="download the model anew")) from error


def _fingerprint(folder: Path) -> str:
    """Give twelve characters that change when the model does, wherever it lies and whenever it was copied.

    Small files count whole, large ones by their size and samples spread over them: a model that was trained further
    differs nearly everywhere, and gigabytes need not be read to open a study.
    """
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix not in {".json", ".safetensors", ".txt", ".model"} or not path.is_file():
            continue
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder).as_posix()}\0{size}\0".encode())
        with path.open("rb") as file:
            if size <= _SMALL:
                digest.update(file.read())
                continue
            for number in range(_SAMPLES):
                file.seek((size - _SAMPLE_BYTES) * number // (_SAMPLES - 1))
                digest.update(file.read(_SAMPLE_BYTES))
    return digest.hexdigest()[:12]
