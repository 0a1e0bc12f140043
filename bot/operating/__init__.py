"""How a running bot is watched: logs, counts, health, and what it does beside the talks."""
