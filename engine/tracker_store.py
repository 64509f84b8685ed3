"""A tracker store for one turn: builds a tracker from the context the gateway sent, gives back the new slots, forgets.

Receives context (slot values, coded; never text) through `open_turn`; `context_of` gives what the turn left, `close_turn`
deletes it. Nothing is ever written to disk.
"""

from __future__ import annotations

from typing import Any, Dict, Iterable, Optional, Text

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME, REQUESTED_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

ACTIVE_LOOP = "active_loop"
_turns: Dict[Text, Dict[Text, Any]] = {}
_trackers: Dict[Text, DialogueStateTracker] = {}


def open_turn(turn_id: Text, context: Dict[Text, Any]) -> None:
    """Remembers what the coming turn starts from."""
    _turns[turn_id] = context


def peek(turn_id: Text) -> Optional[DialogueStateTracker]:
    """The tracker as the turn left it, or None when the turn never got that far."""
    return _trackers.get(turn_id)


def context_of(turn_id: Text) -> Dict[Text, Any]:
    """The context after the turn: slots that are set, and the open form."""
    tracker = _trackers.get(turn_id)
    if tracker is None:
        return {}
    context = {**tracker.current_slot_values(), ACTIVE_LOOP: tracker.active_loop_name}
    return {name: value for name, value in context.items() if value is not None}


def close_turn(turn_id: Text) -> None:
    """Forgets the turn."""
    _turns.pop(turn_id, None)
    _trackers.pop(turn_id, None)


class TurnTrackerStore(TrackerStore):
    """Rasa's view of the above."""

    def __init__(self, domain: Optional[Domain] = None, event_broker: Any = None, **kwargs: Any) -> None:
        super().__init__(domain, event_broker)

    @property
    def domain(self) -> Domain:
        return self._domain

    @domain.setter
    def domain(self, domain: Optional[Domain]) -> None:
        self._domain = domain or Domain.empty()

    async def save(self, tracker: DialogueStateTracker) -> None:
        if tracker.sender_id in _turns:
            _trackers[tracker.sender_id] = tracker

    async def retrieve(self, sender_id: Text) -> Optional[DialogueStateTracker]:
        context = _turns.get(sender_id)
        if context is None:
            return None
        tracker = DialogueStateTracker(sender_id, self.domain.slots)
        tracker.update(ActionExecuted(ACTION_SESSION_START_NAME), self.domain)
        tracker.update(SessionStarted(), self.domain)
        known = {slot.name for slot in self.domain.slots}
        for name, value in context.items():
            if name in known:
                tracker.update(SlotSet(name, value), self.domain)
        if context.get(ACTIVE_LOOP):
            tracker.update(ActiveLoop(context[ACTIVE_LOOP]), self.domain)
            tracker.update(SlotSet(REQUESTED_SLOT, context.get(REQUESTED_SLOT)), self.domain)
        tracker.update(ActionExecuted(ACTION_LISTEN_NAME), self.domain)
        return tracker

    async def keys(self) -> Iterable[Text]:
        return list(_trackers)
