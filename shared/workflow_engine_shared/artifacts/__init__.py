"""The files a run produces: their content types and previews."""
