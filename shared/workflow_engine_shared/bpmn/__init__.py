"""BPMN 2.0 files: read from XML, checked as a whole, and compiled to what runs. Pure: text in, values out."""
