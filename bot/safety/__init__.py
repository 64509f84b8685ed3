"""Someone in danger is answered first: the screen and its cards. Standard library only, so that it always works."""
