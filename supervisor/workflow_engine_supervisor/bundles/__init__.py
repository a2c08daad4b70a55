"""Bundles of one run: everything that is known of it in one file, to be looked at or to go on elsewhere."""
