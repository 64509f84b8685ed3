"""What runs inside the Rasa process: our NLU components, the gateway's channel and a tracker store for one turn.

Python 3.10, Rasa 3.6.21. Nothing outside this folder imports it, and it imports nothing of the service.
"""
