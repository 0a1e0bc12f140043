"""Hears what people type: phrases that maintainers write, found in spite of typing mistakes, in linear time."""
