"""The table behind a figure: what is drawn, and what the reader can download as CSV."""

import csv
import io

import msgspec

Cell = str | int | float


class Table(msgspec.Struct, frozen=True):
    """Named columns over rows of equal length, in a fixed order."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"a row of {len(row)} cells under {len(self.columns)} columns")

    def column(self, name: str, **where: Cell) -> list[Cell]:
        """The cells of one column, in the rows whose other columns equal ``where``."""
        at = self.columns.index(name)
        wanted = [(self.columns.index(key), value) for key, value in where.items()]
        return [row[at] for row in self.rows if all(row[i] == value for i, value in wanted)]

    def floats(self, name: str, **where: Cell) -> list[float]:
        """Like `column`, as floats; an empty cell is not a number."""
        return [float("nan" if cell == "" else cell) for cell in self.column(name, **where)]

    def to_csv(self) -> str:
        """RFC 4180 text with a header line and plain line feeds."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows(self.rows)
        return out.getvalue()
