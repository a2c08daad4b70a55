"""The files a run produces: written, previewed."""
