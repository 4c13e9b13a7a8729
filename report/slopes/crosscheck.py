"""One criterion, solved for one family by every way there is; all of them must agree."""

from fractions import Fraction

from flint import arb, ctx
from mpmath import mp

from report.results.slopes import Criterion as Solved
from report.results.slopes import CrossCheck, Family
from report.results.text import Text
from report.slopes.arithmetic import Real
from report.slopes.best import GRID, stationary_width
from report.slopes.criterion import Criterion
from report.slopes.digits import agreeing_digits, brief, from_ball, to_ball, truncated
from report.slopes.losses import Pair
from report.slopes.measures import Measure, PointIntegral
from report.slopes.minimise import golden_section, parabolic_steps
from report.slopes.shapes import SHAPES, Shape

DIGITS = 50
WORKING_DIGITS = 65
LOSS_DIGITS = 20

BY_STATIONARITY = Text(
    ja="停留条件の根（mpmath）", en="root of the stationarity condition (mpmath)"
)
BY_MINIMISATION = Text(
    ja="損失そのものの最小化（区間演算）", en="direct minimisation of the loss (ball arithmetic)"
)


def solve_criterion(criterion: Criterion, family: Family) -> Solved:
    """Solve one criterion for one family by every way there is; all must agree to 50 digits."""
    shape = SHAPES[family]
    if criterion.unsolvable is not None:
        return _unsolved(criterion, shape)
    with mp.workdps(WORKING_DIGITS), ctx.workdps(WORKING_DIGITS):
        root = stationary_width(criterion.measure, shape)
        least = minimising_width(criterion.measure, shape)
        ways = [(BY_STATIONARITY, root), (BY_MINIMISATION, least)]
        closed = criterion.widths.get(family)
        exact = closed.evaluate() if closed else None
        best = root if exact is None else mp.convert(exact)
        checks = tuple(_check(how, value, best) for how, value in ways)
        if min(check.digits for check in checks) < DIGITS:
            raise ArithmeticError(f"{criterion.id}, {family}: the ways to the best width differ")
        slope = 1 / (exact if isinstance(exact, Fraction) else best)
        half_loss = criterion.half_losses.get(family)
        return Solved(
            id=criterion.id,
            family=family,
            name=criterion.name,
            definition=criterion.definition,
            status="solved",
            best_a=truncated(best, DIGITS),
            best_slope=truncated(slope, DIGITS),
            loss=_loss(criterion, shape, best),
            residual=_residual(criterion.measure, shape, best),
            from_fifth=truncated(5 * slope - 1, DIGITS),
            from_sixth=truncated(6 * slope - 1, DIGITS),
            closed_form=closed.latex if closed else None,
            closed_loss=half_loss.latex if half_loss else None,
            checks=checks,
        )


def minimising_width(measure: Measure, shape: Shape) -> Real:
    """Minimise a measure's loss by its values alone, to the working precision's 50 digits."""

    def loss(a: arb) -> Real:
        return measure.loss(shape, a)

    low, high = arb(GRID[0]), arb(GRID[-1])
    if measure.kinked:
        return from_ball(golden_section(loss, low, high, DIGITS + 4))
    with ctx.workdps(20):
        near = golden_section(loss, low, high, 2)
    return from_ball(parabolic_steps(loss, near, DIGITS + 2))


def _check(how: Text, value: Real, best: Real) -> CrossCheck:
    return CrossCheck(how, truncated(value, DIGITS), agreeing_digits(value, best, DIGITS))


def _residual(measure: Measure, shape: Shape, best: Real) -> str:
    with mp.extradps(10):
        return brief(abs(measure.condition(shape, best)))


def _loss(criterion: Criterion, shape: Shape, best: Real) -> str:
    """Give the loss over the whole line, checked by the closed form if there is one."""
    loss = from_ball(criterion.measure.loss(shape, to_ball(best)))
    closed = criterion.half_losses.get(shape.family)
    if closed is not None and agreeing_digits(loss, 2 * closed.evaluate(best), DIGITS) < DIGITS:
        raise ArithmeticError(f"{criterion.id}, {shape.family}: the closed loss is not the loss")
    return truncated(loss, LOSS_DIGITS) if loss > mp.mpf(10) ** -DIGITS else "0"


def _unsolved(criterion: Criterion, shape: Shape) -> Solved:
    """Report a criterion without a best width, once the stated reason is seen to hold."""
    reason = criterion.unsolvable
    shown = {"diverges": _diverges, "degenerates": _degenerates}
    if reason is None or not shown[reason.status](criterion.measure, shape):
        raise ArithmeticError(f"{criterion.id}, {shape.family}: the stated reason does not hold")
    half_loss = criterion.half_losses.get(shape.family)
    return Solved(
        id=criterion.id,
        family=shape.family,
        name=criterion.name,
        definition=criterion.definition,
        status=reason.status,
        closed_loss=half_loss.latex if half_loss else None,
        reason=reason.reason,
    )


def _diverges(measure: Measure, shape: Shape) -> bool:
    """Whether the pointwise loss grows without bound as 1 - g vanishes and 1 - f does not."""
    del shape  # every shape has g = 1 beyond its knee
    f_rest = arb(0.1)
    return isinstance(measure, PointIntegral) and all(
        measure.pointwise.value(Pair(1 - f_rest, f_rest, 1 - arb(10) ** -k, arb(10) ** -k)) > k / 10
        for k in (10, 100, 1000)
    )


def _degenerates(measure: Measure, shape: Shape) -> bool:
    """Whether the loss increases in a everywhere, so that it is least as a vanishes."""
    return all(measure.condition(shape, mp.mpf(a)) > 0 for a in [0.01, 0.1, *GRID])
