"""The benchmark, run by hand with ``make bench``; nothing in a build imports it."""
