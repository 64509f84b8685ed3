"""The second reader of the crisis screen: a small learned model beside the phrases. See docs/safety.md."""
