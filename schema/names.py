"""Display names by language: reading them, and choosing the one to show."""

from collections.abc import Mapping, Sequence

from crosstie.schema.document_parts import Names
from crosstie.schema.yaml_node import Node, did_you_mean


def read_names(node: Node | None, languages: Sequence[str]) -> Names:
    """`{en: vehicle, vi: phương tiện}`, or a bare text in the document's first language."""
    if node is None:
        return {}
    if isinstance(node.value, str):
        return {languages[0]: node.text()} if languages else {}
    names: Names = {}
    for language, name in node.entries().items():
        if language not in languages:
            near = did_you_mean(language, languages)
            name.problem(f"'{language}' is not among the document's languages{near}")
        names[language] = name.text()
    return names


def chosen_name(names: Mapping[str, str], language: str, languages: Sequence[str]) -> str:
    """The name in `language`, or in its wider form (`zh-Hant-TW`, `zh-Hant`, `zh`), or in the first of
    `languages` that has one; empty when there is none at all.
    """
    tag = language
    while tag:
        if tag in names:
            return names[tag]
        tag = tag.rpartition("-")[0]
    return next((names[other] for other in languages if other in names), "")


def name_from_id(any_id: str) -> str:
    """A readable stand-in for a missing name: `l_same_object` gives "same object"."""
    head, _, tail = any_id.partition("_")
    words = tail if len(head) == 1 and tail else any_id
    return words.replace("_", " ")
