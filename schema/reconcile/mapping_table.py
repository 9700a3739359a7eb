"""The mapping as a table that people edit: CSV for spreadsheets, YAML for editors."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Final

from crosstie.schema.reconcile.proposing import Confirmed, Row
from crosstie.schema.reconcile.taxonomy import SourceTaxonomy, TaxonomyUnreadable
from crosstie.schema.yaml_node import IDENTIFIER
from crosstie.schema.yaml_reader import YamlInvalid, read_yaml
from crosstie.schema.yaml_writer import yaml_bytes

COLUMNS: Final = ("source", "id", "name", "into", "score", "reason", "confirmed")
_ANSWERS: Final[tuple[Confirmed, ...]] = ("", "yes", "no")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_HEADING: Final = "Which class each term becomes. Change `into`, and write yes or no into `confirmed`."


def write_mapping(rows: Sequence[Row], *, as_yaml: bool) -> bytes:
    """The table as bytes. In CSV a text that a spreadsheet would take for a formula gets a ' before it."""
    said = [
        {**{name: str(getattr(row, name)) for name in COLUMNS}, "score": f"{row.score:.2f}"} for row in rows
    ]
    if as_yaml:
        return yaml_bytes([dict(one) for one in said], _HEADING)
    written = io.StringIO()
    table = csv.DictWriter(written, COLUMNS, lineterminator="\n")
    table.writeheader()
    table.writerows({name: _guarded(text) for name, text in one.items()} for one in said)
    return written.getvalue().encode("utf-8-sig")


def read_mapping(data: bytes, taxonomies: Sequence[SourceTaxonomy], where: str) -> tuple[Row, ...]:
    """The rows of a table as people left it, one for each term of the taxonomies.

    Raises TaxonomyUnreadable for a term that is unknown, missing or there twice, and for an `into` that is no
    id; the message names the row.
    """
    begins = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    entries = _yaml_entries(data, where) if begins[:1] in (b"-", b"#", b"[") else _csv_entries(data, where)
    known = {term.key: term for taxonomy in taxonomies for term in taxonomy.terms}
    rows: dict[tuple[str, str], Row] = {}
    for number, entry in enumerate(entries, 1):
        place = f"{where}: row {number}"
        row = _row(entry, place)
        if row.key not in known:
            raise TaxonomyUnreadable(f"{place}: no term '{row.id}' is in '{row.source}'")
        if row.key in rows:
            raise TaxonomyUnreadable(f"{place}: '{row.id}' of '{row.source}' stands in it twice")
        rows[row.key] = row
    if missing := [key for key in known if key not in rows]:
        source, term_id = missing[0]
        raise TaxonomyUnreadable(
            f"{where}: '{term_id}' of '{source}' is missing; leave its `into` empty instead"
        )
    return tuple(rows.values())


def _row(entry: Mapping[str, str], place: str) -> Row:
    into = entry.get("into", "").strip()
    if into and not IDENTIFIER.fullmatch(into):
        raise TaxonomyUnreadable(f"{place}: '{into}' is no id; use letters, digits, _ and -, no digit first")
    said = entry.get("confirmed", "").strip().casefold()
    answer = next((word for word in _ANSWERS if word == said), None)
    if answer is None:
        raise TaxonomyUnreadable(f"{place}: `confirmed` says '{said}'; write yes, no, or nothing")
    try:
        score = float(entry.get("score") or 0)
    except ValueError:
        score = 0.0
    source, term_id = entry.get("source", ""), entry.get("id", "")
    return Row(source, term_id, entry.get("name", ""), into, score, entry.get("reason", ""), answer)


def _csv_entries(data: bytes, where: str) -> list[dict[str, str]]:
    try:
        text = data.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
    except (UnicodeDecodeError, csv.Error) as error:
        raise TaxonomyUnreadable(f"{where}: no table that can be read ({error})") from error
    if not rows or not {"source", "id", "into"} <= set(rows[0]):
        raise TaxonomyUnreadable(f"{where}: the columns {', '.join(COLUMNS)} are expected")
    return [{key: _bare(text) for key, text in row.items() if key and text is not None} for row in rows]


def _yaml_entries(data: bytes, where: str) -> list[dict[str, str]]:
    try:
        value = read_yaml(data)
    except YamlInvalid as error:
        raise TaxonomyUnreadable(f"{where}: {error}") from error
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise TaxonomyUnreadable(f"{where}: a list of mappings with {', '.join(COLUMNS)} is expected")
    entries = [entry for entry in value if isinstance(entry, dict)]
    return [{key: _plain(text) for key, text in entry.items()} for entry in entries]


def _plain(value: object) -> str:
    """YAML takes a bare yes for a text and true for a truth; both mean yes here."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith((*_FORMULA, "'")) else text


def _bare(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith((*_FORMULA, "'")) else text
