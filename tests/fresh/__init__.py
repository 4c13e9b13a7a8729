"""README's commands on systems made for the purpose: ``python -m tests.fresh [CASE ...]``."""
