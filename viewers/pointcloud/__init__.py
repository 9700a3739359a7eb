"""Point clouds and radar returns: drawn by OpenGL on a thread of its own, labelled with cuboids."""

from crosstie.viewers.pointcloud.pane import PointCloudPane

__all__ = ["PointCloudPane"]
