# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Three DNS-over-HTTPS resolvers of three makes, each with a cache of its own, all
# validating DNSSEC with the world's anchors and forwarding everything to Knot:
# knot-resolver, BIND, and dnsdist in front of a second knot-resolver ("upstream"),
# since dnsdist alone neither follows a CNAME into another zone nor validates.

# The query "example. SOA", as a DoH GET wants it.
PROBE='AAABAAABAAAAAAAAB2V4YW1wbGUAAAYAAQ'

resolver_port() {
  case $1 in
    kresd) echo "$PORT_KRESD" ;;
    named) echo "$PORT_NAMED" ;;
    dnsdist) echo "$PORT_DNSDIST" ;;
    *) usage_error "no such resolver: $1 (there are: ${RESOLVERS[*]})" ;;
  esac
}

resolver_url() {
  echo "https://localhost:$(resolver_port "$1")/dns-query"
}

# What both instances of knot-resolver have in common.
kresd_conf() {
  cat <<E
modules.unload('priming')
modules.unload('ta_update')
modules.unload('ta_signal_query')
modules.unload('ta_sentinel')
modules.unload('detect_time_skew')
net.ipv6 = false
net.outgoing_v4('127.0.0.1')
cache.size = 32*MB
cache.min_ttl(0)
cache.max_ttl(1209600)
trust_anchors.remove('.')
E
  while read -r anchor; do
    echo "trust_anchors.add([[${anchor/. /. 3600 IN DNSKEY }]])"
  done < "$W/anchors"
  echo "policy.add(policy.all(policy.FORWARD('127.0.0.1@$PORT_AUTH')))"
}

write_kresd() {
  {
    echo "net.listen('127.0.0.1', $PORT_KRESD, {kind='doh2'})"
    echo "net.tls('$W/pki/server.crt', '$W/pki/server.key')"
    echo "net.listen('$W/run/kresd', nil, {kind='control'})"
    kresd_conf
  } > "$W/kresd/kresd.conf"
  {
    echo "net.listen('127.0.0.1', $PORT_UPSTREAM, {kind='dns'})"
    echo "net.listen('$W/run/upstream', nil, {kind='control'})"
    kresd_conf
  } > "$W/upstream/kresd.conf"
}

