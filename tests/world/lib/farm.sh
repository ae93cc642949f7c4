# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# The TLS farm: haproxy on a few loopback addresses, a certificate per name and
# address chosen by SNI, the provider's own where the name is not known there.

# Groups of addresses; a site's certificate is served on all of its provider's.
farm_addresses() {
  printf '%s\n' "${ADDR_CLOUD[@]}" "${ADDR_PEXIP[@]}" "${ADDR_OWN[@]}" "$ADDR_OLD" "$ADDR_EDGE"
  if has_ipv6; then echo ::1; fi
}

provider_addresses() {
  case $1 in
    cloud-office) printf '%s\n' "${ADDR_CLOUD[@]}" ;;
    pexip) printf '%s\n' "${ADDR_PEXIP[@]}" ;;
    *)
      printf '%s\n' "${ADDR_OWN[@]}"
      if has_ipv6; then echo ::1; fi
      ;;
  esac
}

list_file() {
  echo "$W/haproxy/list.${1//:/_}"
}

# What a server shows to a name it does not know.
default_name() {
  case $1 in
    "${ADDR_CLOUD[0]}" | "${ADDR_CLOUD[1]}") echo pl-10.admin.emailsrvr.com wildcard ;;
    "${ADDR_PEXIP[0]}" | "${ADDR_PEXIP[1]}") echo mpg.vp.vc wildcard ;;
    "$ADDR_OLD") echo legacy.hosting.example valid ;;
    "$ADDR_EDGE") echo edge.cdn.example valid ;;
    *) echo web1.hosting.example valid ;;
  esac
}

list_options() {
  if [ "$1" = tls10 ]; then
    echo '[ssl-min-ver TLSv1.0 ssl-max-ver TLSv1.0 ciphers ALL:@SECLEVEL=0] '
  fi
}

# $W/farm: lines ADDRESS, NAME, KIND from the portfolio; from it what to mint and the
# lists that haproxy reads. Generated sites share one certificate on all addresses.
write_farm() {
  local address name kind
  mkdir -p "$W"/pki/{certs,default}
  for address in $(farm_addresses); do
    read -r name kind < <(default_name "$address")
    printf '%s\t%s\tdefault/%s.pem\n' "$name" "$kind" "$name" >> "$W/mint.list"
    echo "$W/pki/default/$name.pem" > "$(list_file "$address")"
  done
  awk -F'\t' -v w="$W" -v options="$(list_options tls10)" '
    {
      list = $1; gsub(/:/, "_", list)
      file = "certs/" $2 "." $3 ".pem"; gsub(/:/, "_", file)
      if ($4 != "") file = "certs/" $2 "." list ".pem"
      print $2 "\t" $3 "\t" file >> (w "/mint.list")
      print w "/pki/" file " " ($3 == "tls10" ? options : "") $2 >> (w "/haproxy/list." list)
    }' "$W/farm"
  sort -u -o "$W/mint.list" "$W/mint.list"
}

write_haproxy() {
  local address
  {
    cat <<E
global
  maxconn 4000
  no strict-limits
  nbthread 2
  stats socket $W/run/haproxy level admin
  stats timeout 60s
  tune.ssl.default-dh-param 2048
  tune.ssl.cachesize 0
  ssl-default-bind-options ssl-min-ver TLSv1.2 no-tls-tickets
defaults
  mode http
  timeout client 20s
  timeout server 20s
  timeout connect 5s
resolvers default # or haproxy connects to the machine's own name server
  nameserver knot 127.0.0.1:$PORT_AUTH
frontend farm
  http-request return status 200 content-type text/plain string "ok"
E
    for address in $(farm_addresses); do
      echo "  bind $(bind_address "$address"):$PORT_TLS ssl" \
        "crt-list $(list_file "$address") alpn h2,http/1.1"
    done
    cat <<E
frontend plain
  acl here hdr(host),field(1,:),lower -f $W/haproxy/plain
  acl issuer path /issuing.der
  http-request return status 200 content-type application/pkix-cert file $W/pki/issuing.der if issuer
  http-request return status 200 content-type text/plain string "not encrypted" if here
  http-request redirect location https://%[req.hdr(host),field(1,:)]:$PORT_TLS%[capture.req.uri]
E
    for address in $(farm_addresses); do
      [ "$address" = "${ADDR_OWN[1]}" ] && continue # its plain port is closed
      echo "  bind $(bind_address "$address"):$PORT_PLAIN"
    done
    cat <<E
frontend silent
  mode tcp
  timeout client 10m
  bind $ADDR_HANG:$PORT_TLS
  bind $ADDR_HANG:$PORT_PLAIN
  tcp-request inspect-delay 10m
  tcp-request content accept if { req.len gt 100000 }
  default_backend nobody
frontend closes
  mode tcp
  bind $ADDR_CLOSE:$PORT_TLS
  bind $ADDR_CLOSE:$PORT_PLAIN
  tcp-request content reject
backend nobody
  mode tcp
E
  } > "$W/haproxy/haproxy.cfg"
}

