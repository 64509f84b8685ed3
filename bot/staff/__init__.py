"""The pages for the people who run the assistant: sign-in, and figures that have passed suppression.

Reads `insights.reports` and its own two tables; it never touches conversations, messages or numbers.
"""
