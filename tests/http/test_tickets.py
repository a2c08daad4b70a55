"""Tickets end: after one use, after half a minute, and when there are too many."""

from support.hand_clock import HandClock
from workflow_engine_supervisor.http.security.tokens import MAX_TICKETS, TICKET_SECONDS, Tickets


def test_a_ticket_is_good_once():
    tickets = Tickets(HandClock())
    ticket = tickets.issue()
    assert tickets.use(ticket)
    assert not tickets.use(ticket)
    assert not tickets.use("another")


def test_a_ticket_is_good_for_half_a_minute():
    clock = HandClock()
    tickets = Tickets(clock)
    early, late = tickets.issue(), tickets.issue()
    clock.seconds = TICKET_SECONDS - 0.1
    assert tickets.use(early)
    clock.seconds = TICKET_SECONDS
    assert not tickets.use(late)


def test_unused_tickets_do_not_pile_up():
    tickets = Tickets(HandClock())
    issued = [tickets.issue() for _ in range(MAX_TICKETS + 10)]
    assert len(tickets._good_until) == MAX_TICKETS
    assert not tickets.use(issued[0])
    assert tickets.use(issued[-1])
