"""What can be wrong with a document from outside: a request, a flow, an input."""

from workflow_engine_shared.errors.base import RenError


class InvalidJson(RenError):
    """The text is not strict JSON."""

    code = "INVALID_JSON"
    hint = "Send one UTF-8 JSON document without NaN, duplicate keys or a byte-order mark."


class NonFiniteNumber(InvalidJson):
    """JSON has no NaN and no Infinity."""

    code = "NON_FINITE_NUMBER"
    hint = "Send null, or a string."


class NumberOutOfRange(InvalidJson):
    """A whole number does not fit 64 bits."""

    code = "NUMBER_OUT_OF_RANGE"
    hint = "Send it as a string."


class InvalidUnicode(InvalidJson):
    """A string holds half of a surrogate pair."""

    code = "INVALID_UNICODE"
    hint = "Send valid Unicode text."


class InvalidUtf8(InvalidJson):
    """The bytes are not UTF-8 without a byte-order mark."""

    code = "INVALID_UTF8"
    hint = "Encode the document as UTF-8, without a byte-order mark."


class DuplicateKey(InvalidJson):
    """An object has the same key twice."""

    code = "DUPLICATE_KEY"
    hint = "Remove one of them: which one counts would be a guess."


class TooDeep(InvalidJson):
    """The document is nested too deeply."""

    code = "TOO_DEEP"
    hint = "Nest at most 64 levels."


class KeyTooLong(InvalidJson):
    """An object's key is longer than 256 characters."""

    code = "KEY_TOO_LONG"
    hint = "Shorten the key, or put the text into a value."


class TooManyKeys(InvalidJson):
    """An object has more than 50,000 keys."""

    code = "TOO_MANY_KEYS"
    hint = "Send an array of objects, or put the data into a file."


class InvalidRequest(RenError):
    """The bytes are no HTTP request."""

    code = "INVALID_REQUEST"
    hint = "Look at what stands between you and the server: it was told something no client library says."


class HeadTooLarge(RenError):
    """The request's address and headers are longer than 64 KiB."""

    code = "HEAD_TOO_LARGE"
    hint = "Send less: data belongs into the body."


class RequestTimeout(RenError):
    """The request did not come in time."""

    code = "REQUEST_TIMEOUT"
    hint = "Send it again, at once."


class BodyTooLarge(RenError):
    """The request's body is larger than allowed."""

    code = "BODY_TOO_LARGE"
    hint = "A flow may have 1 MiB, a draft 2, a run's input or a piece of an upload 8; larger data belongs into a file."


class RangeNotSatisfiable(RenError):
    """The range begins behind the end of the file."""

    code = "RANGE_NOT_SATISFIABLE"
    hint = "The Content-Range header tells the file's size."


class UnsupportedMediaType(RenError):
    """The body is not application/json."""

    code = "UNSUPPORTED_MEDIA_TYPE"
    hint = "Send Content-Type: application/json, uncompressed."


class InvalidBody(RenError):
    """The body does not have the fields this endpoint takes."""

    code = "INVALID_BODY"
    hint = "'problems' names each field and its mend."


class BadQuery(RenError):
    """A query parameter has a value this endpoint does not take."""

    code = "BAD_QUERY"
    hint = "'problems' names each parameter and its mend."


class BadCursor(RenError):
    """The cursor was not made by this endpoint."""

    code = "BAD_CURSOR"
    hint = "Pass 'next' of the previous page unchanged, or leave the cursor out."


class InvalidFlow(RenError):
    """The flow has mistakes."""

    code = "INVALID_FLOW"
    hint = "'problems' lists all of them, each with its place."


class InvalidInput(RenError):
    """The input does not fit what the flow declares under 'inputs'."""

    code = "INVALID_INPUT"
    hint = "'problems' names each field and its mend."


class InvalidUpdates(RenError):
    """A resume's updates cannot be merged into the run's state."""

    code = "INVALID_UPDATES"
    hint = "'updates' is an object whose keys are state keys; keys starting with '__' are reserved."
