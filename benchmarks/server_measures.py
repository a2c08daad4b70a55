"""What the rows of starts, kills, pauses, lines of log and requests measure, on servers and workers."""

import contextlib
import io
import statistics
from collections.abc import Callable
from typing import TYPE_CHECKING

from figures import Figures, Round
from measures import folder

if TYPE_CHECKING:
    import bursts


# -- P3: starts ------------------------------------------------------------------------------------------------------


def warm_start(round_: Round) -> Figures:
    import start
    from served import flow, served

    with folder() as path, served(path, start.CODE, warm_workers=1) as server:
        flow_id = flow(server, "bench.first")
        start.one_start(server, flow_id)  # what is loaded once is loaded now
        stages = [start.one_start(server, flow_id) for _ in range(round_.size(8, 2) * round_.rounds)]
    return Figures({"renflow": [each["user code"] * 1000 for each in stages]})


def burst(round_: Round) -> Figures:
    return Figures({name: side.last for name, side in _bursts(round_, 0).items()})


def short_runs(round_: Round) -> Figures:
    sides = _bursts(round_, round_.size(60, 15))
    found = Figures({name: side.rates for name, side in sides.items()})
    found.notes.append(f"CPU {statistics.median(sides['renflow'].cpu) * 1000:.0f} ms each")
    return found


def _bursts(round_: Round, runs: int) -> "dict[str, bursts.Side]":
    import bursts

    with bursts.serving() as mine, bursts.serving(worker_processes="spawn") as other:
        sides = {"renflow": bursts.Side(mine), "spawned workers": bursts.Side(other)}
        for number in range(round_.rounds):
            for name in sorted(sides, reverse=bool(number % 2)):
                if runs:
                    sides[name].row(runs)
                else:
                    sides[name].burst()
    return sides


def cold(round_: Round) -> Figures:
    import cold_start

    return cold_start.figures(round_)


# -- P4, P9: a kill, a pause -----------------------------------------------------------------------------------------


def kill(round_: Round) -> Figures:
    import recovery

    with contextlib.redirect_stdout(io.StringIO()):  # it tells each stage
        found = recovery.kills("warm", 2, round_.size(5, 2) * round_.rounds // 2 + 1, pause=1.2)
    return Figures({"renflow": [each * 1000 for each in found]})


def pause(round_: Round) -> Figures:
    import pause as module
    from served import flow, served

    with folder() as path, served(path, module.LOOP) as server:
        run = server.run(flow(server, "bench.loop"))
        return Figures({"renflow": module.pauses(run, 4 * round_.rounds, ways=["doorbell"])["doorbell"]})


# -- P5: lines -------------------------------------------------------------------------------------------------------


def lines(round_: Round) -> Figures:
    import log_latency
    from served import percentile

    with folder() as path:
        both = log_latency.both(path, round_.rounds, round_.size(300, 100))
    sides = [[percentile(each, 0.99) * 1000 for each in side] for side in both]
    middle = [percentile([each for round_ in side for each in round_], 0.5) * 1000 for side in both]
    found = Figures(dict(zip(("renflow", "stub"), sides, strict=True)))
    found.notes.append(f"p50: renflow {middle[0]:.2f} ms, stub {middle[1]:.2f} ms")
    return found


def lines_adopted(round_: Round) -> Figures:
    import log_latency
    from served import percentile

    with folder() as path:
        found = log_latency.adopted(path, min(round_.rounds, 3), round_.size(300, 100))
    return Figures({"renflow": [percentile(each, 0.5) * 1000 for each in found]})


# -- P6: requests ----------------------------------------------------------------------------------------------------


def requests(kind: str) -> Callable[[Round], Figures]:
    def measure(round_: Round) -> Figures:
        import api_turns

        with folder() as path:
            spent = api_turns.in_turn(path, [kind], round_.rounds, round_.size(300, 100))[kind]
        found = Figures({name: [len(each) / sum(each) for each in spent[name]] for name in ("renflow", "stub")})
        last = {name: statistics.median(api_turns.percentile(each, 0.99) for each in spent[name]) for name in spent}
        found.notes.append(f"p99: {last['renflow'] * 1000:.1f} ms, {last['renflow'] / last['stub']:.1f} × the stub's")
        return found

    return measure
