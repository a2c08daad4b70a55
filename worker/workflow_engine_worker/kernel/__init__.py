"""The only place that imports LangGraph: the graph, its state, its checkpoints."""

from workflow_engine_worker.kernel.late_imports import import_langgraph

import_langgraph()
