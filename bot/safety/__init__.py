"""Someone in danger is answered first: the screen and its cards. Needs files alone: no engine, database or network."""
