"""The third node: which products look alike."""

from typing import Any

from workflow_engine import current_run, progress, register_function

from .hamming import close_pairs
from .images import ImageRow, is_comparable

DEFAULT_MAX_DISTANCE = 6
DEFAULT_MAX_PAIRS = 100_000


@register_function("image.calculate_similarity", requires=["numpy>=1.26"])
def calculate_similarity(
    state: dict[str, Any], *, max_distance: int | None = None, max_pairs: int | None = None
) -> dict[str, Any]:
    """Every pair of pictures whose hashes differ in at most `max_distance` of 64 bits, the closest `max_pairs`."""
    max_distance = DEFAULT_MAX_DISTANCE if max_distance is None else max_distance
    max_pairs = DEFAULT_MAX_PAIRS if max_pairs is None else max_pairs
    images: list[ImageRow] = state["images"]
    hashed = sorted(
        (row["id"], int(row["hash"], 16)) for row in images if row["hash"] is not None and is_comparable(row)
    )
    ids = [product_id for product_id, _ in hashed]
    found = close_pairs([value for _, value in hashed], max_distance, max_pairs, lambda d, t: progress(d, t, "parts"))
    pairs = [[ids[one], ids[other], distance] for distance, one, other in found.pairs]
    run = current_run()
    run.logger.info("%d pairs of %d pictures look alike", found.total, len(ids))
    if found.total > len(pairs):
        run.logger.warning("only the closest %d of %d pairs are kept", len(pairs), found.total)
    return {
        "similar_pairs": pairs,
        "similarity": {
            "max_distance": max_distance,
            "max_pairs": max_pairs,
            "compared": len(ids),
            "pairs": found.total,
            "kept": len(pairs),
        },
    }
