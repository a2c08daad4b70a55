"""What the API answers of flow files in the flows folders."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field


class FlowFileAnswer(BaseModel):
    """A flow file, and how it stands to what is published."""

    id: str
    path: str
    name: str
    name_zh: str | None
    description: str | None
    description_zh: str | None
    state: Annotated[
        Literal["new", "draft", "changed", "published", "broken"],
        Field(description="not added yet; added only; another content than the newest version; published; unusable"),
    ]
    problem: Annotated[str | None, Field(description="why it is broken")]


class FlowFilePage(BaseModel):
    """All flow files of the flows folders."""

    items: list[FlowFileAnswer]
    next: str | None = None
