"""Telegram on this machine: a small, strict Bot API and the people who use it."""
