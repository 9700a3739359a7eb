"""What is there to be labelled in one sample of the corpus: a part of what the demo's gold pass holds."""

import random
from dataclasses import replace
from functools import lru_cache
from typing import Final

import msgspec

from crosstie.resources.demo.gold import gold_records
from crosstie.schema.anchors import Track
from crosstie.schema.records import Annotation, Entity, Link
from tests.qa.planted.spoken import ACTORS, spans_of
from tests.qa.planted.things import Labels, Thing, Tie

STEP_NS: Final = 2_000_000_000
"""Keyframes stand at few instants, or the corpus takes minutes to write and to count."""
VEHICLES: Final = 5
SENTENCES: Final = 3
_ASSETS: Final = ("cam_front", "lidar", "mic", "report")


def truth_of(language: str, rng: random.Random) -> Labels:
    """Return what is on one drive: some of the demo's vehicles and people, and some of what is said."""
    drive = whole_drive()
    spoken = sorted(rng.sample(range(len(ACTORS)), SENTENCES))
    named = {ACTORS[number] for number in spoken}
    vehicles = [key for key, (kind, _) in drive.entities.items() if kind == "e_vehicle"]
    others = rng.sample([key for key in vehicles if key not in named], VEHICLES - len(named - {"P-01"}))
    present = {*named, *others, *rng.sample(["P-02", "P-03"], 1), "S1", "S2"}
    gone = {
        key
        for key, thing in drive.things.items()
        if thing.about not in present or (thing.asset_id == "mic" and int(key[6:]) not in spoken)
    }
    there = drive.without(gone)
    entities = {key: entity for key, entity in there.entities.items() if key in present}
    things, ties = dict(there.things), list(there.ties)
    for number in spoken:
        _add_written(language, number, things, ties)
    return Labels(entities, things, tuple(tie for tie in ties if tie.target in {*entities, *things}))


@lru_cache(maxsize=1)
def whole_drive() -> Labels:
    """Return what the demo's gold pass holds of things: one camera, cloud, speech and report."""
    records = gold_records("gold")
    entities = {one.id: one.name.split()[0] for one in records if isinstance(one, Entity)}
    annotations = [
        one for one in records if isinstance(one, Annotation) and one.asset_id in _ASSETS and one.entity_id
    ]
    numbers: dict[str, int] = {}
    keys: dict[str, str] = {}
    things: dict[str, Thing] = {}
    for one in annotations:
        place = one.asset_id if one.asset_id == "mic" else f"{one.asset_id}/{entities[one.entity_id]}"
        number = numbers[place] = numbers.get(place, -1) + 1
        keys[one.id] = f"speech{number}" if place == "mic" else f"{place}#{number}"
        anchor = thinned(one.anchor) if isinstance(one.anchor, Track) else one.anchor
        things[keys[one.id]] = Thing(
            one.asset_id, one.class_id, anchor, dict(one.attributes), entities[one.entity_id]
        )
    ends = keys | entities
    links = [one for one in records if isinstance(one, Link)]
    ties = tuple(
        Tie(one.type_id, ends[one.from_end.id], ends[one.to_end.id])
        for one in links
        if one.from_end.id in ends and one.to_end.id in ends
    )
    named = {entities[one.id]: (one.type_id, one.name) for one in records if isinstance(one, Entity)}
    return Labels(named, things, ties)


def thinned(track: Track) -> Track:
    """Return a track with its first and last keyframe alone, at the nearest whole `STEP_NS` outside."""
    first, last = track.keyframes[0], track.keyframes[-1]
    start, end = first.at_ns // STEP_NS * STEP_NS, -(-last.at_ns // STEP_NS) * STEP_NS
    ends = (msgspec.structs.replace(first, at_ns=start), msgspec.structs.replace(last, at_ns=end))
    return Track(ends)


def _add_written(language: str, number: int, things: dict[str, Thing], ties: list[Tie]) -> None:
    sentence, words = spans_of(language, number)
    speech, actor = things[f"speech{number}"], ACTORS[number]
    speaker = speech.about
    things[f"speech{number}"] = replace(speech, attributes=speech.attributes | {"language": language})
    things[f"text{number}"] = Thing("subtitles", "c_utterance", sentence, {}, speaker)
    things[f"words{number}"] = Thing("subtitles", "c_mention", words, {}, actor)
    ties.append(Tie("l_spoken_as", f"speech{number}", f"text{number}"))
    ties.append(Tie("l_mentions", f"words{number}", actor))
