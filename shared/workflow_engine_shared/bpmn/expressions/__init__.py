"""The texts that BPMN files have as expressions, translated to JsonLogic when a file is read; nothing is evaluated."""
