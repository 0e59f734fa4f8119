"""From files to suggestions: read, segment, embed, rank, store; with progress as events.

Every front end runs the same steps through here. Each step keeps what it has done as it goes, so that an interruption
loses nothing and a second run does only what is new.
"""

from fgcoder.pipeline.contents import codebook_of, coded_corpus, findings_of
from fgcoder.pipeline.embedding import Embedded, embed, embed_study, encoder_named, encoder_of, without_collecting
from fgcoder.pipeline.events import OnProgress, Progress
from fgcoder.pipeline.preparing import Preparation, learner_of, rank_study
from fgcoder.pipeline.taking_in import Imported, import_decisions, import_transcripts, take_in

__all__ = [
    "Embedded",
    "Imported",
    "OnProgress",
    "Preparation",
    "Progress",
    "codebook_of",
    "coded_corpus",
    "embed",
    "embed_study",
    "encoder_named",
    "encoder_of",
    "findings_of",
    "import_decisions",
    "import_transcripts",
    "learner_of",
    "rank_study",
    "take_in",
    "without_collecting",
]
