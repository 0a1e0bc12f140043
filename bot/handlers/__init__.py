"""The door to Telegram: what comes in, what goes out."""

import os

# Telegram's library gives spans of time as such only to those who ask for it, and warns everyone else.
os.environ.setdefault("PTB_TIMEDELTA", "1")
