"""A BPMN sample: an order of tea that somebody approves, in a day, before it is sent and written down at once."""
