"""What elements of BPMN do with tokens. `tokens.engine` is the way in for them, too.

From the bottom up: `names` (which variables are seen and written), `flows`, `waits`, `scopes`, `activities`,
`catching`, `happening`, `compensation`, `correlation`, `throwing`, `loops`, `joins`, `performing`, `arrivals`, `host`.

Where the standard is open, or its conformance suite reads it otherwise:

- A token that throws moves only when no other can: whoever can still get to a catching event gets there first.
- The implicit event of a multi-instance activity is caught by its boundary event without ending it, although that
  interrupts; only behavior Complex ends the rest.
- A catching timer with a cycle sends a token each time it fires.
- A condition must give true or false; everything else is an incident.
- An error that nothing catches ends the run, with all processes in it.
- Work that fails without being caught, or a token that cannot go on, stands in an incident: the rest goes on.
- A signal or message from outside begins no process inside a run; one that is thrown inside does.
"""
