"""The lines of finished jobs: safe once added, whole after any end of their writer."""

from __future__ import annotations

import os

import pytest

from sidestream.studies.batch.lines import Lines

ONE, TWO = {"key": "1", "exit_code": 0, "message": "\u00f8"}, {"key": "2", "exit_code": 3}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "results.jsonl"


@pytest.fixture
def lines(path):
    lines = Lines(path)
    lines.add(ONE)
    lines.add(TWO)
    return lines


def test_what_is_added_is_there_again(path, lines):
    assert Lines(path).records == lines.records == {"1": ONE, "2": TWO}


def test_of_one_key_the_last_line_counts(path, lines):
    lines.add({**ONE, "exit_code": 7})

    assert Lines(path).records["1"]["exit_code"] == 7


@pytest.mark.parametrize("torn", range(1, 30))
def test_a_last_line_that_is_torn_is_taken_off(path, lines, torn):
    os.truncate(path, path.stat().st_size - torn)
    again = Lines(path)

    assert again.records == {"1": ONE}
    assert again.unreadable == 0
    again.add({**TWO, "exit_code": 0})
    assert Lines(path).records == {"1": ONE, "2": {**TWO, "exit_code": 0}}


def test_lines_that_mean_nothing_are_counted_and_passed_over(path, lines):
    path.write_bytes(b'rubbish\n[]\n{"key": "3"}\n\xff\xfe\n' + path.read_bytes())
    again = Lines(path)

    assert set(again.records) == {"1", "2"}
    assert again.unreadable == 4


def test_half_a_line_is_not_left_where_the_disk_is_full(path, lines, monkeypatch):
    write, before = os.write, path.read_bytes()

    def full(file, content):
        if len(content) > 5:
            return write(file, content[:5])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match="No space left"):
        lines.add({"key": "3", "exit_code": 0, "message": "123456789" * 3})

    assert path.read_bytes() == before
