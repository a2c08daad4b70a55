"""BPMN files for tests, written by hand: a process around whatever a test is about."""

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:renflow="urn:renflow:bpmn" id="file" targetNamespace="urn:test">\n'
)


def file_of(*parts: str) -> str:
    """A file with these parts right below its root."""
    return HEAD + "\n".join(parts) + "\n</definitions>"


def process(*parts: str, attributes: str = 'id="order" isExecutable="true"') -> str:
    """A process with these nodes and flows."""
    return file_of(f"<process {attributes}>\n" + "\n".join(parts) + "\n</process>")


def flow(source: str, target: str, condition: str | None = None) -> str:
    """A sequence flow, called by its ends."""
    inner = "" if condition is None else f"<conditionExpression>{condition}</conditionExpression>"
    return f'<sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'


def around(task: str, *more: str) -> str:
    """A process of a start, the element `work`, and an end."""
    return process(
        '<startEvent id="begin"/>', task, '<endEvent id="done"/>', flow("begin", "work"), flow("work", "done"), *more
    )
