"""All stages put together, with the comparisons between them. Needs no TensorFlow."""

from report.keras.intervals import compare, shares
from report.results.network import (
    RECIPE,
    Cnn,
    Comparison,
    Mlp,
    Network,
    Orders,
    Prewitt,
    SlopeTraining,
    Training,
)


def assemble(  # noqa: PLR0913 — one a stage
    *,
    prewitt: Prewitt,
    cnn: Cnn,
    mlp: Mlp,
    softmax: Training,
    learned: Training,
    raw: Training,
    orders: Orders,
    slopes: tuple[SlopeTraining, ...],
) -> Network:
    """Put the results of every stage together and compare them."""
    sigmoid = as_slope(mlp.training, runs=len(slopes[0].correct))
    trainings = {
        "cnn": cnn.training,
        "softmax": softmax,
        "mlp": mlp.training,
        "learned": learned,
        "raw": raw,
    }
    return Network(
        recipe=RECIPE,
        prewitt=prewitt,
        cnn=cnn.training,
        softmax=softmax,
        mlp=mlp.training,
        learned=learned,
        raw=raw,
        portrait=cnn.portrait,
        log=cnn.log,
        orders=orders,
        comparisons=comparisons(trainings),
        swap=mlp.swap,
        slopes=(sigmoid, *slopes),
        slope_comparisons=tuple(_against(slope, sigmoid, mlp.training) for slope in slopes),
    )


def comparisons(trainings: dict[str, Training]) -> tuple[Comparison, ...]:
    """Compare what the report speaks of: each network with its neighbours, first and last epoch."""
    last = trainings["cnn"].epochs
    pairs = (
        ("cnn_first_softmax", "cnn", 1, "softmax", last),
        ("cnn_softmax", "cnn", last, "softmax", last),
        ("mlp_softmax", "mlp", last, "softmax", last),
        ("mlp_cnn", "mlp", last, "cnn", last),
        ("learned_cnn", "learned", last, "cnn", last),
        ("learned_mlp", "learned", last, "mlp", last),
        ("raw_cnn", "raw", last, "cnn", last),
    )
    return tuple(
        compare(
            name,
            (first, one, counts(trainings[first], one)),
            (second, other, counts(trainings[second], other)),
            images=trainings[first].test_images,
        )
        for name, first, one, second, other in pairs
    )


def counts(training: Training, epoch: int) -> list[int]:
    """Count every run's test images read rightly after an epoch (counted from 1)."""
    return [run.correct[epoch - 1] for run in training.runs]


def as_slope(mlp: Training, runs: int) -> SlopeTraining:
    """Return the sigmoid's first ``runs`` runs, to stand beside those of the slopes."""
    correct = tuple(run.correct for run in mlp.runs[:runs])
    accuracy = shares(correct, mlp.test_images)
    return SlopeTraining(
        mark="sigmoid", slope="", epochs=mlp.epochs, correct=correct, accuracy=accuracy
    )


def _against(slope: SlopeTraining, sigmoid: SlopeTraining, mlp: Training) -> Comparison:
    """Compare a slope with the sigmoid, run by run: both share seed and order."""
    ours, theirs = ([run[-1] for run in each.correct] for each in (slope, sigmoid))
    return compare(
        f"{slope.mark}_sigmoid",
        (slope.mark, slope.epochs, ours),
        (sigmoid.mark, sigmoid.epochs, theirs),
        images=mlp.test_images,
        paired=True,
    )
