"""The types of nodes, one module each: the struct a node becomes, and the NodeType that says how it is written."""
