#!/usr/bin/env bash
# Makes the virtual environment .venv with the locked packages and Crosstie itself, editable.
# Does nothing when the one that is there was made here from the same lock and the same pyproject.toml.
set -euo pipefail

find_python() {
    local python
    for python in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11, 0, "final"))' 2>/dev/null; then
            echo "$python"
            return
        fi
    done
    echo "Crosstie needs Python 3.11 or newer and found none as ${PYTHON:-python3}: name one with PYTHON=…" >&2
    return 1
}

python="$(find_python)"
made_from="$PWD $(cat requirements.lock pyproject.toml | sha256sum)"
if [[ "$(cat .venv/made_from 2>/dev/null)" == "$made_from" ]] && .venv/bin/python -c '' 2>/dev/null; then exit; fi

echo "Installing the locked packages into .venv"
# A folder that was moved, or made by another Python, is made anew; else it is brought up to date where it stands.
"$python" -m venv $(.venv/bin/pip --version >/dev/null 2>&1 || echo --clear) .venv
pip=(.venv/bin/python -m pip --quiet --quiet --disable-pip-version-check)
"${pip[@]}" install --require-hashes --requirement requirements.lock
"${pip[@]}" install --no-deps --no-build-isolation --editable .
echo "$made_from" >.venv/made_from
