"""`crosstie schema reconcile`: makes one schema out of several taxonomies."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from crosstie.app.commands.arguments import JsonOption
from crosstie.app.commands.terminal import ProgressLine, say, say_json
from crosstie.schema.reconcile.likeness import Agreement
from crosstie.schema.reconcile.mapping_table import read_mapping, write_mapping
from crosstie.schema.reconcile.proposing import Row, propose
from crosstie.schema.reconcile.reading import read_taxonomy
from crosstie.schema.reconcile.taxonomy import SourceTaxonomy, TaxonomyUnreadable
from crosstie.schema.reconcile.uniting import United, unite, unsettled
from crosstie.storage.agreement import label_agreement
from crosstie.storage.project import reading_project

Taxonomies = Annotated[
    list[Path],
    typer.Argument(
        metavar="TAXONOMY...",
        help="Schema documents, COCO or CVAT labels, Label Studio configurations, or lists of names.",
        show_default=False,
    ),
]
OutOption = Annotated[Path, typer.Option("--out", metavar="NEW.yaml", help="Where the schema goes.")]
MappingOption = Annotated[
    Path | None,
    typer.Option("--mapping", metavar="FILE", help="The table of what becomes what, CSV or YAML."),
]
ProjectOption = Annotated[
    Path | None,
    typer.Option("--project", metavar="DIR", help="Ask this project's labels what stands together."),
]
IdOption = Annotated[
    str, typer.Option("--id", metavar="ID", help="The new schema's id; else the file's name.")
]
VersionOption = Annotated[str, typer.Option("--version", metavar="X.Y.Z", help="The new schema's version.")]


def schema_reconcile(
    taxonomies: Taxonomies,
    out: OutOption,
    mapping: MappingOption = None,
    project: ProjectOption = None,
    schema_id: IdOption = "",
    version: VersionOption = "1.0.0",
    as_json: JsonOption = False,
) -> int:
    """Propose what is the same, and once the mapping is confirmed write one schema and its migration.

    Without a mapping table, or with one that is not there yet, the proposal is written to it for a person to
    check. Exits 1 while rows are to be confirmed or terms became no class.
    """
    sources = read_taxonomies(taxonomies)
    table = mapping or out.with_suffix(".mapping.csv")
    if not table.exists():
        rows = propose(sources, _agreement(project, sources))
        _write(table, write_mapping(rows, as_yaml=table.suffix.lower() in (".yaml", ".yml")))
        return _tell_proposal(table, rows, as_json)
    rows = read_mapping(_read(table), sources, str(table))
    if waiting := unsettled(rows):
        return _tell_waiting(table, waiting, as_json)
    united = unite(sources, rows, schema_id or out.stem, version)
    _write(out, united.source)
    return _tell_united(out, united, as_json)


def read_taxonomies(paths: Sequence[Path]) -> tuple[SourceTaxonomy, ...]:
    """The taxonomies in files, each named by its file. Raises TaxonomyUnreadable or SchemaInvalid."""
    names: set[str] = set()
    found: list[SourceTaxonomy] = []
    for path in paths:
        name, number = path.stem, 1
        while name in names:
            number += 1
            name = f"{path.stem}-{number}"
        names.add(name)
        found.append(read_taxonomy(_read(path), name, str(path)))
    return tuple(found)


def _agreement(project: Path | None, sources: Sequence[SourceTaxonomy]) -> Agreement:
    if project is None:
        return {}
    line = ProgressLine()
    with reading_project(project) as database:
        found = label_agreement(
            database, sources, lambda done, total: line.show("comparing labels", done / total)
        )
    line.clear()
    return found


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise TaxonomyUnreadable(f"{path}: cannot be read ({why})") from error


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise TaxonomyUnreadable(f"{path}: cannot be written ({why})") from error


def _tell_proposal(table: Path, rows: Sequence[Row], as_json: bool) -> int:
    waiting = unsettled(rows)
    if as_json:
        say_json({"mapping": str(table), "rows": rows, "unconfirmed": len(waiting), "schema": None})
        return 1
    for row in rows:
        mark = "sure" if row.confirmed == "yes" else "CHECK"
        say(f"{mark:5}  {row.score:.2f}  {row.source}: {row.name} → {row.into}  ({row.reason})")
    say(f"Wrote {table}: check it, confirm {len(waiting)} rows with yes or no, and run the command again.")
    return 1


def _tell_waiting(table: Path, waiting: Sequence[Row], as_json: bool) -> int:
    if as_json:
        say_json({"mapping": str(table), "rows": waiting, "unconfirmed": len(waiting), "schema": None})
        return 1
    for row in waiting:
        say(f"{table}: '{row.name}' of {row.source} into {row.into}? ({row.reason})")
    say(f"{len(waiting)} rows are not confirmed: write yes or no into `confirmed`.")
    return 1


def _tell_united(out: Path, united: United, as_json: bool) -> int:
    document = united.document
    if as_json:
        unmapped = [msgspec.structs.asdict(row) for row in united.unmapped]
        told = {"schema": str(out), "unmapped": unmapped, "notes": united.notes, "unconfirmed": 0}
        say_json(told)
    else:
        counted = (
            len(document.classes),
            len(document.entities),
            len(document.links),
            len(document.migrations),
        )
        say("Wrote {}: {} classes, {} entity types, {} link types, {} migrations.".format(out, *counted))
        for row in united.unmapped:
            say(f"  not mapped: '{row.name}' of {row.source}; its labels will be left to people")
        for note in united.notes:
            say(f"  note: {note}")
    return 1 if united.unmapped else 0
