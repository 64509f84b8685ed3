"""Labelled messages: what they are is said at the head of each file. All personal data in them is invented."""
