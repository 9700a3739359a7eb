"""Three teams' taxonomies of the same street: a camera's, a lidar's and a narration's."""

from typing import Final

from crosstie.schema.reconcile.reading import read_taxonomy
from crosstie.schema.reconcile.taxonomy import SourceTaxonomy

CAMERA: Final = """
schema: camera
version: 1.2.0
languages: [en, vi]
classes:
  - id: c_vehicle
    name: {en: vehicle, vi: phương tiện}
    anchors: [box]
    attributes: {colour: {type: choice, of: [red, white]}, occluded: bool, size: integer}
  - {id: c_truck, name: {en: truck, vi: xe tải}, parent: c_vehicle}
  - {id: c_person, name: {en: person, vi: người}, anchors: [box]}
entities:
  - {id: e_thing, name: {en: thing}, classes: [c_vehicle, c_person]}
links:
  - {id: l_same, from: {classes: [c_vehicle]}, to: {classes: [c_person]}}
rules:
  - {id: r_same, on: l_same, require: same_entity}
""".encode()

LIDAR: Final = b"""
schema: lidar
version: 3.0.0
languages: [en]
classes:
  - id: c_transportation
    name: {en: transportation}
    aliases: [vehicles]
    anchors: [cuboid]
    attributes: {colour: {type: choice, of: [red, blue]}, size: {type: number, unit: m}}
  - {id: c_human, name: {en: human}, anchors: [cuboid]}
  - {id: c_pole, name: {en: pole}, anchors: [cuboid]}
entities:
  - {id: e_thing, name: {en: thing}, classes: [c_transportation]}
links:
  - {id: l_near, from: {classes: [c_human]}, to: {classes: [c_transportation]}}
"""

NARRATION: Final = """name,parent,aliases,name:vi
Phương tiện,,,phương tiện
Xe tải,Phương tiện,lorry;truck,xe tải
Con người,,person,
""".encode()

COCO: Final = b"""{"categories": [
  {"id": 1, "name": "car", "supercategory": "vehicle"},
  {"id": 2, "name": "person", "supercategory": "person", "keypoints": ["nose"], "skeleton": []}
]}"""

CVAT: Final = b"""[
  {"name": "car", "type": "rectangle", "color": "#ff0000", "attributes": [
    {"name": "model year", "input_type": "number", "values": ["1990", "2030", "1"]},
    {"name": "parked", "input_type": "checkbox", "values": ["false"]},
    {"name": "side", "input_type": "select", "values": ["left", "right"]}]},
  {"name": "lane", "type": "polyline", "attributes": []}
]"""

LABEL_STUDIO: Final = b"""<View>
  <Image name="img" value="$image"/>
  <Audio name="snd" value="$audio"/>
  <RectangleLabels name="box" toName="img">
    <Label value="Car" alias="auto"/><Label value="Bus"/>
  </RectangleLabels>
  <Labels name="turn" toName="snd"><Label value="Speech"/></Labels>
  <Choices name="weather" toName="img"><Choice value="rain"/></Choices>
</View>"""


def taxonomy(source: bytes, name: str) -> SourceTaxonomy:
    return read_taxonomy(source, name, f"{name}.txt")


def three_teams() -> tuple[SourceTaxonomy, ...]:
    """Return the camera's, the lidar's and the narration's."""
    return (taxonomy(CAMERA, "camera"), taxonomy(LIDAR, "lidar"), taxonomy(NARRATION, "narration"))
