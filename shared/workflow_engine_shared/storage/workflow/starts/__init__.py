"""By which messages runs of BPMN flows begin, and the runs that are to begin by one."""
