"""Reminders a learner asked for, and invitations they agreed to: the only texts that go out without a message before.

Never sent unasked, never outside the receiver's hours, never twice, never more than two a week.
"""
