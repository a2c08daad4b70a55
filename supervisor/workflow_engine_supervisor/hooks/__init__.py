"""Messages to people and programs outside, when a run ends, breaks or asks."""
