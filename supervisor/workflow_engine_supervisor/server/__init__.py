"""One supervisor's life: built, started, listening, stopped."""
