# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# The authoritative server: Knot DNS with every zone there is, the root included,
# so that a name outside the world does not exist and no query leaves the machine.

SIGNED_ZONES=(signed.example ledger.example)
BOGUS_ZONES=(bogus.example quill.example) # signed, but resolvers hold another key
# Lame: the server was told of them and has no data, so it says SERVFAIL, as a resolver
# does about a delegation to a server that does not know the zone. (A bare referral will
# not do: a forwarding knot-resolver hands it on as NOERROR.)
LAME_ZONES=(lame.example grove.example)

# Records that are nobody's site: owner, TTL, type, value.
base_records() {
  local address zone
  cat <<E
ns1.dnshost.example 3600 A 127.0.0.1
ns2.dnshost.example 3600 A 127.0.0.1
mpg.vp.vc 300 A ${ADDR_PEXIP[0]}
mpg.vp.vc 300 A ${ADDR_PEXIP[1]}
pl-11.admin.emailsrvr.com 300 A $ADDR_REFUSE
pl-12.admin.emailsrvr.com 300 A $ADDR_HANG
pl-13.admin.emailsrvr.com 300 A $ADDR_CLOSE
legacy.hosting.example 300 A $ADDR_OLD
mail.hosting.example 300 A $ADDR_OLD
edge.cdn.example 300 A $ADDR_EDGE
E
  for address in "${ADDR_CLOUD[@]:0:$CLOUD_ADDRESSES}"; do
    echo "pl-10.admin.emailsrvr.com 300 A $address"
  done
  for zone in "${LAME_ZONES[@]}"; do
    echo "$zone 3600 NS ns.gone.dnshost.example."
  done
}

is_lame() {
  local zone
  for zone in "${LAME_ZONES[@]}"; do
    [[ ${1%.} == "$zone" || ${1%.} == *".$zone" ]] && return
  done
  return 1
}

base_zones() {
  printf '%s\n' . example emailsrvr.com vp.vc dnshost.example hosting.example cdn.example \
    "${SIGNED_ZONES[@]}" "${BOGUS_ZONES[@]}"
}

# write_zones: $W/knot/zones.list and a file per zone, from $W/records (lines as
# above). A zone for every two labels below example, unless it is lame or generated.
write_zones() {
  {
    base_zones
    awk -F'\t' '$1 ~ /\.example$/ && $11 != "generated" {
      n = split($1, label, "."); print label[n - 1] "." label[n] }' "$W/sites.tsv"
  } | awk '!seen[$0]++' | grep -vxF "$(printf '%s\n' "${LAME_ZONES[@]}")" > "$W/knot/zones.list"
  { base_records; cat "$W/records"; } | awk -v dir="$W/knot/zones" -v list="$W/knot/zones.list" '
    function file(zone) { return dir "/" (zone == "." ? "root" : zone) ".zone" }
    function zone_of(name) {
      while (!(name in zones)) { if (!sub(/^[^.]*\./, "", name)) return "." }
      return name
    }
    BEGIN {
      soa = "ns1.dnshost.example. hostmaster.dnshost.example. 1 3600 900 604800 60"
      while ((getline zone < list) > 0) zones[zone] = 1
      for (zone in zones) {
        at = zone == "." ? "." : zone "."
        ns = at " 3600 NS ns1.dnshost.example.\n" at " 3600 NS ns2.dnshost.example."
        print at " 300 SOA " soa "\n" ns > file(zone)
        if (zone == ".") continue
        parent = zone
        print ns > file(sub(/^[^.]*\./, "", parent) ? zone_of(parent) : ".")
      }
    }
    {
      name = $1
      sub(/^[^ ]+ /, "")
      print name ". " $0 > file(zone_of(name))
    }'
}

