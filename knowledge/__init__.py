"""The knowledge base: occupations, pay, credentials, programs, supports and pathways, each fact with its source and age.

Imports neither `bot` nor `actions`. Readers use `repository.Knowledge`; names in text are found by `mentions`.
"""
