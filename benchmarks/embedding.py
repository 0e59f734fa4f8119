"""How many segments a second the bundled model embeds, and how near its vectors are to those in float32.

Beside it the same weights in float32 under PyTorch, with as many threads, on the same segments of the sample study. The
two take turns, since other work on the machine comes and goes; the best turn of each counts.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.float32 import write_float32
from fgcoder.locations import cache_folder, sample_study
from fgcoder.pipeline.taking_in import take_in
from fgcoder.storage.store import Store
from fgcoder.study import open_study
from fgcoder.suggesting import bundled
from fgcoder.suggesting.batches import threads
from fgcoder.suggesting.encoder import BUNDLED, SentenceTransformerEncoder, load_encoder
from fgcoder.suggesting.packed import read_packed

TURNS = 3


def segments(folder: Path) -> list[str]:
    """Give the words of every segment of the sample study that can be coded."""
    with Store.open(folder / "bench.sqlite") as store:
        take_in(open_study(sample_study()), store)
        return [
            segment.words.of(transcript.text)
            for name, transcript in store.transcripts().items()
            for segment in store.segments(name)
            if segment.is_codable
        ]


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        texts = segments(folder)
        whole = folder / "float32"
        whole.mkdir()
        write_float32(read_packed(bundled.verified(bundled.packaged_file())), whole)
        shipped = load_encoder(BUNDLED, folder, cache_folder())
        encoders = {"as shipped": shipped, "float32": SentenceTransformerEncoder("float32", lambda: whole)}
        best = dict.fromkeys(encoders, 0.0)
        vectors = {name: encoder.encode(texts[:32]) for name, encoder in encoders.items()}  # loads them
        for _ in range(TURNS):
            for name, encoder in encoders.items():
                began = time.perf_counter()
                vectors[name] = encoder.encode(texts)
                best[name] = max(best[name], len(texts) / (time.perf_counter() - began))
    ours, theirs = best["as shipped"], best["float32"]
    print(
        f"embedding {len(texts)} segments, {threads()} threads: {ours:.0f} a second as shipped, "
        f"{theirs:.0f} a second in float32 under PyTorch, ratio {ours / theirs:.2f}"
    )
    cosines = (vectors["as shipped"] * vectors["float32"]).sum(axis=1)
    lowest, first = cosines.min(), np.percentile(cosines, 1)
    print(f"cosine to float32: lowest {lowest:.4f}, 1st percentile {first:.4f}, mean {cosines.mean():.4f}")


if __name__ == "__main__":
    main()
