"""From vectors and decisions to ranked suggestions, at first and after each decision."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fgcoder.model import Codebook, Decision
from fgcoder.pipeline.events import OnProgress, Progress, silent
from fgcoder.pipeline.garbage import keep_for_good, without_collecting
from fgcoder.record.decisions import following
from fgcoder.storage.store import Store
from fgcoder.study import Study

if TYPE_CHECKING:
    # What reads files and embeds them is imported when that is done, since a screen stands before.
    from fgcoder.pipeline.taking_in import Imported
    from fgcoder.suggesting.learning import Learner
    from fgcoder.suggesting.ranking import Ranking


@dataclass
class Preparation:
    """All that has to be done before a study's suggestions can be shown, as one thing to hand to a screen."""

    study: Study
    store: Store
    coder: str
    """Whose decisions are learnt from."""
    _codebook: Codebook | None = None
    """What the codes were ranked by."""
    _learner: Learner | None = None
    _decisions: dict[str, Decision] = field(default_factory=dict)
    """What has been read of the coder's decisions, by id."""

    def take_in(self, on_progress: OnProgress) -> list[Imported]:
        """Bring the store to what lies in the study's folder."""
        from fgcoder.pipeline.taking_in import take_in

        return take_in(self.study, self.store, on_progress)

    def rank(self, on_progress: OnProgress) -> Ranking:
        """Embed what is new, learn from what is decided, and rank the codes of the codebook as it is now."""
        from fgcoder.pipeline.contents import codebook_of

        codebook = self._codebook = codebook_of(self.study)
        self._learner = learner_of(self.study, self.store, codebook, on_progress)
        with without_collecting():
            self._decisions = {decision.id: decision for decision in self.store.decisions(coder=self.coder)}
            ranking = self._learner.learn(following(self._decisions.values(), codebook))
            keep_for_good(len(self._learner.material.rows))
        return ranking

    def learn(self) -> Ranking | None:
        """Rank the codes anew from what is decided by now; None where they are not ranked yet, or are being anew."""
        learner, codebook = self._learner, self._codebook
        if learner is None or codebook is None:
            return None
        # From the latest back, only what is new: reading thousands anew would take longer than learning from them.
        for decision in self.store.decisions_latest_first(self.coder):
            if decision.id in self._decisions:
                break
            self._decisions[decision.id] = decision
        ranking = learner.learn(following(self._decisions.values(), codebook))
        return ranking if learner is self._learner else None  # else the codebook has changed meanwhile


def learner_of(study: Study, store: Store, codebook: Codebook, on_progress: OnProgress | None = None) -> Learner:
    """Embed what has not been embedded yet, and prepare for learning from decisions.

    Raises
    ------
    ModelError
        If the model cannot be had.
    """
    from fgcoder.pipeline.embedding import embed_study
    from fgcoder.suggesting.learning import prepare

    report = on_progress or silent
    known = embed_study(study, store, codebook, report)
    count = len(known.lines)
    report(Progress("Ranking the codes", 0, 1))
    with without_collecting():
        learner = prepare(
            known.model,
            codebook,
            known.lines,
            known.vectors[:count],
            known.segments,
            known.texts,
            known.vectors[count:],
            known.languages,
            known.asked,
            known.speakers,
        )
        keep_for_good(len(known.segments))
    report(Progress("Ranking the codes", 1, 1))
    return learner


def rank_study(
    study: Study, store: Store, codebook: Codebook, on_progress: OnProgress | None = None, coder: str | None = None
) -> Ranking:
    """Embed what has not been embedded yet, and rank the codes for every segment that can be coded.

    Parameters
    ----------
    coder
        Whose decisions to learn from; None to go by the codebook alone.

    Raises
    ------
    ModelError
        If the model cannot be had.
    """
    decisions = following(store.decisions(coder=coder), codebook) if coder else []
    return learner_of(study, store, codebook, on_progress).learn(decisions)
