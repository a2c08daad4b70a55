"""What can go wrong inside a run."""

import msgspec

from workflow_engine_shared.errors.base import ErrorData, RenError, TimedOut


class RegistrationError(RenError):
    """A function cannot be registered."""

    code = "REGISTRATION_ERROR"
    hint = "Register plain or async functions at a module's top level, each under a name of its own."


class FunctionNotImportable(RegistrationError):
    """A function stands where no worker can import it."""

    code = "FUNCTION_NOT_IMPORTABLE"
    hint = "Write the def at the top level of a module in the flows folder."


class FunctionDisabled(RenError):
    """A function is taken off the whitelist by the setting disabled_functions."""

    code = "FUNCTION_DISABLED"
    hint = "Remove its name from disabled_functions in config.toml and start the supervisor anew; then resume."


class UnknownFunction(RenError):
    """No registered function has this name."""

    code = "UNKNOWN_FUNCTION"
    hint = "GET /functions lists the names; register it with @register_function in the flows folder."


class BadExpression(RenError):
    """A JsonLogic expression cannot be evaluated."""

    code = "BAD_EXPRESSION"
    hint = "docs/dsl.md lists the operators and their limits."


class MonkeyPatched(RenError):
    """A library replaced parts of Python that the worker itself stands on."""

    code = "MONKEY_PATCHED"
    hint = (
        "Call no monkey.patch_all() in a flow's module: patch sockets alone (monkey.patch_socket()), or let the "
        "function start what needs it as a program of its own, with subprocess; then resume."
    )


class NoBranch(RenError):
    """No edge out of a condition fits its value."""

    code = "NO_BRANCH"
    hint = "Add an edge whose 'when' equals the value, or one without 'when' as the else; then resume."


class StateConflict(RenError):
    """Several branches wrote the same state key, and nothing says how their values become one."""

    code = "STATE_CONFLICT"
    hint = "Name a reducer for the key in the flow's 'state', or resume with a value for it."


class OutputMissing(RenError):
    """A called flow ended without what its caller is to get from it."""

    code = "OUTPUT_MISSING"
    hint = "Let 'output' name a key that the other flow's state has at its end; or resume with a value for it."


class ChildFailed(RenError):
    """The run that a node started did not come to its end."""

    code = "CHILD_FAILED"
    hint = 'Look at that run. A resume of this one starts another; an edge with "on": "error" would lead on.'


class NotAwaited(RenError):
    """Enough other branches came to the join: what this one did is dropped."""

    code = "NOT_AWAITED"
    hint = "Let the join wait for all branches, if each of them counts."


class BadLoop(RenError):
    """How often an activity is to be done cannot be told."""

    code = "BAD_LOOP"
    hint = "A multi-instance activity needs a whole number from 0, or a list; resume with updates that give it one."


class TooManyInstances(RenError):
    """A multi-instance activity is to have more instances than there may be."""

    code = "TOO_MANY_INSTANCES"
    hint = "Let one work item go through the list (map_steps), or split the list before; then resume with updates."


class EndlessCircle(RenError):
    """The run goes in a circle in which no node does any work."""

    code = "ENDLESS_CIRCLE"
    hint = "Lead the circle through a node that changes the state, or resume with values that lead out of it."


class StepLimit(RenError):
    """The run made more visits than limits.maxSteps allows."""

    code = "STEP_LIMIT"
    hint = "If the loop is meant to run longer, raise limits.maxSteps in a new version."


class UserCodeError(RenError):
    """A registered function raised an exception."""

    code = "USER_CODE_ERROR"
    hint = "Mend the function, then resume: the run continues at this node."


class NodeTimeout(RenError, TimedOut):
    """A node ran out of its time."""

    code = "NODE_TIMEOUT"
    hint = "Give the node a larger 'timeout', or let 'onTimeout' be \"continue\"; then resume: it starts at this node."


class InvalidWait(RenError):
    """A rule gives nothing that could be waited for."""

    code = "INVALID_WAIT"
    hint = "Mend the state with a resume's updates, or the rule in a new version of the flow."


