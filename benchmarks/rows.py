"""The rows of the table of speeds: where each stood, and what is to be reached."""

from figures import Row
from measures import (
    conditions,
    growth_of_steps,
    items,
    items_batch,
    large_state,
    many_runs,
    memory_in_node,
    memory_slope,
    pictures,
    resume,
    saver_alone,
    whole_engine,
)
from server_measures import burst, cold, kill, lines, lines_adopted, pause, requests, short_runs, warm_start

ROWS = [
    Row("P1", "a visit, whole engine / LangGraph + SqliteSaver", "µs", "1.24", "≤ 0.75", whole_engine, most=0.75),
    Row("P1b", "a superstep, the saver alone / SqliteSaver", "ms", "0.73", "≤ 0.65", saver_alone, most=0.65),
    Row("P2", "a trivial item / one FULL commit each", "µs", "0.077 (13 ×)", "≤ 0.067 (15 ×)", items, most=0.067),
    Row("P2b", "trivial items a second / batches of 50 ms", "/s", "0.22", "≥ 0.3", items_batch, least=0.3),
    Row("P3", "`POST /runs/start` → first user line, warm", "ms", "30-38", "≤ 20", warm_start, most=20),
    Row("P3b", "8 starts at once, until the last user line", "s", "3.5", "≤ 0.5", burst, most=0.5, by_itself=True),
    Row("P3c", "short runs one after another", "/s", "2", "≥ 15", short_runs, least=15, by_itself=True),
    Row("P3d", "`renflow run hello`, cold", "s", "1.9-2.2", "≤ 1.2", cold, most=1.2),
    Row("P4", "kill -9 → user code", "ms", "80", "≤ 250", kill, most=250),
    Row("P5", "log line → WebSocket, p99 / a bare stub's", "ms", "5", "≤ 3", lines, most=3),
    Row("P5b", "the same of an adopted worker, p50", "ms", "30", "≤ 15", lines_adopted, most=15),
    Row(
        "P6", "`GET /runs/{id}` / stub, 8 workers writing", "/s", "0.24", "≥ 0.6", requests("GET /runs/{id}"), least=0.6
    ),
    Row("P6b", "`GET /runs` / stub", "/s", "0.20", "≥ 0.6", requests("GET /runs"), least=0.6),
    Row("P6c", "`POST /runs/start` / stub", "/s", "0.20", "≥ 0.6", requests("POST /runs/start"), least=0.6),
    Row("P7", "a superstep with a state of 2 MB / SqliteSaver", "ms", "0.21", "≤ 0.5", large_state, most=0.5),
    Row("P8", "a worker in its node, RSS", "MB", "85.5", "≤ 75", memory_in_node, most=75),
    Row("P8b", "its growth over 10,000 visits", "MB", "4.4", "≤ 1", memory_slope, most=1),
    Row("P9", "a pause takes effect, p50", "ms", "10", "≤ 25", pause, most=25),
    Row("P10", "16 runs, a superstep each 100 ms: p99 / bare commits", "ms", "3.7 (8 ms)", "≤ 6", many_runs, most=6),
    Row("P11", "`GET steps`, 100,000 items / 1,000 items", "ms", "12", "≤ 1.2", growth_of_steps, most=1.2),
    Row("P11b", "resume over 186,000 decided items", "s", "3.5", "≤ 0.5", resume, most=0.5),
    Row("P12", "2,000 pictures in 2 processes / a bare Pool", "s", "1.53", "≤ 1.0", pictures, most=1.0),
    Row("P13", "commits a visit, a condition every second one", "", "1.0", "≤ 0.52", conditions, most=0.52),
]
