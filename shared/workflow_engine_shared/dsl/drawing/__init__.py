"""What somebody who draws a flow asks of it: advice, which version it is, and what differs between two."""
