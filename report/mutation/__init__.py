"""Faults put into the project on purpose, to see that its own checks find them.

    make mutate                          every kind of fault, to the extent that fits into minutes
    make mutate KINDS="claims images"    some kinds
    make mutate SAMPLE=all               every fault of every kind

Nothing of this is part of a build, and nothing outside a temporary folder is written but the
record, ``build/mutations.json``.
"""
