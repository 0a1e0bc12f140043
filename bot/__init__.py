"""A guided talk about a second opinion on an MS treatment plan."""
