"""Who may talk to the supervisor, and in what form: each check is one ASGI layer that can only refuse."""
