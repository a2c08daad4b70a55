"""Nodes of BPMN files, which no document of the language has."""
