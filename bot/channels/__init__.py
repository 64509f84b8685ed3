"""How a turn reaches a learner: as JSON for the web, as segments for SMS."""
