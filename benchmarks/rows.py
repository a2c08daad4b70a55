"""The rows of the table of speeds: what each measures, beside what, and what is to be reached.

Both sides of a row are measured in one run, in turn; a side whose figure is of each round is compared round by round.
What a row measures with is imported only by those who measure it.
"""

import contextlib
import io
import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import peers
from figures import Figures, Round, Row

if TYPE_CHECKING:
    import bursts

Seconds = Callable[[], float]


def in_turn(rounds: int, **sides: Seconds) -> Figures:
    """Each side's figure of each round; a peer that is not to be had is a gap."""
    found = Figures({name: [] for name in sides})
    gone: set[str] = set()
    for number in range(rounds):
        # Who comes second finds the machine as the first one left it: the order changes from round to round.
        for name in list(sides) if number % 2 == 0 else list(sides)[::-1]:
            if name in gone:
                continue
            try:
                found.sides[name].append(sides[name]())
            except peers.Gap as gap:
                gone.add(name)
                found.gaps.append(str(gap))
    return found


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        yield Path(name)


def fresh(measure: Callable[[Path], float]) -> float:
    with folder() as path:
        return measure(path)


# -- P1: visits ------------------------------------------------------------------------------------------------------


def whole_engine(round_: Round) -> Figures:
    import visits
    from served import served

    count = round_.size(1000, 300)
    beside: list[visits.Spent] = []
    with folder() as path, served(path, visits.CODE, warm_workers=1) as server:
        flow_id = server.flow(visits.looping(count))

        def ours() -> float:
            beside.append(visits.ours(server, flow_id, count))
            return beside[-1].wall * 1e6

        found = in_turn(
            round_.rounds,
            renflow=ours,
            langgraph=lambda: fresh(lambda each: visits.theirs(each, count).wall * 1e6),
            burr=lambda: peers.seconds("burr", "burr_visits", count) * 1e6,
            dbos=lambda: peers.seconds("dbos", "dbos_visits", count) * 1e6,
        )
    cpu, more = (statistics.median(getattr(each, what) * 1e6 for each in beside) for what in ("cpu", "beside"))
    found.notes.append(
        f"CPU a visit: worker {cpu:.0f} µs, supervisor {more:.0f} µs; every second visit is a condition's"
    )
    return found


def saver_alone(round_: Round) -> Figures:
    import supersteps

    steps = round_.size(600, 200)
    return in_turn(
        round_.rounds,
        renflow=lambda: fresh(lambda each: supersteps.ours(each, steps, 0)),
        langgraph=lambda: fresh(lambda each: supersteps.theirs(each, steps, 0)),
    )


# -- P2: items -------------------------------------------------------------------------------------------------------


