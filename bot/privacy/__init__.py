"""Personal data: found and replaced before anything is kept, and the keyed stand-ins for telephone numbers.

The only package that imports spaCy and Presidio. It reads no database and opens no socket.
"""
