"""What the incident report says beside its table."""

from typing import Final

FACTS: Final = (
    ("Report", "IR-2026-1103-04"),
    ("Date", "3 November 2026"),
    ("Time", "09:14:02 (+07:00)"),
    ("Place", "Bach Dang street, Da Nang"),
    ("Unit", "4 (survey car)"),
    ("Speakers", "S1 driver, S2 control room"),
    ("Weather", "dry, clear"),
    ("Recorded", "3 cameras, LiDAR, radar, sound"),
)
SUMMARY: Final = (
    "Unit 4 was driving in the outer lane behind a white truck (V-01) when a red car (V-02) overtook it on "
    "the left. The truck braked and turned right at the junction. A bus (V-04) and a yellow taxi (V-05) came "
    "towards the unit. A motorbike (V-03) passed on the left and stopped before the crossing, where a "
    "pedestrian in a red jacket was stepping onto the road. Unit 4 stopped and let the pedestrian cross. "
    "Nobody was hurt."
)
EVENTS: Final = (
    ("00:00", "V-01 is ahead of the unit in the outer lane, V-02 closes in from behind in the inner lane."),
    ("00:03", "V-02 overtakes the unit on the left."),
    ("00:04", "V-01 brakes and indicates right."),
    ("00:06", "V-05 passes in the outer oncoming lane."),
    ("00:08", "V-04 passes in the inner oncoming lane; V-03 passes the unit on the left."),
    ("00:09", "V-01 turns right into the cross street."),
    ("00:11", "V-03 stops at the line. The pedestrian steps onto the crossing."),
    ("00:14", "The unit stands in front of the crossing."),
)
METADATA: Final = {
    "title": "Incident report IR-2026-1103-04",
    "author": "Crosstie demo",
    "subject": "A simulated drive",
    "creationDate": "D:20261103093000+07'00'",
    "modDate": "D:20261103093000+07'00'",
    "producer": "",
    "creator": "",
}
