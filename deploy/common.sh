# shellcheck shell=bash
# Functions shared by the scripts of this folder; sourced, never run.
# The caller has set -euo pipefail. Nothing here reads or changes files except where it says so.

root=$(realpath -- "$(dirname -- "${BASH_SOURCE[0]}")/..")
# shellcheck disable=SC2034  # used by the scripts that source this file
readonly root

readonly system_user=tranche
readonly system_home=/var/lib/tranche

say() { printf '%s\n' "$*"; }
note() { printf '      %s\n' "$*"; }
die() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

# --- numbered steps -----------------------------------------------------------------------------

step_number=0
step_count=${step_count:-0}

current_step=""

# step TITLE COMMAND...: announces the step, runs it, says how long it took. The command runs with
# "set -e" in force, so it is never called in a condition; a failure is told by end_of_steps.
step() {
    local started=$SECONDS
    step_number=$((step_number + 1))
    current_step="[$step_number/$step_count] $1"
    shift
    say "$current_step"
    "$@"
    leave_if_interrupted
    say "$current_step: $((SECONDS - started)) s"
    current_step=""
}

# end_of_steps STATUS: for the EXIT trap; names the step that failed, if one did.
end_of_steps() {
    if [[ $current_step && ! $interrupted ]] && (($1 != 0)); then
        say "$current_step: failed (status $1)" >&2
    fi
}

# --- children and signals -----------------------------------------------------------------------
# A long command runs in a process group of its own: Ctrl-C then reaches this script alone, which
# passes it on exactly once and is still there afterwards to clean up.

child=""
interrupted=""
interruptions=0

pass_on_signals() {
    local name
    for name in INT TERM HUP; do
        # shellcheck disable=SC2064  # the name is meant to be expanded now
        trap "interrupt $name" "$name"
    done
}

interrupt() {
    interrupted=$1
    interruptions=$((interruptions + 1))
    if [[ -n $child ]]; then kill -s "$1" -- "-$child" 2>/dev/null || true; fi
}

leave_if_interrupted() {
    case $interrupted in
        "") ;;
        INT) exit 130 ;;
        HUP) exit 129 ;;
        *) exit 143 ;;
    esac
}

# start_child COMMAND...: starts it in the background; an external command, not a function.
start_child() {
    set -m
    "$@" </dev/null &
    child=$!
    set +m
}

# wait_for_child: its exit status, however many signals arrive meanwhile.
wait_for_child() {
    local status=0 result seen
    while :; do
        seen=$interruptions
        result=0
        wait "$child" || result=$?
        # 127: the child was collected just before a signal made us ask again.
        if ((result != 127)); then status=$result; fi
        if ((seen == interruptions || result == 127)); then break; fi
    done
    child=""
    return "$status"
}

run_child() {
    start_child "$@"
    wait_for_child
}

# --- packages -----------------------------------------------------------------------------------

