"""Transcripts are personal data: no command makes a connection, whether or not there is a network."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fgcoder.storage.store import Store
from fgcoder.study import open_study
from fgcoder.suggesting import bundled

WATCH = """
import os, socket

def _refuse(name):
    def refused(*arguments, **options):
        with open(os.environ["ATTEMPTS"], "a") as file:
            print(name, arguments[1:], file=file)
        raise OSError("no connection is to be made")
    return refused

for _name in ("connect", "connect_ex", "sendto", "sendmsg"):
    setattr(socket.socket, _name, _refuse(_name))
for _name in ("create_connection", "getaddrinfo", "gethostbyname"):
    setattr(socket, _name, _refuse(_name))
open(os.environ["ATTEMPTS"], "a").close()
"""

NEW = "Jeg går tur med naboens hund hver morgen."


@pytest.fixture
def study_with_a_new_text(study: Path) -> Path:
    """The model has to be loaded and used, since this text has no vector yet."""
    file = study / "transcripts/dk-public-health.txt"
    file.write_text(file.read_text() + f"\nDELTAGER 2: {NEW}\n")
    assert not has_vector(study)
    return study


def has_vector(study: Path) -> bool:
    with Store.open(open_study(study).store) as store:
        return bool(store.vectors(bundled.NAME, [hashlib.sha256(NEW.encode()).hexdigest()]))


def is_right(ran, study: Path) -> bool:
    assert ran.code == 0, ran.err
    assert has_vector(study)
    return all(len(row["suggestions"]) == 3 for row in json.loads(ran.out))


def test_no_connection_is_tried(study_with_a_new_text: Path, in_process_of_its_own, tmp_path: Path):
    (tmp_path / "watch").mkdir()
    (tmp_path / "watch" / "sitecustomize.py").write_text(WATCH)
    attempts = tmp_path / "attempts"
    environment = {"PYTHONPATH": str(tmp_path / "watch"), "ATTEMPTS": str(attempts)}
    probe = "import urllib.request; urllib.request.urlopen('http://localhost:9')"
    assert in_process_of_its_own(sys.executable, "-c", probe, environment=environment).code == 1
    assert attempts.read_text() != ""  # the watch watches
    attempts.write_text("")

    command = [sys.executable, "-m", "fgcoder", "-C", study_with_a_new_text, "suggest", "--json"]
    assert is_right(in_process_of_its_own(*command, environment=environment), study_with_a_new_text)
    assert attempts.read_text() == ""


def test_it_works_where_there_is_no_network(study_with_a_new_text: Path, in_process_of_its_own):
    unshare = shutil.which("unshare")
    alone = [unshare, "--user", "--map-root-user", "--net"]
    if unshare is None or subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine does not permit a network namespace")
    command = [sys.executable, "-m", "fgcoder", "-C", study_with_a_new_text, "suggest", "--json"]
    assert is_right(in_process_of_its_own(*alone, *command), study_with_a_new_text)
