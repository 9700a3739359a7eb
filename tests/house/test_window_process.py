"""OpenCV's wheel carries a Qt 5 and points Qt at its plugins: it may never enter the window's process."""

import json
import subprocess
import sys

IMPORT_EVERYTHING = """
import importlib, json, os, pkgutil, sys
import crosstie.app, crosstie.viewers
for room in (crosstie.app, crosstie.viewers):
    for module in pkgutil.walk_packages(room.__path__, room.__name__ + "."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
variables = [name for name in ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR") if name in os.environ]
print(json.dumps({"modules": sorted(sys.modules), "variables": variables}))
"""


def test_window_imports_no_opencv_and_keeps_pysides_plugins() -> None:
    told = subprocess.run(
        [sys.executable, "-c", IMPORT_EVERYTHING], capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr
    state = json.loads(told.stdout)
    assert "cv2" not in state["modules"]
    assert state["variables"] == []
