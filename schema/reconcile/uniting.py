"""Makes one schema out of several taxonomies and a confirmed mapping, with the migration that leads there."""

from collections.abc import Mapping, Sequence

import msgspec

from crosstie.schema.document import SchemaDocument, load_schema
from crosstie.schema.errors import SchemaInvalid
from crosstie.schema.reconcile.proposing import Row
from crosstie.schema.reconcile.taxonomy import ANY_LANGUAGE, Key, SourceTaxonomy, TaxonomyUnreadable, Term
from crosstie.schema.reconcile.united_classes import UnitedClasses
from crosstie.schema.reconcile.united_links import united_entities, united_links, united_rules
from crosstie.schema.reconcile.united_steps import migration_of
from crosstie.schema.yaml_reader import Plain
from crosstie.schema.yaml_writer import yaml_bytes


class United(msgspec.Struct, frozen=True):
    """The schema and its bytes, the terms that became no class, and what a person should know of."""

    source: bytes
    document: SchemaDocument
    unmapped: tuple[Row, ...]
    notes: tuple[str, ...]


def unite(taxonomies: Sequence[SourceTaxonomy], rows: Sequence[Row], schema_id: str, version: str) -> United:
    """One schema document in which each confirmed term is the class that its row names.

    Raises TaxonomyUnreadable for rows that nobody confirmed, and where classes change places in a circle,
    which steps cannot say; SchemaInvalid where the parts do not make a schema.
    """
    _require_settled(rows)
    into = {row.key: row.into for row in rows if row.into and row.confirmed == "yes"}
    if not into:
        raise TaxonomyUnreadable("the mapping names no class at all, so there is nothing to unite")
    languages = _languages(taxonomies, into)
    notes: list[str] = []
    classes = UnitedClasses(_members(taxonomies, into), into, languages[0], notes)
    plain: dict[str, Plain] = {
        "schema": schema_id, "version": version, "languages": list(languages), "classes": classes.plain(),
    }  # fmt: skip
    documents = {taxonomy.name: taxonomy.document for taxonomy in taxonomies if taxonomy.document}
    plain["entities"] = united_entities(documents, into, notes)
    plain["links"] = united_links(documents, into, plain["entities"], notes)
    plain["rules"] = united_rules(documents, into)
    plain["migrations"] = [
        migration_of(name, document, into, classes, plain) for name, document in documents.items()
    ]
    source = _written(plain, taxonomies, notes)
    unmapped = tuple(row for row in rows if row.key not in into)
    return United(source, load_schema(source, schema_id), unmapped, tuple(notes))


def unsettled(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows that somebody still has to confirm or refuse."""
    return tuple(row for row in rows if row.into and not row.confirmed)


def _require_settled(rows: Sequence[Row]) -> None:
    if waiting := unsettled(rows):
        first = waiting[0]
        raise TaxonomyUnreadable(
            f"{len(waiting)} rows are not confirmed, first '{first.id}' of '{first.source}'; "
            "write yes or no into `confirmed`"
        )


def _languages(taxonomies: Sequence[SourceTaxonomy], into: Mapping[Key, str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for taxonomy in taxonomies:
        found |= dict.fromkeys(taxonomy.document.languages if taxonomy.document else ())
        for term in taxonomy.terms:
            if term.key in into:
                found |= dict.fromkeys(term.names)
    return tuple(language for language in found if language != ANY_LANGUAGE) or ("en",)


def _members(taxonomies: Sequence[SourceTaxonomy], into: Mapping[Key, str]) -> dict[str, list[Term]]:
    members: dict[str, list[Term]] = {}
    for taxonomy in taxonomies:
        for term in taxonomy.terms:
            if term.key in into:
                members.setdefault(into[term.key], []).append(term)
    return members


def _written(plain: dict[str, Plain], taxonomies: Sequence[SourceTaxonomy], notes: list[str]) -> bytes:
    """The document's bytes. A rule that asks for what the united classes have not is left out, and told."""
    heading = f"Made of {', '.join(taxonomy.name for taxonomy in taxonomies)}."
    for _ in range(1 + len(_list(plain["rules"]))):
        source = yaml_bytes({key: value for key, value in plain.items() if value not in ([], {})}, heading)
        try:
            load_schema(source, "the united schema")
        except SchemaInvalid as error:
            place = error.problems[0].partition("]")[0]
            if not place.startswith("rules[") or not place[6:].isdigit():
                raise
            refused = _list(plain["rules"]).pop(int(place[6:]))
            name = refused.get("id") if isinstance(refused, dict) else refused
            notes.append(f"the rule {name} is left out: {error.problems[0].partition(': ')[2]}")
        else:
            break
    return source


def _list(value: Plain) -> list[Plain]:
    return value if isinstance(value, list) else []
