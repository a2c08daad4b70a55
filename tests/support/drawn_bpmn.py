"""A BPMN file with a drawing, as a modeller writes it: two tasks side by side, then a form."""

import itertools
from typing import NamedTuple


class _Box(NamedTuple):
    x: int
    y: int
    width: int
    height: int


_BOXES = {
    "Begin": _Box(60, 162, 36, 36),
    "Split": _Box(150, 155, 50, 50),
    "Left": _Box(260, 60, 100, 80),
    "Right": _Box(260, 220, 100, 80),
    "Meet": _Box(420, 155, 50, 50),
    "Ask": _Box(530, 140, 100, 80),
    "Done": _Box(700, 162, 36, 36),
}
_FLOWS = [
    tuple(each.split())
    for each in ("Begin Split", "Split Left", "Split Right", "Left Meet", "Right Meet", "Meet Ask", "Ask Done")
]
_FORM = '{"type": "object", "properties": {"good": {"type": "boolean", "title": "Is it good?"}}, "required": ["good"]}'


def two_ways(*, drawing: bool = True, name: str = "Two ways") -> str:
    """The faulty function waits at `Left` and `Right` for gates of these names; vendors' words are in the file."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions
  xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
  xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
  xmlns:di="http://www.omg.org/spec/DD/20100524/DI"
  xmlns:renflow="urn:renflow:bpmn"
  xmlns:acme="http://acme.example/bpmn"
  id="file" targetNamespace="tests" acme:tool="Drawer 7">
  <bpmn:process id="TwoWays" name="{name}" isExecutable="true">
    <bpmn:startEvent id="Begin" name="Begin" />
    <bpmn:parallelGateway id="Split" />
    {_work("Left", "Left side")}
    {_work("Right", "Right side")}
    <bpmn:parallelGateway id="Meet" />
    <bpmn:userTask id="Ask" name="Look at it">
      <bpmn:extensionElements><renflow:form title="Is it good?">{_FORM}</renflow:form></bpmn:extensionElements>
    </bpmn:userTask>
    <bpmn:endEvent id="Done" name="Done" />
    {"".join(f'<bpmn:sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}" />' for a, b in _FLOWS)}
  </bpmn:process>{_drawing() if drawing else ""}
</bpmn:definitions>
"""


def _work(element: str, name: str) -> str:
    return (
        f'<bpmn:serviceTask id="{element}" name="{name}" implementation="faulty" acme:owner="Ada">'
        "<bpmn:extensionElements>"
        f'<renflow:input name="mode">waits</renflow:input><renflow:input name="gate">{element}</renflow:input>'
        f'<acme:note colour="red">keep <acme:deep n="1"/></acme:note></bpmn:extensionElements></bpmn:serviceTask>'
    )


def _drawing() -> str:
    shapes = "".join(
        f'<bpmndi:BPMNShape id="{name}_di" bpmnElement="{name}">'
        f'<dc:Bounds x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" /></bpmndi:BPMNShape>'
        for name, box in _BOXES.items()
    )
    lines = "".join(
        f'<bpmndi:BPMNEdge id="{a}_{b}_di" bpmnElement="{a}_{b}">{_point(a, 1)}{_point(b, 0)}</bpmndi:BPMNEdge>'
        for a, b in _FLOWS
    )
    plane = f'<bpmndi:BPMNPlane id="Plane" bpmnElement="TwoWays">{shapes}{lines}</bpmndi:BPMNPlane>'
    return f'<bpmndi:BPMNDiagram id="Diagram">{plane}</bpmndi:BPMNDiagram>'


def _point(name: str, side: int) -> str:
    box = _BOXES[name]
    return f'<di:waypoint x="{box.x + side * box.width}" y="{box.y + box.height // 2}" />'


def long_row(count: int) -> str:
    """So many tasks in one row that assign something, drawn wider than any window."""
    names = ["Begin", *(f"Task{number}" for number in range(count)), "Done"]
    script = '<bpmn:script>[{"n": 1}]</bpmn:script>'
    tasks = (f'<bpmn:scriptTask id="{name}" scriptFormat="json">{script}</bpmn:scriptTask>' for name in names[1:-1])
    flows = (
        f'<bpmn:sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}" />' for a, b in itertools.pairwise(names)
    )
    shapes = (
        f'<bpmndi:BPMNShape id="{name}_di" bpmnElement="{name}">'
        f'<dc:Bounds x="{160 * place}" y="60" width="{100 if name.startswith("Task") else 36}" '
        f'height="{80 if name.startswith("Task") else 36}" /></bpmndi:BPMNShape>'
        for place, name in enumerate(names)
    )
    return f"""<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
  id="file" targetNamespace="tests"><bpmn:process id="Row" isExecutable="true"><bpmn:startEvent id="Begin" />
  {"".join(tasks)}<bpmn:endEvent id="Done" />{"".join(flows)}</bpmn:process>
  <bpmndi:BPMNDiagram id="diagram"><bpmndi:BPMNPlane id="plane" bpmnElement="Row">{"".join(shapes)}
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>"""
