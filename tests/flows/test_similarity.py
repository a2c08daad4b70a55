"""All close pairs, exactly, with little work and in bounded memory."""

import random
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from product_selection import hamming
from product_selection.hamming import close_pairs, popcount, popcount_by_table
from product_selection.similarity import calculate_similarity

HASHES = st.integers(0, 2**64 - 1)


@st.composite
def clustered(draw: st.DrawFn) -> list[int]:
    """A few centres, many hashes around them: equal ones, near ones, far ones."""
    centres = draw(st.lists(HASHES, min_size=1, max_size=4))
    flips = st.lists(st.integers(0, 63), max_size=8)
    around = st.tuples(st.sampled_from(centres), flips)
    members = draw(st.lists(around, max_size=60))
    strangers = draw(st.lists(HASHES, max_size=10))
    return [centre ^ sum(1 << bit for bit in set(bits)) for centre, bits in members] + strangers


def brute_force(hashes: list[int], max_distance: int) -> list[tuple[int, int, int]]:
    return sorted(
        ((one ^ other).bit_count(), a, a + 1 + gap)
        for a, one in enumerate(hashes)
        for gap, other in enumerate(hashes[a + 1 :])
        if (one ^ other).bit_count() <= max_distance
    )


@settings(deadline=None)
@given(clustered(), st.integers(0, 64), st.integers(1, 400))
def test_exactly_what_comparing_all_with_all_finds(hashes: list[int], max_distance: int, max_pairs: int) -> None:
    expected = brute_force(hashes, max_distance)
    found = close_pairs(hashes, max_distance, max_pairs)
    assert found.total == len(expected)
    assert found.pairs == expected[:max_pairs]


def test_the_cut_is_exact_when_links_are_thinned_out_on_the_way() -> None:
    rng = random.Random(3)
    hashes = [sum(1 << rng.randrange(64) for _ in range(2)) % 2**64 for _ in range(700)]  # over 2^17 links
    expected = brute_force(hashes, 4)
    for max_pairs in (1, 5, 1000, 60_000):
        found = close_pairs(hashes, 4, max_pairs)
        assert found.total == len(expected)
        assert found.pairs == expected[:max_pairs]


@pytest.mark.parametrize("hashes", [[], [7], [7, 7], [0, 2**64 - 1]])
def test_very_few(hashes: list[int]) -> None:
    found = close_pairs(hashes, 64, 10)
    assert found.pairs == brute_force(hashes, 64)


@settings(deadline=None)
@given(st.lists(HASHES))
def test_numpy_1_counts_bits_as_python_does(values: list[int]) -> None:
    counts = popcount_by_table(np.array(values, dtype=np.uint64))
    assert counts.tolist() == [value.bit_count() for value in values]


#: Of all pairs, how many are looked at: seven parts of nine bits leave 1.4 %; too large a distance leaves all, once.
@pytest.mark.parametrize(("max_distance", "share"), [(6, 0.02), (30, 1.0)])
def test_thousands_are_compared_with_few(max_distance: int, share: float, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(1)
    hashes = [rng.getrandbits(64) for _ in range(4500)]
    hashes += [rng.choice(hashes) ^ (1 << rng.randrange(64)) for _ in range(500)]
    compared = 0

    def counted(difference: np.ndarray) -> np.ndarray:
        nonlocal compared
        compared += difference.size
        return popcount(difference)

    monkeypatch.setattr(hamming, "popcount", counted)
    found = close_pairs(hashes, max_distance, 100_000)
    assert found.total >= 500
    assert compared <= share * len(hashes) * (len(hashes) - 1) // 2


def test_thousands_of_blank_pictures_fit_in_memory() -> None:
    hashes = [0x8000000000000000] * 5000
    tracemalloc.start()
    found = close_pairs(hashes, 6, 1000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.total == 5000 * 4999 // 2
    assert found.pairs == [(0, 0, later) for later in range(1, 1001)]
    assert peak < 20_000_000


def image(product_id: str, value: int | None) -> dict[str, object]:
    return {"id": product_id, "hash": None if value is None else f"{value:016x}", "error": ""}


class TestNode:
    def test_pairs_are_sorted_by_distance_and_ids(self, node) -> None:
        images = [image("c", 0), image("b", 1), image("x", None), image("a", 0), image("d", 2**64 - 1)]
        found = calculate_similarity({"images": images}, max_distance=None, max_pairs=None)
        assert found["similar_pairs"] == [["a", "c", 0], ["a", "b", 1], ["b", "c", 1]]
        assert found["similarity"] == {
            "max_distance": 6,
            "max_pairs": 100_000,
            "compared": 4,
            "pairs": 3,
            "kept": 3,
        }

    def test_a_cut_is_reported_with_the_whole_number(self, node, caplog: pytest.LogCaptureFixture) -> None:
        found = calculate_similarity({"images": [image(str(i), 5) for i in range(10)]}, max_pairs=4)
        assert (found["similarity"]["kept"], found["similarity"]["pairs"]) == (4, 45)
        assert "only the closest 4 of 45" in caplog.text

    def test_distance_zero_means_equal(self, node) -> None:
        images = [image("a", 0), image("b", 1), image("c", 0)]
        assert calculate_similarity({"images": images}, max_distance=0)["similar_pairs"] == [["a", "c", 0]]
