"""The supervisor behind `workflow_engine.testing`."""
