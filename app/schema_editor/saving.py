"""Saves a new version of a schema. A version that is there once is never written over. No Qt."""

from pathlib import Path

from crosstie.schema.document import SchemaDocument
from crosstie.schema.errors import SchemaInvalid
from crosstie.storage.project_folder import ProjectFolder


def save_version(root: Path, document: SchemaDocument, source: bytes) -> Path:
    """Writes a document into the project's folder of schemas and returns its path.

    Raises SchemaInvalid when that version is there with other contents, or the folder cannot be written.
    """
    path = ProjectFolder(root).schemas / f"{document.id}-{document.version}.yaml"
    try:
        path.parent.mkdir(exist_ok=True)
        if path.exists():
            if path.read_bytes() != source:
                raise SchemaInvalid(
                    f"version: {document.version} is there already; give this one another number"
                )
            return path
        with path.open("xb") as written:
            written.write(source)
    except OSError as error:
        raise SchemaInvalid(
            f"{path}: cannot be written ({(error.strerror or str(error)).lower()})"
        ) from error
    return path
