"""Films one camera: draws every picture and encodes it as H.264.

It runs as a program of its own (`python -m crosstie.resources.demo.film CAMERA FILE`), one a camera, so
that the cameras are filmed side by side and OpenCV stays out of the process that asked. It prints a
line for every picture that is done.
"""

import sys
from fractions import Fraction
from pathlib import Path
from typing import Final

import av
import cv2
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

from crosstie.resources.demo.camera import CAMERAS, FRAMES_PER_SECOND, HEIGHT, WIDTH, Camera
from crosstie.resources.demo.render import Renderer
from crosstie.resources.demo.scene import DURATION_S

FRAME_COUNT: Final = round(DURATION_S * FRAMES_PER_SECOND)
# One encoder thread: with more, the bytes would depend on the machine.
_ENCODER: Final = {"preset": "veryfast", "crf": "20", "g": "20", "bf": "2", "threads": "1"}


def film(camera: Camera, path: Path) -> None:
    """Write the camera's film. Picture k shows the street k/FRAMES_PER_SECOND after the camera's start."""
    renderer = Renderer(camera)
    with av.open(str(path), "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=FRAMES_PER_SECOND, options=_ENCODER)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        context = stream.codec_context
        context.colorspace, context.color_range = Colorspace.ITU709, ColorRange.MPEG
        context.color_primaries, context.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
        for number in range(FRAME_COUNT):
            picture = renderer.frame(number / FRAMES_PER_SECOND + camera.offset_ns / 1e9)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame = frame.reformat(format="yuv420p", dst_colorspace=Colorspace.ITU709)
            frame.pts, frame.time_base = number, Fraction(1, FRAMES_PER_SECOND)
            container.mux(stream.encode(frame))
            sys.stdout.write(f"{number + 1}\n")
            sys.stdout.flush()
        container.mux(stream.encode(None))


if __name__ == "__main__":
    cv2.setNumThreads(1)
    film(next(camera for camera in CAMERAS if camera.id == sys.argv[1]), Path(sys.argv[2]))
