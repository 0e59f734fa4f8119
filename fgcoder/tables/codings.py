"""Codings in columns, since a million of them as objects would take seconds to make and a gigabyte to hold.

To whoever looks at one it is the `Coding` of the model all the same: the columns are a sequence of codings.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

from fgcoder.model import Coding, Span
from fgcoder.tables.agreement.ratings import Numbers, Verdicts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False, repr=False)
class CodingColumns(Sequence[Coding]):
    """Codings as columns of shape (n_codings,); the names they refer to stand beside them."""

    transcripts: tuple[str, ...]
    coders: tuple[str, ...]
    codes: tuple[str, ...]
    transcript: NDArray[np.int64]
    """Its number in `transcripts`; the two that follow likewise."""
    coder: NDArray[np.int64]
    code: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    decision: Sequence[str]
    """The ids of the decisions they rest on."""

    @classmethod
    def of(cls, codings: Sequence[Coding]) -> CodingColumns:
        """Lay codings out in columns, in their order."""
        import numpy as np

        if isinstance(codings, cls):
            return codings
        transcripts, coders, codes = Numbers(), Numbers(), Numbers()
        transcript = transcripts.of(coding.transcript for coding in codings)
        coder = coders.of(coding.coder for coding in codings)
        code = codes.of(coding.code for coding in codings)
        return cls(
            tuple(transcripts),
            tuple(coders),
            tuple(codes),
            transcript,
            coder,
            code,
            np.array([coding.span.start for coding in codings], dtype=np.int64),
            np.array([coding.span.end for coding in codings], dtype=np.int64),
            [coding.decision for coding in codings],
        )

    @classmethod
    def applied(cls, verdicts: Verdicts, decisions: Sequence[str]) -> CodingColumns:
        """Give what verdicts leave applied: by transcript, in reading order, then by code and coder.

        Parameters
        ----------
        verdicts
            Each coder's last word on each span and code.
        decisions
            The id of the decision behind each.
        """
        import numpy as np

        by_name = [np.argsort(np.argsort(names)) for names in (verdicts.transcripts, verdicts.codes, verdicts.coders)]
        kept = np.flatnonzero(verdicts.is_applied)
        transcript, code, coder = (
            names[column[kept]] if len(names) else column[kept]
            for names, column in zip(by_name, (verdicts.transcript, verdicts.code, verdicts.coder), strict=True)
        )
        kept = kept[np.lexsort((coder, code, verdicts.end[kept], verdicts.start[kept], transcript))]
        return cls(
            verdicts.transcripts,
            verdicts.coders,
            verdicts.codes,
            verdicts.transcript[kept],
            verdicts.coder[kept],
            verdicts.code[kept],
            verdicts.start[kept],
            verdicts.end[kept],
            [decisions[at] for at in kept.tolist()],
        )

    @cached_property
    def coders_there(self) -> list[str]:
        """The coders who have codings, in no order that means anything."""
        return named(self.coders, self.coder)

    @cached_property
    def codes_there(self) -> list[str]:
        """The codes that codings have, likewise."""
        return named(self.codes, self.code)

    def by(self, coders: Collection[str]) -> CodingColumns:
        """Keep the codings of some coders."""
        import numpy as np

        kept = np.isin(self.coder, [number for number, name in enumerate(self.coders) if name in coders])
        columns = {name: getattr(self, name)[kept] for name in ("transcript", "coder", "code", "start", "end")}
        ids = [one for one, keep in zip(self.decision, kept.tolist(), strict=True) if keep]
        return replace(self, **columns, decision=ids)

    def __len__(self) -> int:
        return len(self.decision)

    @overload
    def __getitem__(self, index: int) -> Coding: ...

    @overload
    def __getitem__(self, index: slice) -> list[Coding]: ...

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        return Coding(
            self.decision[index],
            self.coders[self.coder[index]],
            self.transcripts[self.transcript[index]],
            Span(int(self.start[index]), int(self.end[index])),
            self.codes[self.code[index]],
        )

    def __iter__(self) -> Iterator[Coding]:
        columns = (self.coder, self.transcript, self.start, self.end, self.code)
        for decision, coder, transcript, start, end, code in zip(
            self.decision, *(column.tolist() for column in columns), strict=True
        ):
            place = Span(start, end)
            yield Coding(decision, self.coders[coder], self.transcripts[transcript], place, self.codes[code])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"CodingColumns of {len(self)} codings"


def named(names: Sequence[str], numbers: NDArray[np.int64]) -> list[str]:
    """Give the names whose numbers come up, each once."""
    import numpy as np

    return [names[number] for number in np.flatnonzero(np.bincount(numbers, minlength=len(names))).tolist()]
