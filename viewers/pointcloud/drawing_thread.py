"""The thread on which all clouds of the window are drawn, so that drawing never holds up a hand.

OpenGL in software takes tens of milliseconds for a hundred thousand points. Drawn in a widget of the
window, that time would stop everything, and the whole window would be composed by OpenGL as well; drawn
here, the window only paints finished pictures. One context serves every pane.
"""

import atexit
import contextlib
import logging
import os
import sys
import threading
from typing import Final

from PySide6.QtCore import QObject, Qt, QThread, Signal
from PySide6.QtGui import QOffscreenSurface, QOpenGLContext
from vispy.gloo.context import FakeCanvas, forget_canvas

from crosstie.schema.errors import CrosstieError
from crosstie.viewers.pointcloud.canvases import Canvas
from crosstie.viewers.pointcloud.gl_drawing import SceneDrawer
from crosstie.viewers.pointcloud.scene import Frame, Scene

NO_OPENGL: Final = (
    "Point clouds need OpenGL 2.1, which does not start here. Install a graphics driver or Mesa."
)
_NICE: Final = 2
_logger = logging.getLogger(__name__)


class GraphicsUnavailable(CrosstieError):
    """There is no usable OpenGL here."""


class CloudView(QObject):
    """One pane's line to the drawing thread. `framed` brings each Frame, `failed` one line of reason.

    At most one frame is ever on its way: a newer one takes its place.
    """

    framed = Signal(object)
    failed = Signal(str)
    _arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._latest: Frame | None = None
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)
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

    def deliver(self, frame: Frame) -> None:
        """Takes a frame from the drawing thread."""
        with self._lock:
            on_its_way, self._latest = self._latest is not None, frame
        if not on_its_way:
            self._arrived.emit()

    def _on_arrived(self) -> None:
        with self._lock:
            frame, self._latest = self._latest, None
        if frame is not None and self._thread is not None:
            self.framed.emit(frame)


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
        self._gone: set[CloudView] = set()
        self._canvases: dict[CloudView, Canvas] = {}
        self._drawer: SceneDrawer | None = None
        self._ending = False
        # A process that ends without closing its panes must not find the thread at work.
        atexit.register(self.end)

    def put(self, view: CloudView, scene: Scene) -> None:
        """Newest wins."""
        with self._wake:
            self._asked[view] = scene
            self._wake.notify()

    def drop(self, view: CloudView) -> None:
        """Forgets a view."""
        with self._wake:
            self._asked.pop(view, None)
            self._gone.add(view)
            self._wake.notify()

    def end(self) -> None:
        """Ends and waits for it."""
        atexit.unregister(self.end)
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
        _step_back()
        context = QOpenGLContext()
        if not (context.create() and context.makeCurrent(self.surface)):
            raise GraphicsUnavailable(NO_OPENGL)
        return context

    def _serve(self) -> None:
        queue = FakeCanvas()
        self._drawer = drawer = SceneDrawer(queue.context)
        while self._wait():
            self._draw_next(drawer)
        # What is left in the graphics processor goes with the context.
        forget_canvas(queue)

    def _wait(self) -> bool:
        """Until there is something to draw; False when the thread is to end."""
        with self._wake:
            self._wake.wait_for(self._is_needed)
            for view in self._gone:
                if canvas := self._canvases.pop(view, None):
                    canvas.free()
            self._gone.clear()
            return not self._ending

    def _is_needed(self) -> bool:
        something = self._ending or self._asked or self._gone or self._unfinished()
        return bool(something) or (self._drawer is not None and self._drawer.points.has_work)

    def _draw_next(self, drawer: SceneDrawer) -> None:
        with self._wake:
            view = next(iter(self._asked), None)
            scene = self._asked.pop(view) if view is not None else None
        if view is not None and scene is not None:
            canvas = self._canvases.setdefault(view, Canvas())
            self._hand_over(view, drawer.begin(canvas, scene))
            drawer.keep_only(canvas.scene for canvas in self._canvases.values() if canvas.scene)
        elif (view := self._unfinished()) is not None:
            if frame := drawer.go_on(self._canvases[view]):
                self._hand_over(view, frame)
        else:
            drawer.points.work()

    def _hand_over(self, view: CloudView, frame: Frame) -> None:
        # A view that was dropped meanwhile may not exist any more.
        with self._wake:
            if view not in self._gone:
                view.deliver(frame)

    def _unfinished(self) -> CloudView | None:
        return next((view for view, canvas in self._canvases.items() if not canvas.complete), None)

    def _refuse(self, reason: str) -> None:
        """Answers every question with the reason until the end."""
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._ending or self._asked)
                if self._ending:
                    return
                for view in self._asked:
                    view.failed.emit(reason)
                self._asked.clear()


def _step_back() -> None:
    """Lets hands and sound go first where the processor draws: the driver's threads inherit the rank."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)


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
