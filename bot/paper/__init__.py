"""What goes on paper: type in every script, the leaflet, and texts that stay data."""
