"""The flow language: model, parser, checker (docs/dsl.md)."""
