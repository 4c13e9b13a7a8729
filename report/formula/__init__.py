"""Formulas: LaTeX in; syntax tree, value, verdict and spoken text out.

`parser` reads the subset of LaTeX that the report uses, `evaluate` computes with what was read,
`truth` tells whether it is true, `spoken` says it. What is displayed and what is checked are
thus the same source.
"""
