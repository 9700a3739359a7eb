"""The thread on which all clouds of the window are drawn, so that drawing never holds up a hand.

OpenGL in software takes tens of milliseconds for a hundred thousand points. Drawn in a widget of the
window, that time would stop everything, and the whole window would be composed by OpenGL as well; drawn
here, the window only paints finished pictures. One context serves every pane.
"""

import logging
import threading
from typing import Final

from PySide6.QtCore import QObject, QThread, Signal
from PySide6.QtGui import QOffscreenSurface, QOpenGLContext
from vispy.gloo.context import FakeCanvas, forget_canvas

from crosstie.schema.errors import CrosstieError
from crosstie.viewers.pointcloud.gl_drawing import Canvas, SceneDrawer
from crosstie.viewers.pointcloud.scene import Scene

NO_OPENGL: Final = (
    "Point clouds need OpenGL 2.1, which does not start here. Install a graphics driver or Mesa."
)
_logger = logging.getLogger(__name__)


class GraphicsUnavailable(CrosstieError):
    """There is no usable OpenGL here."""


class CloudView(QObject):
    """One pane's line to the drawing thread. `framed` brings each Frame, `failed` one line of reason."""

    framed = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: _DrawingThread | None = _borrow(self)

    def draw(self, scene: Scene) -> None:
        """Asks for a picture; it replaces one asked for earlier and not begun, and the rest of one begun."""
        if self._thread is not None:
            self._thread.put(self, scene)

    def close(self) -> None:
        """Nothing arrives afterwards; with the last view the thread ends."""
        if self._thread is not None:
            self._thread = None
            _give_back(self)


class _DrawingThread(QThread):
    """Draws what views ask for, first what is new, then the rest of what was begun."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("cloud drawing")
        # A surface without a window may need the platform's window system, so it is made on this thread.
        self.surface = QOffscreenSurface()
        self.surface.create()
        self._wake = threading.Condition()
        self._asked: dict[CloudView, Scene] = {}
        self._gone: list[CloudView] = []
        self._canvases: dict[CloudView, Canvas] = {}
        self._ending = False

    def put(self, view: CloudView, scene: Scene) -> None:
        """Newest wins."""
        with self._wake:
            self._asked[view] = scene
            self._wake.notify()

    def drop(self, view: CloudView) -> None:
        """Forgets a view."""
        with self._wake:
            self._asked.pop(view, None)
            self._gone.append(view)
            self._wake.notify()

    def end(self) -> None:
        """Ends and waits for it."""
        with self._wake:
            self._ending = True
            self._wake.notify()
        self.wait()
        self.surface.destroy()

    def run(self) -> None:
        """The thread's life."""
        try:
            context = self._context()
            self._serve()
            context.doneCurrent()
        except (GraphicsUnavailable, RuntimeError, OSError) as error:
            _logger.warning("clouds cannot be drawn: %s", error)
            self._refuse(NO_OPENGL)

    def _context(self) -> QOpenGLContext:
        context = QOpenGLContext()
        if not (context.create() and context.makeCurrent(self.surface)):
            raise GraphicsUnavailable(NO_OPENGL)
        return context

    def _serve(self) -> None:
        queue = FakeCanvas()
        drawer = SceneDrawer(queue.context)
        while self._wait():
            self._draw_next(drawer)
        for canvas in self._canvases.values():
            canvas.free()
        drawer.free()
        queue.flush()
        forget_canvas(queue)

    def _wait(self) -> bool:
        """Until there is something to draw; False when the thread is to end."""
        with self._wake:
            self._wake.wait_for(lambda: self._ending or self._asked or self._gone or self._unfinished())
            gone, self._gone = self._gone, []
            for view in gone:
                if canvas := self._canvases.pop(view, None):
                    canvas.free()
            return not self._ending

    def _draw_next(self, drawer: SceneDrawer) -> None:
        with self._wake:
            view = next(iter(self._asked), None)
            scene = self._asked.pop(view) if view is not None else None
        if view is not None and scene is not None:
            canvas = self._canvases.setdefault(view, Canvas())
            view.framed.emit(drawer.begin(canvas, scene))
        elif (view := self._unfinished()) is not None:
            view.framed.emit(drawer.go_on(self._canvases[view]))

    def _unfinished(self) -> CloudView | None:
        return next((view for view, canvas in self._canvases.items() if not canvas.complete), None)

    def _refuse(self, reason: str) -> None:
        """Answers every question with the reason until the end."""
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._ending or self._asked)
                if self._ending:
                    return
                views = tuple(self._asked)
                self._asked.clear()
            for view in views:
                view.failed.emit(reason)


_views: set[CloudView] = set()
_running: list[_DrawingThread] = []


def _borrow(view: CloudView) -> _DrawingThread:
    if not _running:
        _running.append(_DrawingThread())
        _running[0].start()
    _views.add(view)
    return _running[0]


def _give_back(view: CloudView) -> None:
    _views.discard(view)
    _running[0].drop(view)
    if not _views:
        _running.pop().end()
