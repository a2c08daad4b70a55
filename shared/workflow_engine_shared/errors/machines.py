"""What can be wrong between one supervisor and those on other machines that it speaks for."""

from workflow_engine_shared.errors.base import RenError


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
