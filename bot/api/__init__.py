"""Thin routes: read a request, call one thing, shape the answer. No decision about a learner is taken here."""
