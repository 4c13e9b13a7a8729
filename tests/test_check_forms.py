"""A closed form in a table is evaluated as it is shown."""

import msgspec
import pytest

from report import check
from report.results.slopes import Criterion, Slopes
from report.results.text import Text

L1 = Criterion(
    id="l1",
    family="line",
    name=Text(ja="例", en="example"),
    definition="|f-g_a|",
    status="solved",
    best_a="4.98580192112184410715216",
    best_slope="0.200569540431119301866",
    loss="0.27968776167885918409",
    closed_form=r"4\sqrt{2}\,\log(1+\sqrt{2})",
    closed_loss=r"2\log 2-\sqrt{2}\,\log(1+\sqrt{2})",
)


class OnlyCriteria(msgspec.Struct):
    """As much of the slopes as the check reads."""

    criteria: tuple[Criterion, ...]


def found(criterion: Criterion) -> list[str]:
    """The findings on one criterion, as text."""
    slopes: Slopes = OnlyCriteria((criterion,))  # type: ignore[assignment]
    return [str(finding) for finding in check.forms(slopes)]


def test_true_closed_forms_pass():
    """Width and half the loss are what the forms give."""
    assert found(L1) == []


@pytest.mark.parametrize(
    ("field", "latex"),
    [
        ("closed_form", r"4\sqrt{2}\,\log(2+\sqrt{2})"),
        ("closed_form", r"4\sqrt{3}\,\log(1+\sqrt{2})"),
        ("closed_loss", r"2\log 2+\sqrt{2}\,\log(1+\sqrt{2})"),
    ],
)
def test_a_changed_closed_form_is_found(field, latex):
    """One coefficient or sign is enough, and the criterion is named."""
    (finding,) = found(msgspec.structs.replace(L1, **{field: latex}))
    assert "criterion l1, line: the closed form" in finding
    assert latex in finding


def test_a_criterion_without_a_best_width_has_no_form_to_check():
    """What diverges is not evaluated."""
    nothing = msgspec.structs.replace(L1, best_a=None, best_slope=None, loss=None)
    assert found(nothing) == []