class CodeChanged(RenError):
    """The code of this run's functions has changed."""

    code = "CODE_CHANGED"
    hint = "Restore the code and resume; or let a new version of the flow say policy.on_code_change: 'warn'."


class ItemFailed(UserCodeError):
    """An item of a durable loop failed for good."""

    def __init__(self, error: ErrorData) -> None:
        super().__init__(error.message, hint=error.hint)
        self.error = error

    def data(self, node: str | None = None) -> ErrorData:
        """The item's own error, with its traceback."""
        return msgspec.structs.replace(self.error, node=node)


class BadItems(RenError):
    """The items of a map node are no list, or not what its `key` expects."""

    code = "BAD_ITEMS"
    hint = "Let 'items' give a list, and 'key' name a field of every item; look at the run's state, then resume."


class ItemNotSendable(RenError):
    """An item of a durable loop cannot be sent to a process."""

    code = "ITEM_NOT_SENDABLE"
    hint = "Items of pool='process' are pickled: give plain data; open files, locks and connections in the function."


class ItemProcessesLost(RenError):
    """The processes for a loop's items end before they come to an item."""

    code = "ITEM_PROCESSES_LOST"
    hint = "What the function's module does at import may end them, or the machine is out of memory; then resume."


class DuplicateStepKey(RenError):
    """Two items of a durable loop, or two different calls of one step, have the same key."""

    code = "DUPLICATE_STEP_KEY"
    hint = "Give a key that tells every item or call apart, or none: then they are matched by their content."


class InvalidArtifact(RenError):
    """An artifact has a name or content that cannot be written."""

    code = "INVALID_ARTIFACT"
    hint = "Use a plain file name such as 'images.json'; the value is text, bytes, plain data or the path of a file."


class InvalidResult(RenError):
    """A registered function returned something other than a dict or None."""

    code = "INVALID_RESULT"
    hint = "Return a dict of state updates, or None; then resume: the run continues at this node."


class ResultNotSerializable(RenError):
    """A value cannot be stored."""

    code = "RESULT_NOT_SERIALIZABLE"
    hint = "Return plain data (numbers, text, bytes, lists, dicts, dates); write big things to a file, return its path."


class ResultTooLarge(RenError):
    """A value is larger than a row of the database can hold."""

    code = "RESULT_TOO_LARGE"
    hint = "Write it to a file, for example with artifact(), and return its path."


class ResultUnreadable(RenError):
    """A stored value cannot be read."""

    code = "RESULT_UNREADABLE"
    hint = "Resume or retry the run: what cannot be read is run again."


class Fenced(RenError):
    """Another worker has taken this run over."""

    code = "FENCED"
    hint = "Nothing to do: the newer worker continues the run."


class CheckpointUnreadable(RenError):
    """A checkpoint of this run cannot be read."""

    code = "CHECKPOINT_UNREADABLE"
    hint = "The run's folder may be damaged: restore it from a backup, or start the run anew."


class RunFilesMissing(RenError):
    """A run that has begun has lost its files: its folder or its run.db is gone, empty or another one."""

    code = "RUN_FILES_MISSING"
    hint = "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew."


class CrashLoop(RenError):
    """The run's worker died again and again without getting any further."""

    code = "CRASH_LOOP"
    hint = "See the last lines of stderr.log and the attempts; mend the cause, then resume."


class OutOfMemory(RenError):
    """The run's worker needs more memory than it may use."""

    code = "OUT_OF_MEMORY"
    hint = "Let the function hold less at once, or raise the setting memory_limit_mb; then resume."


class CannotStartWorker(RenError):
    """No worker process could be started."""

    code = "CANNOT_START_WORKER"
    hint = "The run stays pending and is tried again; look at the machine's memory and process limits."


class Deadlock(RenError):
    """Tokens wait in front of a join for others that cannot come any more."""

    code = "DEADLOCK"
    hint = "A way to it was not taken: use an inclusive gateway there, or lead that way to it, too; then start anew."


class UncaughtError(RenError):
    """An error event threw an error, and no event around it catches that."""

    code = "UNCAUGHT_ERROR"
    hint = "Draw a boundary event or an event sub-process that catches it, and start anew, or fork from before."
