# Runs the steps of a script one after another: quiet on the screen, whole in a log, each with its time.
#
# To be sourced by a bash script. The script calls `step TITLE COMMAND…`; a step that fails shows the end of its log,
# names the file and ends the script.
# shellcheck shell=bash

steps_began=$(date +%s)
steps_log=$(mktemp "${TMPDIR:-/tmp}/milepost-$(basename "$0").XXXXXX.log")
steps_live=
[ ! -t 1 ] || [ -n "${CI:-}" ] || steps_live=yes

# 125 -> 2 min 05 s
duration() {
    if [ "$1" -lt 60 ]; then echo "$1 s"; else printf '%d min %02d s\n' $(($1 / 60)) $(($1 % 60)); fi
}

elapsed() { duration $(($(date +%s) - steps_began)); }

# The last line of the log, cut to the screen, while a step runs.
steps_show_progress() {
    local line width
    width=$(($(tput cols 2>/dev/null || echo 80) - 4))
    while sleep 1; do
        line=$(tail -c 400 "$steps_log" | tr '\r' '\n' | grep -v '^[[:space:]]*$' | tail -n 1 | cut -c "1-$width" || true)
        printf '\r\033[K  %s' "$line"
    done
}

step() {
    local title=$1 began status=0 watcher=
    shift
    began=$(date +%s)
    printf '%s …\n' "$title"
    printf '\n== %s: %s\n' "$title" "$*" >>"$steps_log"
    if [ -n "$steps_live" ]; then
        steps_show_progress &
        watcher=$!
    fi
    "$@" >>"$steps_log" 2>&1 </dev/null || status=$?
    if [ -n "$watcher" ]; then
        kill "$watcher" 2>/dev/null || true
        wait "$watcher" 2>/dev/null || true
        printf '\r\033[K'
    fi
    if [ "$status" != 0 ]; then
        printf '  failed after %s; the end of %s:\n\n' "$(duration $(($(date +%s) - began)))" "$steps_log" >&2
        tail -n 40 "$steps_log" >&2
        exit "$status"
    fi
    printf '  done in %s\n' "$(duration $(($(date +%s) - began)))"
}

# Ends the script unless there is a Swift that can build Milepost.
need_swift() {
    local found
    if ! found=$(swift --version 2>/dev/null | grep -oE 'Swift version [0-9]+\.[0-9]+' | grep -oE '[0-9]+\.[0-9]+'); then
        echo "Swift is not here. Install 6.2 or later from https://www.swift.org/install/linux/ and try again." >&2
        exit 1
    fi
    if [ "$(printf '6.2\n%s\n' "$found" | sort -V | head -n 1)" != 6.2 ]; then
        echo "Swift $found is here, but 6.2 or later is needed: https://www.swift.org/install/linux/" >&2
        exit 1
    fi
}

# Installs Debian's packages as a step; what debian-packages takes may follow. A password for sudo is asked for before,
# while nothing else writes to the screen.
install_debian_packages() {
    local missing
    missing=$(deploy/debian-packages --missing "$@")
    if [ -n "$missing" ]; then
        printf 'To be installed from Debian:\n'
        while IFS= read -r line; do printf '  %s\n' "$line"; done <<<"$missing"
        if [ "$(id -u)" != 0 ] && command -v sudo >/dev/null; then sudo -v; fi
    fi
    step "Debian packages" deploy/debian-packages "$@"
}
