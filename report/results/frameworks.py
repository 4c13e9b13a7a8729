"""What today's installed frameworks do, found by running them."""

import msgspec


class Version(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An installed distribution and its version."""

    name: str
    version: str


class MeasuredSlope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A hard sigmoid measured from its outputs alone, never from its source.

    ``slope`` is fitted to the outputs inside the knees; ``low_knee`` and ``high_knee`` are
    where that line meets 0 and 1; ``deviation`` is the largest distance, over a grid that
    reaches beyond both knees, between the outputs and the clipped line so fitted.
    Decimal strings.
    """

    id: str
    name: str
    version: str
    slope: str
    low_knee: str
    high_knee: str
    deviation: str


class LayerCall(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What Keras says of a layer that is built with a positional tuple, and the mend.

    ``mended_shape`` is the output shape once the tuple is left out; ``mended_matches`` tells
    whether the mended layer's output equals the same operation done without Keras.
    """

    error: str
    message: str
    mended_shape: tuple[int, ...]
    mended_matches: bool


class TensorBoardState(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether TensorFlow brings TensorBoard along, and which one is installed.

    ``installed`` is None if it is missing; ``tensorflow`` names the distribution asked.
    """

    tensorflow: str
    required: bool
    installed: str | None


class OldLstm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of Keras 2's layout whose recurrent activation is hard_sigmoid, loaded today.

    ``distance_fifth`` and ``distance_sixth`` are the largest absolute differences between the
    loaded model's outputs and a NumPy LSTM with gate slopes 1/5 and 1/6; ``change`` is the
    largest difference between those two NumPy LSTMs, relative to the largest output.
    ``warnings`` counts the warnings given while loading. Decimal strings.
    """

    activation: str
    units: int
    steps: int
    warnings: int
    distance_fifth: str
    distance_sixth: str
    change: str


class Frameworks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything the live probes found.

    ``docstring_slope`` is the slope that the docstring of ``keras.ops.hard_sigmoid`` states,
    as the decimal it prints, or None if it states none.
    """

    versions: tuple[Version, ...]
    slopes: tuple[MeasuredSlope, ...]
    layer_call: LayerCall
    tensorboard: TensorBoardState
    lstm: OldLstm
    docstring_slope: str | None

    def version(self, name: str) -> str:
        """Look up the version of one distribution; KeyError if it was not asked for."""
        return {entry.name: entry.version for entry in self.versions}[name]

    def slope(self, probe: str) -> MeasuredSlope:
        """Look up one measured hard sigmoid by its id; KeyError if there is none."""
        return {entry.id: entry for entry in self.slopes}[probe]
