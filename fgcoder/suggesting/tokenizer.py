"""Builds the tokenizer of the bundled model from the vocabulary in its file."""

from __future__ import annotations

import re

from fgcoder.suggesting.packed import Vocabulary


def tokenizer_json(vocabulary: Vocabulary) -> str:
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