def items(round_: Round) -> Figures:
    import items as module

    count = round_.size(20_000, 5000)
    text = "x" * 16
    return in_turn(
        round_.rounds,
        renflow=lambda: 1e6 / module.rate(module.ours, count, text)[0],
        **{"one commit each": lambda: 1e6 / module.rate(module.bare, count // 10, text)[0]},
        huey=lambda: peers.seconds("huey", "huey_items", count // 20) * 1e6,
    )


def items_batch(round_: Round) -> Figures:
    import items as module

    count = round_.size(20_000, 5000)
    text = "x" * 16
    return in_turn(
        round_.rounds,
        renflow=lambda: module.rate(module.ours, count, text)[0],
        **{"batches of 50 ms": lambda: module.rate(module.batched, count * 4, text)[0]},
    )


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


# -- P7, P8: large states, memory ------------------------------------------------------------------------------------


def large_state(round_: Round) -> Figures:
    import supersteps

    steps = round_.size(200, 60)
    return in_turn(
        round_.rounds,
        renflow=lambda: fresh(lambda each: supersteps.ours(each, steps, 10_000)),
        langgraph=lambda: fresh(lambda each: supersteps.theirs(each, steps, 10_000)),
    )


def memory_in_node(round_: Round) -> Figures:
    import memory

    looks = [fresh_memory(round_.size(200, 200)) for _ in range(round_.size(3, 1))]
    found = Figures({"renflow": [each[memory.FIRST][0] for each in looks]})
    found.notes.append(f"PSS {statistics.median(each[memory.FIRST][1] for each in looks):.1f} MB")
    return found


def memory_slope(round_: Round) -> Figures:
    visits = round_.size(10_000, 2000)
    looks = [fresh_memory(visits) for _ in range(round_.size(3, 1))]
    after = [(list(each.values())[1], list(each.values())[-1]) for each in looks]  # the first visits load what is used
    found = Figures({"renflow": [last[0] - first[0] for first, last in after]})
    found.notes.append(f"over {visits} visits, from a tenth of them on; PSS {after[0][1][1] - after[0][0][1]:+.1f} MB")
    return found


def fresh_memory(visits: int) -> dict[int, tuple[float, float]]:
    import memory

    with folder() as path:
        return memory.measured(path, visits)


def many_runs(round_: Round) -> Figures:
    import many_runs as module
    from served import percentile

    sides: dict[str, list[float]] = {"renflow": [], "bare commits": []}
    share = 0.0
    for _ in range(round_.size(3, 1)):
        with folder() as path:
            mine, share = module.ours(path, 16, round_.size(60, 30))
            sides["renflow"].append(percentile(mine, 0.99) * 1000)
            sides["bare commits"].append(percentile(module.theirs(path, 16, round_.size(60, 30)), 0.99) * 1000)
    return Figures(sides, [f"supervisor {share:.1%} of a core"])


# -- P11: growth -----------------------------------------------------------------------------------------------------


def growth_of_steps(round_: Round) -> Figures:
    import growth
    from served import served

    with folder() as path, served(path, growth.CODE) as server:
        many, few = growth.pages(server, round_.size(100_000, 20_000), 4 * round_.rounds)[""]
    return Figures({"100,000 items": [each * 1000 for each in many], "1,000 items": [each * 1000 for each in few]})


def resume(round_: Round) -> Figures:
    import growth
    from served import served

    count = round_.size(186_000, 20_000)
    with folder() as path, served(path, growth.CODE) as server:
        found = Figures({"renflow": [growth.resumed(server, count) for _ in range(round_.size(3, 1))]})
    found.notes.append(f"over {count:,} items")
    return found


# -- P12, P13: processes, conditions ---------------------------------------------------------------------------------


def pictures(round_: Round) -> Figures:
    import item_processes

    with folder() as path:
        return Figures(item_processes.pictures_in_turn(path, round_.size(2000, 300), 2, min(round_.rounds, 5)))


def conditions(round_: Round) -> Figures:
    """Commits of a loop of a node and a condition, for each of its visits: counted."""
    import visits
    from served import served

    count = round_.size(400, 100)
    with folder() as path, served(path, visits.CODE, warm_workers=1) as server:
        run = server.run(server.flow(visits.looping(count)), goal=count)
        run.finished()
        commits, made = run.query("SELECT count(DISTINCT ts), count(*) FROM checkpoints")[0]
    return Figures({"renflow": [commits / made]})


ROWS = [
    Row("P1", "a visit, whole engine / LangGraph + SqliteSaver", "µs", "1.24", "≤ 0.75", whole_engine, most=0.75),
    Row("P1b", "a superstep, the saver alone / SqliteSaver", "ms", "0.73", "≤ 0.65", saver_alone, most=0.65),
    Row("P2", "a trivial item / one FULL commit each", "µs", "0.077 (13 ×)", "≤ 0.067 (15 ×)", items, most=0.067),
    Row("P2b", "trivial items a second / batches of 50 ms", "/s", "0.22", "≥ 0.3", items_batch, least=0.3),
    Row("P3", "`POST /runs/start` → first user line, warm", "ms", "30-38", "≤ 20", warm_start, most=20),
    Row("P3b", "8 starts at once, until the last user line", "s", "3.5", "≤ 0.5", burst, most=0.5, by_itself=True),
    Row("P3c", "short runs one after another", "/s", "2", "≥ 15", short_runs, least=15, by_itself=True),
    Row("P3d", "`renflow run hello`, cold", "s", "1.9-2.2", "≤ 1.2", cold, most=1.2),
    Row("P4", "kill -9 → user code", "ms", "80", "≤ 250", kill, most=250),
    Row("P5", "log line → WebSocket, p99 / a bare stub's", "ms", "5", "≤ 3", lines, most=3),
    Row("P5b", "the same of an adopted worker, p50", "ms", "30", "≤ 15", lines_adopted, most=15),
    Row(
        "P6", "`GET /runs/{id}` / stub, 8 workers writing", "/s", "0.24", "≥ 0.6", requests("GET /runs/{id}"), least=0.6
    ),
    Row("P6b", "`GET /runs` / stub", "/s", "0.20", "≥ 0.6", requests("GET /runs"), least=0.6),
    Row("P6c", "`POST /runs/start` / stub", "/s", "0.20", "≥ 0.6", requests("POST /runs/start"), least=0.6),
    Row("P7", "a superstep with a state of 2 MB / SqliteSaver", "ms", "0.21", "≤ 0.5", large_state, most=0.5),
    Row("P8", "a worker in its node, RSS", "MB", "85.5", "≤ 75", memory_in_node, most=75),
    Row("P8b", "its growth over 10,000 visits", "MB", "4.4", "≤ 1", memory_slope, most=1),
    Row("P9", "a pause takes effect, p50", "ms", "10", "≤ 25", pause, most=25),
    Row("P10", "16 runs, a superstep each 100 ms: p99 / bare commits", "ms", "3.7 (8 ms)", "≤ 6", many_runs, most=6),
    Row("P11", "`GET steps`, 100,000 items / 1,000 items", "ms", "12", "≤ 1.2", growth_of_steps, most=1.2),
    Row("P11b", "resume over 186,000 decided items", "s", "3.5", "≤ 0.5", resume, most=0.5),
    Row("P12", "2,000 pictures in 2 processes / a bare Pool", "s", "1.53", "≤ 1.0", pictures, most=1.0),
    Row("P13", "commits a visit, a condition every second one", "", "1.0", "≤ 0.52", conditions, most=0.52),
]
