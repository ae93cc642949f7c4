# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2034
# What every part of the world needs: errors, free ports, daemons by pid file.
# $W is the world's folder (absolute); all state, logs and pid files lie in it.

DAEMONS=(haproxy dnsdist named kresd upstream knot) # in the order they are stopped
RESOLVERS=(kresd named dnsdist)

# Addresses of the TLS farm. All of 127/8 is loopback on Linux, so nothing else
# answers on these, and the ones that are not served refuse.
ADDR_CLOUD=(127.0.1.11 127.0.1.12)
ADDR_PEXIP=(127.0.1.21 127.0.1.22)
ADDR_OWN=(127.0.1.31 127.0.1.32)
ADDR_OLD=127.0.1.41
ADDR_EDGE=127.0.1.51
ADDR_REFUSE=127.0.1.90 # nobody listens
ADDR_HANG=127.0.1.91
ADDR_CLOSE=127.0.1.92

die() {
  echo "world: $*" >&2
  exit 1
}

usage_error() {
  echo "world: $*" >&2
  exit 2
}

has_ipv6() {
  grep -q '^0\{31\}1 ' /proc/net/if_inet6 2> /dev/null
}

# The configuration file of a daemon names its folder: so a process whose command
# line holds it is ours, and not one that was given the same number later.
is_ours() {
  local pid=$1 words=()
  [[ $pid =~ ^[0-9]+$ && -r /proc/$pid/cmdline ]] || return 1
  mapfile -d '' words 2> /dev/null < "/proc/$pid/cmdline"
  [[ ${words[*]} == *"$W/"* ]]
}

pid_of() {
  local pid
  pid=$(cat "$W/pid/$1" 2> /dev/null) && is_ours "$pid" && echo "$pid"
}

# spawn NAME COMMAND...: starts in the background, in a session of its own, with no
# descriptor of the caller (a lock or a pipe of the caller would be held open).
spawn() {
  local name=$1
  shift
  (
    cd "$W/$name" || exit 1
    exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-
    exec setsid "$@" > "$W/log/$name" 2>&1 < /dev/null
  ) &
  echo $! > "$W/pid/$name"
  # Until it is that program by name, a stop would not know it.
  while kill -0 $! 2> /dev/null && ! is_ours $!; do sleep 0.002; done
}

# await SECONDS NAME COMMAND...: asks until COMMAND succeeds; fails with the tail of
# the daemon's log when it ended or the time is over.
await() {
  local limit=$1 name=$2 now end
  shift 2
  now=${EPOCHREALTIME/[.,]/}
  end=$((now + limit * 1000000))
  until "$@" > /dev/null 2>&1; do
    if ! kill -0 "$(cat "$W/pid/$name")" 2> /dev/null; then
      tail -n 15 "$W/log/$name" >&2
      die "$name ended while it started; its log is above ($W/log/$name)"
    fi
    now=${EPOCHREALTIME/[.,]/}
    if ((now > end)); then
      tail -n 15 "$W/log/$name" >&2
      die "$name did not answer within $limit seconds; its log is above ($W/log/$name)"
    fi
    sleep 0.03
  done
}

stop_daemon() {
  local name=$1 pid try
  pid=$(pid_of "$name") || {
    rm -f "$W/pid/$name"
    return 0
  }
  kill -TERM "$pid" 2> /dev/null
  kill -CONT "$pid" 2> /dev/null # it may have been paused
  for ((try = 0; try < 150; try++)); do
    is_ours "$pid" || break
    sleep 0.03
  done
  if is_ours "$pid"; then
    kill -KILL "$pid" 2> /dev/null
    for ((try = 0; try < 100; try++)); do
      is_ours "$pid" || break
      sleep 0.03
    done
  fi
  rm -f "$W/pid/$name"
}

stop_all() {
  local name
  for name in "${DAEMONS[@]}"; do
    [ -e "$W/pid/$name" ] && stop_daemon "$name" &
  done
  wait
}

# Local ports in use, TCP and UDP, of both families, in decimal.
used_ports() {
  local hex
  cat /proc/net/{tcp,tcp6,udp,udp6} 2> /dev/null \
    | awk '$2 ~ /:/ { sub(/.*:/, "", $2); print $2 }' | sort -u \
    | while read -r hex; do echo $((16#$hex)); done
}

# Below the ephemeral range, so that no client's port is in the way.
choose_base() {
  local used base try port
  used=" $(used_ports | tr '\n' ' ') "
  for ((try = 0; try < 200; try++)); do
    base=$((10000 + (RANDOM % 1000) * 20))
    for ((port = base; port < base + 12; port++)); do
      [[ $used == *" $port "* ]] && continue 2
    done
    echo "$base"
    return
  done
  die "no 12 free ports in a row between 10000 and 30000"
}

set_ports() {
  local base=$1
  PORT_AUTH=$base
  PORT_KRESD=$((base + 1))
  PORT_NAMED=$((base + 2))
  PORT_DNSDIST=$((base + 3))
  PORT_UPSTREAM=$((base + 4))
  PORT_DNSDIST_PLAIN=$((base + 5))
  PORT_CONSOLE=$((base + 6))
  PORT_NAMED_PLAIN=$((base + 7))
  PORT_RNDC=$((base + 8))
  PORT_TLS=$((base + 10))
  PORT_PLAIN=$((base + 11))
}

# find_program NAME: Debian keeps servers in sbin, which is not in a user's PATH.
find_program() {
  PATH=$PATH:/usr/sbin:/sbin type -P "$1"
}

require_programs() {
  local program missing=()
  for program in knotd knotc kdig kresd named rndc dnsdist haproxy socat openssl curl; do
    find_program "$program" > /dev/null || missing+=("$program")
  done
  [ ${#missing[@]} -eq 0 ] \
    || die "not installed: ${missing[*]}; packages: $(tr '\n' ' ' < "$HERE/packages")"
}

# Debian's AppArmor profile of named lets it read /etc/bind only; it belongs to the
# path, so a copy runs free.
unconfined() {
  local program
  program=$(find_program "$1")
  if [ -e "/etc/apparmor.d/usr.sbin.$1" ] && cp "$program" "$W/bin/$1" 2> /dev/null \
    && "$W/bin/$1" -V > /dev/null 2>&1; then
    program=$W/bin/$1
  fi
  echo "$program"
}

# mint LIST: under the world's own authorities, see mint.c.
mint() {
  MINT_AIA="http://${ADDR_OWN[0]}:$PORT_PLAIN/issuing.der" "$MINT" "$W/pki" "$@"
}

# The program is kept in the world's folder, for renewals.
find_mint() {
  MINT=${KEYPLATE_WORLD_MINT:-}
  if [ -n "$MINT" ]; then
    [ -x "$MINT" ] || die "KEYPLATE_WORLD_MINT: $MINT is not a program"
    cp "$MINT" "$W/bin/mint" || die "cannot copy $MINT"
    MINT=$W/bin/mint
    return
  fi
  MINT=$W/bin/mint
  if [ "$MINT" -nt "$HERE/mint.c" ]; then return; fi
  local flags
  flags=$(pkg-config --cflags --libs gnutls) || die "needs pkg-config and libgnutls28-dev"
  # shellcheck disable=SC2086
  cc -O2 -D_GNU_SOURCE -o "$MINT" "$HERE/mint.c" $flags || die "mint.c did not compile"
}
