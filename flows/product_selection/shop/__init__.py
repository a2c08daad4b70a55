"""A small real shop: a generated catalogue over HTTP, with everything that goes wrong in real ones."""
