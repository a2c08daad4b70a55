"""BPMN's elements as nodes of a program: what a document is compiled to.

`assemble` makes a program of them. Every rule is a JsonLogic rule over the variables, as in the flow language: a plain
string or number is itself.
"""
