"""What the API answers of figures over time."""

from typing import Annotated

from pydantic import BaseModel, Field

_Column = list[float | None]


class SeriesAnswer(BaseModel):
    """Columns of equal length, oldest first. A null is a figure that was not known then."""

    thread_id: str
    interval_s: Annotated[float, Field(description="seconds between samples; none are taken while no worker is there")]
    times: Annotated[list[str], Field(description="when each sample was taken")]
    cpu_percent: Annotated[_Column, Field(description="of the worker and all it started; 100 is one core")]
    rss_mb: _Column
    threads: _Column
    children: _Column
    open_files: _Column
    items_per_s: Annotated[_Column, Field(description="items of the loop at hand that were decided in a second")]
