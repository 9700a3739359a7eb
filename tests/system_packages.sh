#!/usr/bin/env bash
# Installs what Crosstie needs from the system on Debian and Ubuntu, and only what is missing.
#
#   tests/system_packages.sh run    what the workstation needs: Qt, OpenGL, PortAudio, fonts
#   tests/system_packages.sh test   that, and what its tests need: a virtual display and a sound server
#   tests/system_packages.sh list   names what is missing for both, installs nothing
#
# Where it may not install (neither root nor passwordless sudo, or no apt) it names the missing packages in one line
# and leaves with 1. A need is a library, a command, a language to draw or a Python, not a package: packages are
# renamed between releases (libasound2 is libasound2t64 since 2024), so each need lists the names to try, newest first.
set -euo pipefail
PATH="$PATH:/usr/sbin:/sbin"

needs_to_run() {
    cat <<'NEEDS'
python  3.11                      python3.14-venv python3.13-venv python3.12-venv python3.11-venv
library libEGL.so.1               libegl1
library libGL.so.1                libgl1
driver  OpenGL                    libgl1-mesa-dri
library libX11-xcb.so.1           libx11-xcb1
library libxcb-cursor.so.0        libxcb-cursor0
library libxcb-glx.so.0           libxcb-glx0
library libxcb-icccm.so.4         libxcb-icccm4
library libxcb-image.so.0         libxcb-image0
library libxcb-keysyms.so.1       libxcb-keysyms1
library libxcb-randr.so.0         libxcb-randr0
library libxcb-render-util.so.0   libxcb-render-util0
library libxcb-shape.so.0         libxcb-shape0
library libxcb-shm.so.0           libxcb-shm0
library libxcb-sync.so.1          libxcb-sync1
library libxcb-xfixes.so.0        libxcb-xfixes0
library libxcb-xkb.so.1           libxcb-xkb1
library libxkbcommon-x11.so.0     libxkbcommon-x11-0
library libxkbcommon.so.0         libxkbcommon0
library libfontconfig.so.1        libfontconfig1
library libfreetype.so.6          libfreetype6
library libdbus-1.so.3            libdbus-1-3
library libglib-2.0.so.0          libglib2.0-0t64 libglib2.0-0
library libasound.so.2            libasound2t64 libasound2
library libportaudio.so.2         libportaudio2t64 libportaudio2
command fc-list                   fontconfig
script  ar                        fonts-noto-core
script  km                        fonts-noto-core
script  th                        fonts-noto-core
script  vi                        fonts-noto-core
script  ja                        fonts-noto-cjk
script  ko                        fonts-noto-cjk
script  zh-cn                     fonts-noto-cjk
NEEDS
}

needs_to_test() {
    cat <<'NEEDS'
command Xvfb                      xvfb
command pulseaudio                pulseaudio
command parec                     pulseaudio-utils
command chromium                  chromium
command chromedriver              chromium-driver
plugin  libasound_module_pcm_pulse.so libasound2-plugins
NEEDS
}

has_python() {
    local python
    for python in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        "$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11, 0, "final"))' 2>/dev/null && return
    done
    return 1
}

is_met() {
    case "$1" in
        python) has_python ;;
        library) [[ "$libraries" == *"$2"* ]] ;;
        driver) compgen -G "/usr/lib*/dri/*_dri.so" >/dev/null || compgen -G "/usr/lib/*/dri/*_dri.so" >/dev/null ;;
        plugin) compgen -G "/usr/lib*/alsa-lib/$2" >/dev/null || compgen -G "/usr/lib/*/alsa-lib/$2" >/dev/null ;;
        command) command -v "$2" >/dev/null ;;
        script) command -v fc-list >/dev/null && [[ -n "$(fc-list ":lang=$2" family)" ]] ;;
    esac
}

# The first of the names that this release can install; the last one where apt knows none of them.
installable() {
    local name
    for name in "$@"; do
        if command -v apt-cache >/dev/null && apt-cache show --no-all-versions "$name" >/dev/null 2>&1; then break; fi
    done
    echo "$name"
}

find_missing() {
    local kind need names
    libraries="$(ldconfig -p 2>/dev/null || true)"
    while read -r kind need names; do
        # shellcheck disable=SC2086  # the names are words
        is_met "$kind" "$need" || installable $names
    done | sort -u
}

wanted() { needs_to_run; [[ "$purpose" == run ]] || needs_to_test; }
missing_now() { wanted | find_missing | tr '\n' ' '; }

purpose="${1:-test}"
missing="$(missing_now)"
[[ -n "$missing" ]] || exit 0
if [[ "$purpose" == list ]]; then
    echo "$missing"
    exit 0
fi

apt=(env DEBIAN_FRONTEND=noninteractive apt-get --yes --quiet=2 --option DPkg::Lock::Timeout=300)
if [[ "$(id -u)" != 0 ]]; then apt=(sudo -n "${apt[@]}"); fi
if ! command -v apt-get >/dev/null || ! "${apt[@]}" check >/dev/null 2>&1; then
    echo "Crosstie needs these system packages; install them and run this again: $missing" >&2
    exit 1
fi
"${apt[@]}" update </dev/null >/dev/null || true # a broken extra source must not stop us: the install below tells
missing="$(missing_now)"                        # fresh lists know which of the names this release has
echo "Installing system packages: $missing"
# shellcheck disable=SC2086  # the packages are words
"${apt[@]}" install --no-install-recommends $missing </dev/null >/dev/null || true
missing="$(missing_now)"
if [[ -n "$missing" ]]; then
    echo "These system packages could not be installed; install them and run this again: $missing" >&2
    exit 1
fi
