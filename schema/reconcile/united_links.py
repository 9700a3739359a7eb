"""Unites what schema documents say beside their classes: entity types, link types and rules."""

from collections.abc import Mapping

from crosstie.schema.document import SchemaDocument
from crosstie.schema.reconcile.taxonomy import Key
from crosstie.schema.yaml_reader import Plain, read_yaml

Documents = Mapping[str, SchemaDocument]
"""The sources that are schema documents, by name."""


def united_entities(documents: Documents, into: Mapping[Key, str], notes: list[str]) -> list[Plain]:
    """Entity types by id, of all their classes that became one."""
    found: dict[str, dict[str, Plain]] = {}
    for source, document in documents.items():
        for entry in _section(document, "entities"):
            entity_id = str(entry["id"])
            classes = _mapped(entry.get("classes"), source, into)
            if not classes:
                notes.append(f"the entity type {entity_id} of {source} is left out with all its classes")
            elif (standing := found.get(entity_id)) is not None:
                standing["classes"] = _joined(standing["classes"], classes)
            else:
                found[entity_id] = _bare_names(document, {**entry, "classes": classes})
    return list(found.values())


def united_links(
    documents: Documents, into: Mapping[Key, str], entities: Plain, notes: list[str]
) -> list[Plain]:
    """Link types by id; of one that several sources have, either's ends may be tied."""
    known = {str(entry["id"]) for entry in _dicts(entities)}
    found: dict[str, dict[str, Plain]] = {}
    for source, document in documents.items():
        for entry in _section(document, "links"):
            link_id = str(entry["id"])
            ends = {side: _end(entry[side], source, into, known) for side in ("from", "to")}
            if not all(end.get("classes") or end.get("entities") for end in ends.values()):
                notes.append(
                    f"the link type {link_id} of {source} is left out: nothing could stand at one end"
                )
            elif (standing := found.get(link_id)) is not None:
                for side, end in ends.items():
                    standing[side] = _joined_ends(standing[side], end)
                notes.append(f"the link type {link_id} of {source} is one with the same id of another source")
            else:
                found[link_id] = _bare_names(document, {**entry, **ends})
    return list(found.values())


def united_rules(documents: Documents, into: Mapping[Key, str]) -> list[Plain]:
    """Every rule once, its classes under their new ids; of two with one id the later one names its source."""
    found: dict[str, Plain] = {}
    for source, document in documents.items():
        for entry in _section(document, "rules"):
            changed = _renamed(entry, source, into)
            assert isinstance(changed, dict)
            changed = _bare_names(document, changed)
            rule_id = str(changed["id"])
            if found.get(rule_id, changed) != changed:
                changed["id"] = rule_id = f"{rule_id}_{document.id}"[:64]
            found[rule_id] = changed
    return list(found.values())


def kept_ids(plain: Plain) -> frozenset[str]:
    """The ids of a united section."""
    return frozenset(str(entry["id"]) for entry in _dicts(plain))


def _section(document: SchemaDocument, name: str) -> list[dict[str, Plain]]:
    whole = read_yaml(document.source)
    return _dicts(whole.get(name) if isinstance(whole, dict) else None)


def _dicts(value: Plain) -> list[dict[str, Plain]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _bare_names(document: SchemaDocument, entry: dict[str, Plain]) -> dict[str, Plain]:
    """A bare name is in its document's first language, which need not be the united one's."""
    name = entry.get("name")
    return {**entry, "name": {document.languages[0]: name}} if isinstance(name, str) else entry


def _words(value: Plain) -> list[str]:
    return [str(word) for word in value] if isinstance(value, list) else [str(value)] if value else []


def _mapped(value: Plain, source: str, into: Mapping[Key, str]) -> list[Plain]:
    mapped = (into.get((source, word)) for word in _words(value))
    return list(dict.fromkeys(one for one in mapped if one))


def _end(value: Plain, source: str, into: Mapping[Key, str], known: set[str]) -> dict[str, Plain]:
    end = dict(value) if isinstance(value, dict) else {}
    classes = _mapped(end.pop("classes", None), source, into)
    entities: list[Plain] = [word for word in _words(end.pop("entities", None)) if word in known]
    if not classes:
        # They narrow classes, and there are none.
        end = {}
    said: dict[str, Plain] = {"classes": classes, "entities": entities, **end}
    return {key: value for key, value in said.items() if value}


def _joined(first: Plain, second: Plain) -> list[Plain]:
    return list(dict.fromkeys((*_words(first), *_words(second))))


def _joined_ends(first: Plain, second: Mapping[str, Plain]) -> dict[str, Plain]:
    """What either end allows. Where one narrows and the other does not, nothing is narrowed."""
    one = first if isinstance(first, dict) else {}
    joined: dict[str, Plain] = {
        key: _joined(one.get(key), second.get(key)) for key in ("classes", "entities")
    }
    for key in ("anchors", "modality"):
        if key in one and key in second:
            joined[key] = _joined(one[key], second[key])
    return {key: value for key, value in joined.items() if value}


def _renamed(value: Plain, source: str, into: Mapping[Key, str]) -> Plain:
    if isinstance(value, dict):
        return {key: _renamed(inner, source, into) for key, inner in value.items()}
    if isinstance(value, list):
        return [_renamed(inner, source, into) for inner in value]
    return into.get((source, value), value) if isinstance(value, str) else value
