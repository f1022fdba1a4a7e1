"""Measures: how well search finds, how fast, with how many bytes. Data and last results: tests/bench/.

One measure a file: searching (any corpus of law articles), asking (the portal's own pages). Both drive the real client in
Chromium; neither is a timed test.
"""

from portal.bench.asking import queries
from portal.bench.searching import search

__all__ = ["queries", "search"]
