"""Nothing is written where one would not expect it, or where others can read it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from fgcoder import locations


@pytest.fixture
def open_umask():
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_umask")
def test_a_private_folder_and_those_it_needed_above_it(tmp_path):
    tmp_path.chmod(0o755)
    made = locations.private_folder(tmp_path / "a" / "b" / "c")
    assert made == tmp_path / "a" / "b" / "c"
    for folder in (made, made.parent, made.parent.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_a_folder_that_is_there_stays_as_it_is(tmp_path):
    (tmp_path / "a").mkdir(mode=0o755)
    locations.private_folder(tmp_path / "a")
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o755


def test_a_file_in_the_way(tmp_path):
    (tmp_path / "a").write_text("")
    with pytest.raises(FileExistsError):
        locations.private_folder(tmp_path / "a" / "b")


@pytest.mark.parametrize(
    ("variable", "function"),
    [("FGCODER_CACHE", "cache_folder"), ("FGCODER_SETTINGS", "settings_file"), ("FGCODER_STATE", "state_folder")],
)
def test_the_environment_moves_a_place(monkeypatch, tmp_path, variable, function):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv(variable, "~/there")
    assert getattr(locations, function)() == tmp_path / "there"
    monkeypatch.delenv(variable)
    usual = getattr(locations, function)()
    assert usual != tmp_path / "there"
    assert usual.is_absolute()
    assert "fgcoder" in usual.parts


def test_the_users_places_are_below_their_home(monkeypatch, tmp_path):
    for name in [name for name in os.environ if name.startswith(("XDG_", "FGCODER_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    places = [locations.cache_folder(), locations.settings_file(), locations.demo_folder(), locations.tour_file()]
    assert len(set(places)) == 4
    assert all(place.is_relative_to(tmp_path) for place in places)
    assert list(tmp_path.iterdir()) == []


def test_a_study_is_found_from_below_and_the_nearest_one_counts(tmp_path):
    inner = tmp_path / "outer" / "inner"
    (inner / "deep" / "deeper").mkdir(parents=True)
    (tmp_path / "outer" / "study.yaml").write_text("title: outer")
    assert locations.find_study(inner / "deep" / "deeper") == tmp_path / "outer"
    (inner / "study.yaml").write_text("title: inner")
    assert locations.find_study(inner / "deep" / "deeper") == inner
    assert locations.find_study(inner) == inner


def test_a_folder_named_like_a_study_file_is_none(tmp_path):
    (tmp_path / "study.yaml").mkdir()
    assert locations.find_study(tmp_path) is None


def test_the_sample_study_is_one():
    assert (locations.sample_study() / locations.STUDY_FILE).is_file()
    assert Path(locations.STORE_FILE).parts[0].startswith(".")
