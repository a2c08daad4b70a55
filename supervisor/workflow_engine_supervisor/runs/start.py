"""Starting runs: accepted once, whatever is sent twice. `Runs` tells of those that are new."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

import msgspec

from workflow_engine_shared.clock import Clock
from workflow_engine_shared.codec.canonical_json import fingerprint
from workflow_engine_shared.errors import (
    DiskFull,
    InvalidFlow,
    Problem,
    QueueFull,
    RunExists,
    RunNotFound,
    StorageFailure,
    VersionNotFound,
)
from workflow_engine_shared.functions import frozen_code
from workflow_engine_shared.ids import run_id
from workflow_engine_shared.reach.input_paths import has_paths
from workflow_engine_shared.settings import Settings
from workflow_engine_shared.storage.workflow import runs
from workflow_engine_shared.storage.workflow.rows import Begun, DraftTest, RunRow, VersionRow
from workflow_engine_shared.storage.workflow.store import ReadTransaction, Store, Transaction
from workflow_engine_supervisor.functions.catalogue import Catalogue
from workflow_engine_supervisor.functions.signed_versions import refuse_unsigned
from workflow_engine_supervisor.home.run_folder import leave_nothing, make_folder, refuse_link
from workflow_engine_supervisor.runs.called_flows import Whole, whole_version
from workflow_engine_supervisor.runs.input_check import brings_input, check_conditions, check_input, check_paths
from workflow_engine_supervisor.runs.uploaded_inputs import uploaded_inputs
from workflow_engine_supervisor.uploads.store import Uploads

#: What is committed together with the run's row, or keeps it from being there.
Together: TypeAlias = Callable[[Transaction], None]


class Overtaken(Exception):
    """What a run was to be started for is no more as it was."""


class Startable(NamedTuple):
    """A version of a flow, with all that it calls."""

    version: VersionRow
    called: Whole


class Started(NamedTuple):
    """A run that was accepted."""

    thread_id: str
    row: RunRow | None = None  #: as it was accepted; None: it was there
    versions: tuple[VersionRow, ...] = ()  #: of a new one: its own, and those that it calls

    @property
    def is_new(self) -> bool:
        """Whether it was not there."""
        return self.row is not None


@dataclass(frozen=True)
class StartRequest:
    """What was asked for, as it came in."""

    flow_id: str
    version: int | None
    thread_id: str | None
    input: dict[str, Any]
    uploads: Mapping[str, tuple[str, str]] = field(default_factory=dict)  #: key of the input -> upload, path in it
    title: str | None = None
    tags: tuple[str, ...] = ()
    test: DraftTest | None = None  #: of a draft; `version` is the hidden one then
    begun: Begun | None = None  #: None: somebody starts it; else what brings it about

    @property
    def fingerprint(self) -> str:
        # Of a test it counts which draft was named: the version that it became is made for it.
        version = None if self.test is not None else self.version
        asked: dict[str, Any] = {"flow_id": self.flow_id, "version": version, "input": self.input}
        uploads = {name: list(each) for name, each in self.uploads.items()}
        test = None if self.test is None else msgspec.to_builtins(self.test)
        begun = None if self.begun is None else [self.begun.node, self.begun.message]
        more = {"uploads": uploads, "title": self.title, "tags": list(self.tags), "test": test, "begun": begun}
        return fingerprint(asked | {name: value for name, value in more.items() if value})


def start_run(
    settings: Settings,
    store: Store,
    clock: Clock,
    catalogue: Catalogue,
    uploads: Uploads,
    request: StartRequest,
    together: Together | None = None,
) -> Started:
    """Accept a run, or find the one that was accepted for this very request.

    Raises:
        Overtaken: by `together`.
        RunExists: the thread_id belongs to a run that was started differently.
        InvalidInput: with every mistake in the input.
        InvalidFlow: a function is disabled, or takes other parameters by now.
        FlowNotFound, VersionNotFound, NotPublished
        QueueFull: too many wait.
    """
    known_by = request.fingerprint
    with store.read() as tx:
        before = run_before(tx, request.thread_id, known_by)
        found = None if before else startable(tx, request)
    if before is not None:
        if together is not None:
            store.write_grouped(together)
        return Started(before.thread_id)
    assert found is not None
    version, called = found
    thread_id = request.thread_id or run_id(request.title)
    with uploaded_inputs(uploads, request, settings.home_paths.run(thread_id)) as (given, bring):
        check_start(settings, catalogue, found, request, given)
        new = runs.NewRun(
            thread_id=thread_id,
            flow_version_id=version.id,
            input_json=json.dumps(given, ensure_ascii=False, allow_nan=False),
            fingerprint=known_by,
            flows_dir=settings.flows,
            title=request.title,
            tags=request.tags,
            subflows=called.row_pins,
            test=request.test,
            code=version.pinned_code,
            environment=version.environment,
            begun=request.begun,
        )
        row = accept(settings, store, clock, new, bring, together)
        return Started(thread_id) if row is None else Started(thread_id, row, (version, *called.versions))


def check_start(
    settings: Settings, catalogue: Catalogue, found: Startable, request: StartRequest, given: dict[str, Any]
) -> None:
    """Refuse a start that cannot work; `given` is the input with what was uploaded.

    Raises:
        InvalidInput: with every mistake in the input.
        InvalidFlow: a function is disabled or takes other parameters by now, or so is a flow that is called.
    """
    schema = found.version.document().get("inputs")
    if request.begun is None:
        check_input(given, schema)
        check_conditions(found.called.own, given)
    else:
        check_input(given, schema if brings_input(found.called.own, request.begun) else None)
    check_paths(request.input, settings.reach if has_paths(request.input) else None)
    check_calls(settings, catalogue, found, request.test)


def accept(
    settings: Settings,
    store: Store,
    clock: Clock,
    new: runs.NewRun,
    bring: Callable[[], None] | None = None,
    together: Together | None = None,
) -> RunRow | None:
    """Make the row of a run; None: the same request was quicker. `bring` puts files into its folder, made for them.

    Without files there is no folder yet: its worker makes it, with the database that brings its name to the disk.

    Raises:
        RunExists: another request was.
        Overtaken: by `together`; nothing is left of it.
        QueueFull, DiskFull, StorageFailure: nothing is left of it.
    """
    paths = settings.home_paths.run(new.thread_id)

    def insert(tx: Transaction) -> RunRow | None:
        _refuse_beyond(tx, settings.max_queued_runs)
        accepted = tx.insert_run(new, clock.now())
        if accepted is None:
            run_before(tx, new.thread_id, new.fingerprint)
        elif bring is not None and not paths.folders[-1].is_dir():
            # An equal request met a full disk just now, and removed the innermost folders first.
            make_folder(paths)
        if together is not None:
            together(tx)
        return accepted

    if bring is None:
        refuse_link(paths)
        return store.write_grouped(insert)
    with store.read() as tx:
        _refuse_beyond(tx, settings.max_queued_runs)  # others may come meanwhile
    try:
        make_folder(paths)
        bring()
    except StorageFailure:  # whatever kept it from being whole: nobody knows of this run
        leave_nothing(store, paths, new.thread_id)
        raise
    try:
        return store.write_grouped(insert)
    except (QueueFull, DiskFull, Overtaken):  # a commit that fails otherwise may turn out to be there all the same
        leave_nothing(store, paths, new.thread_id)
        raise


def _refuse_beyond(tx: ReadTransaction, limit: int) -> None:
    """Refuse a run that would stand behind so many others.

    Raises:
        QueueFull
    """
    if tx.queue_has(limit):
        raise QueueFull(f"{limit:,} runs wait for a worker, and no more may wait.")


def check_calls(settings: Settings, catalogue: Catalogue, found: Startable, test: DraftTest | None = None) -> None:
    """Refuse a start whose calls cannot work. A function that is not there now may be there when its node is due.

    Raises:
        InvalidFlow: a function is disabled, or takes other parameters than its nodes give; or a flow that is called
            is not there, or takes another input.
        CodeDamaged: the code that is kept with the version is not what was published.
        SignatureRequired, SignatureInvalid, KeyUnusable, SignaturesUnavailable
    """
    refuse_unsigned(settings, found.called.own.policy, [found.version, *found.called.versions])
    version, code, home = found.version, found.version.pinned_code, settings.home_paths
    if code is None:
        problems = found.called.problems(catalogue, missing_too=False)
    else:
        frozen_code.verify(home, code)
        problems = found.called.problems(catalogue, folders=frozen_code.folders_of(home, code))
    if test is not None:  # what is not run may be wrong
        nodes = found.called.own.nodes
        problems = [each for each in problems if nodes[int(each.pointer.split("/")[2])].id not in test.pinned]
    if problems:
        what = f"Version {version.version} of flow {version.flow_id!r}"
        told = [Problem(each.code, f"/dsl{each.pointer}", each.detail, each.hint) for each in problems]
        raise InvalidFlow(f"{what} cannot be started: {problems[0].detail}", problems=told)


def run_before(tx: ReadTransaction, thread_id: str | None, fingerprint: str) -> RunRow | None:
    """The run that this very request started before.

    Raises:
        RunExists: the thread_id belongs to another one.
    """
    if thread_id is None:
        return None
    try:
        row = tx.get_run(thread_id)
    except RunNotFound:
        return None
    if row.fingerprint != fingerprint or row.thread_id != thread_id:
        raise RunExists(
            f"Run {row.thread_id!r} exists already ({row.status.value}), started with another body.",
            members={"thread_id": row.thread_id, "run_status": row.status.value},
        )
    return row


def startable(tx: ReadTransaction, request: StartRequest) -> Startable:
    """What a request wants to start.

    Raises:
        FlowNotFound, VersionNotFound, NotPublished
        InvalidFlow, DatabaseDamaged: its document is none.
    """
    version = version_of(tx, request)
    return Startable(version, whole_version(tx, version))


def version_of(tx: ReadTransaction, request: StartRequest) -> VersionRow:
    """The version that a request means: the one it names, or the one that is published last.

    Raises:
        FlowNotFound, VersionNotFound, NotPublished
    """
    if request.version is None:
        return tx.latest_published(request.flow_id)
    version = tx.get_version(request.flow_id, request.version)
    if version.origin == "draft" and request.test is None:
        raise VersionNotFound(f"Flow {version.flow_id!r} has no version {version.version} but for tests.")
    return version
