"""Measures: how well search finds, what a build costs, what publishing stands. Data and last results: tests/bench/.

One measure a file; everything.py lists them all. None is a timed test.
"""
