"""A reader sees the old file or the new one; a write that fails leaves the old one and nothing beside it."""

from __future__ import annotations

import os
import resource
import stat
import threading

import pytest

from fgcoder.files import write_atomically


@pytest.fixture
def small_files():
    """Let no file grow past 4 kB, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def open_umask():
    before = os.umask(0)
    yield
    os.umask(before)


def test_a_write_that_fails_halfway_leaves_the_old_file(tmp_path, small_files):
    path = tmp_path / "a.yaml"
    path.write_bytes(b"old")
    with pytest.raises(OSError, match="too large"):
        write_atomically(path, b"x" * 100_000)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_rename_that_fails_leaves_nothing_beside(tmp_path):
    (tmp_path / "a").mkdir()
    with pytest.raises(OSError, match="directory"):
        write_atomically(tmp_path / "a", b"new")
    assert list(tmp_path.iterdir()) == [tmp_path / "a"]


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "none" / "a", b"new")


@pytest.mark.usefixtures("open_umask")
def test_only_the_owner_can_read_it_whatever_stood_there(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"old")
    assert stat.S_IMODE(path.stat().st_mode) == 0o666
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_reader_never_sees_half_a_file(tmp_path):
    path = tmp_path / "a"
    contents = [b"a" * 300_000, b"b" * 200_000]
    write_atomically(path, contents[0])
    seen, done = set(), threading.Event()

    def look():
        while not done.is_set():
            seen.add(path.read_bytes())

    reader = threading.Thread(target=look)
    reader.start()
    for turn in range(20):
        write_atomically(path, contents[turn % 2])
    done.set()
    reader.join()
    assert seen
    assert seen <= set(contents)


def test_a_link_stays_and_the_file_it_leads_to_is_written(tmp_path):
    (tmp_path / "shared").mkdir()
    there, link, loose = tmp_path / "shared" / "a.yaml", tmp_path / "a.yaml", tmp_path / "b.yaml"
    there.write_bytes(b"old")
    link.symlink_to(there)
    loose.symlink_to(tmp_path / "shared" / "b.yaml")
    for path in (link, loose):
        write_atomically(path, b"new")
        assert path.is_symlink()
        assert path.resolve().read_bytes() == b"new"
    assert sorted(path.name for path in (tmp_path / "shared").iterdir()) == ["a.yaml", "b.yaml"]


def test_a_pipe_is_not_replaced_by_a_file(tmp_path):
    pipe, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    for path in (pipe, link):
        with pytest.raises(OSError, match="not an ordinary file"):
            write_atomically(path, b"new")
    assert pipe.is_fifo()
    assert link.is_symlink()
    assert sorted(tmp_path.iterdir()) == [link, pipe]
