"""What the API answers of the settings that can be changed while the supervisor works."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

Source = Literal["default", "config.toml", "environment"]


class ChangeableNumber(BaseModel):
    """A setting's value, and what decides it."""

    value: float
    source: Annotated[
        Source, Field(description="environment: a REN_ variable decides it, and it cannot be changed here")
    ]


class SettingsAnswer(BaseModel):
    """Settings that can be changed while the supervisor works; GET /system shows all of them."""

    retention_days: Annotated[ChangeableNumber, Field(description="days that runs are kept once over; 0: for ever")]
    home_max_bytes: Annotated[ChangeableNumber, Field(description="of the data directory; above it runs wait; 0: any")]
    due: Annotated[int, Field(description="runs that retention deletes next; 1000: or more")]
