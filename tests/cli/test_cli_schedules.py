"""`renflow schedules ...` and schedules from Python, against a supervisor that gets no run."""

from datetime import datetime

import pytest

import renflow as client
from renflow import errors
from support.command_line import CommandLine


def test_a_schedule_from_the_command_line_and_from_python(renflow: CommandLine) -> None:
    renflow.serve(runs=False)
    assert renflow.here("flows", "push", "word_counts", "--publish").code == 0
    assert renflow.fresh("schedules", "list").out == "no schedules\n"

    berlin = ("--timezone", "Europe/Berlin")
    made = renflow.here("schedules", "add", "word_counts", "--cron", "30 2 * * *", *berlin, "--title", "Nightly 夜")
    assert made.code == 0, made.err
    name = made.out.split()[0]
    assert "30 2 * * * (Europe/Berlin)" in made.out
    assert made.out.count(":30:00+0") + made.out.count("03:00:00+02:00") == 5
    line = renflow.here("schedules", "list", "--flow", "word_counts").out.splitlines()[1]
    assert line.split()[:2] == [name, "Nightly"]

    changed = renflow.here("schedules", "change", name, "--every", "90m", "--overlap", "queue", "--json").json
    assert (changed["cron"], changed["every_s"], changed["overlap"]) == (None, 5400, "queue")
    assert "every 90m" in renflow.here("schedules", "pause", name).out
    assert renflow.here("schedules", "show", name, "--json").json["state"] == "paused"
    assert renflow.here("schedules", "resume", name, "--json").json["state"] == "active"
    assert renflow.here("schedules", "runs", name).out == "none of its times has come\n"

    for words, told in (
        (("add", "word_counts", "--cron", "0 0 31 2 *"), "NEVER_FIRES"),
        (("add", "word_counts", "--every", "5s"), "TOO_OFTEN"),
        (("add", "word_counts", "--every", "soon"), "no time such as"),
        (("add", "word_counts"), "ONE_OF"),
        (("add", "word_count", "--every", "1h"), "Did you mean 'word_counts'?"),
        (("show", f"{name}x"), f"Did you mean '{name}'?"),
        (("change", name), "What is to be changed?"),
    ):
        refused = renflow.here("schedules", *words)
        assert refused.code != 0
        assert told in refused.err

    with client.connect(home=renflow.home) as supervisor:
        (schedule,) = supervisor.schedules(flow="word_counts")
        assert schedule.id == name
        assert schedule.change(at=datetime.fromisoformat("2060-01-01T09:00")).at == "2060-01-01T08:00:00.000Z"
        assert len(schedule.look().next) == 1
        schedule.pause()
        schedule.resume()
        assert list(schedule.times()) == []
        other = supervisor.schedule("word_counts", {"texts": ["a"]}, cron="0 3 * * *", timezone="UTC")
        assert other.look().input == {"texts": ["a"]}
        other.delete()
        with pytest.raises(errors.ScheduleNotFound):
            other.look()
        with pytest.raises(errors.InvalidBody, match="fields"):
            supervisor.schedule("word_counts", timezone="Mars/Base", every_s=60)
    assert renflow.here("schedules", "delete", name).out == f"{name} is deleted; its runs stay\n"
