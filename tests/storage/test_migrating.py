"""An older store is copied and brought up to date, a newer one refused; the migrations make what `schema` says.

What a later fgcoder will do is tried with a copy of the migrations folder that has one more in it.
"""

from __future__ import annotations

import shutil
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Integer, MetaData, create_engine

from fgcoder.errors import StoreError
from fgcoder.model import Action, Mode, Relation, Shown, Span
from fgcoder.segmenting import recipe
from fgcoder.storage import migrating, schema
from fgcoder.storage.store import Store

MIGRATIONS = Path(migrating.__file__).parent / "migrations"

NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("places", sa.Column("mood", sa.String))
    op.create_table("moods", sa.Column("name", sa.String, primary_key=True))
"""


@pytest.fixture
def later(tmp_path, monkeypatch):
    """Make the program a later one, which has one more migration."""

    def later(script=NEXT):
        folder = tmp_path / "later"
        shutil.copytree(MIGRATIONS, folder / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "migrations" / "versions" / "0005_moods.py").write_text(script, encoding="utf-8")
        monkeypatch.setattr(migrating, "__file__", str(folder / "migrating.py"))
        monkeypatch.setattr(migrating, "HEAD", "0005")

    return later


def raw(file, query, *values):
    with closing(sqlite3.connect(file)) as connection:
        rows = connection.execute(query, values).fetchall()
        connection.commit()
        return rows


def test_head_is_the_newest_migration():
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == migrating.HEAD


def differences(file, metadata):
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata)
    engine.dispose()
    return found


def test_the_migrations_make_what_the_schema_says(file):
    assert differences(file, schema.metadata) == []


def test_that_comparison_sees_a_difference(file):
    other = MetaData()
    for table in schema.metadata.tables.values():
        table.to_metadata(other)
    other.tables["places"].append_column(Column("mood", Integer))
    assert [kind for kind, *_ in differences(file, other)] == ["add_column"]


def test_a_new_store_is_at_head_and_needs_no_copy(tmp_path):
    file = tmp_path / "store.sqlite"
    Store.open(file).close()
    assert raw(file, "SELECT version_num FROM alembic_version") == [(migrating.HEAD,)]
    assert list(tmp_path.iterdir()) == [file]


def test_an_older_store_is_copied_and_brought_up_to_date(file, make, later):
    with Store.open(file) as store:
        store.append([make(1), make(2)], place=("dk", 5))
    later()
    with Store.open(file) as store:
        assert store.decisions() == [make(1), make(2)]
        assert store.places("anna") == {"dk": 5}
    assert raw(file, "SELECT version_num FROM alembic_version") == [("0005",)]
    assert raw(file, "SELECT mood FROM places") == [(None,)]
    (copy,) = [path for path in file.parent.iterdir() if path != file]
    assert copy.name.startswith("store.before-0005.from-0004.")
    assert copy.suffix == ".sqlite"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert raw(copy, "SELECT version_num FROM alembic_version") == [("0004",)]
    assert len(raw(copy, "SELECT id FROM decisions")) == 2
    Store.open(file).close()
    assert {path for path in file.parent.iterdir() if path.suffix == ".sqlite"} == {file, copy}


def test_the_copy_has_what_still_stands_in_the_log(file, make, later):
    with Store.open(file) as still_open:
        still_open.append([make(1)])
        assert file.with_name("store.sqlite-wal").stat().st_size > 0
        later()
        Store.open(file).close()
        (copy,) = file.parent.glob("*before*.sqlite")
        assert len(raw(copy, "SELECT id FROM decisions")) == 1


FIRST_DECISIONS = """
INSERT INTO decisions (id, coder, made_at, action, transcript, transcript_hash, start, end, code, mode, shown, gesture,
    withdraws, model, codebook_version)
VALUES ('a', 'anna', '2026-03-01T09:00:00.000000+00:00', 'apply', 'dk', 'h', 10, 20, 'low-effort', 'assisted',
        '[["low-effort", 1.5]]', 'g1', NULL, 'bundled', '1.0'),
       ('b', 'anna', '2026-03-01T09:00:01.000000+00:00', 'withdraw', 'dk', 'h', 10, 20, 'low-effort', 'blind',
        '[]', 'g2', 'a', '', '1.0')
"""


def store_of(revision, file, *statements):
    """Make a store as an earlier schema has it."""
    engine = create_engine(f"sqlite:///{file}")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()
    return file


@pytest.fixture
def first_store(tmp_path):
    """A store as the first schema has it, with two decisions."""
    return store_of("0001", tmp_path / "store.sqlite", FIRST_DECISIONS)


def test_decisions_of_the_first_schema_are_found_again_and_stay_append_only(first_store, make):
    with Store.open(first_store) as store:
        applied, back = store.decisions()
        assert (applied.id, applied.shown, applied.withheld, applied.draw) == ("a", (Shown("low-effort", 1.5),), (), "")
        assert (back.action, back.withdraws, back.withheld, back.draw) == (Action.WITHDRAW, "a", (), "")
        new = make(3, mode=Mode.DRAWN, shown=(), withheld=(Shown("low-effort", 0.5),), draw="0.1/7")
        store.append([new])
        assert store.decisions() == [applied, back, new]
    for statement in (
        "UPDATE decisions SET draw = '0.5/1' WHERE id = 'a'",
        "DELETE FROM decisions",
        "INSERT OR REPLACE INTO decisions SELECT * FROM decisions",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            raw(first_store, statement)
    (copy,) = first_store.parent.glob("store.before-0004.from-0001.*.sqlite")
    assert raw(copy, "SELECT id FROM decisions") == [("a",), ("b",)]
    assert differences(first_store, schema.metadata) == []


SECOND_DECISIONS = """
INSERT INTO decisions (id, coder, made_at, action, transcript, transcript_hash, start, end, code, mode, shown, gesture,
    withdraws, model, codebook_version, withheld, draw)
