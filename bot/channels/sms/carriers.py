"""Which carrier a message goes to: the simulated network for its own numbers, Twilio for everyone else's."""

from __future__ import annotations

from bot.channels.sms.network import Network
from bot.channels.sms.ports import Carrier, Handed, Message, Refused


class Carriers:
    """One `Carrier` over both; without a Twilio account real numbers are refused."""

    def __init__(self, network: Network, twilio: Carrier | None) -> None:
        self._network, self._twilio = network, twilio

    def segments_per_second(self, sender: str) -> float:
        carrier = self._twilio if self._twilio and not self._network.reaches(sender) else self._network
        return carrier.segments_per_second(sender)

    async def send(self, message: Message) -> Handed:
        if self._network.reaches(message.to):
            return await self._network.send(message)
        if self._twilio is None:
            raise Refused("no_carrier", retryable=False)
        return await self._twilio.send(message)
