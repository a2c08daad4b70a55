"""One run, as a program handles it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import Any
from urllib.parse import quote

from workflow_engine.client.artifacts import Artifact, checked_name, save
from workflow_engine.client.events import TYPES, RunEvent, RunStream
from workflow_engine.client.progress import shown_progress
from workflow_engine.client.task import Task, answered
from workflow_engine_shared.dsl.suggestion import did_you_mean
from workflow_engine_shared.errors import BadQuery, Problem, RenError
from workflow_engine_shared.ids import shown
from workflow_engine_shared.run_status import RunStatus
from workflow_engine_supervisor.client.follower import Answering, Follower
from workflow_engine_supervisor.client.log_reader import LogReader, follow_log
from workflow_engine_supervisor.client.uploads import upload
from workflow_engine_supervisor.schemas.comparison import ComparisonAnswer
from workflow_engine_supervisor.schemas.files import ArtifactAnswer
from workflow_engine_supervisor.schemas.history import CheckpointAnswer, StateAnswer
from workflow_engine_supervisor.schemas.items import StepAnswer
from workflow_engine_supervisor.schemas.logs import LogLine
from workflow_engine_supervisor.schemas.runs import RunAnswer
from workflow_engine_supervisor.schemas.waits import TaskAnswer


class RunFailed(RenError):
    """The run did not finish."""

    code = "RUN_FAILED"
    hint = "'run' of this error tells how it stands; renflow show ID does so on the command line."

    def __init__(self, run: RunAnswer) -> None:
        what = run.error.message if run.error else (run.reason.value if run.reason else "no reason was given")
        super().__init__(f"Run {run.thread_id} ended as {run.status.value}: {what}")
        self.run = run


class Run:
    """A handle on one run. It holds no state of its own: each call asks the supervisor."""

    def __init__(self, connection: Answering, thread_id: str) -> None:
        self._connection = connection
        self._client = connection.client
        self.thread_id = thread_id
        self._path = f"/runs/{quote(thread_id, safe='')}"

    def __repr__(self) -> str:
        return f"Run({self.thread_id!r})"

    # -- how it stands ---------------------------------------------------------------------------------------------

    def look(self) -> RunAnswer:
        """Everything about the run, as it stands now."""
        return RunAnswer.model_validate(self._client.get(self._path))

    @property
    def status(self) -> RunStatus:
        return self.look().status

    def wait(self, timeout: float | None = None, *, progress: bool | None = None, check: bool = False) -> RunAnswer:
        """Wait until the run rests: finished, failed, cancelled, paused, or with a question or a form.

        One that waits for a time, a message or another run goes on by itself, and does not rest.

        Args:
            timeout: seconds; None: as long as it takes.
            progress: show a bar and the log; None: in a notebook only.
            check: raise where it is not finished.

        Raises:
            TookTooLong: it does not rest in time. It goes on.
            RunFailed: with `check`, it rests otherwise than finished.
            NotRunning: the supervisor went away and did not come back. The run goes on by itself.
        """
        follower = Follower(self._connection, self.thread_id, shown_progress(progress))
        view = RunAnswer.model_validate(follower.until_rest(timeout))
        if check and view.status is not RunStatus.FINISHED:
            raise RunFailed(view)
        return view

    def events(self, *, types: Collection[str] | None = None, since: str = "") -> Iterator[RunEvent]:
        """Events until the run rests: the log so far, then all as it happens; after a break it goes on by itself.

        Args:
            types: only these: status, node, progress, log, metrics, resync.
            since: the `seq` of the last event that was seen, to go on behind it.
        """
        unknown = sorted(set(types or ()) - TYPES.keys())
        if unknown:
            mend = did_you_mean(unknown[0], list(TYPES)) or f"Known are: {', '.join(TYPES)}."
            told = Problem("OUT_OF_RANGE", "?types", f"There is no type {shown(unknown[0])}.", mend)
            raise BadQuery(f"types: {told.detail} {mend}", problems=[told])
        return iter(RunStream(self._connection, self.thread_id, None if types is None else frozenset(types), since))

    def state(self, checkpoint: str | None = None) -> dict[str, Any]:
        """The state, or the one that a checkpoint kept. Long values are previews: `state_answer` tells."""
        return self.state_answer(checkpoint).values

    def state_answer(self, checkpoint: str | None = None) -> StateAnswer:
        """The state with its checkpoint, and whether something in it is shortened."""
        return StateAnswer.model_validate(self._client.get(f"{self._path}/state", checkpoint=checkpoint))

    def checkpoints(self) -> Iterator[CheckpointAnswer]:
        """What `state(checkpoint)` can show and `fork` can begin at, newest first."""
        return map(CheckpointAnswer.model_validate, self._client.pages(f"{self._path}/checkpoints"))

    def steps(
        self, *, state: str | None = None, node: str | None = None, error: str | None = None
    ) -> Iterator[StepAnswer]:
        """The decided items of its loops: all, or those that are done, failed or skipped."""
        found = self._client.pages(f"{self._path}/steps", state=state, node=node, error=error)
        return map(StepAnswer.model_validate, found)

    def logs(
        self, *, level: str | None = None, node: str | None = None, q: str | None = None, follow: bool = False
    ) -> Iterator[LogLine]:
        """Lines of the log, oldest first; with `follow` on and on until the run rests."""
        filters = {"level": level, "node": node, "q": q}
        if not follow:
            return map(LogLine.model_validate, LogReader(self._client, self.thread_id, filters).new_lines())
        lines = follow_log(self._client, self.thread_id, filters)
        return (LogLine.model_validate(line) for line in lines if line is not None)

    def compare(self, other: Run | str) -> ComparisonAnswer:
        """What differs between this run and another one."""
        name = other.thread_id if isinstance(other, Run) else other
        return ComparisonAnswer.model_validate(self._client.get(f"{self._path}/compare/{quote(name, safe='')}"))

    # -- what it left ----------------------------------------------------------------------------------------------

    def artifacts(self, *, folder: str | None = None, q: str | None = None) -> Iterator[Artifact]:
        """The files among its outputs: all, those in one folder, or those with a text in their name."""
        for found in self._client.pages(f"{self._path}/artifacts", folder=folder, q=q):
            yield Artifact(self._client, self.thread_id, ArtifactAnswer.model_validate(found))

    def artifact(self, name: str) -> Artifact:
        """The file of this name.

        Raises:
            ArtifactNotFound: there is none.
        """
        facts = self._client.get(f"{self._path}/artifacts/{quote(name)}/preview")
        return Artifact(self._client, self.thread_id, ArtifactAnswer.model_validate(facts))

    def download(self, folder: str | Path) -> list[Path]:
        """Write all its files into a folder, which is made; returns where they are. Nothing is replaced."""
        root = Path(folder).expanduser()
        written = []
        for artifact in list(self.artifacts()):
            target = root.joinpath(*checked_name(artifact.name).split("/"))
            target.parent.mkdir(parents=True, exist_ok=True)
            written.append(artifact.download(target))
        return written

    def download_zip(self, file: str | Path) -> Path:
        """Write all its files into one new zip file."""
        target = Path(file).expanduser()
        save(self._client, f"{self._path}/artifacts", target, zip="1")
        return target

    # -- commands --------------------------------------------------------------------------------------------------

    def pause(self) -> None:
        """Ask it to pause at its next safe point."""
        self._client.post(f"{self._path}/pause")

    def resume(
        self,
        updates: Mapping[str, Any] | None = None,
        *,
        value: Any = None,
        files: Mapping[str, str | PathLike[str]] | None = None,
        note: str | None = None,
        version: int | None = None,
    ) -> None:
        """Go on after a pause, a question or an error.

        Args:
            updates: changes to the state.
            files: files or folders of this machine, by keys of the state: as at a start.
            value: the answer to a question.
            note: why; kept in the run's history.
            version: go on with this version of the flow, and its code.
        """
        uploads = upload(self._connection, files or {}) or None
        body = given(updates=updates, value=value, uploads=uploads, note=note, version=version)
        self._client.post(f"{self._path}/resume", body)

    def tasks(self, *, state: str = "open") -> Iterator[Task]:
        """What people have to do for it, the newest first."""
        found = self._client.pages("/tasks", state=state, thread_id=self.thread_id)
        return (Task(self._client, TaskAnswer.model_validate(each)) for each in found)

    def answer(self, values: Any, *, key: str | None = None) -> None:
        """Fill in the form that it waits for, or answer its question.

        Args:
            values: of the form; of a question the answer.
            key: which of its tasks; it may be left out where there is but one.

        Raises:
            InvalidAnswer: they do not fit the form.
            TaskClosed: nothing is to be answered, or somebody did before.
        """
        answered(self._client, self.thread_id, key, values)

    def cancel(self) -> None:
        """End it for good."""
        self._client.post(f"{self._path}/cancel")

    def retry(self, error: str | None = None) -> Run:
        """Try again what failed, or only items with this kind of error. Of a finished run: in a new run, returned."""
        answer = self._client.post(f"{self._path}/retry", given(error=error))
        return Run(self._connection, answer["thread_id"])

    def rerun(
        self,
        input: Mapping[str, Any] | None = None,  # noqa: A002 - the flow's own word
        *,
        files: Mapping[str, str | PathLike[str]] | None = None,
        without: Collection[str] = (),
        version: int | None = None,
        thread_id: str | None = None,
    ) -> Run:
        """Start its flow again in a new run, with its input and files; `input` and `files` change keys of it.

        Args:
            input: keys with other values.
            files: files or folders of this machine in place of the old ones, by keys of the input: as at a start.
            without: keys that are left out.
            version: of the flow; default: this run's.
            thread_id: the new run's id.
        """
        body = given(input=input, without=list(without) or None, version=version, thread_id=thread_id)
        body |= given(uploads=upload(self._connection, files or {}) or None)
        return Run(self._connection, self._client.post(f"{self._path}/rerun", body)["thread_id"])

    def fork(
        self,
        checkpoint: str | None = None,
        updates: Mapping[str, Any] | None = None,
        *,
        thread_id: str | None = None,
    ) -> Run:
        """Go on from a checkpoint in a new run, with changes to the state; this one stays as it is."""
        body = given(checkpoint_id=checkpoint, updates=updates, thread_id=thread_id)
        return Run(self._connection, self._client.post(f"{self._path}/fork", body)["thread_id"])

    def rename(self, title: str | None = None, tags: Collection[str] | None = None) -> None:
        """Give it another title or other tags; what is left out stays."""
        self._client.post(f"{self._path}/rename", given(title=title, tags=None if tags is None else list(tags)))

    def delete(self) -> None:
        """Remove a run that is over, with all its files."""
        self._client.delete(self._path)


def given(**fields: Any) -> dict[str, Any]:
    """Those fields that have a value."""
    return {name: value for name, value in fields.items() if value is not None}
