"""What Ray raises, in words that say what to do. Pure: texts and types of exceptions in, sentences out.

Ray has few types of its own for what goes wrong at the beginning, so some are known by their texts; what is not known
is told as it is, and tried again.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

WRONG_TOKEN = "InvalidAuthToken"  # noqa: S105 - what Ray prints
_MEND = "Give the cluster's token in RAY_AUTH_TOKEN, or its file in RAY_AUTH_TOKEN_PATH, where renflow starts."
_NODE_MEND = "Let this machine join the cluster as a node without processors: ray start --address={} --num-cpus=0"
_NO_NODE = ("node_ip_address.json", "Can't find a `node", "ould not find any running")
_OUT_OF_MEMORY = ("OutOfMemory", "running low on memory")
#: A process in Ray's table of those that take most memory: number, gigabytes, command.
_MEMORY_USER = re.compile(r"^(\d+)\t([\d.]+)\t(.*)$", re.MULTILINE)
#: What Ray says where they differ: the cluster's, then ours.
_VERSIONS = re.compile(r"Ray: (\S+)\s+Python: (\S+)\s.*?Ray: (\S+)\s+Python: (\S+)", re.DOTALL)
_ITEM_PROCESS = "lanes.cluster.far_process"
_MOST = 600


@dataclass(frozen=True)
class NoWay:
    """Why there is no way to the cluster."""

    message: str
    refused: bool = False  #: trying again does not help


def no_way(error: BaseException, address: str, printed: str = "") -> NoWay:
    """What kept the bridge from the cluster."""
    kind, text = type(error).__name__, brief(str(error))
    everything = f"{kind} {error} {printed}"
    if WRONG_TOKEN in everything:
        return NoWay(f"The cluster at {address} refuses the token. {_MEND}", refused=True)
    if kind == "AuthenticationError":
        return NoWay(f"The cluster at {address} asks for a token, and there is none. {_MEND}", refused=True)
    if "ersion mismatch" in everything:
        return NoWay(_other_version(address, everything, text), refused=True)
    if kind in {"ImportError", "ModuleNotFoundError"}:
        return NoWay(f"Ray cannot be imported: {text}", refused=True)
    if (
        "node_ip_address.json" in everything
        or "Can't find a `node" in everything
        or "ould not find any running" in text
    ):
        return NoWay(f"This machine is no node of the cluster at {address}. {_NODE_MEND.format(address)}", refused=True)
    return NoWay(f"The cluster at {address} does not let us in: {kind}: {text}")


def _other_version(address: str, everything: str, text: str) -> str:
    """Ray compares when it connects; machines of another version than the head's do not join its cluster at all."""
    found = _VERSIONS.search(everything)
    if found is None:
        return f"The cluster at {address} has another Ray or Python than this machine: {text}"
    there_ray, there_python, here_ray, here_python = found.groups()
    said = f"The cluster at {address} has Ray {there_ray} and Python {there_python}, this machine has Ray {here_ray} "
    said += f"and Python {here_python}. Both must be the same: "
    if there_ray == here_ray:
        return said + (
            f"use Python {here_python} on the cluster's machines, or {there_python} where renflow runs. If only the "
            "third number differs, RAY_DEFAULT_PYTHON_VERSION_MATCH_LEVEL=minor lets Ray take both."
        )
    return said + (
        f"pip install 'ray=={here_ray}' on all of the cluster's machines and start it anew, or 'ray=={there_ray}' "
        "where renflow runs."
    )


def brief(text: str) -> str:
    """An error's text on one line, without what names Ray's own numbers."""
    own = ("class_name:", "actor_id:", "pid:", "namespace:", "ip:")
    lines = [line.strip() for line in text.splitlines()]
    return " ".join(line for line in lines if line and not line.startswith(own))[:_MOST]


def is_out_of_memory(text: str) -> bool:
    """Whether Ray ended a lane for want of memory. It ends those that began last, whoever took the memory."""
    return any(each in text for each in _OUT_OF_MEMORY)


def took_less(text: str, process: int, neighbours: Collection[int]) -> bool:
    """Whether of all processes on the machine another item's took most memory, by the table in Ray's words.

    `neighbours` are processes of items on the same machine; those of other runs are known by their command. Where
    something else took most, such as a process that an item has begun, nothing is known of the items.
    """
    table = ((float(size), int(number), command) for number, size, command in _MEMORY_USER.findall(text))
    _, most, command = max(table, default=(0.0, process, ""))
    return most != process and (most in neighbours or _ITEM_PROCESS in command)