SELECT id, coder, made_at, action, transcript, transcript_hash, start, end, code, 'drawn', '[]', gesture, withdraws,
    model, codebook_version, '[["red-tape", 0.25]]', '0.1/7'
FROM (SELECT 'x' || id AS id, coder, made_at, action, transcript, transcript_hash, start, end, code, gesture,
    'x' || withdraws AS withdraws, model, codebook_version FROM decisions)
"""
A_TRANSCRIPT = """
INSERT INTO transcripts VALUES ('dk', 'DK', 'P1: Ja. Nej.', 'h', 'da', '{}', 'dk.txt', '[]', '2/60/rules', '')
"""
A_TURN = "INSERT INTO turns VALUES ('dk', 1, 'P1', 0, 4, 12, NULL)"
A_SEGMENT = "INSERT INTO segments VALUES ('dk', 1, 1, 0, 12, 4, 12, 'participant')"


def test_decisions_of_the_second_schema_are_kept_and_new_ones_may_be_notes(tmp_path, make):
    made = (FIRST_DECISIONS, SECOND_DECISIONS, A_TRANSCRIPT, A_TURN, A_SEGMENT)
    file = store_of("0002", tmp_path / "store.sqlite", *made)
    before = raw(file, "SELECT * FROM decisions ORDER BY id")
    with Store.open(file) as store:
        kept = store.decisions()
        assert [one.id for one in kept] == ["a", "xa", "b", "xb"]
        assert (kept[1].mode, kept[1].withheld, kept[1].draw) == (Mode.DRAWN, (Shown("red-tape", 0.25),), "0.1/7")
        for one in kept:
            assert (one.at, one.text, one.finding, one.relation, one.changes, one.reverses) == (
                None,
                "",
                "",
                None,
                "",
                "",
            )
        (segment,) = store.segments("dk")
        assert segment.sentences == ()
        assert not store.holds(store.transcript("dk"), recipe("da", 60)), "it is segmented anew, with its sentences"
        note = make(3, action=Action.LINK, code="", finding="f1", relation=Relation.EXPANDS, text="why", at=Span(1, 9))
        store.append([note])
        assert store.decisions() == [*kept, note]
    columns = len(before[0])
    assert [row[:columns] for row in raw(file, "SELECT * FROM decisions WHERE id <> ? ORDER BY id", note.id)] == before
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        raw(file, "UPDATE decisions SET text = 'forged'")
    (copy,) = tmp_path.glob("store.before-0004.from-0002.*.sqlite")
    assert raw(copy, "SELECT * FROM decisions ORDER BY id") == before
    assert differences(file, schema.metadata) == []


def test_decisions_stay_append_only_after_a_migration(file, make, later):
    with Store.open(file) as store:
        store.append([make(1)])
    later()
    Store.open(file).close()
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        raw(file, "DELETE FROM decisions")


def test_a_migration_that_fails_names_the_copy_and_leaves_the_store_as_it_was(file, make, later, monkeypatch):
    with Store.open(file) as store:
        store.append([make(1)])
    with monkeypatch.context():
        later(NEXT + '    op.execute("INSERT INTO nowhere VALUES (1)")\n')
        with pytest.raises(StoreError, match="could not be brought up to date") as caught:
            Store.open(file)
    (copy,) = file.parent.glob("*before*")
    assert str(copy) in caught.value.faults[0].todo
    assert raw(file, "SELECT version_num FROM alembic_version") == [("0004",)]
    assert raw(file, "SELECT name FROM sqlite_master WHERE name = 'moods'") == []
    monkeypatch.undo()
    for path in (file, copy):
        with Store.open(path) as store:
            assert store.decisions() == [make(1)]


def test_a_newer_store_is_refused_and_left_alone(file, make):
    with Store.open(file) as store:
        store.append([make(1)])
    raw(file, "UPDATE alembic_version SET version_num = '9999'")
    before = file.read_bytes()
    with pytest.raises(StoreError, match=r"written by a newer fgcoder \(schema 9999\)") as caught:
        Store.open(file)
    assert caught.value.faults[0].path == file
    assert caught.value.faults[0].todo == "Update fgcoder and try again."
    assert file.read_bytes() == before
    assert [path for path in file.parent.iterdir() if not path.name.startswith("store.sqlite")] == []


def test_two_threads_open_a_new_store_at_once(tmp_path):
    start = Barrier(2)

    def open_it(file):
        start.wait()
        Store.open(file).close()

    with ThreadPoolExecutor(2) as pool:
        for number in range(5):
            file = tmp_path / f"{number}.sqlite"
            for done in [pool.submit(open_it, file) for _ in range(2)]:
                done.result()
            assert raw(file, "SELECT version_num FROM alembic_version") == [(migrating.HEAD,)]


def test_two_programs_open_a_new_store_at_once(tmp_path):
    program = (
        "import sys\nfrom pathlib import Path\nimport alembic.command\nfrom fgcoder.storage.store import Store\n"
        "print('ready', flush=True)\nsys.stdin.readline()\nStore.open(Path(sys.argv[1])).close()\n"
    )
    program_and_file = [sys.executable, "-c", program, str(tmp_path / "store.sqlite")]
    running = [
        subprocess.Popen(
            program_and_file, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    for one in running:
        assert one.stdout.readline() == "ready\n"
    for one in running:
        one.stdin.write("go\n")
        one.stdin.flush()
    ended = [(one.communicate()[1], one.returncode) for one in running]
    assert ended == [("", 0), ("", 0)]
