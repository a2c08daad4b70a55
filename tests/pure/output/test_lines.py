"""Streams of text as lines of a log, with the levels they name, and bars as progress."""

import logging

import pytest

from workflow_engine_shared.logs.level_words import named_level
from workflow_engine_worker.output import records
from workflow_engine_worker.output.bars import Bar, read_bar
from workflow_engine_worker.output.lines import Lines


class Seen:
    def __init__(self) -> None:
        self.lines: list[tuple[str | None, str]] = []
        self.bars: list[Bar] = []
        self.stream = Lines(self.write, named_level, self.bars.append)

    def write(self, level: str | None, text: str, length: int) -> None:
        assert length == len(text)
        self.lines.append((level, text))


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.mark.parametrize(
    ("text", "bar"),
    [
        ("  0%|          | 0/5 [00:00<?, ?it/s]", Bar("", 0, 5)),
        ("outer:  20%|##        | 1/5 [00:00<00:00, 80659.69it/s]", Bar("outer", 1, 5)),
        ("a: b: 100%|██████████| 2/2 [00:00<00:00, 6365.22it/s]", Bar("a: b", 2, 2)),
        (" 48%|####8     | 1.20M/2.50M [00:00<00:00, 719GB/s]", Bar("", 1_200_000, 2_500_000)),
        (" 40%|###6         | 4/10 [00:00<00:00, 34100.03it/s, loss=0.1]", Bar("", 4, 10)),
        ("in:  50%|#####     | 1/2 [00:00<00:00, 3it/s]\x1b[A", Bar("in", 1, 2)),
        ("\x1b[32m 50%|#####     | 1/2 [00:00<00:00, 3it/s]\x1b[0m", Bar("", 1, 2)),
        ("3it [00:00, 54304.02it/s]", Bar("", 3, None)),
        ("pages: 12.5kB [01:02:03, 54304.02B/s] ", Bar("pages", 12_500, None)),
        ("图片:  50%|█████     | 1/2 [00:00<00:00, 3it/s]", Bar("图片", 1, 2)),
    ],
)
def test_a_bar_is_read(text: str, bar: Bar) -> None:
    assert read_bar(text) == bar


@pytest.mark.parametrize("text", ["", "50%", "a|b|c", "1.2.3it [00:00, x]", "3 of 5 [done]", "12% | 3/4", "5it [x, y]"])
def test_other_text_is_no_bar(text: str) -> None:
    assert read_bar(text) is None


def test_a_bar_is_progress_and_one_line_at_its_end(seen: Seen) -> None:
    for done in range(101):
        seen.stream.write(f"\r{done:3}%|####| {done}/100 [00:00<00:00, 1it/s]")
    seen.stream.write("\n")
    assert [bar.done for bar in seen.bars] == list(range(101))
    assert seen.lines == [(None, "100%|####| 100/100 [00:00<00:00, 1it/s]")]


def test_nested_bars_flood_nothing(seen: Seen) -> None:
    for outer in range(100):
        seen.stream.write(f"\router: {outer:3}%|# | {outer}/100 [00:00<00:00, 1it/s]")
        for inner in range(10):
            seen.stream.write("\n")
            seen.stream.write(f"\rinner: {inner * 10:3}%|# | {inner}/10 [00:00<00:00, 1it/s]")
            seen.stream.write("\x1b[A")
        seen.stream.write("\n")
        seen.stream.write("\r          ")
        seen.stream.write("\x1b[A")
    assert len(seen.bars) == 1100
    assert len(seen.lines) == 1


def test_what_follows_a_level_in_one_write_belongs_to_it(seen: Seen) -> None:
    seen.stream.write("ERROR: boom\nTraceback:\n\n  here\nINFO: on\n")
    seen.stream.write("plain\nwords\n")
    print("half", "a", "line", file=seen.stream)
    seen.stream.write("WARNING: ")
    seen.stream.write("slow\nbecause\nrest")
    seen.stream.finish()
    assert seen.lines == [
        ("ERROR", "ERROR: boom\nTraceback:\n  here"),
        ("INFO", "INFO: on"),
        (None, "plain"),
        (None, "words"),
        (None, "half a line"),
        ("WARNING", "WARNING: slow\nbecause"),
        (None, "rest"),
    ]


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[logging.LogRecord]:
    """All records of this process, as a worker hears them; undone with the test."""
    monkeypatch.setattr(logging.Logger, "callHandlers", logging.Logger.callHandlers)
    monkeypatch.setattr(logging.Handler, "handle", logging.Handler.handle)
    found: list[logging.LogRecord] = []
    records.hear(found.append)
    return found


def test_a_record_is_write_once_whatever_handlers_write(seen: Seen, heard: list[logging.LogRecord]) -> None:
    shop = logging.getLogger("shop-of-this-test")
    handler = logging.StreamHandler(seen.stream)
    shop.addHandler(handler)
    shop.error("bad %s", "thing")
    handler.handle(heard[0])  # as a queue's listener does, in another thread
    handler.handle(logging.LogRecord("far", logging.INFO, "f.py", 1, "from another process", None, None))
    assert [record.getMessage() for record in heard] == ["bad thing"]
    assert [text for _, text in seen.lines] == ["from another process"]


def test_nobody_switches_an_own_logger_off(heard: list[logging.LogRecord]) -> None:
    logger = records.own_logger("flow.test-of-own-loggers")
    logger.disabled, logger.propagate = True, False
    logging.disable(logging.CRITICAL)
    try:
        logger.info("still %s", "here")
        logger.debug("not wanted")
    finally:
        logging.disable(logging.NOTSET)
    logger.setLevel(logging.DEBUG)
    logger.debug("wanted")
    assert [record.getMessage() for record in heard] == ["still here", "wanted"]
