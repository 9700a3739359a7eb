"""Which pod a person works in: `pods.yaml` in the project's folder, a list of names for each pod."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import yaml

from crosstie.qa.errors import QualityInvalid

PODS_FILE: Final = "pods.yaml"


class Pods:
    """Pods by the names of the people in them. Who is in none has the pod "" (no pod)."""

    def __init__(self, members: Mapping[str, Iterable[str]]) -> None:
        self.of_person = {name: pod for pod, names in members.items() for name in names}

    def of(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the pods of people, sorted, each once, those in no pod left out."""
        return tuple(sorted({self.of_person[name] for name in names if name in self.of_person}))


def read_pods(folder: Path) -> Pods:
    """Read the pods of a project; none without the file. Raises QualityInvalid for what is no list."""
    path = folder / PODS_FILE
    if not path.is_file():
        return Pods({})
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise QualityInvalid(f"{path} cannot be read: {' '.join(str(error).split())}") from error
    return Pods(_members(path, found))


def _members(path: Path, found: object) -> dict[str, list[str]]:
    how = f"{path}: write a list of names for each pod, as in `hanoi: [Anh, Bình]`"
    if not isinstance(found, dict):
        raise QualityInvalid(how)
    members: dict[str, list[str]] = {}
    seen: dict[str, str] = {}
    for pod, names in found.items():
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise QualityInvalid(f"{how}; {pod!r} has none")
        for name in names:
            if seen.setdefault(name, str(pod)) != str(pod):
                raise QualityInvalid(f"{path}: {name!r} is in two pods, {seen[name]} and {pod}; keep one")
        members[str(pod)] = names
    return members
