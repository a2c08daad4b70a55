"""The level that a line of text names."""

import pytest

from workflow_engine_shared.logs.level_words import named_level


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("ERROR:shop:no picture", "ERROR"),
        ("WARNING:root:slow", "WARNING"),
        ("2024-01-02 03:04:05,678 ERROR shop: no picture", "ERROR"),
        ("2024-01-02T03:04:05.678Z INFO began", "INFO"),
        ("2024-01-02 03:04:05,678 - shop - CRITICAL - all is lost", "CRITICAL"),
        ("[2024-01-02 03:04:05] [WARN] slow", "WARNING"),
        ("[ERROR] no picture", "ERROR"),
        ("<WARNING> slow", "WARNING"),
        ("2026-11-26 08:38:33.597 | ERROR    | shop:fetch:16 - bad thing", "ERROR"),
        ("2026-11-26 08:38:33.597 | SUCCESS  | shop:fetch:16 - good thing", "INFO"),
        ("\x1b[32m2026-11-26 08:38:33.597\x1b[0m | \x1b[31m\x1b[1mERROR   \x1b[0m | shop - bad", "ERROR"),
        ("2024-01-02 03:04:05 [error    ] no picture              url=http://x", "ERROR"),
        ("error: no such file", "ERROR"),
        ("Warning: it is deprecated", "WARNING"),
        ("Error: Cannot find module 'x'", "ERROR"),
        ("main.c:12:3: error: expected ';'", "ERROR"),
        ("main.c:12: warning: unused", "WARNING"),
        ("shop.py:12: DeprecationWarning: old", "WARNING"),
        ('{"ts": 1, "level": "error", "msg": "x"}', "ERROR"),
        ("ts=1 level=warn msg=slow", "WARNING"),
        ("E0102 03:04:05.678901 12 file.cc:1] bad", "ERROR"),
        ("2024-01-02 03:04:05.678901: W tensorflow/core/x.cc:1] slow", "WARNING"),
        ("Fatal Python error: Segmentation fault", "CRITICAL"),
        ("fatal: not a git repository", "CRITICAL"),
        ("DEBUG here", "DEBUG"),
    ],
)
def test_it_is_found_where_programs_write_it(text: str, level: str) -> None:
    assert named_level(text) == level


@pytest.mark.parametrize(
    "text",
    [
        "",
        "by stderr",
        "Downloading 12 pictures",
        "ValueError: bad",
        "Traceback (most recent call last):",
        '  File "error.py", line 1, in ERROR',
        "12 of 100 done, no ERROR so far",
        "errors: 0",
        "INFORMATION about errors",
        "the level of the water is fine",
        " 45%|####5     | 45/100 [00:01<00:01, 44.0it/s]",
        f"{'x' * 300} ERROR: far behind",
    ],
)
def test_a_word_that_is_only_said_names_none(text: str) -> None:
    assert named_level(text) is None
