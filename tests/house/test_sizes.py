"""A function fits on a screen and a file holds one thing."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("app", "qa", "resources", "schema", "storage", "tests", "viewers")
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 40


def modules() -> dict[Path, str]:
    paths = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    return {path.relative_to(ROOT): path.read_text(encoding="utf-8") for path in paths}


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the lines from `def` to the end, less the docstring's."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def test_every_file_is_short() -> None:
    long = {str(path): n for path, text in modules().items() if (n := text.count("\n")) > MAX_FILE_LINES}
    assert long == {}


def test_every_function_fits_on_a_screen() -> None:
    long = {
        f"{path}:{node.lineno} {node.name}": body_lines(node)
        for path, text in modules().items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and body_lines(node) > MAX_FUNCTION_LINES
    }
    assert long == {}