# listed_packages SECTION...: the packages of those sections of packages.txt.
listed_packages() {
    awk -v wanted=" $* " '
        /^#/ || /^[[:space:]]*$/ { next }
        /^\[/ { name = substr($0, 2, length($0) - 2); next }
        index(wanted, " " name " ") { print $1 }
    ' "$root/deploy/packages.txt"
}

# install_packages SECTION...: installs what is missing; touches nothing when all is there.
install_packages() {
    command -v dpkg-query >/dev/null || die "needs Debian 12 (dpkg-query not found)"
    local package missing=()
    while read -r package; do
        if [[ $(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null) != ii* ]]; then
            missing+=("$package")
        fi
    done < <(listed_packages "$@")
    if ((${#missing[@]} == 0)); then
        note "all packages are there"
        return 0
    fi
    note "missing: ${missing[*]}"

    local sudo=()
    if ((EUID != 0)); then
        command -v sudo >/dev/null ||
            die "ask an administrator for: apt-get install ${missing[*]}"
        sudo=(sudo)
        # Without a terminal nobody can type a password: fail at once instead of waiting.
        if [[ ! -t 0 ]]; then sudo+=(-n); fi
    fi
    keep_debian_from_starting_a_cluster "${sudo[@]}"
    "${sudo[@]}" apt-get update -q
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends \
        -o Dpkg::Options::=--force-confold "${missing[@]}"
}

# Debian's postgresql-15 creates and starts a cluster "main" on port 5432 that nobody here asked
# for. Only done when the machine has no settings of its own for it. Writes under /etc.
keep_debian_from_starting_a_cluster() {
    local file=/etc/postgresql-common/createcluster.conf
    if [[ -e $file ]]; then return 0; fi
    "$@" mkdir -p "${file%/*}"
    echo "create_main_cluster = false" | "$@" tee "$file" >/dev/null
    note "wrote $file: no cluster \"main\" is created by the package"
}

# --- users and places ---------------------------------------------------------------------------

# as_user is the prefix that runs a command as the user named by use_user; empty for ourselves.
as_user=()
run_user=""

use_user() {
    run_user=$1
    as_user=()
    if [[ $run_user != "$(id -un)" ]]; then
        local home
        home=$(getent passwd "$run_user" | cut -d: -f6)
        as_user=(
            setpriv "--reuid=$run_user" "--regid=$(id -gn "$run_user")" --init-groups
            env "HOME=$home" "USER=$run_user" "LOGNAME=$run_user"
        )
    fi
}

# create_system_user: root only; makes the unprivileged user once.
create_system_user() {
    if getent passwd "$system_user" >/dev/null; then return 0; fi
    useradd --system --user-group --home-dir "$system_home" --no-create-home \
        --shell /usr/sbin/nologin "$system_user"
    echo "created the system user $system_user" >&2
}

# choose_user DIR: who the database and the server run as, by use_user. The owner of existing data
# wins; otherwise root steps down to the system user, and everybody else stays who they are.
choose_user() {
    local owner=""
    if [[ -d $1 ]]; then owner=$(stat -c %U -- "$1"); fi
    if ((EUID != 0)); then
        use_user "$(id -un)"
    elif [[ -n $owner && $owner != root && $owner != UNKNOWN ]]; then
        use_user "$owner"
    else
        create_system_user
        use_user "$system_user"
    fi
}

# place_for DIR: DIR itself, or where its data goes instead because the system user cannot get
# into DIR (a clone under /root is closed to everybody else). Prints the path.
place_for() {
    local wanted hash other above
    wanted=$(realpath -m -- "$1")
    if ((EUID != 0)); then
        printf '%s\n' "$wanted"
        return 0
    fi
    hash=$(printf '%s' "$wanted" | sha256sum | cut -c1-12)
    other=$system_home/$hash
    # Data that went there once stays there, even if the clone has been opened since.
    if [[ -d $other ]]; then
        printf '%s\n' "$other"
        return 0
    fi
    above=$wanted
    while [[ ! -d $above ]]; do above=$(dirname -- "$above"); done
    choose_user "$wanted"
    if "${as_user[@]}" test -x "$above"; then
        printf '%s\n' "$wanted"
    else
        printf '%s\n' "$other"
    fi
}

# own_directory DIR: makes DIR a directory that the chosen user can write to.
own_directory() {
    if [[ ! -d $1 ]]; then
        if ((EUID == 0)); then
            mkdir -p -- "$(dirname -- "$1")"
            install -d -m 0700 -o "$run_user" -g "$(id -gn "$run_user")" -- "$1"
        else
            mkdir -p -- "$1"
        chmod 0700 -- "$1"
        fi
    elif ! "${as_user[@]}" test -w "$1"; then
        if ((EUID == 0)) && [[ -z $(ls -A -- "$1") ]]; then
            chown "$run_user:$(id -gn "$run_user")" -- "$1"
        else
            die "$1 is not writable for $run_user, who would keep data there: chown it, or set" \
                "TRANCHE_DATA_DIR"
        fi
    fi
}
