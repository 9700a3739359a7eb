"""Actions on a cloud's single points: the lasso, and what a cuboid holds."""

from crosstie.app.actions.action import Action
from crosstie.app.actions.annotate import selected_annotation
from crosstie.app.parts import Parts
from crosstie.schema.anchors import anchor_kind
from crosstie.viewers.pointcloud import PointCloudPane


def cloud_actions(parts: Parts) -> tuple[Action, ...]:
    """What is done to single points, in the current pane or else in the first cloud in sight."""
    context, bench = parts.context, parts.bench

    def labels_points() -> bool:
        return not context.read_only and bool(context.class_for("point_set"))

    def cloud_pane() -> PointCloudPane | None:
        panes = (bench.current_pane, *bench.panes.values())
        clouds = (pane for pane in panes if isinstance(pane, PointCloudPane))
        return next((pane for pane in clouds if pane.isVisible()), None)

    def lasso_possible() -> bool:
        kinds = {asset.kind for asset in context.state.assets.values()}
        return labels_points() and not kinds.isdisjoint(("pointcloud", "radar"))

    def lassos() -> bool:
        pane = cloud_pane()
        return pane is not None and pane.stage.lasso_button.isChecked()

    def toggle() -> None:
        if (pane := cloud_pane()) is not None:
            pane.toggle_lasso()

    def cuboid_selected() -> bool:
        annotation = selected_annotation(parts)
        return annotation is not None and anchor_kind(annotation.anchor) == "cuboid" and labels_points()

    def take_points() -> None:
        annotation = selected_annotation(parts)
        pane = bench.panes.get(annotation.asset_id) if annotation else None
        if annotation is not None and isinstance(pane, PointCloudPane):
            pane.take_points(annotation.id)

    return (
        Action(
            "lasso",
            "Lasso points of the cloud",
            "Annotate",
            toggle,
            ("S",),
            lasso_possible,
            checked=lassos,
            hint="A drag in the cloud goes round points; Shift adds to the selected ones, Ctrl takes away",
        ),
        Action(
            "points_of_cuboid",
            "Make a point set of the cuboid's points",
            "Annotate",
            take_points,
            ("Shift+S",),
            cuboid_selected,
            hint="A point set beside the cuboid, about the same entity",
        ),
    )
