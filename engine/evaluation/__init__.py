"""How well the featurizers and the classifier do by themselves: on writers they have not read, and on public sets.

Runs in the engine's environment, without Rasa; `make eval` (tests/load/evaluate.py) calls it and prints what it found.
"""
