"""From a scrubbed message to the engine's answer: language, names, the call, and what to say when it fails."""
