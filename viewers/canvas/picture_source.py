"""The decoded picture on a canvas, asked for at the size that it is shown in."""

from crosstie.storage.media.queries import FrameAt, Picture
from crosstie.viewers.canvas.canvas import Canvas
from crosstie.viewers.canvas.layer import Layer
from crosstie.viewers.canvas.sharpness import sharp_enough, wanted_size
from crosstie.viewers.canvas.transform import Size
from crosstie.viewers.media import AssetMedia


class PictureSource:
    """Asks one asset's decoder and lays what it answers on one canvas."""

    def __init__(self, canvas: Canvas, media: AssetMedia) -> None:
        self.picture: Picture | None = None
        self._canvas = canvas
        self._media = media
        self._asked: FrameAt | None = None
        self._held = False
        self._waits: tuple[int, bool] | None = None

    def hold(self) -> None:
        """Time and view are both about to change: until `release` nothing is asked that soon is of no use."""
        self._held = True

    def release(self) -> None:
        """Asks what was wanted last."""
        self._held = False
        waits, self._waits = self._waits, None
        if waits is not None:
            self.ask(waits[0], quick=waits[1])

    def ask(self, asset_ns: int, *, quick: bool = False) -> None:
        """Asks for the picture of an instant as large as it is shown now, unless that was asked last.

        With `quick`, for one nearby where the right one takes long.
        """
        if self._held:
            self._waits = asset_ns, quick
            return
        size = self._wanted_size()
        query = FrameAt(asset_ns, int(size.width), int(size.height), quick)
        if query != self._asked:
            self._asked = query
            self._media.ask(query)

    def ask_ahead(self, asset_ns: int) -> int:
        """Asks for a picture that will be shown later; returns the question's number."""
        size = self._wanted_size()
        self._asked = None
        return self._media.ask(FrameAt(asset_ns, int(size.width), int(size.height)))

    def has_enough(self) -> None:
        """What stands there is right: the next question is a new one, whatever was asked last."""
        self._asked = self._waits = None

    @property
    def sharp(self) -> bool:
        """Whether the picture is as large as it is shown, or as large as there is."""
        if self.picture is None:
            return False
        height, width = self.picture.pixels.shape[:2]
        return sharp_enough(Size(width, height), self._wanted_size())

    def put(self, picture: Picture) -> None:
        """Lays a picture on the canvas."""
        self.picture = picture
        self._canvas.set_picture_size(Size(picture.width, picture.height))
        self._canvas.set_layers([Layer(picture.pixels, self._canvas.room)])

    def _wanted_size(self) -> Size:
        canvas, ratio = self._canvas, self._canvas.devicePixelRatioF()
        if canvas.picture_size.empty:
            return Size(canvas.width() * ratio, canvas.height() * ratio)
        return wanted_size(canvas.picture_size, canvas.transform.scale, ratio)
