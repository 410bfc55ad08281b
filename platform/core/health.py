"""Whether this process takes new work: `stopping` is set first of all at SIGTERM (realtime.md R7)."""

import threading

stopping = threading.Event()
