"""A supervisor, as a program handles it: found or started, asked for runs."""

from __future__ import annotations

import atexit
from collections.abc import Iterable, Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from workflow_engine.client.run import Run, given
from workflow_engine.client.schedule import Schedule, as_sent
from workflow_engine.client.task import Task
from workflow_engine_shared.errors import InvalidInput
from workflow_engine_shared.ids import id_problem, run_id, shown
from workflow_engine_shared.settings import load_settings
from workflow_engine_supervisor.client import flows
from workflow_engine_supervisor.client.connection import (
    AddressedConnection,
    Connection,
    connect_or_embed,
    connect_to,
)
from workflow_engine_supervisor.client.connection import connect as connect_to_home
from workflow_engine_supervisor.client.uploads import upload
from workflow_engine_supervisor.schemas.designer.comparison import FlowDifference
from workflow_engine_supervisor.schemas.flows import FlowAnswer, VersionAnswer
from workflow_engine_supervisor.schemas.runs import ListedRun
from workflow_engine_supervisor.schemas.system import SystemAnswer
from workflow_engine_supervisor.schemas.waits import TaskAnswer

if TYPE_CHECKING:
    from types import TracebackType

    from workflow_engine_supervisor.client.follower import Answering


def connect(
    url: str | None = None,
    token: str | None = None,
    *,
    home: str | PathLike[str] | None = None,
    flows: str | PathLike[str] | None = None,
    start: bool = False,
) -> Supervisor:
    """A supervisor to start and watch runs with.

    Without a `url` it is the one of this machine, found as the command line finds it: by the data directory
    (`home`, else REN_HOME, else ~/.ren), with the token of the settings.

    Args:
        url: the address of another one, such as `https://renflow.example.com`.
        token: the server's token; default: REN_TOKEN, or `token` in the data directory's config.toml.
        home: the data directory.
        flows: the flows folder of one that is started, and where `publish` looks for flows.
        start: where none runs for the data directory, start one in this process. It leaves with `close`, or with the
            process; runs that are at work then go on when the next one starts.

    Raises:
        NotRunning: none runs, or nobody answers at the address.
        VersionMismatch: it is of another version of renflow.
        ConfigError: the address, the token or a setting is wrong.
    """
    if url is not None and (start or home is not None):
        raise ValueError("'url' names a supervisor that runs: leave out 'home' and 'start'.")
    folders = {name: None if path is None else str(path) for name, path in (("home", home), ("flows", flows))}
    settings = load_settings({**folders, "token": token})
    if url is not None:
        return Supervisor(connect_to(url, settings.token), settings.flows_paths)
    connection = connect_or_embed(settings) if start else connect_to_home(settings)
    return Supervisor(connection, settings.flows_paths)


