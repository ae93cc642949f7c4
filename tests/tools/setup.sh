# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2034
# Sourced by ./run and ./check: the packages that Keyplate needs, and how they get here.
#
# A package is written as Debian 12 names it, or as A|B: the first of them that this Debian has.

packages_build=(
  gcc libc6-dev meson ninja-build 'pkg-config|pkgconf' gettext libxml2-utils
  libglib2.0-dev libglib2.0-dev-bin libgtk-4-dev libadwaita-1-dev libsoup-3.0-dev
  libgnutls28-dev libidn2-dev libsecret-1-dev libjson-glib-dev libsqlite3-dev
  libarchive-dev libgmime-3.0-dev desktop-file-utils gtk-update-icon-cache iso-codes yelp-tools
)
packages_run=(
  python3 ca-certificates glib-networking publicsuffix dbus adwaita-icon-theme
  fonts-cantarell librsvg2-common gsettings-desktop-schemas iso-codes
)
packages_display=(
  xvfb dbus dbus-daemon openbox imagemagick x11-utils xdotool fonts-cantarell
)
packages_test=(
  python3 git at-spi2-core gir1.2-atspi-2.0 python3-gi python3-icalendar picom gnutls-bin openssl
  curl gnome-keyring dbus-daemon
  'clang-format-14|clang-format' appstream appstream-util groff-base
)
packages_sanitize=(valgrind libc6-dbg clang libclang-rt-dev)
packages_debian13=(mmdebstrap)
packages_bench=(gnome-text-editor curl)
packages_flatpak=(flatpak flatpak-builder elfutils gpg gpg-agent)
packages_standin=(
  mmdebstrap uidmap ostree dpkg-dev debian-archive-keyring util-linux
  xdg-desktop-portal gnome-keyring
)

# What the packages are for, where there is no dpkg to ask.
programs_build=(cc meson ninja pkg-config msgfmt xmllint glib-compile-resources yelp-build)
modules_build=(gtk4 libadwaita-1 libsoup-3.0 gnutls json-glib-1.0 sqlite3 libidn2 libsecret-1
  libarchive gmime-3.0 gio-unix-2.0 iso-codes)
programs_run=(python3)
programs_display=(Xvfb dbus-run-session openbox import xprop xdotool)
programs_test=(git groff gnome-keyring-daemon openssl certtool clang-format appstreamcli
  appstream-util)
programs_sanitize=(valgrind clang)
programs_debian13=(mmdebstrap apt-config)
programs_bench=(gnome-text-editor curl)
programs_flatpak=(flatpak flatpak-builder eu-strip gpg)
programs_standin=(mmdebstrap ostree dpkg-source apt-get)
programs_world=(knotd kresd named dnsdist haproxy openssl socat)

# packages_of GROUP…: one specification a line.
packages_of () {
  local group list
  for group; do
    if [ "$group" = world ]; then
      [ ! -e tests/world/packages ] || sed -e 's/#.*//' -e '/^[[:space:]]*$/d' tests/world/packages
    else
      declare -n list=packages_$group
      printf '%s\n' "${list[@]}"
    fi
  done | awk '!seen[$1]++ { print $1 }'
}

is_installed () {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# missing_of GROUP…: the specifications of which nothing is installed.
missing_of () {
  local spec name found
  while read -r spec; do
    found=
    for name in ${spec//|/ }; do
      is_installed "$name" && found=1
    done
    [ -n "$found" ] || printf '%s\n' "$spec"
  done < <(packages_of "$@")
}

# names_of SPEC…: of each specification the first name that apt can install.
names_of () {
  local spec name
  for spec; do
    for name in ${spec//|/ }; do
      apt-cache show "$name" >/dev/null 2>&1 && { printf '%s\n' "$name"; continue 2; }
    done
    printf '%s\n' "${spec%%|*}"
  done
}

as_root () {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# Installs SPEC… without starting a service: the world starts its own, as an ordinary user. A
# subshell, so that the policy is taken away again however this ends.
install_packages () (
  policy=/usr/sbin/policy-rc.d
  log=$(mktemp) || exit 1
  made=
  # shellcheck disable=SC2317  # called by the trap
  finish () {
    [ -z "$made" ] || as_root rm -f "$policy"
    rm -f "$log"
  }
  trap finish EXIT
  trap 'exit 130' INT TERM
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null || exit 1
    made=1
    as_root chmod 755 "$policy" || exit 1
  fi
  options=(-o DPkg::Lock::Timeout=300 -o Acquire::Retries=3)
  as_root apt-get "${options[@]}" update >"$log" 2>&1 || { tail -n 20 "$log" >&2; exit 1; }
  # Only now is it known what this Debian has.
  mapfile -t names < <(names_of "$@")
  echo "Installing ${#names[@]} packages: ${names[*]}"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get "${options[@]}" install -y \
    --no-install-recommends "${names[@]}" >"$log" 2>&1 || { tail -n 30 "$log" >&2; exit 1; }
  for name in "${names[@]}"; do
    packages_of world | grep -qxF "$name" && keep_from_boot "$name"
  done
  exit 0
)

# A server that came for the tests does not start with the machine either.
keep_from_boot () {
  local unit
  while read -r unit; do
    as_root systemctl disable --quiet "${unit##*/}" >/dev/null 2>&1
  done < <(dpkg -L "$1" | grep -E '/systemd/system/[^/]+\.service$')
  return 0
}

# On a system without apt the programs and libraries themselves are looked for.
require_programs () {
  local group list name missing=() PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
  for group; do
    declare -n list=programs_$group
    for name in "${list[@]}"; do
      command -v "$name" >/dev/null || missing+=("$name")
    done
  done
  if command -v pkg-config >/dev/null; then
    for name in "${modules_build[@]}"; do
      pkg-config --exists "$name" || missing+=("$name")
    done
  fi
  [ ${#missing[@]} -gt 0 ] || return 0
  echo "${0##*/}: missing here: ${missing[*]}" >&2
  echo 'There is no apt on this system. Debian calls the packages:' >&2
  # shellcheck disable=SC2046
  echo "  "$(packages_of "$@") >&2
  exit 2
}

# require GROUP…: everything of these groups is installed when it returns.
require () {
  local specs=() names=() answer command
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    require_programs "$@"
    return
  fi
  mapfile -t specs < <(missing_of "$@")
  [ ${#specs[@]} -gt 0 ] || return 0
  mapfile -t names < <(names_of "${specs[@]}")
  command="apt-get update && apt-get install --no-install-recommends ${names[*]}"
  if [ "$(id -u)" != 0 ]; then
    echo 'Keyplate needs packages that are not installed. This installs them:' >&2
    echo "  sudo sh -c '$command'" >&2
    if [ ! -t 0 ] || ! command -v sudo >/dev/null; then
      exit 2
    fi
    read -r -p 'Run it now? [y/N] ' answer
    case $answer in [yY]*) ;; *) exit 2 ;; esac
  fi
  install_packages "${specs[@]}" || { echo "${0##*/}: could not install them" >&2; exit 2; }
  mapfile -t specs < <(missing_of "$@")
  [ ${#specs[@]} -eq 0 ] \
    || { echo "${0##*/}: still missing: ${specs[*]}" >&2; exit 2; }
}
