"""What a designer keeps beside the nodes for people: where a node is drawn, notes, groups. No run looks at it."""

from workflow_engine_shared.dsl.fields import Field, Listing, Number, Record, Text, boolean

MAX_NAME = 200
MAX_DESCRIPTION, MAX_COORDINATE = 10_000, 1e9

POSITION = Record(
    dict,
    Field("x", Number(-MAX_COORDINATE, MAX_COORDINATE), required=True),
    Field("y", Number(-MAX_COORDINATE, MAX_COORDINATE), required=True),
)

NOTE = Record(
    dict,
    Field("id", Text(MAX_NAME), required=True),
    Field("text", Text(MAX_DESCRIPTION), required=True),
    Field("position", POSITION, required=True),
    Field("width", Number(1, MAX_COORDINATE)),
    Field("height", Number(1, MAX_COORDINATE)),
    Field("colour", Text(MAX_NAME)),
)

#: Nodes in one frame, by their ids. One that is not there is passed over: a frame around nothing harms nobody.
GROUP = Record(
    dict,
    Field("id", Text(MAX_NAME), required=True),
    Field("title", Text(MAX_NAME), required=True),
    Field("nodes", Listing(Text(MAX_NAME)), required=True),
    Field("collapsed", boolean),
    Field("colour", Text(MAX_NAME)),
)