write_knot_conf() {
  local zone
  cat > "$W/knot/knot.conf" <<E
server:
    rundir: "$W/knot"
    pidfile: "$W/knot/knot.pid"
    listen: 127.0.0.1@$PORT_AUTH
    udp-workers: 1
    tcp-workers: 1
    background-workers: 2
    tcp-max-clients: 1000
control:
    listen: "$W/run/knot"
log:
  - target: stderr
    any: warning
database:
    storage: "$W/knot/db"
    journal-db-max-size: 64M
    kasp-db-max-size: 16M
    timer-db-max-size: 16M
policy:
  - id: p256
    algorithm: ecdsap256sha256
    single-type-signing: on
template:
  - id: default
    storage: "$W/knot/zones"
    zonefile-sync: -1
    journal-content: changes
    journal-max-usage: 8M
    semantic-checks: off
zone:
E
  while read -r zone; do
    echo "  - domain: \"${zone%.}.\""
    echo "    file: \"$([ "$zone" = . ] && echo root || echo "$zone").zone\""
    [[ " ${SIGNED_ZONES[*]} ${BOGUS_ZONES[*]} " == *" $zone "* ]] \
      && printf '    dnssec-signing: on\n    dnssec-policy: p256\n'
  done < "$W/knot/zones.list" >> "$W/knot/knot.conf"
  printf '  - domain: "%s."\n' "${LAME_ZONES[@]}" >> "$W/knot/knot.conf"
}

knotc() {
  "$KNOTC" -c "$W/knot/knot.conf" "$@"
}

ask_auth() {
  kdig -p "$PORT_AUTH" @127.0.0.1 "$@" +short +time=1 +retry=0 2> /dev/null
}

# Every zone is loaded, and the last of the signed ones has its key.
knot_answers() {
  local loaded
  loaded=$(knotc zone-status 2> /dev/null | grep -c 'serial: [0-9]')
  [ "$loaded" = "$(wc -l < "$W/knot/zones.list")" ] \
    && [ -n "$(ask_auth "${SIGNED_ZONES[0]}." DNSKEY)" ] \
    && [ -n "$(ask_auth "${SIGNED_ZONES[1]}." DNSKEY)" ]
}

# Trust anchors: the true key of the signed zones; for the bogus ones the key of
# another zone, as if the customer had moved to a new DNS host and left the old DS.
write_anchors() {
  local zone key
  for zone in "${SIGNED_ZONES[@]}"; do
    key=$(ask_auth "$zone." DNSKEY | head -n 1)
    [ -n "$key" ] || die "knot: no DNSKEY for $zone"
    echo "$zone. $key"
  done > "$W/anchors"
  for zone in "${BOGUS_ZONES[@]}"; do
    echo "$zone. $key"
  done >> "$W/anchors"
}

start_knot() {
  mkdir -p "$W"/knot/{zones,db}
  write_zones
  write_knot_conf
  spawn knot "$(find_program knotd)" -c "$W/knot/knot.conf"
  await 30 knot knot_answers
  write_anchors
}

zone_of() {
  local name=${1%.}
  while [ -n "$name" ]; do
    if grep -qxF -- "$name" "$W/knot/zones.list"; then
      echo "$name"
      return
    fi
    [[ $name == *.* ]] || break
    name=${name#*.}
  done
  echo .
}

# change_records NAME (TTL TYPE VALUE)... | NAME delete: replaces all that is at NAME,
# in one transaction; a signed zone is signed again by the server.
change_records() {
  local name=${1%.} zone at type
  shift
  [[ $# -gt 0 && ($1 == delete || $(($# % 3)) -eq 0) ]] \
    || usage_error "change NAME needs TTL TYPE VALUE (repeatable), or delete"
  is_lame "$name" && die "nobody serves the zone of $name: it is lame"
  zone=$(zone_of "$name")
  at=${zone%.}.
  knotc zone-begin "$at" > /dev/null || die "knot: a change of $zone is already open"
  if [ "$name" = "$zone" ]; then # SOA, NS and keys stay
    for type in A AAAA CNAME MX TXT CAA; do
      knotc zone-unset "$at" "$name." "$type" > /dev/null 2>&1
    done
  else
    knotc zone-unset "$at" "$name." > /dev/null 2>&1
  fi
  while [ $# -ge 3 ]; do
    if ! knotc zone-set "$at" "$name." "$1" "$2" "$3" > /dev/null; then
      knotc zone-abort "$at" > /dev/null 2>&1
      die "knot refused: $name $1 $2 $3"
    fi
    shift 3
  done
  if ! knotc zone-commit "$at" > /dev/null; then
    knotc zone-abort "$at" > /dev/null 2>&1
    die "knot refused the change of $name"
  fi
}
