"""`python -m actions PORT`: the action server."""

import sys

from actions.server import serve

serve(int(sys.argv[1]))
