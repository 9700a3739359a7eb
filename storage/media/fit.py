"""The size at which a picture is shown."""


def fitted(width: int, height: int, max_width: int, max_height: int) -> tuple[int, int]:
    """The largest size of the same shape within the limits, never above full size; 0 is no limit."""
    scale = min(
        1.0,
        max_width / width if max_width > 0 else 1.0,
        max_height / height if max_height > 0 else 1.0,
    )
    return max(1, round(width * scale)), max(1, round(height * scale))
