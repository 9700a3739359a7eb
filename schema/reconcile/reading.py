"""Reads taxonomies: schema documents, COCO and CVAT labels, Label Studio configurations, plain lists."""

import csv
import io
import json
from collections.abc import Sequence

from crosstie.schema.document import SchemaDocument, load_schema
from crosstie.schema.errors import SchemaInvalid
from crosstie.schema.reconcile.coco_labels import coco_terms
from crosstie.schema.reconcile.cvat_labels import cvat_terms
from crosstie.schema.reconcile.label_studio import label_studio_terms
from crosstie.schema.reconcile.taxonomy import (
    ANY_LANGUAGE,
    MOST_BYTES,
    MOST_TERMS,
    SourceTaxonomy,
    TaxonomyUnreadable,
    Term,
)
from crosstie.schema.yaml_node import LANGUAGE_TAG
from crosstie.schema.yaml_reader import YamlInvalid, read_yaml


def read_taxonomy(data: bytes, name: str, where: str) -> SourceTaxonomy:
    """The taxonomy in a file's bytes. `name` stands for it in the mapping, `where` in messages.

    What it is, its content tells. Raises TaxonomyUnreadable, or SchemaInvalid for a broken schema document.
    """
    if len(data) > MOST_BYTES:
        raise TaxonomyUnreadable(f"{where}: larger than {MOST_BYTES >> 20} MiB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise TaxonomyUnreadable(f"{where}: line {line}: not UTF-8 text; save the file as UTF-8") from error
    begins = text.lstrip()[:1]
    document = None
    if begins == "<":
        terms = label_studio_terms(data, name, where)
    elif begins in ("{", "["):
        terms = _json_terms(text, name, where)
    elif (document := _schema_document(data, where)) is not None:
        terms = _schema_terms(document, name)
    else:
        terms = _listed_terms(text, name, where)
    return SourceTaxonomy(name, _sound(terms, where), document)


def _sound(terms: Sequence[Term], where: str) -> tuple[Term, ...]:
    if not terms:
        raise TaxonomyUnreadable(f"{where}: no classes are in it")
    if len(terms) > MOST_TERMS:
        raise TaxonomyUnreadable(f"{where}: {len(terms)} classes, and {MOST_TERMS} are the most")
    seen: set[str] = set()
    for term in terms:
        if term.id in seen:
            raise TaxonomyUnreadable(f"{where}: '{term.id}' stands in it twice")
        seen.add(term.id)
    return tuple(terms)


def _json_terms(text: str, name: str, where: str) -> list[Term]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        place = f"line {error.lineno}: " if isinstance(error, json.JSONDecodeError) else ""
        raise TaxonomyUnreadable(f"{where}: {place}no JSON that can be read") from error
    if isinstance(value, dict) and isinstance(value.get("categories"), list):
        return coco_terms(value["categories"], name, where)
    labels = value.get("labels") if isinstance(value, dict) else value
    if isinstance(labels, list):
        return cvat_terms(labels, name, where)
    raise TaxonomyUnreadable(f"{where}: neither COCO's 'categories' nor CVAT's list of labels is in it")


def _schema_document(data: bytes, where: str) -> SchemaDocument | None:
    """The schema document in the bytes; None where they are something else."""
    try:
        value = read_yaml(data)
    except YamlInvalid as error:
        if b"classes:" in data:
            raise SchemaInvalid(f"{error} ({where})") from error
        return None
    return load_schema(data, where) if isinstance(value, dict) and "classes" in value else None


def _schema_terms(document: SchemaDocument, name: str) -> list[Term]:
    return [
        Term(
            name,
            spec.id,
            spec.names or {document.languages[0]: document.display_name(spec.id, document.languages[0])},
            spec.aliases,
            spec.parent,
            spec.anchors,
            spec.attributes,
        )
        for spec in document.classes
    ]


def _listed_terms(text: str, name: str, where: str) -> list[Term]:
    """CSV with a heading that names the column `name`, or one name a line; `#` begins a comment."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if not lines:
        return []
    heading = [cell.strip().casefold() for cell in next(csv.reader(lines[:1]))]
    if "name" not in heading:
        return [_listed(line.strip(), name) for line in lines]
    columns = [cell.strip() for cell in next(csv.reader(lines[:1]))]
    rows = csv.DictReader(io.StringIO("\n".join(lines[1:])), fieldnames=columns)
    try:
        return [_row_term({(k or "").casefold(): v for k, v in row.items()}, name, where) for row in rows]
    except csv.Error as error:
        raise TaxonomyUnreadable(f"{where}: line {rows.line_num + 1}: {error}") from error


def _listed(line: str, source: str) -> Term:
    return Term(source, line, {ANY_LANGUAGE: line})


def _row_term(row: dict[str, object], source: str, where: str) -> Term:
    """`aliases` are divided by `;`; a column `name:vi` holds the name in that language."""
    said = {key: value.strip() for key, value in row.items() if isinstance(value, str) and value.strip()}
    title = said.get("name", "")
    if not title:
        raise TaxonomyUnreadable(f"{where}: a line has no name")
    names = {ANY_LANGUAGE: title}
    for column, value in said.items():
        head, _, language = column.partition(":")
        if head == "name" and language:
            if not LANGUAGE_TAG.fullmatch(language):
                raise TaxonomyUnreadable(f"{where}: '{language}' in the heading is no language tag like 'vi'")
            names[language] = value
    aliases = tuple(part.strip() for part in said.get("aliases", "").split(";") if part.strip())
    return Term(source, said.get("id", title), names, aliases, said.get("parent", ""))
