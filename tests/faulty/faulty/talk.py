"""Pauses and questions from inside a function."""

from workflow_engine import checkpoint, interrupt, pause_requested, step, track

from .ledger import note
from .pace import takes


def asks(state, *, questions, between="step"):
    """Ask in order; between two questions some durable work."""
    answers = {}
    for number, question in enumerate(questions):
        if between == "step":
            step(_work, number, key=number)
        answers[question] = interrupt({"question": question}, update={"asked": question})
    return {"answers": answers}


def _work(number):
    note("step", key=number)
    return number


def tracks(state, *, count, seconds=0.005, update=False):
    """A loop that journals nothing; with `update`, the state tells how far it is."""
    for number in track(range(count), "numbers"):
        note("item", key=number)
        if update:
            checkpoint({"at": number})
        takes(seconds)
    return {"tracked": count}


def steps(state, *, count, seconds=0.005):
    """A loop of single durable steps; each takes the factor that the state has at that moment."""
    total = 0
    for number in range(count):
        checkpoint()
        # No argument: what was done with another factor is not done again.
        total += step(lambda n=number: _slow(n, state.get("factor", 1), seconds), key=number)
    return {"total": total}


def _slow(number, factor, seconds):
    note("item", key=number, factor=factor)
    takes(seconds)
    return number * factor


def loops_as_specified(state, *, count, seconds=0.005):
    """The specification's loop: look whether a pause is asked, and interrupt with the place."""
    for number in range(state.get("at", 0), count):
        if pause_requested():
            interrupt(value={"at": number, "of": count}, update={"at": number})
        note("item", key=number)
        takes(seconds)
    return {"looped": count}
