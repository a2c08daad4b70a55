"""The HTTP side: routes, security, streams, documents."""
