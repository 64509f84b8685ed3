"""`python -m bot …` is `sendero …`."""

from bot.cli import app

app()
