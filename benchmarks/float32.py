"""The bundled weights in full, as an ordinary sentence-transformers folder: what the fast network is measured against.

Tests of models take it from here, too, and who wants to train the model further can begin with it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fgcoder.suggesting.onnx_encoder import LONGEST
from fgcoder.suggesting.packed import PackedModel
from fgcoder.suggesting.tokenizer import tokenizer_json


def write_float32(model: PackedModel, folder: Path) -> Path:
    """Write the model, about 490 MB, to an empty folder and give the folder.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    from safetensors.numpy import save_file

    (folder / "tokenizer.json").write_text(tokenizer_json(model.vocabulary), encoding="utf-8")
    weights = {name: model.floats(name) for name in model.weights}
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    for name, content in _settings(model).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    return folder


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
            "model_max_length": LONGEST,
            "model_input_names": ["input_ids", "attention_mask"],
            **special,
        },
        "modules.json": [
            {"idx": number, "name": str(number), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for number, (path, kind) in enumerate(kinds)
        ],
        "sentence_bert_config.json": {
            "max_seq_length": LONGEST,
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
