# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# From portfolio files to what the servers read. $W/sites.tsv is the ground truth of
# this world: the portfolio's columns (see portfolio-demo.tsv) and the port as 12th.

# write_portfolio NAME SITES HANGING
write_portfolio() {
  local files=()
  case $1 in
    demo) files=("$HERE/portfolio-demo.tsv") ;;
    full) files=("$HERE/portfolio-demo.tsv" "$HERE/portfolio-more.tsv") ;;
    bench) ;;
    *) usage_error "no such portfolio: $1 (demo, full, bench)" ;;
  esac
  {
    if [ ${#files[@]} -gt 0 ]; then grep -hv '^#\|^$\|^host	' "${files[@]}"; fi
    generated_sites "$2" "$3"
  } | awk -F'\t' -v OFS='\t' -v port="$PORT_TLS" '{ print $0, port }' > "$W/sites.tsv"
  spread
}

# Sites by number: all lead to the target, with a certificate of their own; the last
# HANGING of them to an address that accepts and stays silent.
generated_sites() {
  awk -v n="$1" -v hanging="$2" 'BEGIN {
    OFS = "\t"
    for (i = 0; i < n; i++) {
      hangs = i >= n - hanging
      target = hangs ? "pl-12.admin.emailsrvr.com" : "pl-10.admin.emailsrvr.com"
      print sprintf("cp.d%05d.example", i), "cloud-office", sprintf("Customer %03d", i % 500), \
        target, "no", "-", "@ 300 CNAME " target ".", hangs ? "-" : "valid", \
        hangs ? "unknown" : "locked", hangs ? "tls.no-answer" : "tls.ok", "generated"
    }
  }'
}

# $W/records, $W/was (owner TTL type value), $W/farm (address, name, kind, own file),
# $W/haproxy/plain (names that answer without TLS), $W/import.csv.
spread() {
  local cloud="${ADDR_CLOUD[*]:0:$CLOUD_ADDRESSES}"
  : > "$W/records"
  : > "$W/was"
  : > "$W/farm"
  : > "$W/haproxy/plain"
  awk -F'\t' -v w="$W" -v cloud="$cloud" -v pexip="${ADDR_PEXIP[*]}" \
    -v own="$(provider_addresses own-server | tr '\n' ' ')" '
    function put(text, host, file,   n, i, part, record) {
      if (text == "-") return
      n = split(text, part, " \\| ")
      for (i = 1; i <= n; i++) {
        record = part[i]
        if (record ~ /^@ /) record = host substr(record, 2)
        print record > file
      }
    }
    function serve(text, host, group,   n, i, kind, at, j, m, address) {
      if (text == "-" || text == "provider") return
      n = split(text, kind, " ")
      for (i = 1; i <= n; i++) {
        at = index(kind[i], "@")
        if (at > 0) {
          print substr(kind[i], at + 1), host, substr(kind[i], 1, at - 1), "own" > (w "/farm")
          continue
        }
        m = split(group, address, " ")
        for (j = 1; j <= m; j++) print address[j], host, kind[i], "" > (w "/farm")
      }
    }
    BEGIN {
      OFS = "\t"
      print "host,provider,customer,target,port,note,proxied" > (w "/import.csv")
    }
    {
      put($7, $1, w "/records")
      put($6, $1, w "/was")
      serve($8, $1, $2 == "cloud-office" ? cloud : $2 == "pexip" ? pexip : own)
      if ($10 ~ /tls\.plain-http/) print $1 > (w "/haproxy/plain")
      target = $4 == "-" ? "" : $4
      note = $11 == "-" || $11 == "generated" ? "" : "\"" $11 "\""
      print $1 "," $2 ",\"" $3 "\"," target "," $12 "," note "," $5 > (w "/import.csv")
    }' "$W/sites.tsv"
}

# Two of the three resolvers get to know what a changed name was, then it changes:
# so such a site is seen in the middle of its propagation.
play_changes() {
  local name rest resolver args
  while read -r name rest; do
    # shellcheck disable=SC2086
    change_records "$name" $rest
    for resolver in kresd named; do ask_doh "$resolver" "$name" > /dev/null; done
    mapfile -t args < <(awk -v name="$name" '$1 == name {
      print $2; print $3; sub(/^[^ ]+ [^ ]+ [^ ]+ /, ""); print }' "$W/records")
    change_records "$name" "${args[@]}"
  done < "$W/was"
}

# ask_doh RESOLVER NAME [TYPE]: fills the cache, prints the short answer.
ask_doh() {
  kdig -p "$(resolver_port "$1")" @127.0.0.1 +https +tls-ca="$W/pki/ca.pem" \
    +tls-hostname=localhost "$2." "${3:-A}" +short +time=5 +retry=0
}
