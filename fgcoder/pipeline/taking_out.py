"""Out of the store again: transcripts whose files are gone, as when somebody withdraws their consent."""

from __future__ import annotations

from collections.abc import Sequence

from fgcoder import reading
from fgcoder.errors import Fault, StoreError
from fgcoder.pipeline.embedding import key_of
from fgcoder.storage.store import Store
from fgcoder.study import Study

TITLE = "Nothing was taken out."


def without_file(study: Study, store: Store) -> list[str]:
    """List the transcripts of the store that no file of the transcripts folder gives any more."""
    there = {path.stem for path in study.transcript_files(reading.SUFFIXES)}
    return [name for name in store.transcript_ids() if name not in there]


def take_out(study: Study, store: Store, names: Sequence[str]) -> int:
    """Take transcripts out of the store with all that was made of their words, and leave no trace of them in its file.

    What was decided about them stays in the record, which is only ever added to: it says where in a text, not what
    stood there, but for what coders wrote in memos. It counts again if the file comes back.

    Returns
    -------
    int
        How many decisions are about them.

    Raises
    ------
    StoreError
        If there is no such transcript, or its file is still there and would be read in again. Nothing is taken out.
    """
    known = {name: store.transcript(name) for name in names}
    faults = [
        Fault("would be read in again.", path, todo="Move it out of the transcripts folder first.")
        for path in study.transcript_files(reading.SUFFIXES)
        if path.stem in known
    ]
    if faults:
        raise StoreError(TITLE, *faults)
    about = 0
    for name, transcript in known.items():
        about += len(store.decisions(name, set_aside=True))
        keys = [key_of(segment.words.of(transcript.text)) for segment in store.segments(name)]
        store.remove_transcript(name, keys)
    store.compact()
    return about
