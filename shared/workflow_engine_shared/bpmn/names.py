"""The names that BPMN 2.0 has: of its elements, and which event definitions may stand where; and one of ours."""

from typing import Final

MODEL: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
OWN: Final = "urn:renflow:bpmn"  #: of this project's own attributes and extension elements
CAMUNDA: Final = "http://camunda.org/schema/1.0/bpmn"
ZEEBE: Final = "http://camunda.org/schema/zeebe/1.0"
#: Where a form's visit leaves the answer, each field of which is a variable.
ANSWER: Final = "answer"

TASKS: Final = frozenset(
    {
        *("task", "manualTask", "scriptTask", "serviceTask", "userTask"),
        *("businessRuleTask", "sendTask", "receiveTask"),
    }
)
GATEWAYS: Final = frozenset(
    {"exclusiveGateway", "parallelGateway", "inclusiveGateway", "complexGateway", "eventBasedGateway"}
)
CONTAINERS: Final = frozenset({"subProcess", "transaction", "adHocSubProcess"})
ACTIVITIES: Final = TASKS | CONTAINERS | {"callActivity"}
#: An event's element -> what messages call it.
EVENTS: Final = {
    "startEvent": "start",
    "endEvent": "end",
    "intermediateThrowEvent": "throw",
    "intermediateCatchEvent": "catch",
    "boundaryEvent": "boundary",
}
NODES: Final = ACTIVITIES | GATEWAYS | EVENTS.keys()
GLOBAL_TASKS: Final = frozenset(
    {"globalTask", "globalScriptTask", "globalUserTask", "globalManualTask", "globalBusinessRuleTask"}
)

#: Which event definitions may stand at which events.
DEFINITIONS: Final = {
    "start": frozenset({"message", "timer", "conditional", "signal", "error", "escalation", "compensate"}),
    "catch": frozenset({"message", "timer", "conditional", "signal", "link"}),
    "boundary": frozenset({"message", "timer", "conditional", "signal", "error", "escalation", "compensate", "cancel"}),
    "throw": frozenset({"message", "signal", "escalation", "compensate", "link"}),
    "end": frozenset({"message", "signal", "error", "escalation", "compensate", "cancel", "terminate"}),
}
DEFINITION: Final = "EventDefinition"

#: What is a part of something drawn, and may have an id of its own.
PARTS: Final = frozenset(
    {
        *("conditionExpression", "condition", "completionCondition", "loopCondition", "activationCondition"),
        *("loopCardinality", "timeDate", "timeDuration", "timeCycle", "from", "to", "script"),
        *("standardLoopCharacteristics", "multiInstanceLoopCharacteristics"),
    }
)

#: What may stand in a process or sub-process beside its nodes and flows, and changes nothing about how it runs.
BESIDE: Final = frozenset(
    {
        *("incoming", "outgoing", "documentation", "extensionElements", "laneSet", "association", "group"),
        *("textAnnotation", "dataObject", "dataObjectReference", "property", "ioSpecification", "artifact"),
        *("supports", "auditing", "monitoring", "correlationSubscription", "dataInputAssociation"),
        *("dataOutputAssociation", "standardLoopCharacteristics", "multiInstanceLoopCharacteristics"),
        *("completionCondition", "resourceRole", "performer", "humanPerformer", "potentialOwner"),
        *("dataStoreReference", "sequenceFlow"),
    }
)
#: What may stand right below the definitions.
ROOTS: Final = GLOBAL_TASKS | {
    *("process", "collaboration", "import", "itemDefinition", "message", "signal", "error", "escalation"),
    *("interface", "resource", "category", "dataStore", "correlationProperty", "partnerEntity", "partnerRole"),
    *("endPoint", "relationship", "extension", "documentation", "extensionElements"),
    *(f"{kind}{DEFINITION}" for kinds in DEFINITIONS.values() for kind in kinds),
}

#: Attributes and elements that hold the id of another element of the file, or several.
REFERENCES: Final = frozenset(
    {
        *("messageRef", "signalRef", "errorRef", "escalationRef", "operationRef", "activityRef", "dataObjectRef"),
        *("dataStoreRef", "processRef", "oneBehaviorEventRef", "noneBehaviorEventRef", "inMessageRef"),
        *("outMessageRef", "sourceRef", "targetRef", "eventDefinitionRef", "flowNodeRef", "default"),
        *("attachedToRef", "loopDataInputRef", "loopDataOutputRef", "correlationKeyRef", "participantRef"),
        *("correlationPropertyRef", "dataInputRefs", "dataOutputRefs", "itemSubjectRef", "itemRef", "errorRefs"),
        *("partitionElementRef", "categoryValueRef", "definitionalCollaborationRef", "calledCollaborationRef"),
    }
)
#: Of these, those whose target may be described in another file, by a name of XML Schema.
MAY_BE_FOREIGN: Final = frozenset({"itemSubjectRef", "itemRef", "structureRef"})


def local(reference: str) -> str:
    """The id that a reference means: what stands before a colon names the file's own namespace."""
    return reference.strip().rsplit(":", 1)[-1]
