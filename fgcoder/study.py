"""`study.yaml` and what lies in the study's folder. The one place that knows how a study is laid out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from secrets import randbelow
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from fgcoder.blinding import Draw
from fgcoder.citation import closed
from fgcoder.controls import is_plain_name
from fgcoder.errors import Fault, StudyError
from fgcoder.files import write_atomically
from fgcoder.locations import STORE_FILE, STUDY_FILE, find_study, private_folder
from fgcoder.yaml import file as yamlfile

LOG = ".jsonl"
"""The ending of decision logs."""


def _listed(value: object) -> object:
    """Take a single name where a list of names is expected."""
    return [value] if isinstance(value, str) else value


class SegmentSettings(BaseModel):
    """How turns are cut into segments."""

    model_config = ConfigDict(extra="forbid", title="Segments")

    longest: int = Field(60, ge=5, le=2000, description="A turn of more words than this is split at sentence ends.")
    pipelines: dict[str, str] = Field(
        default_factory=dict,
        description="Language code -> installed spaCy pipeline to find sentences with; rules are used elsewhere.",
    )


class BlindSettings(BaseModel):
    """The share of segments that are coded before anything is suggested for them."""

    model_config = ConfigDict(extra="forbid", title="Blind")

    share: float = Field(0.0, ge=0, le=1, description="Of all segments, drawn at random; 0 for none.")
    seed: int = Field(0, description="What the draw is made from: the same seed draws the same segments.")


class StudyFile(BaseModel):
    """A study for fgcoder. Paths are relative to the file."""

    model_config = ConfigDict(extra="forbid", title="fgcoder study")

    title: str = Field(min_length=1)
    description: str = ""
    codebook: str = Field("codebooks/codebook.yaml", description="The codebook file.")
    transcripts: str = Field("transcripts", description="The folder with the transcripts.")
    surveys: Annotated[list[str], BeforeValidator(_listed, json_schema_input_type=list[str] | str)] = Field(
        default_factory=list, description="Survey files, or folders of them."
    )
    decisions: str = Field(
        "decisions", description="The folder with decision logs that are read in with the transcripts."
    )
    model: str = Field("bundled", description="`bundled`, or a sentence-transformers model: a name or a folder.")
    attributes: dict[str, list[str]] = Field(
        default_factory=dict,
        description="What every transcript must say about itself, with the values allowed; an empty list allows any.",
    )
    citation: Annotated[str, AfterValidator(closed)] = Field(
        "",
        description="The line under a quote, with names in braces and, in square brackets, parts that are left out "
        "where a name in them is not known: `participant {speaker}[, {stakeholders}], {country}`.",
    )
    segments: SegmentSettings = Field(default_factory=SegmentSettings)
    blind: BlindSettings = Field(default_factory=BlindSettings)


@dataclass(frozen=True)
class Study:
    """A study's folder and settings."""

    folder: Path
    settings: StudyFile

    @property
    def title(self) -> str:
        """The study's name."""
        return self.settings.title

    @property
    def codebook(self) -> Path:
        """The codebook file."""
        return self.folder / self.settings.codebook

    @property
    def transcripts(self) -> Path:
        """The folder with the transcripts."""
        return self.folder / self.settings.transcripts

    @property
    def surveys(self) -> tuple[Path, ...]:
        """The survey files; of a folder those in it, by name."""
        named = (self.folder / name for name in self.settings.surveys)
        found = (sorted(_yaml_files(path)) if path.is_dir() else [path] for path in named)
        return tuple(dict.fromkeys(path for paths in found for path in paths))

    @property
    def decisions(self) -> Path:
        """The folder with decision logs."""
        return self.folder / self.settings.decisions

    @property
    def draw(self) -> Draw | None:
        """The draw of segments for blind coding; None where there is none."""
        blind = self.settings.blind
        return Draw(blind.share, blind.seed) if blind.share else None

    @property
    def store(self) -> Path:
        """The database file."""
        return self.folder / STORE_FILE

    def transcript_files(self, suffixes: tuple[str, ...]) -> list[Path]:
        """List by name the files of the transcripts folder that have one of the suffixes.

        README files are left out, and those that programs keep for themselves, as Word does with `~$w.docx`.
        """
        return _files_in(self.transcripts, suffixes)

    def decision_files(self) -> list[Path]:
        """List the decision logs, by name."""
        return _files_in(self.decisions, (LOG,))

    def passed_over(self, suffixes: tuple[str, ...]) -> list[Fault]:
        """Say which files of the folders with transcripts and decisions are not read, and why.

        What nobody would take for a transcript or a log is left out: README files, attributes in YAML, and what
        programs keep for themselves.
        """
        kinds = ((self.transcripts, suffixes, "a transcript"), (self.decisions, (LOG,), "a log"))
        return [
            fault
            for folder, endings, kind in kinds
            if folder.is_dir()
            for path in sorted(folder.iterdir())
            if not _is_beside_the_point(path) and (fault := _why_not(path, endings, kind)) is not None
        ]


