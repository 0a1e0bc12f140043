"""Who is measured: this bot, and bots for the same talk on each of its peers.

Each module has ``contestant(telegram, variant)``, an asynchronous context manager that gives a way to feed updates:
``await feed(update)`` returns when all that follows from the update is done.
"""
