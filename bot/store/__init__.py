"""The conversation store: what the service itself keeps, and for how long it may.

`models` are the tables, `database` opens them; each part of the service has its own queries beside its own code.
"""
