"""The endpoints: each reads a request, asks the backend, and gives an answer's shape."""