class Supervisor:
    """A supervisor that answers; use it in a `with` block, or call `close`."""

    def __init__(self, connection: Connection | AddressedConnection, flows_folders: tuple[Path, ...]) -> None:
        self._connection = connection
        self._client = connection.client
        self._flows_folders = flows_folders
        if isinstance(connection, Connection) and connection.embedded:
            atexit.register(self.close)  # else its threads would keep runs that nobody watches any more

    def __repr__(self) -> str:
        return f"Supervisor({self.url!r})"

    @property
    def url(self) -> str:
        """Where it listens; the console is there, too."""
        return self._client.url

    @property
    def connection(self) -> Answering:
        return self._connection

    def close(self) -> None:
        """Leave; a supervisor that was started here stops. Bears being called twice."""
        atexit.unregister(self.close)
        self._connection.close()

    def __enter__(self) -> Supervisor:  # noqa: PYI034 - Self needs 3.11
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- runs ------------------------------------------------------------------------------------------------------

    def start(
        self,
        flow: str,
        input: Mapping[str, Any] | None = None,  # noqa: A002 - the flow's own word
        *,
        files: Mapping[str, str | PathLike[str]] | None = None,
        version: int | None = None,
        thread_id: str | None = None,
        title: str | None = None,
        tags: Iterable[str] = (),
    ) -> Run:
        """Start a run of a flow that the supervisor has.

        Args:
            flow: the flow's id.
            input: the run's input.
            files: files or folders of this machine that the run may read, by keys of the input: they are uploaded,
                and their path in the run's folder becomes the key's value.
            version: of the flow; default: the latest published one.
            thread_id: the run's id. The same again with the same input is the same run.
            title: what to call the run, in any language; without a `thread_id` its id is made from that.
            tags: texts to find it by.

        Raises:
            FlowNotFound, NotPublished, InvalidInput, RunExists, QueueFull: it is refused.
        """
        both = sorted(set(files or ()) & set(input or ()))
        if both:
            raise InvalidInput(f"{shown(both[0])} is given in 'input' and in 'files'.", hint="Leave one of them out.")
        body: dict[str, Any] = {"flow_id": flow, "thread_id": thread_id or run_id(title), "input": dict(input or {})}
        body |= {name: value for name, value in {"title": title, "tags": list(tags)}.items() if value}
        if version is not None:
            body["version"] = version
        if files:
            body["uploads"] = upload(self._connection, files)
        return Run(self._connection, self._client.post("/runs/start", body)["thread_id"])

    def run(self, thread_id: str) -> Run:
        """The run of this id.

        Raises:
            RunNotFound: there is none.
        """
        answer = self._client.get(f"/runs/{quote(thread_id, safe='')}")
        return Run(self._connection, answer["thread_id"])

    def runs(
        self, *, status: str | None = None, flow: str | None = None, tag: str | None = None, q: str | None = None
    ) -> Iterator[ListedRun]:
        """Runs, newest first: all, or those in a status, of a flow, with a tag, with a text in what tells them."""
        found = self._client.pages("/runs", status=status, flow_id=flow, tag=tag, q=q)
        return map(ListedRun.model_validate, found)

    # -- schedules -------------------------------------------------------------------------------------------------

    def schedule(self, flow: str, input: Mapping[str, Any] | None = None, **fields: Any) -> Schedule:  # noqa: A002 - the flow's own word
        """Let runs of a flow start by themselves.

        Args:
            flow: the flow's id; a version of it is published.
            input: what its runs get.
            fields: one of `cron` ("0 3 * * *"), `every_s` (a number) and `at` (a text or a datetime); and of
                `timezone`, `title`, `version`, `overlap` ("skip", "queue", "allow"), `catch_up` ("none", "last",
                "all").

        Raises:
            InvalidBody: its times cannot be read, or never come.
            FlowNotFound, NotPublished, InvalidInput: its runs could not be started.
        """
        body = {"flow_id": flow, "input": dict(input or {}), **as_sent(fields)}
        return Schedule(self._connection, self._client.post("/schedules", body)["id"])

    def schedules(self, *, flow: str | None = None) -> Iterator[Schedule]:
        """The schedules there are: all, or those of a flow. `look()` tells of each."""
        for each in self._client.pages("/schedules", flow_id=flow):
            yield Schedule(self._connection, each["id"])

    # -- tasks and messages ----------------------------------------------------------------------------------------

    def tasks(self, *, state: str = "open", assignee: str | None = None, flow: str | None = None) -> Iterator[Task]:
        """What people have to do, the newest first: forms that runs wait for, and questions that they ask.

        Args:
            state: open, met (done), off (not needed any more) or all.
            assignee: only those of this person, as the form says.
            flow: only those of runs of this flow.
        """
        found = map(
            TaskAnswer.model_validate, self._client.pages("/tasks", state=state, assignee=assignee, flow_id=flow)
        )
        return (Task(self._client, each) for each in found)

    def send_message(
        self,
        name: str,
        payload: Any = None,
        *,
        correlation: Any = None,
        thread_id: str | None = None,
        message_id: str | None = None,
    ) -> list[str]:
        """Bring a message to all runs that wait for it, or begin runs by it; returns their ids.

        Args:
            name: the message's, as the wait node has it.
            payload: what the runs get.
            correlation: only runs that wait for a message with an equal one.
            thread_id: only this run.
            message_id: the same message sent again does nothing more.

        Raises:
            NobodyWaits: no run waits for it, and none begins by it. It is not kept.
        """
        body = given(name=name, payload=payload, correlation=correlation, thread_id=thread_id, id=message_id)
        told = self._client.post("/messages", body)
        return [*told["reached"], *told["begun"]]

    # -- flows -----------------------------------------------------------------------------------------------------

    def flows(self) -> Iterator[FlowAnswer]:
        """The flows that it has."""
        return map(FlowAnswer.model_validate, self._client.pages("/flows"))

    def publish(
        self,
        flow: str | PathLike[str] | Mapping[str, Any],
        *,
        id: str | None = None,  # noqa: A002
        note: str | None = None,
    ) -> VersionAnswer:
        """Make a flow the one that runs by default; one that is there unchanged makes no new version.

        Flows that it calls, and that have files in the flows folder, are published before it.

        Args:
            flow: the id of a flow file in the flows folder, the path of one, or the flow itself as a dict.
            id: of a flow that is given as a dict.
            note: what is new, or why; shown in the list of versions.

        Raises:
            InvalidFlow: `problems` has every mistake.
        """
        self._publish_called(flow)
        if isinstance(flow, Mapping):
            problem = id_problem(id) if id else "is missing: a flow that is no file needs one"
            if id is None or problem:
                raise InvalidInput(f"id: {shown(id)} {problem}.", hint="publish({...}, id='my-flow')")
            name = flow.get("name")
            name = name if isinstance(name, str) and name else id
            version, _ = flows.push(self._client, id, name, {"dsl": dict(flow)}, publishing=True, note=note)
        else:
            from workflow_engine_supervisor.cli.flow_files import need_flow  # what the command line reads, too

            file = need_flow(str(flow), self._flows_folders)
            version, _ = flows.push(self._client, file.id, file.name, file.given, publishing=True, note=note)
        return VersionAnswer.model_validate({**version, "published": True})

    def export_flow(self, flow: str, version: int | str | None = None) -> dict[str, Any]:
        """A flow as a file holds it (BPMN: `bpmn`, `forms`); `version`: a number, "draft", else the published one."""
        return flows.exported(self._client, quote(flow), version)

    def import_flow(self, file: Mapping[str, Any], *, id: str | None = None) -> str:  # noqa: A002
        """Bring an exported flow, or an export of React Flow, as a draft; returns the flow's id. Nothing is published.

        Raises:
            DraftChanged: the flow has a draft, which stays as it is.
        """
        body = {"file": dict(file), **({} if id is None else {"flow_id": id})}
        return str(self._client.post("/flows/import", body)["flow_id"])

    def compare_versions(self, flow: str, first: int | str, second: int | str) -> FlowDifference:
        """What one has to change in the first version to get the second; either may be "draft"."""
        found = self._client.get(f"/flows/{quote(flow)}/versions/{first}/diff/{second}")
        return FlowDifference.model_validate(found)

    def system(self) -> SystemAnswer:
        """The supervisor, its workers and its machine."""
        return SystemAnswer.model_validate(self._client.get("/system"))

    def _publish_called(self, flow: str | PathLike[str] | Mapping[str, Any]) -> None:
        from workflow_engine_supervisor.cli.flow_files import FlowFile, called_by, need_flow, push

        if isinstance(flow, Mapping):
            file = FlowFile("", Path(), dict(flow))
        else:
            file = need_flow(str(flow), self._flows_folders)
        for called in called_by(file, self._flows_folders, {file.id.lower()}):
            push(self._client, called, publishing=True)
