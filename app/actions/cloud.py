"""Actions on a cloud's single points: the lasso, and what a cuboid holds."""

from functools import partial

from crosstie.app.actions.action import Action
from crosstie.app.actions.annotate import selected_annotation
from crosstie.app.parts import Parts
from crosstie.schema.anchors import anchor_kind
from crosstie.schema.records import Annotation
from crosstie.viewers.pointcloud import PointCloudPane


def cloud_actions(parts: Parts) -> tuple[Action, ...]:
    """What is done to single points, in the current pane or else in the first cloud in sight."""
    return (
        Action(
            "lasso",
            "Lasso points of the cloud",
            "Annotate",
            partial(_toggle_lasso, parts),
            ("S",),
            lambda: _labels_points(parts) and _has_cloud(parts),
            checked=lambda: _lassos(parts),
            hint="A drag in the cloud goes round points; Shift adds to the selected ones, Ctrl takes away",
        ),
        Action(
            "points_of_cuboid",
            "Make a point set of the cuboid's points",
            "Annotate",
            partial(_take_points, parts),
            ("Shift+S",),
            lambda: _labels_points(parts) and _cuboid(parts) is not None,
            hint="A point set beside the cuboid, about the same entity",
        ),
    )


def _labels_points(parts: Parts) -> bool:
    return not parts.context.read_only and bool(parts.context.class_for("point_set"))


def _has_cloud(parts: Parts) -> bool:
    return any(asset.kind in ("pointcloud", "radar") for asset in parts.context.state.assets.values())


def _cloud_pane(parts: Parts) -> PointCloudPane | None:
    panes = (parts.bench.current_pane, *parts.bench.panes_in_sight())
    return next((pane for pane in panes if isinstance(pane, PointCloudPane)), None)


def _lassos(parts: Parts) -> bool:
    pane = _cloud_pane(parts)
    return pane is not None and pane.stage.lasso_button.isChecked()


def _toggle_lasso(parts: Parts) -> None:
    if (pane := _cloud_pane(parts)) is not None:
        pane.toggle_lasso()


def _cuboid(parts: Parts) -> Annotation | None:
    annotation = selected_annotation(parts)
    return annotation if annotation is not None and anchor_kind(annotation.anchor) == "cuboid" else None


def _take_points(parts: Parts) -> None:
    annotation = _cuboid(parts)
    pane = parts.bench.panes.get(annotation.asset_id) if annotation else None
    if annotation is not None and isinstance(pane, PointCloudPane):
        pane.take_points(annotation.id)
