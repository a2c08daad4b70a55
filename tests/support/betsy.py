"""How many of betsy's executable processes run as its expectations say: a table per group, in virtual time.

    python scripts/betsy --models DIR --cases FILE [--at-least TABLE] [--record TABLE] [--only WORD] [--verbose]

The models are uniba-dsg/betsy's (LGPL): they are measured with, and are no part of this repository. `DIR` holds
GROUP/NAME.bpmn, `FILE` the cases. With `--at-least` it fails below a recorded table; a process that the table says
contradicts itself may fail. A failure is silent when the run neither refused the file nor told of any trouble.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple

import msgspec

from support.virtual_time import Outcome, VirtualRun
from workflow_engine_shared.bpmn.compile.bindings import Bindings
from workflow_engine_shared.bpmn.compile.program import compile_file
from workflow_engine_shared.errors import InvalidFlow
from workflow_engine_shared.tokens.elements.nodes import CallActivity, WorkTask
from workflow_engine_shared.tokens.events import Begin, Completed, Deadlock, Ended, Failed, Incident
from workflow_engine_shared.tokens.program import Program

#: Where the table is that this engine is measured by.
TABLE = Path(__file__).with_name("betsy_table.json")
#: A run is watched so long after the moment that its case looks at it.
_AFTER = 60.0
_WORK_SECONDS = {"WAIT_TEN_SECONDS": 10.0, "CREATE_TIMESTAMP_LOG_1": 5.0, "CREATE_TIMESTAMP_LOG_2": 5.0}
_EXPECTED = {
    "assertIncrement": "INCREMENT_correct",
    "assertMarkerExists": "MARKER_exists",
    "assertDataCorrect": "DATA_correct",
    "assertGenericError": "ERROR",
    "assertRuntimeException": "ERROR_runtime",
    "assertErrorThrownErrorEvent": "ERROR_thrownErrorEvent",
    "assertExecutionParallel": "EXECUTION_parallel",
}


class Verdict(NamedTuple):
    """How a case went."""

    got: list[str]
    wanted: list[str]
    told: str  #: what the engine said of trouble, if anything

    @property
    def passed(self) -> bool:
        return sorted(self.got) == sorted(self.wanted)


class Case:
    """One case: what is given, and what its trace must be; it does the work of its run."""

    def __init__(self, calls: list[list[str]]) -> None:
        self.variables: dict[str, Any] = {"integerVariable": 0}
        self.wanted: list[str] = []
        self.beside = False  #: another process runs beside
        self.until = 120.0
        self.trace: list[str] = []
        self._spans: list[tuple[float, float]] = []
        for call, argument in calls:
            self._read(call, argument)

    def _read(self, call: str, argument: str) -> None:
        if call.startswith("input"):
            self.variables["test"] = call.removeprefix("input").lower()
        elif call.startswith("assertTask"):
            self.wanted.append(f"SCRIPT_task{call[-1]}")
        elif call == "setIntegerVariable":
            self.variables["integerVariable"] = int(argument)
        elif call == "useParallelProcess":
            self.beside = True
        elif call == "optionDelay":
            self.until = int(argument) / 1000
        else:
            self.wanted.append(_EXPECTED[call])

    def work(self, run: VirtualRun, work_id: str, node_id: str) -> Outcome:
        """What a script of the models does."""
        node = run.program.nodes[node_id]
        called = run.program.nodes[node.called] if isinstance(node, CallActivity) else node
        assert isinstance(called, WorkTask)
        script, outputs = called.details.get("script", ""), {}
        if script == "THROW_ERROR":
            return 0.0, Failed(work_id, "ERR_CODE", "thrown")
        if script.startswith("SCRIPT_task"):
            self.trace.append(script)
        elif script == "CREATE_MARKER_FILE" and "MARKER_exists" in self.wanted:  # it counts only when it is asked for
            self.trace.append("MARKER_exists")
        elif script.startswith("INCREMENT_INTEGER"):
            outputs = {"integerVariable": run.seen(work_id)["integerVariable"] + 1}
            self.trace += ["INCREMENT_correct"] if script.endswith("LOG") else []
        elif script == "SET_STRING_DATA":
            outputs = dict.fromkeys(_names(node.outputs, "rule"), "String")  # type: ignore[attr-defined]
        elif script == "LOG_DATA":
            seen = run.seen(work_id)
            named = [seen.get(name) for name in _names(node.inputs, "into")]  # type: ignore[attr-defined]
            self.trace += ["DATA_correct"] if "String" in named else []
        seconds = _WORK_SECONDS.get(script, 5.0 if script.startswith("CREATE_TIMESTAMP") else 0.0)
        if script.startswith("CREATE_TIMESTAMP"):
            self._spans.append((run.now, run.now + seconds))
        return seconds, Completed(work_id, outputs)

    def play(self, source: bytes, name: str) -> Verdict:
        """Run the process of a file; one that is refused tells so."""
        try:
            program = compile_file(source, Bindings(scripts_are_work=True)).program
        except InvalidFlow as refused:
            return Verdict(["ERROR"], self.wanted, str(refused))
        return self._played(program, name)

    def _played(self, program: Program, name: str) -> Verdict:
        first = msgspec.structs.replace(program, start="ParallelProcess" if self.beside else name)
        run = VirtualRun(first, self.work, **({} if self.beside else self.variables))
        if self.beside:
            run.hear(Begin(name, self.variables))
        run.go_on(self.until + _AFTER)
        told = [notice for notice in run.notices if isinstance(notice, (Incident, Deadlock))]
        self.trace += ["ERROR_runtime" for notice in told if isinstance(notice, Incident)]
        if any(isinstance(notice, Ended) and notice.status == "failed" for notice in run.notices):
            self.trace.append("ERROR_thrownErrorEvent")
        starts, ends = [span[0] for span in self._spans], [span[1] for span in self._spans]
        if len(self._spans) > 1 and max(starts) < min(ends):
            self.trace.append("EXECUTION_parallel")
        return Verdict(self.trace, self.wanted, "; ".join(map(str, told)))


def _names(assignments: Any, side: str) -> list[str]:
    """The names on one side of copies; without any, the variable is called `data`."""
    found = [each.into if side == "into" else each.rule["var"] for each in assignments or ()]
    return found or ["data"]


class Table:
    """What was counted."""

    def __init__(self) -> None:
        self.processes: Counter[str] = Counter()
        self.passed: Counter[str] = Counter()
        self.cases = self.cases_passed = 0
        self.failures: list[tuple[str, str, Verdict]] = []

    def add(self, group: str, name: str, verdicts: list[Verdict]) -> None:
        """A process, by its cases: it passes if they all do."""
        self.processes[group] += 1
        self.cases += len(verdicts)
        self.cases_passed += sum(verdict.passed for verdict in verdicts)
        self.passed[group] += all(verdict.passed for verdict in verdicts)
        self.failures += [(group, name, verdict) for verdict in verdicts if not verdict.passed]

    @property
    def silent(self) -> list[str]:
        """Processes that failed without a word."""
        return sorted({name for _, name, verdict in self.failures if not verdict.told})

    def lines(self) -> list[str]:
        rows = [f"{group:12} {self.passed[group]:3} of {count:3}" for group, count in self.processes.items()]
        whole = f"{'all':12} {self.passed.total():3} of {self.processes.total():3}"
        return [*rows, whole, f"{'cases':12} {self.cases_passed:3} of {self.cases:3}"]

    def below(self, recorded: dict[str, Any]) -> list[str]:
        """In what this falls behind a recorded table."""
        behind = [
            f"{group}: {self.passed[group]} of {self.processes[group]} processes, recorded are {least}"
            for group, least in recorded["passed"].items()
            if self.passed[group] < least
        ]
        odd = set(recorded["contradict themselves"])
        return behind + [f"{name} fails without a word" for name in self.silent if name not in odd]


def measure(models: Path, cases: Path, only: str = "") -> Table:
    """Run all cases, or those of processes with `only` in their names."""
    table = Table()
    for process in json.loads(cases.read_text(encoding="utf-8")):
        group, name = process["group"], process["name"]
        if only in name:
            source = (models / group / f"{name}.bpmn").read_bytes()
            source = source.replace(b'.contains("a")>', b'.contains("a")')  # a slip of the pen in one model
            table.add(group, name, [Case(calls).play(source, name) for calls in process["cases"]])
    return table


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=Path, required=True)
    parser.add_argument("--cases", type=Path, required=True)
    parser.add_argument("--at-least", type=Path)
    parser.add_argument("--record", type=Path)
    parser.add_argument("--only", default="")
    args = parser.parse_args()
    begun = process_time()
    table = measure(args.models, args.cases, args.only)
    print("\n".join(table.lines()), f"\n{process_time() - begun:.1f} s of CPU", sep="")
    for group, name, verdict in table.failures:
        print(f"- {group}/{name}: {verdict.got}, not {verdict.wanted} {verdict.told[:300]}")
    if args.record is not None:
        record = {"passed": dict(table.passed), "contradict themselves": table.silent}
        args.record.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    behind = table.below(json.loads(args.at_least.read_text(encoding="utf-8"))) if args.at_least else []
    print("".join(f"below the record: {each}\n" for each in behind), end="")
    return bool(behind)


if __name__ == "__main__":
    sys.exit(main())
