"""What elements of BPMN do with tokens. `engine` is the way in for them, too.

From the bottom: `names` (which variables are seen and written), `flows`, `waits`, `scopes`, `activities`, `catching`,
`compensation`, `throwing`, `loops`, `joins`, `gateways`, and `arrivals`, `arriving` tokens' table, and `host`'s events.
"""
