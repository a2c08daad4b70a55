"""What can go wrong with requests that a flow sends."""

from workflow_engine_shared.errors.base import RenError, TimedOut

#: A server that asks for more patience than this is not asked again.
MAX_PATIENCE_S = 86_400


class RequestFailed(RenError):
    """A request failed."""

    code = "REQUEST_FAILED"
    hint = 'Look at the message; \'retry\' tries such failures again, an edge with "on": "error" leads on from them.'
    again = True  #: whether another attempt may go better
    retry_after: float | None = None  #: seconds that the server asks to wait


class ConnectionFailed(RequestFailed):
    """No connection came about, or it broke off."""

    code = "CONNECTION_FAILED"
    hint = "Check the address, and whether this machine reaches it; 'retry' tries again. Proxies are not used."


class RequestTimedOut(RequestFailed, TimedOut):
    """A request took longer than it may."""

    code = "REQUEST_TIMED_OUT"
    hint = "Raise 'requestTimeout', or let 'retry' try again."


class StatusRefused(RequestFailed):
    """The answer's status is none of those that 'success' names."""

    code = "HTTP_STATUS"
    hint = "The message has the beginning of the answer. If this status is no failure, add it to 'success'."

    def __init__(self, detail: str, *, again: bool, retry_after: float | None) -> None:
        super().__init__(detail)
        self.retry_after = retry_after
        self.again = again and (retry_after or 0) <= MAX_PATIENCE_S


class BadAnswer(RequestFailed):
    """The answer is not what 'response' says."""

    code = "BAD_ANSWER"
    hint = 'If the server never sends JSON here, let \'response\' be "text" or "artifact".'


class AnswerTooLarge(RequestFailed):
    """The answer is larger than it may be."""

    code = "ANSWER_TOO_LARGE"
    hint = 'Raise \'maxBytes\'; what is large is best kept as a file: "response": "artifact".'
    again = False


class TooManyRedirects(RequestFailed):
    """The server leads from one address to the next."""

    code = "TOO_MANY_REDIRECTS"
    hint = "Write the address that it leads to in the end."
    again = False


class CertificateRefused(RequestFailed):
    """The server's certificate proves nothing."""

    code = "BAD_CERTIFICATE"
    hint = "Mend the certificate; for an authority of your own set SSL_CERT_FILE where the server is started."
    again = False


class BlockedAddress(RequestFailed):
    """Flows may not reach this address."""

    code = "BLOCKED_ADDRESS"
    hint = "If flows may reach it, add its network to allow_addresses in config.toml and start the supervisor anew."
    again = False


class BadUrl(RequestFailed):
    """What should be an address is none."""

    code = "BAD_URL"
    hint = "Let 'url' give an address like https://example.com/prices; look at the run's state, then resume."
    again = False


class BadHeader(RequestFailed):
    """A header cannot be sent."""

    code = "BAD_HEADER"
    hint = "A header's value is ASCII text without line breaks; look at the run's state, then resume."
    again = False


class BadBody(RequestFailed):
    """The body of a request cannot be sent."""

    code = "BAD_BODY"
    hint = "Send at most 8 MiB of text or JSON; let a function send what is larger."
    again = False


class SecretMissing(RequestFailed):
    """A secret that a flow names is not there."""

    code = "SECRET_MISSING"
    hint = 'Add a line name = "value" to secrets.toml in the data directory, or set the variable; then resume.'
    again = False


class DeliveryFailed(RenError):
    """A hook's message was not taken."""

    code = "DELIVERY_FAILED"
    hint = "Look at the message and at hooks.toml. A receiver in your own network must be in allow_addresses."


class MachineUnreachable(RenError):
    """The supervisor on another machine cannot be reached. Whether its runs go on is not known, and not guessed."""

    code = "MACHINE_UNREACHABLE"
    hint = (
        "Nothing was sent. Look at 'renflow machines'; start the supervisor there, or mend the network, and try again."
    )


class MachineRefused(RenError):
    """The supervisor on another machine cannot be one of this one's machines."""

    code = "MACHINE_REFUSED"
    hint = (
        "Nothing was sent. Mend [[machines]] in config.toml, or the supervisor there; 'renflow machines' tells of both."
    )


class MachineAnswerUnclear(RenError):
    """A command was sent to another machine, and no answer came: it may have been carried out."""

    code = "MACHINE_ANSWER_UNCLEAR"
    hint = "It was not sent again. Look at the run before you send it once more."


class RunOnSeveralMachines(RenError):
    """Several machines have a run of this id."""

    code = "RUN_ON_SEVERAL_MACHINES"
    hint = "Say which one is meant: add ?machine=NAME to the address."


class FlowNotOnMachine(RenError):
    """The machine does not have this version of the flow."""

    code = "FLOW_NOT_ON_MACHINE"
    hint = "Bring it to all machines: renflow flows push FLOW --publish --all-machines"
