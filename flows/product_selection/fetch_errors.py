"""How an address can fail to answer, and how much patience that is worth."""


class FetchError(Exception):
    """An address gave no usable answer."""

    #: Shown beside the error: a page that breaks off, or a shop that is busy, is no mistake of the function.
    hint = "Resume when the address answers whole: the run goes on at this page. The function need not be mended."

    def __init__(
        self,
        reason: str,
        *,
        status: int | None = None,
        may_retry: bool = False,
        pause: float = 0,
        patience: float | None = None,
    ) -> None:
        self.reason = reason
        self.status = status
        self.may_retry = may_retry
        self.pause = pause  #: seconds the server asked us to wait
        self.patience = patience  #: seconds after which trying again makes no sense; None: as long as for an outage
        super().__init__(reason)

    def add(self, words: str) -> None:
        """Say more."""
        self.reason += words
        self.args = (self.reason,)


class TooLongError(FetchError):
    """The answer is larger than the caller wants."""


class DamagedError(FetchError):
    """The answer came, but not whole, or not what it says it is."""

    def __init__(self, reason: str, patience: float = 60) -> None:
        super().__init__(reason, may_retry=True, patience=patience)


class BrokenOffError(DamagedError):
    """A page without its end. If it never comes with one, it is that way."""


class EmptyPageError(FetchError):
    """A page in the middle of a catalogue with neither a product nor a next page; perhaps its end."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, may_retry=True, patience=0)
