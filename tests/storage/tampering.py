"""Random damage done to a project with plain SQL, past everything that guards it."""

from pathlib import Path
from random import Random

from pysqlite3 import dbapi2
from sqlalchemy import Column, ColumnElement, Table, and_, bindparam, delete, insert, select, update

from crosstie.storage.rows import sql
from crosstie.storage.tables import METADATA, OPS

Cell = str | int | bytes
Cells = tuple[Cell, ...]


def tamper(database: Path, chance: Random) -> str:
    """Change something in a project's database; return what was done, or "" when SQLite refused."""
    connection = dbapi2.connect(database, isolation_level=None)
    ways = [change_a_cell, change_a_cell, change_a_cell, delete_a_row, copy_a_row, swap_two_ops]
    try:
        return chance.choice(ways)(connection, chance)
    except dbapi2.IntegrityError:
        return ""
    finally:
        connection.close()


def change_a_cell(connection: dbapi2.Connection, chance: Random) -> str:
    table, row = _pick(connection, chance)
    place = chance.randrange(len(row))
    column = list(table.columns)[place]
    value = _other(row[place], chance)
    _run(connection, _setting(table, column), (value, *row))
    return f"set {column} of {row} to {value!r}"


def delete_a_row(connection: dbapi2.Connection, chance: Random) -> str:
    table, row = _pick(connection, chance)
    _run(connection, sql(delete(table).where(_is_row(table))), row)
    return f"deleted {row} from {table}"


def copy_a_row(connection: dbapi2.Connection, chance: Random) -> str:
    table, row = _pick(connection, chance)
    copied = tuple(
        _other(cell, chance) if place < 6 and chance.random() < 0.7 else cell
        for place, cell in enumerate(row)
    )
    _run(connection, sql(insert(table)), copied)
    return f"added {copied} to {table}"


def swap_two_ops(connection: dbapi2.Connection, chance: Random) -> str:
    positions = [row[0] for row in connection.execute("SELECT position FROM ops")]
    first, second = chance.sample(positions, 2)
    for old, new in ((first, -1), (second, first), (-1, second)):
        _run(connection, "UPDATE ops SET position = ? WHERE position = ?", (new, old))
    return f"swapped ops {first} and {second}"


def set_in_ops(database: Path, column: str, position: int, value: bytes) -> None:
    """Write one cell of one op."""
    connection = dbapi2.connect(database, isolation_level=None)
    statement = update(OPS).values({column: bindparam("_new")}).where(OPS.c.position == bindparam("_at"))
    _run(connection, sql(statement), (value, position))
    connection.close()


def _pick(connection: dbapi2.Connection, chance: Random) -> tuple[Table, Cells]:
    rows = {table: connection.execute(sql(select(table))).fetchall() for table in METADATA.sorted_tables}
    table = chance.choice([table for table, found in rows.items() if found])
    return table, chance.choice(rows[table])


def _setting(table: Table, column: "Column[Cell]") -> str:
    return sql(update(table).values({column.name: bindparam("_new")}).where(_is_row(table)))


def _is_row(table: Table) -> ColumnElement[bool]:
    return and_(*(column == bindparam(f"_{column.name}") for column in table.columns))


def _run(connection: dbapi2.Connection, statement: str, values: Cells) -> None:
    assert connection.execute(statement, values).rowcount == 1


def _other(cell: Cell, chance: Random) -> Cell:
    if isinstance(cell, bytes):
        place = chance.randrange(len(cell))
        return cell[:place] + bytes([cell[place] ^ (1 << chance.randrange(8))]) + cell[place + 1 :]
    if isinstance(cell, int):
        return cell + chance.choice([-1, 1, 1000])
    return chance.choice([f"{cell}x", cell[:-1] if cell else "y", cell.replace("0", "1") + " "])
