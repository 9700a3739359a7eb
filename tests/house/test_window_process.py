"""OpenCV's wheel carries a Qt 5 and points Qt at its plugins: it may never enter the window's process."""

import json
import os
import subprocess
import sys

OPENCV_SETS = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR")
IMPORT_EVERYTHING = f"""
import importlib, json, os, pkgutil, sys
import crosstie.app, crosstie.viewers
for room in (crosstie.app, crosstie.viewers):
    for module in pkgutil.walk_packages(room.__path__, room.__name__ + "."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
variables = [name for name in {OPENCV_SETS} if name in os.environ]
print(json.dumps([sorted(sys.modules), variables]))
"""


def test_window_imports_no_opencv_and_keeps_pysides_plugins() -> None:
    # A test of this process may have imported OpenCV itself, which would set them for every child.
    clean = {name: value for name, value in os.environ.items() if name not in OPENCV_SETS}
    told = subprocess.run(
        [sys.executable, "-c", IMPORT_EVERYTHING], env=clean, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr
    modules, variables = json.loads(told.stdout)
    assert "cv2" not in modules
    assert variables == []
