"""Building a scrubber in a new process: no network, no large model, little memory."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import socket, sys
def refuse(*args, **kwargs):
    raise AssertionError("the network was asked")
socket.socket.connect = socket.getaddrinfo = socket.create_connection = refuse
import time
began = time.process_time()
from bot.messages import RawText
from bot.privacy.scrub import Scrubber
scrubber = Scrubber()
taken = time.process_time() - began
text = "soy yuliana, escribe a yuli arroba example punto com o www.example.com, call 520-555-0142"
left = scrubber.scrub(RawText(text)).text.reveal()
assert left == "soy <PERSON>, escribe a <EMAIL> o www.example.com, call <PHONE>", "not scrubbed"
assert not {"torch", "transformers", "stanza", "flair"} & set(sys.modules), "a large model was imported"
import psutil
print(psutil.Process().memory_info().rss // 1_000_000, round(taken, 2))
"""
MEGABYTES = 200


def test_scrubber_is_built_offline_and_small() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout.split()[0]) <= MEGABYTES
