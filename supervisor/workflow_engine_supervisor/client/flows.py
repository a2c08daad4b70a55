"""Flows on their way to a supervisor: a document becomes a version there unless it is one already."""

import json
from collections.abc import Mapping
from typing import Any

from workflow_engine_shared.dsl.drawing.identity import file_hash, flow_hash

from .errors import Refused
from .http_client import Client

HTTP_NOT_FOUND = 404


def push(
    client: Client,
    flow_id: str,
    name: str,
    given: dict[str, Any],
    *,
    publishing: bool = False,
    note: str | None = None,
    pin: bool = False,
) -> tuple[dict[str, Any], bool]:
    """Bring a flow, given as its `dsl` or the text of a `bpmn` file; returns its version, and whether that is new.

    `warnings` of the version tell what is worth a second look, where it came in or was published now.

    The note is kept with a new version; with one that was there, it says why that is published. A new flow whose
    version is refused, or cannot be published where that is wanted, is not created. `pin` keeps the code of what is
    published with it.
    """
    try:
        client.get(f"/flows/{flow_id}")
    except Refused as error:
        if error.status != HTTP_NOT_FOUND:
            raise
        made = {"id": flow_id, "name": name, **given, "publish": publishing, **_noted(note), **_pinned(pin)}
        warnings = client.post("/flows", made).get("warnings", [])
        return {**client.get(f"/flows/{flow_id}/versions/1"), "warnings": warnings}, True
    version = latest_version(client, flow_id)
    is_new = version is None or version.get("hash") != _hash(given)
    is_new = is_new or (publishing and version is not None and _has_moved_on(client, version))
    if version is None or is_new:
        version = client.post(f"/flows/{flow_id}/versions", {**given, **_noted(note)})
    if publishing:
        published = publish(client, version, None if is_new else note, pin=pin)
        version = {**version, "warnings": (published or version).get("warnings", [])}
    return version, is_new


def exported(client: Client, flow_id: str, version: int | str | None = None) -> dict[str, Any]:
    """A flow as a file holds it: the published version, else the newest; `version` may be "draft".

    Of a version that came as a BPMN file: `id`, `version`, the text `bpmn`, and `forms`, the schemas beside it.
    """
    with client.stream(f"/flows/{flow_id}/export", version=version) as answer:
        if answer.headers["Content-Type"].startswith("application/json"):
            return dict(json.loads(answer.read()))
    if version is None:
        flow = client.get(f"/flows/{flow_id}")
        version = flow["published_version"] or flow["latest_version"]
    found = client.get(f"/flows/{flow_id}/versions/{version}")
    forms = found["dsl"].get("forms", {})
    return {"id": found["flow_id"], "version": found["version"], "bpmn": found["bpmn"], "forms": forms}


def _hash(given: Mapping[str, Any]) -> str:
    return flow_hash(given["dsl"]) if "dsl" in given else file_hash(given["bpmn"], given.get("forms"))


def _has_moved_on(client: Client, version: Mapping[str, Any]) -> bool:
    """Whether a flow that a published version calls has a newer one than what it was pinned to, or its code has."""
    if (version.get("code") or {}).get("mode") == "pinned":
        told = client.get(f"/flows/{version['flow_id']}/versions/{version['version']}")
        if told["code_changes"]:
            return True
    pinned = [each for each in version.get("subflows", ()) if each["pinned"]]
    return any(client.get(f"/flows/{each['flow_id']}")["published_version"] != each["version"] for each in pinned)


def publish(client: Client, version: Mapping[str, Any], note: str | None = None, *, pin: bool = False) -> Any:
    """Make a version the one that runs by default, unless it is published already; a note on that is kept anyway.

    Returns the version as it is answered; None: it is published already.
    """
    pins = pin and (version.get("code") or {}).get("mode") != "pinned"
    if not version.get("published") or note is not None or pins:
        body = {**_noted(note), **_pinned(pin)}
        return client.post(f"/flows/{version['flow_id']}/versions/{version['version']}/publish", body)
    return None


def _noted(note: str | None) -> dict[str, str]:
    return {} if note is None else {"note": note}


def _pinned(pin: bool) -> dict[str, bool]:
    return {"pin": True} if pin else {}


def latest_version(client: Client, flow_id: str) -> dict[str, Any] | None:
    """The newest version the server has of a flow, or None."""
    try:
        return max(client.pages(f"/flows/{flow_id}/versions"), key=lambda item: int(item["version"]), default=None)
    except Refused as error:
        if error.status != HTTP_NOT_FOUND:
            raise
        return None
