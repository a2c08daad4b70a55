"""What somebody is shown who has to decide whether the file is to be written."""

from pathlib import Path
from typing import Any

from product_selection.images import ImageRow
from product_selection.products import Product
from workflow_engine import artifact, current_run, register_function

MOST_PAIRS = 20  #: a person looks at the closest ones
REVIEW = "review-"  #: how the names of the pictures begin that are shown


@register_function("approval.price_facts")
def price_facts(state: dict[str, Any]) -> dict[str, Any]:
    """What the catalogue's prices say at a glance."""
    products: list[Product] = state["products"]
    prices = [product["price"] for product in products if product["price"] is not None]
    return {
        "prices": {
            "lowest": min(prices, default=None),
            "highest": max(prices, default=None),
            "average": round(sum(prices) / len(prices), 2) if prices else None,
            "without a price": len(products) - len(prices),
        }
    }


@register_function("approval.prepare")
def prepare(state: dict[str, Any]) -> dict[str, Any]:
    """The figures and the closest pairs with their pictures, kept among the run's files for whoever decides."""
    products: list[Product] = state["products"]
    pairs = state["similar_pairs"]
    names = {product["id"]: product["name"] or product["id"] for product in products}
    shown = pairs[:MOST_PAIRS]
    wanted = {each for one, other, _ in shown for each in (one, other)}
    small = {row["id"]: _kept(row) for row in state["images"] if row["id"] in wanted}
    return {
        "overview": {
            "products": len(products),
            "pictures": state["image_count"],
            "pictures with problems": len(products) - state["image_count"],
            "similar pairs": state["similarity"]["pairs"],
        },
        "closest_pairs": [
            {
                "product": names[one],
                "picture": small[one],
                "looks like": names[other],
                "its picture": small[other],
                "bits that differ": distance,
            }
            for one, other, distance in shown
        ],
    }


def _kept(row: ImageRow) -> dict[str, Any] | None:
    """The picture among the run's files; one from the catalogue's own folder is copied there."""
    name = row["file"]
    if name is None:
        return None
    path = current_run().outputs_dir / name  # a whole path stays as it is
    kept = artifact(f"{REVIEW}{Path(name).name}", path)
    return {"artifact": kept["artifact"]}
