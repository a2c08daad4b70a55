"""No row of the bad-input and threat tables is without a test: their ids stand in the tests' ids."""

import re

import test_artifacts
import test_rows_of_databases
import test_rows_of_floods
import test_rows_of_ids
import test_rows_of_threats
import test_rows_of_transport
import test_security
import test_transport

from support.rows import ids_of

MODULES = [
    test_artifacts,
    test_rows_of_databases,
    test_rows_of_floods,
    test_rows_of_ids,
    test_rows_of_threats,
    test_rows_of_transport,
    test_security,
    test_transport,
]
#: Rows about content of logs have tests with the logs.
ELSEWHERE = {"B-75", "B-77", "B-79"}


def _rows(letter: str, numbers: range) -> set[str]:
    return {f"{letter}-{number:02d}" for number in numbers}


def test_each_row_has_a_test_or_a_reason():
    found = set(re.findall(r"\b[BSF]-\d\d\b", " ".join(ids_of(MODULES))))
    wanted = _rows("B", range(1, 36)) | _rows("B", range(75, 80)) | _rows("B", range(88, 93)) | _rows("S", range(1, 39))
    wanted |= {"F-44", "F-45"}
    assert wanted - found - set(test_rows_of_threats.ABSENT) - ELSEWHERE == set()
    assert found & set(test_rows_of_threats.ABSENT) == set(), "a row that has a test needs no reason"
