"""One supervisor per data directory: REST, WebSocket, SSE, and one worker process per run."""
