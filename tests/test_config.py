"""Settings come from the file, the environment overrides them, and a mistake in either is named."""

from __future__ import annotations

import getpass
import os

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
