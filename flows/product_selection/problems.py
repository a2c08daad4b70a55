"""What can be wrong with one product: counted and reported in its row, never a reason to stop."""

from collections.abc import Iterable
from enum import Enum

MAX_DETAIL_CHARS = 200


class Problem(str, Enum):
    """The kinds of trouble, as the Excel file names them."""

    ROW_DAMAGED = "row_damaged"  #: cells too many or too few, or a quote left open: no price and no picture is taken
    ID_MISSING = "id_missing"  #: the catalogue gives none; the row got a made-up one
    ID_DAMAGED = "id_damaged"  #: it has bytes that the encoding does not explain
    NAME_EMPTY = "name_empty"
    PRICE_MISSING = "price_missing"
    PRICE_RANGE = "price_range"  #: several amounts: none is taken
    PRICE_UNREADABLE = "price_unreadable"  #: not one amount of money
    IMAGE_MISSING = "image_missing"  #: the catalogue names none
    IMAGE_PLACEHOLDER = "image_placeholder"  #: only what shops show until the picture is loaded, by its name
    IMAGE_BAD_ADDRESS = "image_bad_address"  #: neither http(s) nor a path inside the catalogue's folder
    IMAGE_NOT_FOUND = "image_not_found"  #: no such file, or HTTP 404 or 410
    IMAGE_REFUSED = "image_refused"  #: an answer that another try does not change, such as HTTP 403
    IMAGE_UNREACHABLE = "image_unreachable"  #: time-outs, refused connections, busy servers, after all tries
    IMAGE_AMBIGUOUS = "image_ambiguous"  #: several files have this name but for capitals or the like
    IMAGE_UNREADABLE = "image_unreadable"  #: the file exists, but the system does not let us read it
    IMAGE_EMPTY = "image_empty"  #: zero bytes
    IMAGE_NOT_AN_IMAGE = "image_not_an_image"  #: e.g. a web page where a picture should be
    IMAGE_BROKEN = "image_broken"  #: truncated or damaged
    IMAGE_CRASHED = "image_crashed"  #: it brought down the process that decoded it
    IMAGE_TOO_LARGE = "image_too_large"  #: more pixels or bytes than are worth decoding


class PictureError(Exception):
    """This product's picture cannot be used."""

    def __init__(self, problem: Problem, detail: str = "") -> None:
        self.problem = problem
        self.detail = detail
        super().__init__(describe(problem, detail))


def describe(problem: Enum, detail: str = "") -> str:
    """One problem as it stands in a row's `error`: `kind` or `kind: detail`."""
    detail = " ".join(detail.split())[:MAX_DETAIL_CHARS]
    return f"{problem.value}: {detail}" if detail else str(problem.value)


def join(errors: Iterable[str]) -> str:
    """Several descriptions as one cell; empty when all is fine."""
    return "; ".join(error for error in errors if error)
