"""What text messages cost in the United States, for estimates on screen and in the documentation.

List prices without volume discount, as read in July and November 2026; a carrier's own fee differs by carrier, the mean
of the three large ones is used. Sources: twilio.com/en-us/sms/pricing/us and Twilio's list of carrier fees (as quoted by
budgetforge.dev, 2026-07-05, and textvolt.com, 2026-05-26). Prices change: check before budgeting.
"""

from __future__ import annotations

AS_OF = "2026-07"
SEGMENT = 0.0083  # dollars, outbound and inbound alike, long code or toll-free
CARRIER_OUT = 0.0042  # mean of AT&T .0035, T-Mobile .0045, Verizon .0045, registered 10DLC
CARRIER_IN = 0.0008  # T-Mobile alone charges .0025 for inbound; a third of the traffic
MMS_OUT = 0.022
NUMBER_MONTH = 1.15
CAMPAIGN_MONTH = 10.0  # 10DLC campaign; 1.50 to 10 by use case
BRAND_ONCE = 4.50


def outbound(segments: int) -> float:
    """Dollars for a message we send."""
    return round(segments * (SEGMENT + CARRIER_OUT), 4)


def inbound(segments: int) -> float:
    """Dollars for a message we receive."""
    return round(segments * (SEGMENT + CARRIER_IN), 4)


def month(learners: int, turns: float, segments_out: float, segments_in: float = 1.0) -> float:
    """Dollars a month for `learners` who each take `turns` turns, at so many segments a reply and a question."""
    traffic = learners * turns * (outbound(1) * segments_out + inbound(1) * segments_in)
    return round(traffic + NUMBER_MONTH + CAMPAIGN_MONTH, 2)
