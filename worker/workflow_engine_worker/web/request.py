"""What is sent, and to which address."""

from dataclasses import dataclass
from typing import Any

import httpx

from workflow_engine_shared.dsl.nodes.requests.checks import url_problem
from workflow_engine_shared.errors import BadUrl


@dataclass(frozen=True)
class Request:
    """What is sent."""

    method: str
    url: httpx.URL
    headers: httpx.Headers
    content: bytes | None
    #: the header that holds the secret: it is for the first origin only
    credential: str | None = None

    @property
    def name(self) -> str:
        """What it is called in messages: without the query, which may hold anything."""
        return f"{self.method} {self.url.copy_with(query=None, fragment=None)}"


def checked_url(text: Any, whose: str) -> httpx.URL:
    """An address that may be asked.

    Raises:
        BadUrl
    """
    if not isinstance(text, str):
        raise BadUrl(f"{whose} is {'null' if text is None else f'a {type(text).__name__}'}, no address.")
    if problem := url_problem(text):
        raise BadUrl(f"{whose} {problem}.")
    try:
        return httpx.URL(text)
    except (httpx.InvalidURL, UnicodeError) as error:
        raise BadUrl(f"{whose} is no address: {error}.") from error
