"""Recognizing people's names: word lists, a small tagger, and the recipe that made both."""
