"""The verdict on every statement: the claims and the numbers brought together."""

from report import article
from report.numbers import numbers
from report.results.bundle import Results
from report.results.verdicts import Verdicts


def reach(results: Results) -> Verdicts:
    """Hold every statement of the article against the results."""
    return article.compare(article.load(), results, numbers(results))
