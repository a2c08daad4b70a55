"""Every pair of 64-bit hashes within a Hamming distance: exact, and in memory that does not grow with the pairs.

Equal hashes become one group first: a thousand blank pictures are one hash. Between groups the pigeonhole principle
finds candidates: two hashes that differ in at most d bits agree in at least one of d + 1 parts, so only hashes that
share a part are compared. Where that would compare more than all with all, one part of no bits does just that.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice, pairwise

import numpy as np
import numpy.typing as npt

BITS = 64
#: A pair of groups is one integer - distance, then the first member of each - that sorts as the answer does.
POSITION_BITS = 28
MAX_HASHES = 1 << POSITION_BITS

Ints = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]
Report = Callable[[int, int], None]

_BITS_SET = np.array([value.bit_count() for value in range(1 << 16)], dtype=np.uint8)


@dataclass(frozen=True)
class ClosePairs:
    """The closest pairs, sorted, as (distance, position, later position); `total` counts those left out as well."""

    pairs: list[tuple[int, int, int]]
    total: int


def close_pairs(
    hashes: Sequence[int], max_distance: int, max_pairs: int, report: Report = lambda _done, _total: None
) -> ClosePairs:
    """All pairs at Hamming distance <= `max_distance`, sorted by distance and positions, the first `max_pairs`."""
    if len(hashes) >= MAX_HASHES:
        raise ValueError(f"at most {MAX_HASHES} hashes")
    groups = Groups(np.array(hashes, dtype=np.uint64))
    links = _Links(groups, max_pairs)
    for left, right, distance in candidates(groups.values, max_distance, report):
        links.add(left, right, distance)
    pairs = list(islice(_unfolded(groups, links.closest()), max_pairs))
    return ClosePairs(pairs, links.total)


class Groups:
    """Equal hashes, each kind once."""

    def __init__(self, hashes: Hashes) -> None:
        self.values, first, self.of, sizes = np.unique(
            hashes, return_index=True, return_inverse=True, return_counts=True
        )
        self.first: Ints = first.astype(np.int64)
        self.sizes: Ints = sizes.astype(np.int64)
        self._order: Ints = np.argsort(self.of, kind="stable").astype(np.int64)
        self._ends: Ints = np.cumsum(self.sizes)

    def members(self, group: int) -> Ints:
        """Positions of this group's hashes, ascending."""
        end = self._ends[group]
        return self._order[end - self.sizes[group] : end]

    def pairs_within(self) -> int:
        return int((self.sizes * (self.sizes - 1) // 2).sum())


class _Links:
    """Pairs of groups that are close: counted all, kept as many as the answer can need.

    The `capacity` closest pairs of hashes lie in the `capacity` closest pairs of groups, compared by their first
    members, because each pair of groups holds at least that one pair of hashes.
    """

    def __init__(self, groups: Groups, capacity: int) -> None:
        self._groups = groups
        self._capacity = capacity
        self._kept: list[Ints] = []
        self._waiting = 0
        self.total = groups.pairs_within()

    def add(self, left: Ints, right: Ints, distance: Ints) -> None:
        self.total += int((self._groups.sizes[left] * self._groups.sizes[right]).sum())
        one, other = self._groups.first[left], self._groups.first[right]
        low, high = np.minimum(one, other), np.maximum(one, other)
        self._kept.append((distance << 2 * POSITION_BITS) | (low << POSITION_BITS) | high)
        self._waiting += len(low)
        if self._waiting > 2 * self._capacity + (1 << 16):
            self._kept = [self.closest()]
            self._waiting = len(self._kept[0])

    def closest(self) -> Ints:
        links = np.concatenate([np.empty(0, dtype=np.int64), *self._kept])
        if len(links) > self._capacity:
            links = np.partition(links, self._capacity)[: self._capacity]
        links.sort()
        return links


def candidates(values: Hashes, max_distance: int, report: Report) -> Iterator[tuple[Ints, Ints, Ints]]:
    """Indices and distances of close pairs among different `values`, each once, in batches of bounded size."""
    masks = _cheapest_masks(values, max_distance)
    for done, mask in enumerate(masks):
        report(done, len(masks))
        part = values & mask
        order = np.argsort(part, kind="stable").astype(np.int64)
        part, ordered = part[order], values[order]
        for left, right in _runs(part):
            difference = ordered[left] ^ ordered[right]
            distance = popcount(difference)
            close = distance <= max_distance
            for earlier in masks[:done]:
                close &= (difference & earlier) != 0  # else that part has found this pair already
            hits = np.flatnonzero(close)
            if hits.size:
                yield order[left[hits]], order[right[hits]], distance[hits].astype(np.int64)
    report(len(masks), len(masks))


def _runs(keys: Hashes) -> Iterator[tuple[Ints, Ints]]:
    """Index pairs of equal keys among sorted ones: all neighbours, then all at gap two, and so on."""
    left: Ints = np.arange(len(keys), dtype=np.int64)
    for gap in count(1):
        left = left[: np.searchsorted(left, len(keys) - gap)]
        left = left[keys[left] == keys[left + gap]]
        if not left.size:
            return
        yield left, left + gap


def _cheapest_masks(values: Hashes, max_distance: int) -> list[np.uint64]:
    everything = [np.uint64(0)]
    if max_distance >= BITS // 4:  # parts of under four bits tell too little apart
        return everything
    masks = _masks(max_distance + 1)
    compared = 0
    for mask in masks:
        sizes = np.unique(values & mask, return_counts=True)[1].astype(np.int64)
        compared += int((sizes * (sizes - 1) // 2).sum())
    return masks if compared < len(values) * (len(values) - 1) // 2 else everything


def _masks(parts: int) -> list[np.uint64]:
    """The 64 bits, dealt out to `parts` masks of neighbouring bits."""
    edges = [BITS * part // parts for part in range(parts + 1)]
    return [np.uint64((1 << high) - (1 << low)) for low, high in pairwise(edges)]


def popcount_by_table(values: Hashes) -> npt.NDArray[np.uint8]:
    """Bits set in each value, for numpy 1.x."""
    counts: npt.NDArray[np.uint8] = _BITS_SET[values.view(np.uint16)].reshape(-1, 4).sum(axis=1, dtype=np.uint8)
    return counts


popcount: Callable[[Hashes], npt.NDArray[np.uint8]] = getattr(np, "bitwise_count", popcount_by_table)


def _unfolded(groups: Groups, links: Ints) -> Iterator[tuple[int, int, int]]:
    """Pairs of positions from pairs of groups, lazily and in order."""
    distances = links >> (2 * POSITION_BITS)
    low = groups.of[(links >> POSITION_BITS) & (MAX_HASHES - 1)]
    high = groups.of[links & (MAX_HASHES - 1)]
    twins = np.flatnonzero(groups.sizes > 1)
    yield from _between(groups, 0, twins, twins)
    for distance in np.unique(distances):
        at = distances == distance
        yield from _between(groups, int(distance), np.r_[low[at], high[at]], np.r_[high[at], low[at]])


def _between(groups: Groups, distance: int, sources: Ints, targets: Ints) -> Iterator[tuple[int, int, int]]:
    """Pairs from each member of a source group to the later members of its target groups."""
    if not sources.size:
        return
    by_source = np.argsort(sources, kind="stable")
    sources, targets = sources[by_source], targets[by_source]
    for position in np.flatnonzero(np.isin(groups.of, sources)):
        group = groups.of[position]
        start, end = np.searchsorted(sources, [group, group + 1])
        partners = np.concatenate([groups.members(target) for target in targets[start:end]])
        partners.sort()
        for partner in partners[np.searchsorted(partners, position, side="right") :]:
            yield distance, int(position), int(partner)