def _files_in(folder: Path, suffixes: tuple[str, ...]) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in suffixes and path.is_file() and not _is_beside_the_point(path)
    )


def _is_beside_the_point(path: Path) -> bool:
    name = path.name.lower()
    return (
        name.startswith((".", "~"))
        or name.endswith(("~", ".yaml", ".yml", ".tmp", ".bak", ".lock"))
        or name in {"thumbs.db", "desktop.ini", "icon\r"}
        or path.stem.lower() == "readme"
    )


def _why_not(path: Path, endings: tuple[str, ...], kind: str) -> Fault | None:
    if path.is_dir():
        is_empty = all(_is_beside_the_point(one) for one in path.iterdir())
        todo = f"Move what is to be read into {path.parent.name}/ itself."
        return None if is_empty else Fault("is a folder; what lies in it is not read.", path, todo=todo)
    if path.suffix.lower() not in endings:
        ending = f"ends in `{path.suffix}`" if path.suffix else "has no ending"
        return Fault(f"is not read: it {ending}, and {kind} ends in {' or '.join(endings)}.", path)
    return None if path.is_file() else Fault("is not read: it is no ordinary file, or leads nowhere.", path)


def _yaml_files(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.suffix.lower() in {".yaml", ".yml"} and path.is_file()]


TITLE = "The study cannot be opened."


def open_study(start: Path) -> Study:
    """Open the study at `start`, or in the nearest folder above it.

    Raises
    ------
    StudyError
        If there is no study, or its `study.yaml` is faulty (file, line, what was expected).
    """
    folder = find_study(start.resolve())
    if folder is None:
        todo = "Go to a study's folder, start one with `fgcoder new FOLDER`, or look at the sample with `fgcoder demo`."
        raise StudyError(TITLE, Fault(f"there is no {STUDY_FILE} in {start.resolve()} or above it.", todo=todo))
    path = folder / STUDY_FILE
    tree = yamlfile.load(path, StudyError, TITLE)
    return Study(folder, yamlfile.validate(StudyFile, tree, path, StudyError, TITLE))


def create_study(folder: Path, title: str) -> Study:
    """Lay out a new study: `study.yaml`, a codebook to fill in, and the folders; a codebook that is there is kept.

    Raises
    ------
    StudyError
        If the folder holds a study already, or cannot be written to, or the title cannot be printed.
    """
    title = " ".join(title.split())
    if not title or not is_plain_name(title):
        what = "the title is empty, has control characters, or is not UTF-8 text."
        raise StudyError("The study was not created.", Fault(what, todo="Give it another one with `--title`."))
    templates = Path(__file__).parent / "templates"
    quoted = title.replace("'", "''")
    study_text = (templates / "study.yaml").read_text(encoding="utf-8")
    study_text = study_text.replace("SEED", str(randbelow(10**8))).replace("TITLE", quoted)
    codebook = folder / "codebooks" / "codebook.yaml"
    try:
        if (folder / STUDY_FILE).exists():
            fault = Fault("there is a study here already.", folder / STUDY_FILE, todo="Choose another folder.")
            raise StudyError("The study was not created.", fault)
        for name in ("codebooks", "transcripts", "surveys", "decisions"):
            private_folder(folder / name)
        if not codebook.exists():
            write_atomically(codebook, (templates / "codebook.yaml").read_bytes())
        write_atomically(folder / STUDY_FILE, study_text.encode("utf-8"))
    except OSError as problem:
        fault = Fault(f"cannot be written to: {problem.strerror}.", folder, todo="Choose another folder.")
        raise StudyError("The study was not created.", fault) from problem
    return open_study(folder)
