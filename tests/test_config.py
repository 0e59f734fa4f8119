"""Settings come from the file, the environment overrides them, and a mistake in either is named."""

from __future__ import annotations

import getpass
import os
import stat

import pytest

from fgcoder import config
from fgcoder.errors import StudyError


@pytest.fixture
def file(tmp_path, monkeypatch):
    for name in [name for name in os.environ if name.startswith("FGCODER_")]:
        monkeypatch.delenv(name)
    path = tmp_path / "settings.yaml"
    monkeypatch.setenv("FGCODER_SETTINGS", str(path))
    return path


def test_without_a_file_the_defaults_count(file):
    settings = config.read()
    assert (settings.coder, settings.theme, settings.keys) == ("", "textual-dark", {})
    assert settings.coder_name == getpass.getuser()


@pytest.mark.parametrize("content", ["", "# nothing yet\n"])
def test_an_empty_file_is_as_good_as_none(file, content):
    file.write_text(content)
    assert config.read() == config.Settings()


def test_what_the_file_says(file):
    file.write_text("coder: anna\ntheme: nord\nkeys:\n  accept: enter,space\n")
    settings = config.read()
    assert settings.coder_name == "anna"
    assert settings.theme == "nord"
    assert settings.keys == {"accept": "enter,space"}


def test_the_environment_overrides_the_file_setting_by_setting(file, monkeypatch):
    file.write_text("coder: anna\ntheme: nord\nkeys: {accept: enter}\n")
    monkeypatch.setenv("FGCODER_CODER", "jonas")
    monkeypatch.setenv("FGCODER_KEYS", '{"reject": "x"}')
    settings = config.read()
    assert (settings.coder, settings.theme, settings.keys) == ("jonas", "nord", {"reject": "x"})


def test_the_environment_counts_without_a_file(file, monkeypatch):
    monkeypatch.setenv("FGCODER_CODER", "jonas")
    assert config.read().coder_name == "jonas"


def test_variables_that_are_no_settings_are_let_be(file, monkeypatch):
    monkeypatch.setenv("FGCODER_CACHE", "/somewhere")
    assert config.read() == config.Settings()


def test_faults_in_the_file_with_their_lines(file):
    file.write_text("coder: [anna]\nkeys:\n  accept: 3\nthem: nord\n")
    with pytest.raises(StudyError) as caught:
        config.read()
    assert {(one.path, one.line) for one in caught.value.faults} == {(file, 1), (file, 3), (file, 4)}
    assert "Did you mean `theme`?" in str(caught.value)


def test_a_fault_in_the_file_is_not_hidden_by_the_environment(file, monkeypatch):
    file.write_text("coder: [anna]\n")
    monkeypatch.setenv("FGCODER_CODER", "jonas")
    with pytest.raises(StudyError, match=r"settings\.yaml:1"):
        config.read()


@pytest.mark.parametrize("content", ["- a\n", "coder\n", "coder: [\n"])
def test_a_file_that_is_no_mapping(file, content):
    file.write_text(content)
    with pytest.raises(StudyError, match="Your settings are not as they should be"):
        config.read()


@pytest.mark.parametrize("value", ["accept=enter", '["enter"]', '{"accept": 3}'])
def test_a_fault_in_the_environment_is_named(file, monkeypatch, value):
    monkeypatch.setenv("FGCODER_KEYS", value)
    with pytest.raises(StudyError, match="in the environment"):
        config.read()


def test_a_setting_is_kept_with_everything_else_in_the_file(file):
    file.write_text("# mine\ncoder: anna  # at home\ntheme: nord\n\nkeys:\n  # as in vi\n  next: j\n")
    config.keep("theme", "dracula")
    assert file.read_text() == "# mine\ncoder: anna  # at home\ntheme: dracula\n\nkeys:\n  # as in vi\n  next: j\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    config.keep("coder", "jonas")
    assert config.read().coder == "jonas"
    assert "# at home" in file.read_text()


@pytest.mark.parametrize("before", [None, "", "# only a comment", "# only a comment\n"])
def test_a_setting_is_kept_where_there_is_none_yet(file, before):
    if before is not None:
        file.write_text(before)
    config.keep("theme", "nord")
    assert config.read().theme == "nord"
    assert file.read_text().startswith((before or "").strip())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_folder_is_made_and_is_the_users_own(file, monkeypatch, tmp_path):
    monkeypatch.setenv("FGCODER_SETTINGS", str(tmp_path / "new" / "settings.yaml"))
    config.keep("theme", "nord")
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
    assert config.read().theme == "nord"


def test_a_link_to_a_file_kept_elsewhere_stays_a_link(file, tmp_path):
    elsewhere = tmp_path / "dotfiles.yaml"
    elsewhere.write_text("coder: anna\n")
    file.symlink_to(elsewhere)
    config.keep("theme", "nord")
    assert file.is_symlink()
    assert elsewhere.read_text() == "coder: anna\ntheme: nord\n"


def test_what_is_so_already_is_not_written_again(file):
    file.write_text("theme:   nord\n")
    config.keep("theme", "nord")
    assert file.read_text() == "theme:   nord\n"


@pytest.mark.parametrize("content", ["coder: [\n", "them: nord\n", "- a\n"])
def test_a_faulty_file_is_left_alone(file, content):
    file.write_text(content)
    with pytest.raises(StudyError, match="Your settings are not as they should be"):
        config.keep("theme", "nord")
    assert file.read_text() == content


def test_a_file_in_the_way_of_the_folder_is_told(file, monkeypatch, tmp_path):
    (tmp_path / "in-the-way").write_text("")
    monkeypatch.setenv("FGCODER_SETTINGS", str(tmp_path / "in-the-way" / "settings.yaml"))
    with pytest.raises(StudyError, match="`theme: nord` cannot be kept"):
        config.keep("theme", "nord")


def test_the_line_of_a_setting(file):
    assert config.line_of("theme") is None
    file.write_text("coder: anna\nkeys:\n  next: j\n  accept: enter\n")
    assert config.line_of("keys", "accept") == 4
    assert config.line_of("keys") == 2
    assert config.line_of("keys", "reject") is None
    assert config.line_of("coder", "anna") is None


def test_the_tour_is_remembered(file, monkeypatch, tmp_path):
    monkeypatch.setenv("FGCODER_STATE", str(tmp_path / "state"))
    assert not config.tour_seen()
    config.remember_tour()
    config.remember_tour()
    assert config.tour_seen()
    assert not file.exists(), "it is no setting"
    (tmp_path / "blocked").write_text("")
    monkeypatch.setenv("FGCODER_STATE", str(tmp_path / "blocked"))
    assert not config.tour_seen()
    with pytest.raises(StudyError, match="will come again"):
        config.remember_tour()
