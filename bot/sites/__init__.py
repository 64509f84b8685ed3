"""A partner's site: what its id carries, which pages may use it, and how its colour is made readable."""
