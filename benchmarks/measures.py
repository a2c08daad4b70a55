"""What the rows of the table of speeds measure, and beside what.

Both sides of a row are measured in one run, in turn; a side whose figure is of each round is compared round by round.
What a row measures with is imported only by those who measure it.
"""

import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import peers
from figures import Figures, Round

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


# -- P1, P7: visits, supersteps --------------------------------------------------------------------------------------


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
    return _supersteps(round_, round_.size(600, 200), rows=0)


def large_state(round_: Round) -> Figures:
    return _supersteps(round_, round_.size(200, 60), rows=10_000)


def _supersteps(round_: Round, steps: int, rows: int) -> Figures:
    import supersteps

    return in_turn(
        round_.rounds,
        renflow=lambda: fresh(lambda each: supersteps.ours(each, steps, rows)),
        langgraph=lambda: fresh(lambda each: supersteps.theirs(each, steps, rows)),
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


# -- P8, P10: memory, many runs ------------------------------------------------------------------------------------


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
        count = round_.size(100_000, 20_000)
        many, few = growth.pages(server, count, 4 * round_.rounds)[""]
    return Figures({f"{count:,} items": [each * 1000 for each in many], "1,000 items": [each * 1000 for each in few]})


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