bind_address() {
  if [[ $1 == *:* ]]; then echo "ipv6@$1"; else echo "$1"; fi
}

start_haproxy() {
  write_haproxy
  spawn haproxy "$(find_program haproxy)" -db -f "$W/haproxy/haproxy.cfg"
}

farm_answers() {
  local code
  code=$(curl -s --noproxy '*' --max-time 2 --cacert "$W/pki/ca.pem" -o /dev/null -w '%{http_code}' \
    --connect-to "legacy.hosting.example:$PORT_TLS:$ADDR_OLD:$PORT_TLS" \
    "https://legacy.hosting.example:$PORT_TLS/")
  [ "$code" = 200 ]
}

# farm_session: haproxy does what stdin says, one command a line (one with data ends in an empty
# line).
farm_session() {
  local said
  { echo prompt; cat; echo quit; } | timeout 10 socat -t5 - "UNIX-CONNECT:$W/run/haproxy" \
    > "$W/run/said" || die "haproxy does not answer"
  said=$(< "$W/run/said")
  [[ $said != *rror* && $said != *"an't"* && $said != *nvalid* && $said != *nknown* ]] \
    || die "haproxy: $said"
}

# The file that an address serves for a name, if it has one.
served_file() {
  awk -v name="$2" '$NF == name && NF > 1 { print $1; exit }' "$(list_file "$1")"
}

# choose_addresses NAME [ADDRESS...]: sets addresses to these, or to all that have a certificate
# for NAME, or to all of the site's provider when none has.
choose_addresses() {
  local name=$1 only=("${@:2}") address served=()
  for address in $(farm_addresses); do
    if [ -n "$(served_file "$address" "$name")" ]; then served+=("$address"); fi
  done
  if [ ${#only[@]} -gt 0 ]; then
    for address in "${only[@]}"; do
      [[ $'\n'$(farm_addresses)$'\n' == *$'\n'"$address"$'\n'* ]] \
        || usage_error "the farm has no address $address"
    done
    addresses=("${only[@]}")
  elif [ ${#served[@]} -gt 0 ]; then
    addresses=("${served[@]}")
  else
    mapfile -t addresses < <(provider_addresses \
      "$(awk -F'\t' -v host="$name" '$1 == host { print $2; exit }' "$W/sites.tsv")")
  fi
}

# put NAME FILE OPTIONS: the addresses serve FILE for NAME from now on; without one they no
# longer know the name. Existing connections keep what they have.
put() {
  local name=$1 file=$2 options=$3 address list old
  {
    if [ -n "$file" ]; then
      printf 'new ssl cert %s\nset ssl cert %s <<\n' "$file" "$file"
      awk NF "$file"
      printf '\ncommit ssl cert %s\n' "$file"
    fi
    for address in "${addresses[@]}"; do
      list=$W/haproxy/list.${address//:/_}
      old=$(served_file "$address" "$name")
      if [ -n "$file" ]; then
        printf 'add ssl crt-list %s <<\n%s %s%s\n\n' "$list" "$file" "$options" "$name"
      fi
      if [ -n "$old" ]; then echo "del ssl crt-list $list $old"; fi
    done
  } | farm_session || exit
  for address in "${addresses[@]}"; do
    list=$W/haproxy/list.${address//:/_}
    awk -v name="$name" 'NF < 2 || $NF != name' "$list" > "$W/run/list"
    if [ -n "$file" ]; then echo "$file $options$name" >> "$W/run/list"; fi
    cat "$W/run/list" > "$list"
  done
}

# renew NAME KIND [ADDRESS...]: another certificate for NAME from now on. Kind "provider":
# the server no longer knows the name.
renew() {
  local name=$1 kind=$2 file='' addresses=()
  choose_addresses "$name" "${@:3}"
  if [ "$kind" != provider ]; then
    file=certs/$name.$(date +%s%N).pem
    printf '%s\t%s\t%s\n' "$name" "$kind" "$file" > "$W/run/renew.list"
    mint "$W/run/renew.list" || usage_error "renew: kind $kind could not be minted"
    file=$W/pki/$file
  fi
  put "$name" "$file" "$(list_options "$kind")"
}

# install NAME FILE [ADDRESS...]: the same with a certificate that somebody else made: FILE holds
# it, what belongs to its chain, and its key.
install_certificate() {
  local name=$1 given=$2 file addresses=()
  [ -r "$given" ] || usage_error "install: $given cannot be read"
  choose_addresses "$name" "${@:3}"
  file=$W/pki/certs/$name.$(date +%s%N).pem
  (umask 077 && cat -- "$given" > "$file")
  put "$name" "$file" ''
}
