"""What takes many minutes at full length: L-01 to L-03."""

from collections import Counter
from dataclasses import replace

from faults.long.day import PACED, Day, Plan
from faults.long.nemesis import BLOWS, ROUNDS, Nemesis, judge, moments, nested
from faults.long.pictures import Pictures, drawn
from faults.matrix import fault
from faults.stage import Stage
from faults.witness import WitnessedRun

#: Each of these starts but one process: the tests play the others as rows of their own.
SHORT = ("kill", "kill_item", "pause", "race")


@fault("L-01", few=1, many=300, own=True, waits=20)
def a_day(stage: Stage) -> None:
    """A day in half an hour, with slopes: short runs, a long one under blows, pauses, output, events to watchers."""
    stage.expect = replace(stage.expect, window=3.0, slowest=5.0, limit=120)
    server = stage.new(log_max_total=64 * 2**20, grace=10, warm_workers=1).start()
    day = Day(server, Plan(stage.rounds), stage.chance)
    try:
        day.play()
    finally:  # the slopes of a day that failed are worth as much
        verdicts = day.probes.verdicts()
        stage.figures |= {each.series.name: each for each in [*verdicts, day.probes.machine.verdict()]}
    stage.figures |= day.judge()
    if stage.rounds > PACED:  # less than that is over before anything is warm
        grown = [f"{each.series.name}: {each}" for each in verdicts if not each.flat]
        assert not grown, grown


@fault("L-02", few=40, many=15_000, own=True, waits=15)
def killed_over_pictures(stage: Stage) -> None:
    """Pictures hashed in processes, the worker killed each 20 s or 2,500 pictures, beside busy processes: once each."""
    stage.expect = replace(stage.expect, window=3.0, slowest=10.0, limit=120)
    pictures = stage.folder / "pictures"
    server = stage.new(allow_paths=pictures).start()
    stage.figures |= Pictures(server, drawn(pictures, stage.rounds, stage.chance)).play()


@fault("L-03", few=1, many=20, own=True, waits=20)
def nemesis(stage: Stage) -> None:
    """Loops in threads and processes, in a cycle in a cycle with questions, under every blow; racing supervisors."""
    stage.expect = replace(stage.expect, window=3.0, slowest=10.0, limit=120)
    outer, items = stage.rounds, 30 if stage.rounds == 1 else 60
    server = stage.new(grace=10).start()
    run = server.run(nested(outer, items, seconds=0.05))
    assert isinstance(run, WitnessedRun)
    blows = Counter(dict.fromkeys(BLOWS, stage.rounds)) if stage.rounds > 1 else Counter(SHORT)
    struck = Nemesis(server, run)
    struck.strike_at(moments(blows, outer * 2 * ROUNDS * items, stage.chance, 0.95 if stage.rounds > 1 else 0.6))
    stage.figures |= {**judge(run, outer, items), **struck.done}
