"""What is handed out and what is kept, with workers that answer as they are told."""

from __future__ import annotations

import pytest

from sidestream.errors import Interrupted
from sidestream.studies.batch.folder import Folder
from sidestream.studies.batch.job import Answer, Asked
from sidestream.studies.batch.run import Batch
from studies.batch.jobs import proven

NEVER = bool


class Crew:
    """Two workers; `say(task)` is what they answer, None is that they do not yet."""

    workers = 2

    def __init__(self, say):
        self.say, self.busy, self.begun, self.stopped, self.closed = say, [], [], False, False

    def __call__(self):
        return self

    @property
    def room(self):
        return len(self.busy) < 2

    def begin(self, task):
        assert self.room
        self.busy.append(task)
        self.begun.append(("list " if task.listing else "") + task.job.label)

    def answers(self, seconds):
        for task in list(self.busy):
            answer = self.say(task)
            if answer is not None:
                self.busy.remove(task)
                yield task, answer

    def stop(self):
        self.stopped = True

    def close(self):
        self.closed = True


def names(task):
    return Answer(0, scenarios=["dry", "wet"]) if task.listing else proven()


@pytest.fixture
def parks(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for number in range(4):
        (tmp_path / f"p{number}.xlsx").write_text(str(number))
    return [f"p{number}.xlsx" for number in range(4)]


@pytest.fixture
def batch(tmp_path, parks):
    opened = []

    def run(given, crew, *, wish=NEVER, scenarios=False, again=False, tell=lambda *_: None, **asked):
        for folder in opened:
            folder.close()
        opened[:] = [Folder(tmp_path / "out")]
        made = Batch(opened[0], Asked(formats=("xlsx",), **asked), scenarios=scenarios, again=again, tell=tell)
        return made.run(given, crew, wish)

    yield run
    for folder in opened:
        folder.close()


def nobody():
    raise AssertionError("nothing is to be done")


def test_all_are_done_once_and_not_again(batch, parks):
    crew = Crew(lambda _: proven())
    first = batch(parks, crew)
    second = batch(parks, nobody)

    assert crew.begun == parks
    assert crew.closed
    assert (first.before, second.before, second.left) == (0, 4, 0)
    assert [record for _, record in first.rows] == [record for _, record in second.rows]
    assert batch(parks, Crew(lambda _: proven()), again=True).before == 0


def test_only_what_is_new_or_changed_is_done(batch, parks, tmp_path):
    batch(parks[:2], Crew(lambda _: proven()))
    (tmp_path / "p1.xlsx").write_text("other")
    crew = Crew(lambda _: proven())
    batch(parks[:3], crew)

    assert crew.begun == ["p1.xlsx", "p2.xlsx"]
    crew = Crew(lambda _: proven())
    batch(parks[:3], crew, gap=5.0)
    assert len(crew.begun) == 3


def test_equal_workbooks_are_designed_once_and_each_has_its_row(batch, parks, tmp_path):
    (tmp_path / "p1.xlsx").write_text("0")
    crew = Crew(names)
    found = batch(parks[:2], crew, scenarios=True)

    assert crew.begun == ["list p0.xlsx", "p0.xlsx", "p0.xlsx, dry", "p0.xlsx, wet"]
    assert [job.label for job, _ in found.rows] == [
        f"{park}{scenario}" for park in parks[:2] for scenario in ("", ", dry", ", wet")
    ]
    assert all(record for _, record in found.rows)


def test_scenarios_are_asked_for_once(batch, parks):
    batch(parks[:1], Crew(lambda _: proven()))
    crew = Crew(names)
    batch(parks[:1], crew, scenarios=True)

    assert crew.begun == ["list p0.xlsx", "p0.xlsx, dry", "p0.xlsx, wet"]
    assert batch(parks[:1], nobody, scenarios=True).before == 3


def test_where_scenarios_cannot_be_read_the_design_says_why(batch, parks):
    found = batch(parks[:1], Crew(lambda task: Answer(3, "no workbook")), scenarios=True)

    assert [(job.label, record["exit_code"]) for job, record in found.rows] == [("p0.xlsx", 3)]


def test_a_worker_that_crashes_over_scenarios_is_a_failed_job(batch, parks):
    found = batch(parks[:1], Crew(lambda task: Answer(7, "gone", lost=True)), scenarios=True)

    assert found.rows[0][1]["message"] == "its scenarios could not be read: gone, 3 times"
    assert found.rows[0][1]["exit_code"] == 7


def test_a_job_whose_worker_dies_is_tried_twice_more(batch, parks):
    def say(task):
        return Answer(7, "it died", lost=True) if task.job.park == "p1.xlsx" else proven()

    crew = Crew(say)
    found = batch(parks, crew)

    assert crew.begun.count("p1.xlsx") == 3
    assert len(crew.begun) == 6
    records = {job.park: record for job, record in found.rows}
    assert (records["p1.xlsx"]["exit_code"], records["p1.xlsx"]["attempts"]) == (7, 3)
    assert records["p1.xlsx"]["message"] == "it died, 3 times"
    again = Crew(lambda _: proven())
    batch(parks, again)
    assert again.begun == ["p1.xlsx"]


def test_a_wish_to_stop_keeps_what_comes_and_begins_nothing_more(batch, parks):
    wish = []

    def say(task):
        wish.append(task)
        return proven(code=5) if len(wish) > 2 else None

    crew = Crew(say)
    found = batch(parks, crew, wish=lambda: bool(wish))

    assert crew.begun == parks[:2]
    assert crew.stopped
    assert found.interrupted
    assert found.left == 4
    assert [record and record["status"] for _, record in found.rows] == ["interrupted", "interrupted", None, None]
    later = Crew(lambda _: proven())
    batch(parks, later)
    assert later.begun == parks


def test_a_design_that_was_proven_when_the_wish_came_is_finished(batch, parks):
    wish = []

    def say(task):
        wish.append(task)
        return proven()

    found = batch(parks[:2], Crew(say), wish=lambda: bool(wish))

    assert found.left == 0


def test_stopped_with_nothing_is_left_for_the_next(batch, parks):
    wish = []

    def say(task):
        wish.append(task)
        return Answer(Interrupted.exit_code) if len(wish) > 2 else None

    found = batch(parks, Crew(say), wish=lambda: bool(wish))

    assert found.rows[0][1] is None
    assert found.left == 4


def test_a_park_that_cannot_be_read_does_not_stop_the_others(batch, parks, tmp_path, monkeypatch):
    from sidestream.errors import Fault, InputError
    from sidestream.studies.batch import run

    fingerprint = run.fingerprint

    def locked(path):
        if str(path).endswith("p1.xlsx"):
            raise InputError("p1.xlsx", [Fault("the file", "", "", "it cannot be read: permission denied")])
        return fingerprint(path)

    monkeypatch.setattr(run, "fingerprint", locked)
    crew = Crew(lambda _: proven())
    found = batch(parks, crew)

    assert crew.begun == ["p0.xlsx", "p2.xlsx", "p3.xlsx"]
    assert found.rows[1][1]["exit_code"] == 3
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    crew = Crew(lambda _: proven())
    batch(parks, crew)
    assert crew.begun == ["p1.xlsx"]


def test_news_count_what_is_done_and_guess_what_remains(batch, parks):
    told = []
    batch(parks, Crew(lambda _: proven()), tell=lambda news, _: told.append((len(news.known), news.left, news.failed)))
    seconds = []
    batch(
        parks,
        Crew(lambda _: proven(seconds=10.0)),
        tell=lambda news, _: seconds.append((len(news.known), news.seconds_left())),
        again=True,
    )

    assert told[0] == (1, 3, 0)
    assert told[-1] == (4, 0, 0)
    assert dict(seconds)[2] == pytest.approx(10.0, abs=0.5)  # two more, side by side


def test_how_much_the_log_knows(batch, parks, tmp_path):
    batch(parks[:1], Crew(lambda _: proven(code=7, trace="Traceback\n  there")))
    log = (tmp_path / "out" / "batch.log").read_text()

    assert "begun" in log
    assert "p0.xlsx: failed in 1.0 s\nTraceback\n  there" in log