write_named() {
  local zone flags protocol algorithm key
  cat > "$W/named/named.conf" <<E
key "world" { algorithm hmac-sha256; secret "$(openssl rand -base64 32)"; };
controls { inet 127.0.0.1 port $PORT_RNDC allow { 127.0.0.1; } keys { world; }; };
tls world { cert-file "$W/pki/server.crt"; key-file "$W/pki/server.key"; };
http world { endpoints { "/dns-query"; }; listener-clients 1000; streams-per-connection 100; };
options {
  directory "$W/named"; managed-keys-directory "$W/named";
  pid-file none; session-keyfile none;
  listen-on port $PORT_NAMED_PLAIN { 127.0.0.1; };
  listen-on port $PORT_NAMED tls world http world { 127.0.0.1; };
  listen-on-v6 { none; };
  query-source address 127.0.0.1;
  recursion yes; recursive-clients 5000; minimal-responses yes; prefetch 0;
  max-cache-ttl 1209600; max-ncache-ttl 86400; empty-zones-enable no;
  dnssec-validation yes;
  forward only; forwarders { 127.0.0.1 port $PORT_AUTH; };
};
zone "." { type hint; file "hints"; };
trust-anchors {
E
  while read -r zone flags protocol algorithm key; do
    echo "  \"$zone\" static-key $flags $protocol $algorithm \"${key// /}\";"
  done < "$W/anchors" >> "$W/named/named.conf"
  echo '};' >> "$W/named/named.conf"
  printf '. 3600 NS ns1.dnshost.example.\nns1.dnshost.example. 3600 A 127.0.0.1\n' \
    > "$W/named/hints"
  sed -n '1p' "$W/named/named.conf" > "$W/named/rndc.conf"
  echo "options { default-key world; default-server 127.0.0.1; default-port $PORT_RNDC; };" \
    >> "$W/named/rndc.conf"
}

# DelayAction holds back UDP answers only, so a slow dnsdist sends what came over
# HTTPS to its own UDP port, where it waits. worldMode is called through the console.
write_dnsdist() {
  cat > "$W/dnsdist/dnsdist.conf" <<E
setSecurityPollSuffix('')
setACL({'127.0.0.0/8'})
setUDPTimeout(60)
setLocal('127.0.0.1:$PORT_DNSDIST_PLAIN')
for _ = 1, 2 do -- one thread each
  addDOHLocal('127.0.0.1:$PORT_DNSDIST', '$W/pki/server.crt', '$W/pki/server.key', '/dns-query',
    {reusePort=true, idleTimeout=60})
end
newServer({address='127.0.0.1:$PORT_UPSTREAM', name='upstream', checkName='example.',
  checkType='SOA', maxInFlight=1000, maxCheckFailures=20})
newServer({address='127.0.0.1:$PORT_DNSDIST_PLAIN', name='self', pool='slow'}):setUp()
getPool(''):setCache(newPacketCache(200000, {maxTTL=1209600, minTTL=0, temporaryFailureTTL=1,
  dontAge=false}))
controlSocket('127.0.0.1:$PORT_CONSOLE')
setKey('$(openssl rand -base64 32)')

local slow, wrong, only = 0, nil, nil
local codes = {nxdomain=DNSRCode.NXDOMAIN, servfail=DNSRCode.SERVFAIL,
  refused=DNSRCode.REFUSED, empty=DNSRCode.NOERROR}
local function apply()
  clearRules()
  if wrong then
    local about = only and makeRule(only) or AllRule()
    if codes[wrong] then
      addAction(about, RCodeAction(codes[wrong], {ra=true, aa=false}))
    else
      addAction(AndRule({about, QTypeRule(DNSQType.A)}),
        SpoofAction(wrong, {ra=true, aa=false, ttl=300}))
      addAction(about, RCodeAction(DNSRCode.NOERROR, {ra=true, aa=false}))
    end
  end
  if slow > 0 then
    local plain = DSTPortRule($PORT_DNSDIST_PLAIN)
    addAction(NotRule(plain), PoolAction('slow'))
    addAction(plain, DelayAction(slow))
  end
end
function worldSlow(ms) slow = ms apply() end
function worldWrong(answer, name) wrong, only = answer, name apply() end
E
}

start_kresd() {
  spawn kresd "$(find_program kresd)" -n -q -c "$W/kresd/kresd.conf" "$W/kresd"
}

start_upstream() {
  spawn upstream "$(find_program kresd)" -n -q -c "$W/upstream/kresd.conf" "$W/upstream"
}

start_named() {
  spawn named "$(unconfined named)" -g -n 2 -c "$W/named/named.conf"
}

start_dnsdist() {
  spawn dnsdist "$(find_program dnsdist)" --supervised --disable-syslog \
    -C "$W/dnsdist/dnsdist.conf"
}

resolver_answers() {
  local address
  address=$(curl -sS --http2 --max-time 2 --noproxy '*' --cacert "$W/pki/ca.pem" \
    -o "$W/run/probe.$1" -w '%{http_code} %{http_version}' \
    "$(resolver_url "$1")?dns=$PROBE" 2> /dev/null) || return 1
  # The answer must hold the SOA's text; SERVFAIL comes with status 200 too.
  [ "$address" = "200 2" ] && grep -qa hostmaster "$W/run/probe.$1"
}

start_resolvers() {
  local name
  write_kresd
  write_named
  write_dnsdist
  for name in kresd upstream named; do "start_$name"; done
  await 20 upstream upstream_answers
  start_dnsdist
  for name in "${RESOLVERS[@]}"; do await 20 "$name" resolver_answers "$name"; done
}

upstream_answers() {
  [ -n "$(kdig -p "$PORT_UPSTREAM" @127.0.0.1 example. SOA +short +time=1 +retry=0)" ]
}

dnsdist_console() {
  "$(find_program dnsdist)" -C "$W/dnsdist/dnsdist.conf" -c "127.0.0.1:$PORT_CONSOLE" -e "$1" \
    > "$W/run/console" 2>&1 || die "dnsdist's console: $(tail -n 1 "$W/run/console")"
  ! grep -qi 'error' "$W/run/console" || die "dnsdist's console: $(cat "$W/run/console")"
}

kresd_console() {
  printf '%s\n' "$2" | timeout 5 socat -t1 - "UNIX-CONNECT:$W/run/$1" > /dev/null \
    || die "$1 did not take: $2"
}

flush() {
  local name=${2%.}.
  case $1 in
    kresd) kresd_console kresd "cache.clear('$name')" ;;
    named)
      if [ "$name" = . ]; then
        rndc flush
      else
        rndc flushtree "$name"
      fi
      ;;
    dnsdist)
      kresd_console upstream "cache.clear('$name')"
      if [ "$name" = . ]; then
        dnsdist_console "getPool(''):getCache():expunge(0)"
      else
        dnsdist_console \
          "getPool(''):getCache():expungeByName(newDNSName('$name'), DNSQType.ANY, true)"
      fi
      ;;
  esac
}

rndc() {
  "$(find_program rndc)" -c "$W/named/rndc.conf" "$@" > /dev/null || die "rndc failed: $*"
}

# resolver NAME COMMAND [ARGUMENT...]
resolver_command() {
  local name=$1 command=$2 pid
  shift 2
  resolver_port "$name" > /dev/null
  case $command in
    slow | wrong | right)
      [ "$name" = dnsdist ] || [ "$command" = right ] \
        || usage_error "only dnsdist can be made $command"
      ;;
  esac
  pid=$(pid_of "$name") || [ "$command" = start ] || die "$name does not run"
  case $command in
    stop) stop_daemon "$name" ;;
    start)
      [ -z "$pid" ] || return 0
      "start_$name"
      await 20 "$name" resolver_answers "$name"
      ;;
    pause) kill -STOP "$pid" ;;
    resume) kill -CONT "$pid" ;;
    slow)
      [[ ${1:-} =~ ^[0-9]+$ ]] || usage_error "slow needs milliseconds"
      dnsdist_console "worldSlow($1)"
      ;;
    wrong) make_wrong "$@" ;;
    right)
      kill -CONT "$pid"
      if [ "$name" = dnsdist ]; then dnsdist_console "worldSlow(0) worldWrong(nil)"; fi
      ;;
    flush) flush "$name" "${1:-.}" ;;
    *) usage_error "no such command: resolver $name $command" ;;
  esac
}

make_wrong() {
  local answer=${1:-$ADDR_OLD} name=nil
  [[ $answer =~ ^([0-9.]+|nxdomain|servfail|refused|empty)$ ]] \
    || usage_error "wrong: an IPv4 address, nxdomain, servfail, refused or empty"
  if [ -n "${2:-}" ]; then
    [[ $2 =~ ^[0-9a-zA-Z._-]+$ ]] || usage_error "wrong: not a name: $2"
    name="'${2%.}.'"
  fi
  dnsdist_console "worldWrong('$answer', $name)"
}
