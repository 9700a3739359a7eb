#!/usr/bin/env bash
# Runs a command on a display and a sound server of its own, and takes both down afterwards.
#
#   tests/with_display.sh .venv/bin/pytest tests/ui -q
#
# The display is Xvfb with OpenGL in software (Qt's offscreen platform cannot draw OpenGL). The sound server is a
# PulseAudio with a null sink, which ALSA's default device plays to, so PortAudio really plays, at the real rate;
# what it plays can be recorded from the source "crosstie.monitor". HOME and the XDG folders are temporary: the
# command sees no settings of the person who runs it and leaves none. Works as root, and where HOME cannot be written.
set -euo pipefail

scratch="$(mktemp -d "${TMPDIR:-/tmp}/crosstie-display.XXXXXX")"
children=()
take_down() {
    # A child that has already gone, or a socket still being removed by one, is no failure of the command.
    ((${#children[@]} == 0)) || { kill "${children[@]}" && wait "${children[@]}"; } 2>/dev/null || true
    rm -rf "$scratch" || true
}
trap take_down EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

wait_for() {
    local what="$1" log="$2" tries=200
    shift 2
    until "$@" >/dev/null 2>&1; do
        if ((--tries == 0)); then
            echo "$what did not start: $(tail -n 1 "$log")" >&2
            exit 1
        fi
        sleep 0.05
    done
}

export HOME="$scratch/home" XDG_RUNTIME_DIR="$scratch/run"
export XDG_CONFIG_HOME="$HOME/.config" XDG_DATA_HOME="$HOME/.local/share"
export XDG_STATE_HOME="$HOME/.local/state" XDG_CACHE_HOME="$HOME/.cache"
mkdir -p "$XDG_CONFIG_HOME" "$XDG_DATA_HOME" "$XDG_STATE_HOME" "$XDG_CACHE_HOME" "$XDG_RUNTIME_DIR"
chmod 700 "$XDG_RUNTIME_DIR"

# Xvfb takes the first free display number itself and tells it: two runs at once cannot take the same one.
Xvfb -displayfd 3 -screen 0 "${CROSSTIE_SCREEN:-1920x1200x24}" +extension GLX -noreset -nolisten tcp \
    3>"$scratch/display" >"$scratch/xvfb.log" 2>&1 &
children+=($!)
wait_for Xvfb "$scratch/xvfb.log" test -s "$scratch/display"
DISPLAY=":$(<"$scratch/display")"

# Without norewinds the sink has 2 s of silence ready when a stream starts, and its clock stands still meanwhile.
export PULSE_RUNTIME_PATH="$XDG_RUNTIME_DIR/pulse"
export PULSE_SERVER="unix:$scratch/pulse.sock"
pulseaudio -n --daemonize=no --exit-idle-time=-1 --use-pid-file=no --disable-shm=yes --realtime=no --high-priority=no \
    --load="module-native-protocol-unix socket=$scratch/pulse.sock auth-anonymous=1" \
    --load="module-null-sink sink_name=crosstie rate=48000 channels=2 norewinds=1" >"$scratch/pulse.log" 2>&1 &
children+=($!)
wait_for PulseAudio "$scratch/pulse.log" pactl info
printf 'pcm.!default { type pulse }\nctl.!default { type pulse }\n' >"$HOME/.asoundrc"

export DISPLAY QT_QPA_PLATFORM=xcb XDG_SESSION_TYPE=x11 LIBGL_ALWAYS_SOFTWARE=1 GALLIUM_DRIVER=llvmpipe
export LANG=C.UTF-8 LC_ALL=C.UTF-8 NO_AT_BRIDGE=1 JACK_NO_START_SERVER=1
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS QT_SCALE_FACTOR QT_SCREEN_SCALE_FACTORS QT_FONT_DPI QT_STYLE_OVERRIDE \
    QT_QPA_PLATFORM_PLUGIN_PATH QT_PLUGIN_PATH QT_QPA_PLATFORMTHEME

"$@"
