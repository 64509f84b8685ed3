"""What the chat API answers: replies as they are for the web; for an SMS conversation, as a text message would read."""

from __future__ import annotations

from bot.channels.sms.render import bodies
from bot.messages import Channel, Reply, Turn


def render(turn: Turn, channel: Channel) -> list[Reply]:
    """The replies for this channel. An SMS rendering keeps the choices as data, so that a client may offer them too."""
    if channel == "web":
        return turn.replies
    texts = bodies(turn)
    offered = [choice for reply in turn.replies for choice in reply.choices]
    return [
        Reply(text=text, choices=offered if index == len(texts) - 1 else [], cards=[])
        for index, text in enumerate(texts)
    ]
