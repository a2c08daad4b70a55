"""What this process hides. A worker carries one run, so there is one masker, known from where errors become data."""

import functools
import os
from collections.abc import Iterable, Mapping

from workflow_engine_shared.errors.base import ErrorData, masked
from workflow_engine_shared.secrets.masking import Masker, environment_secrets
from workflow_engine_shared.secrets.names import SecretNames


@functools.cache
def environment() -> Mapping[str, str]:
    """The variables that this process began with, or who forked it: `os.environ` decodes each of them anew."""
    return dict(os.environ)


class RunMasker:
    """The masker at hand: of the environment at first, then of the run too."""

    masker = Masker()

    @classmethod
    def begin(cls, mask_keys: Iterable[str]) -> Masker:
        """Hide what the environment holds under secret names."""
        names = SecretNames(mask_keys)
        cls.masker = Masker(names, environment_secrets(environment(), names))
        return cls.masker

    @classmethod
    def learn(cls, values: Iterable[str]) -> Masker:
        """Hide these too."""
        cls.masker = cls.masker.with_values(values)
        return cls.masker


def masked_error(error: ErrorData) -> ErrorData:
    """An error as it may be stored and shown."""
    return masked(error, RunMasker.masker.text)
