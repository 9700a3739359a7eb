"""Actions that change how cameras are looked at, and no label."""

from crosstie.app.actions.action import Action
from crosstie.app.parts import Parts
from crosstie.viewers.canvas.cuboid_wires import clouds_of


def camera_actions(parts: Parts) -> tuple[Action, ...]:
    """What is shown over the pictures of all cameras that are calibrated against the sample's cloud."""
    context = parts.context

    def any_cloud() -> bool:
        return bool(clouds_of(context))

    def toggle() -> None:
        if any(asset.calibration is not None for asset in context.state.assets.values()):
            context.camera_points.show(shown=not context.camera_points.shown)
        else:
            context.say("No camera of this sample is calibrated against its cloud.", "info")

    return (
        Action(
            "camera_points",
            "Points of the cloud in the cameras",
            "View",
            toggle,
            ("D",),
            any_cloud,
            checked=lambda: context.camera_points.shown,
            hint="Show the cloud's points in the cameras, coloured by depth",
        ),
    )
