"""Letters of UTF-8 that were read as Mac Roman, as in ``Universit√©``: restored where they fit.

A text is restored only if it spells clean UTF-8 in Mac Roman; any other text stays as it is, so
that a right ``é`` (the single byte 8E there, which no UTF-8 begins with) is never touched.
"""

import polars as pl


def restored(text: str) -> str:
    """Return a text with its letters restored, or the same text where they cannot be."""
    try:
        return text.encode("mac_roman").decode("utf-8")
    except UnicodeError:
        return text


def restored_columns(frame: pl.DataFrame, names: tuple[str, ...], note: str) -> pl.DataFrame:
    """Return a frame with some columns restored, and a column that says what the file has.

    Parameters
    ----------
    frame : polars.DataFrame
        Texts by column.
    names : tuple of str
        The columns to restore.
    note : str
        The column to add: null where nothing changed.
    """
    changed = pl.concat_list(
        pl.when(pl.col(name) != _restored(name)).then(
            pl.concat_str(pl.lit(f"{name} “"), pl.col(name), pl.lit("”"))
        )
        for name in names
    ).list.drop_nulls()
    said = pl.lit("Letters restored (UTF-8 that was read as Mac Roman); the file has ")
    told = pl.when(changed.list.len() > 0).then(said + changed.list.join(", "))
    return frame.with_columns(told.alias(note), *(_restored(name) for name in names))


def _restored(name: str) -> pl.Expr:
    return pl.col(name).map_batches(_series, return_dtype=pl.String, is_elementwise=True)


def _series(cells: pl.Series) -> pl.Series:
    # ASCII is the same in both; few cells hold more.
    suspect = cells.str.contains(r"[^\x00-\x7F]").fill_null(False)
    if not suspect.any():
        return cells
    new = [restored(cell) for cell in cells.filter(suspect)]
    return cells.scatter(suspect.arg_true(), new)
