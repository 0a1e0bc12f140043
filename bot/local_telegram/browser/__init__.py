"""A phone's Telegram in the browser of this machine."""
