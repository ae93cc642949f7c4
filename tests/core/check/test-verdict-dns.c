/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/story.h"

#include <string.h>

#define ALL "leads|leads|leads"
#define OLD "A 203.0.113.7|A 203.0.113.7|A 203.0.113.7"
#define AWAY "CNAME shop.example A 203.0.113.9"
#define LOCKED "-2d: leads|leads|leads # good"

static const StoryRow records[] = {
  { "an address record", "cloud-office", NULL, OLD, "203.0.113.7 refused", NULL, "unlocked",
    "wrong !dns.a-record", NULL, "you secure", NULL, NULL },
  { "with IPv6 as well", "cloud-office", NULL, "A 203.0.113.7 AAAA 2001:db8::7",
    "203.0.113.7 refused", NULL, "unlocked", "wrong !dns.a-record", NULL, "you secure",
    NULL, NULL },
  { "a CNAME elsewhere", "cloud-office", NULL, AWAY "|" AWAY, "203.0.113.9 refused", NULL,
    "unlocked", "wrong !dns.wrong-target", NULL, "you secure", NULL, NULL },
  { "a CNAME elsewhere that dangles", "cloud-office", NULL,
    "CNAME gone.example|CNAME gone.example", NULL, NULL, "unlocked",
    "wrong !dns.wrong-target", NULL, "you secure", NULL, NULL },
  { "nothing at the name (NXDOMAIN)", "cloud-office", NULL, "NXDOMAIN|NXDOMAIN|NXDOMAIN",
    NULL, NULL, "unlocked", "wrong !dns.missing", NULL, "you secure", NULL, NULL },
  { "nothing at the name (no data)", "cloud-office", LOCKED, "NODATA|NODATA|NODATA", NULL,
    NULL, "unlocked", "wrong !dns.missing", "no-longer-secure now",
    "customer change-dns since now", NULL, NULL },
  { "AAAA left over beside the CNAME", "cloud-office", LOCKED,
    "leads AAAA@ 2001:db8::7|leads AAAA@ 2001:db8::7",
    "192.0.2.10 valid | 192.0.2.11 valid | 2001:db8::7 refused", NULL, "unlocked",
    "wrong !dns.leftover-aaaa; note tls.ok", "no-longer-secure now",
    "customer remove-records since now", NULL, NULL },
  { "AAAA left over beside copied addresses", "cloud-office", NULL,
    "A 192.0.2.10 A 192.0.2.11 AAAA 2001:db8::7",
    "192.0.2.10 valid | 192.0.2.11 valid | 2001:db8::7 refused", NULL, "unlocked",
    "wrong !dns.leftover-aaaa; note tls.ok", NULL, "customer remove-records", NULL, NULL },
  { "the provider serves it already", "cloud-office", NULL, OLD,
    "203.0.113.7 refused | @192.0.2.10 valid | @192.0.2.11 valid", NULL, "unlocked",
    "wrong !dns.a-record", "not-secured-yet", "customer change-dns", NULL, NULL },
  { "it serves another name's", "cloud-office", NULL, OLD,
    "203.0.113.7 refused | @192.0.2.10 name=x.example | @192.0.2.11 ends=-1", NULL,
    "unlocked", "wrong !dns.a-record", "not-secured-yet", "you secure", NULL, NULL },
  { "made at the doubled name: somebody was told to", "cloud-office doubled", NULL,
    "NXDOMAIN|NXDOMAIN", NULL, NULL, "unlocked", "wrong !dns.doubled-name !dns.missing",
    "not-secured-yet", "customer change-dns", NULL, NULL },
  { "two kinds of wrong at once", "cloud-office", NULL, "A 203.0.113.7|" AWAY "|NXDOMAIN",
    NULL, NULL, "unlocked", "wrong !dns.a-record !dns.wrong-target; note dns.filtered",
    NULL, NULL, NULL, NULL },
  { "a loop", "cloud-office", LOCKED, "LOOP|LOOP", NULL, NULL, "unlocked",
    "wrong !dns.loop", NULL, "customer mend-dns since now", NULL, NULL },
  { "the target dangles", "cloud-office dangling", NULL, "leads|leads", NULL, NULL,
    "unlocked", "wrong !dns.broken", NULL, "you ask-provider", NULL, NULL },
  { "a lame delegation", "cloud-office", NULL, "SERVFAIL|SERVFAIL|REFUSED", NULL, NULL,
    "unlocked", "wrong !dns.broken", NULL, "customer mend-dns", NULL, NULL },
  { "lame, and you change the DNS", "cloud-office you", NULL, "SERVFAIL|SERVFAIL", NULL,
    NULL, "unlocked", "wrong !dns.broken", NULL, "you mend-dns", NULL, NULL },
  { "DNSSEC fails", "cloud-office", LOCKED, "BOGUS|BOGUS|silent", NULL, NULL, "unlocked",
    "wrong !dns.bogus; unknown dns.no-answer", NULL, "customer mend-dns since now", NULL,
    NULL },
  { "DNSSEC fails, and one resolver does not validate", "cloud-office", LOCKED,
    "BOGUS|BOGUS|leads", "good", NULL, "unlocked", "wrong !dns.bogus; note tls.ok", NULL,
    NULL, NULL, NULL },
  { "the record made at the doubled name", "cloud-office doubled", LOCKED,
    "NXDOMAIN|NXDOMAIN", NULL, NULL, "unlocked", "wrong !dns.doubled-name !dns.missing",
    NULL, "customer change-dns since now", NULL, NULL },
  { "MX beside the address", "cloud-office other=MX", LOCKED, "A 203.0.113.7|NODATA", NULL,
    NULL, "unlocked", "wrong !dns.a-record !dns.missing !dns.other-records", NULL, NULL,
    NULL, NULL },
  { "TXT alone", "cloud-office other=TXT", LOCKED, "NODATA|NODATA", NULL, NULL, "unlocked",
    "wrong !dns.missing !dns.other-records", NULL, "customer change-dns since now", NULL,
    NULL },
  { "addresses beside the CNAME", "cloud-office", LOCKED,
    "leads A@ 203.0.113.7|leads A@ 203.0.113.7",
    "192.0.2.10 valid | 192.0.2.11 valid | 203.0.113.7 refused", NULL, "unlocked",
    "wrong !dns.other-records; note tls.ok", NULL, "customer remove-records since now",
    NULL, NULL },
  { "all lead: what else stands there was never asked", "cloud-office other=CAA", NULL, ALL,
    "good", NULL, "locked", "note dns.ok tls.ok", NULL, NULL, NULL, NULL },
};

static void
test_records (void)
{
  story_run (records, G_N_ELEMENTS (records));
}

static const StoryRow apex[] = {
  { "an address at the apex", "cloud-office host=kite.example apex other=MX", NULL, OLD,
    "203.0.113.7 refused", NULL, "unlocked", "wrong !dns.apex", NULL, "you tell-customer",
    NULL, NULL },
  { "nothing there", "cloud-office host=kite.example apex", NULL, "NODATA|NODATA", NULL,
    NULL, "unlocked", "wrong !dns.apex", NULL, "you tell-customer", NULL, NULL },
  { "the target's addresses copied there", "cloud-office host=kite.example apex", NULL,
    "A 192.0.2.10 A 192.0.2.11|A 192.0.2.10 A 192.0.2.11", "good", NULL, "locked",
    "note dns.ok dns.flattened tls.ok", NULL, "nobody", NULL, NULL },
  { "copied, with IPv6 left over", "cloud-office host=kite.example apex", NULL,
    "A 192.0.2.10 A 192.0.2.11 AAAA 2001:db8::7",
    "192.0.2.10 valid | 192.0.2.11 valid | 2001:db8::7 refused", NULL, "unlocked",
    "wrong !dns.leftover-aaaa; note tls.ok", NULL, "customer remove-records", NULL, NULL },
  { "where no target is wanted", "own-server host=kite.example apex", NULL, OLD,
    "203.0.113.7 valid", NULL, "locked", "note tls.ok", NULL, "nobody", NULL, NULL },
};

static void
test_apex (void)
{
  story_run (apex, G_N_ELEMENTS (apex));
}

/* How the target is reached, and what stands beside it: none of it opens the lock. */
static const StoryRow notes[] = {
  { "chained", "cloud-office", NULL, "CNAME www.kite.example CNAME T|leads", "good", NULL,
    "locked", "note dns.ok dns.chain tls.ok", NULL, "nobody", NULL, NULL },
  { "flattened", "cloud-office", NULL, "A 192.0.2.10 A 192.0.2.11|leads", "good", NULL,
    "locked", "note dns.ok dns.flattened tls.ok", NULL, "nobody", NULL, NULL },
  { "another name at the target's addresses", "cloud-office", NULL,
    "CNAME alias.example A 192.0.2.10 A 192.0.2.11", "good", NULL, "locked",
    "note dns.ok dns.chain tls.ok", NULL, "nobody", NULL, NULL },
  { "a very long TTL before the change", "cloud-office", NULL, "A 203.0.113.7/21600", NULL,
    NULL, "unlocked", "wrong !dns.a-record; note dns.long-ttl", NULL, NULL, NULL, NULL },
  { "a TTL that is not long", "cloud-office", NULL, "A 203.0.113.7/21599", NULL, NULL,
    "unlocked", "wrong !dns.a-record", NULL, NULL, NULL, NULL },
  { "long, though little of it is left", "cloud-office", "-1h: A 203.0.113.7/86400",
    "A 203.0.113.7/20", NULL, NULL, "unlocked", "wrong !dns.a-record; note dns.long-ttl",
    NULL, NULL, NULL, NULL },
  { "a very long TTL after it", "cloud-office", NULL, "leads/86401", "good", NULL, "locked",
    "note dns.ok dns.long-ttl tls.ok", NULL, NULL, NULL, NULL },
  { "a day after it is not", "cloud-office", NULL, "leads/86400", "good", NULL, "locked",
    "note dns.ok tls.ok", NULL, NULL, NULL, NULL },
  { "answered by a wildcard", "cloud-office wildcard=203.0.113.7", NULL, OLD,
    "203.0.113.7 refused", NULL, "unlocked", "wrong !dns.a-record; note dns.wildcard", NULL,
    "you secure", NULL, NULL },
  { "a wildcard's other records are its own",
    "cloud-office wildcard=203.0.113.7 other=MX,TXT", NULL, OLD, NULL, NULL, "unlocked",
    "wrong !dns.a-record; note dns.wildcard", NULL, NULL, NULL, NULL },
  { "a record of its own goes before a wildcard", "cloud-office wildcard=203.0.113.99",
    NULL, OLD, NULL, NULL, "unlocked", "wrong !dns.a-record", NULL, NULL, NULL, NULL },
  { "and so do the others", "cloud-office wildcard=203.0.113.99 other=MX", NULL, OLD, NULL,
    NULL, "unlocked", "wrong !dns.a-record !dns.other-records", NULL, NULL, NULL, NULL },
  { "split horizon", "cloud-office system=A,10.0.0.1", NULL, ALL, "good", NULL, "locked",
    "note dns.split-horizon dns.ok tls.ok", NULL, "nobody", NULL, NULL },
  { "split horizon: the public ones decide", "cloud-office system=CNAME,T", NULL, OLD, NULL,
    NULL, "unlocked", "wrong !dns.a-record; note dns.split-horizon", NULL, NULL, NULL,
    NULL },
  { "the system's resolver says the same", "cloud-office system=A,203.0.113.7", NULL, OLD,
    NULL, NULL, "unlocked", "wrong !dns.a-record", NULL, NULL, NULL, NULL },
  { "it could not be asked", "cloud-office system=silent", NULL, ALL, "good", NULL,
    "locked", "note dns.ok tls.ok", NULL, NULL, NULL, NULL },
  { "an error is no other answer", "cloud-office system=SERVFAIL", NULL, ALL, "good", NULL,
    "locked", "note dns.ok tls.ok", NULL, NULL, NULL, NULL },
  { "HTTPS answers where the address leads", "cloud-office", NULL, OLD, "203.0.113.7 valid",
    NULL, "unlocked", "wrong !dns.a-record; note dns.proxied", NULL, NULL, NULL, NULL },
  { "and where another CNAME leads", "cloud-office", NULL, AWAY, "203.0.113.9 valid", NULL,
    "unlocked", "wrong !dns.wrong-target; note dns.proxied", NULL, NULL, NULL, NULL },
  { "but not with a certificate of another name", "cloud-office", NULL, OLD,
    "203.0.113.7 name=other.example", NULL, "unlocked", "wrong !dns.a-record", NULL, NULL,
    NULL, NULL },
  { "nor with one that ended", "cloud-office", NULL, OLD, "203.0.113.7 ends=-1", NULL,
    "unlocked", "wrong !dns.a-record", NULL, NULL, NULL, NULL },
};

static void
test_notes (void)
{
  story_run (notes, G_N_ELEMENTS (notes));
}

/* From the first resolver that newly leads, until the latest time, job or not. */
static const StoryRow propagating[] = {
  { "the first of three", "cloud-office", "-1d: A 203.0.113.7/7200|A 203.0.113.7/7200",
    "leads|A 203.0.113.7/600|A 203.0.113.7/60", "good", NULL, "pending",
    "waiting !dns.propagating +2h; note tls.ok", "waiting-dns +2h",
    "nobody wait-dns since now due +2h", "+2h", "+7201s" },
  { "the greatest TTL ever seen for the old one", "cloud-office",
    "-9d: A 203.0.113.7/300; -8d: A 203.0.113.7/86400; -1d: A 203.0.113.7/10",
    "leads|A 203.0.113.7/60", "good", NULL, "pending",
    "waiting !dns.propagating +1d; note tls.ok", NULL, NULL, "+1d", NULL },
  { "counted from when the new one was first seen", "cloud-office",
    "-1d: A 203.0.113.7/7200; -1h: leads|A 203.0.113.7/60", "leads|A 203.0.113.7/10",
    "good", NULL, "pending", "waiting !dns.propagating +1h; note tls.ok", NULL,
    "nobody wait-dns since -1h due +1h", "+1h", NULL },
  { "the negative TTL of a name that was missing", "cloud-office",
    "-1d: NXDOMAIN/1800|NXDOMAIN/1800", "leads|NXDOMAIN/900", "good", NULL, "pending",
    "waiting !dns.propagating +30m; note tls.ok", NULL, NULL, "+30m", NULL },
  { "no old TTL was seen", "cloud-office", "-1d: A 203.0.113.7/?|A 203.0.113.7/?",
    "leads|A 203.0.113.7/?", "good", NULL, "pending",
    "waiting !dns.propagating; note tls.ok", "waiting-dns", "nobody wait-dns since now",
    NULL, "+86399s" },
  { "an answer may flip back until then", "cloud-office",
    "-1d: A 203.0.113.7/7200|A 203.0.113.7/7200; -1h: leads|A 203.0.113.7/60",
    "A 203.0.113.7/60|A 203.0.113.7/60", NULL, NULL, "pending",
    "waiting !dns.propagating +1h", "waiting-dns +1h", NULL, "+1h", NULL },
  { "then it is what it is", "cloud-office",
    "-1d: A 203.0.113.7/7200|A 203.0.113.7/7200; -7202s: leads|A 203.0.113.7/60",
    "A 203.0.113.7/60|A 203.0.113.7/60", NULL, NULL, "unlocked", "wrong !dns.a-record",
    NULL, NULL, NULL, NULL },
  { "but for what is rounded away", "cloud-office",
    "-1d: A 203.0.113.7/7200|A 203.0.113.7/7200; -7201s: leads|A 203.0.113.7/60",
    "A 203.0.113.7/60|A 203.0.113.7/60", NULL, NULL, "pending",
    "waiting !dns.propagating -1s", NULL, NULL, "-1s", NULL },
  { "then it is what it is, without asking", "cloud-office",
    "-1d: A 203.0.113.7/7200|A 203.0.113.7/7200", "leads|A 203.0.113.7/60", "good",
    "+7202s", "unlocked", "wrong !dns.a-record; note tls.ok", NULL, NULL, "+2h", NULL },
  { "from one CNAME to another", "cloud-office", "-1d: " AWAY "/3600|" AWAY "/3600",
    "leads|" AWAY "/60", "good", NULL, "pending",
    "waiting !dns.propagating +1h; note tls.ok", NULL, NULL, "+1h", NULL },
  { "in a job", "cloud-office job=secure:dns:-9d", "-9d: A 203.0.113.7/7200",
    "leads|A 203.0.113.7/60", "good", NULL, "pending",
    "waiting !dns.propagating +2h; note tls.ok", "waiting-dns +2h",
    "nobody wait-dns since now due +2h", "+2h", NULL },
  { "old IPv6 in a cache of its own", "cloud-office",
    "-1d: A 203.0.113.7 AAAA 2001:db8::7/7200", "leads|leads AAAA@ 2001:db8::7/60", "good",
    NULL, "pending", "waiting !dns.propagating +2h; note tls.ok", NULL, NULL, "+2h", NULL },
  { "the old address in a cache of its own, at first sight", "cloud-office", NULL,
    "leads/300|leads A@ 203.0.113.7~7200/7200", "good", NULL, "pending",
    "waiting !dns.propagating +2h; note tls.ok", NULL, NULL, "+2h", NULL },
  { "an error is not replaced", "cloud-office",
    "-1d: A 203.0.113.7/7200|A 203.0.113.7/7200", "leads|A 203.0.113.7/60|SERVFAIL", "good",
    NULL, "unlocked", "wrong !dns.broken; waiting !dns.propagating +2h; note tls.ok", NULL,
    NULL, NULL, NULL },
  { "all new before the latest time", "cloud-office", "-1d: A 203.0.113.7/7200",
    "leads|leads", "good", NULL, "locked", "note dns.ok tls.ok", NULL, "nobody", NULL,
    NULL },
  { "the old address that is left is no matter of the lock", "cloud-office",
    "-1d: A 203.0.113.7/7200", "leads|A 203.0.113.7/60",
    "192.0.2.10 valid | 192.0.2.11 valid | 203.0.113.7 ends=-1", NULL, "pending",
    "waiting !dns.propagating +2h; note tls.ok", NULL, NULL, "+2h", NULL },
};

static void
test_propagating (void)
{
  story_run (propagating, G_N_ELEMENTS (propagating));
}

static const StoryRow differs[] = {
  { "one against two", "cloud-office", LOCKED, "leads|leads|A 203.0.113.7", "good", NULL,
    "locked", "waiting dns.resolver-differs +1d; note dns.ok tls.ok", "locked", "nobody",
    NULL, "+86399s" },
  { "still so", "cloud-office", LOCKED "; -5h: leads|leads|A 203.0.113.7 # good",
    "leads|leads|A 203.0.113.7", "good", NULL, "locked",
    "waiting dns.resolver-differs +19h; note dns.ok tls.ok", NULL, NULL, NULL, NULL },
  { "24 h, then a note", "cloud-office", LOCKED "; -1d: leads|leads|A 203.0.113.7 # good",
    "leads|leads|A 203.0.113.7", "good", NULL, "locked",
    "note dns.resolver-differs dns.ok tls.ok", "locked", "nobody", NULL, NULL },
  { "then a note, without asking", "cloud-office", LOCKED, "leads|leads|A 203.0.113.7",
    "good", "+1d", "locked", "note dns.resolver-differs dns.ok tls.ok", NULL, NULL, NULL,
    NULL },
  { "another one than before: since then", "cloud-office",
    LOCKED "; -5h: leads|leads|A 203.0.113.7 # good; -4h: leads|leads|leads # good",
    "A 203.0.113.7|leads|leads", "good", NULL, "locked",
    "waiting dns.resolver-differs +1d; note dns.ok tls.ok", NULL, NULL, NULL, NULL },
  { "after the latest time of a change", "cloud-office",
    "-1d: A 203.0.113.7/7200|A 203.0.113.7/7200; -3h: leads|leads|A 203.0.113.7/60",
    "leads|leads|A 203.0.113.7", "good", NULL, "locked",
    "waiting dns.resolver-differs +23h; note dns.ok tls.ok", NULL, NULL, NULL, NULL },
  { "an error alone", "cloud-office", LOCKED, "leads|leads|SERVFAIL", "good", NULL,
    "locked", "waiting dns.resolver-differs +1d; note dns.ok tls.ok", NULL, NULL, NULL,
    NULL },
  { "two of three is another thing", "cloud-office", LOCKED,
    "leads|A 203.0.113.7|A 203.0.113.7", "192.0.2.10 valid | 203.0.113.7 refused", NULL,
    "unlocked", "wrong !site.moved-away; unknown tls.no-answer; note tls.ok", NULL,
    "you tell-customer since now", NULL, NULL },
  { "two of four", "cloud-office", LOCKED, "leads|leads|SERVFAIL|SERVFAIL", "good", NULL,
    "unlocked", "wrong !dns.broken; note tls.ok", NULL, NULL, NULL, NULL },
};

static void
test_differs (void)
{
  story_run (differs, G_N_ELEMENTS (differs));
}

static const StoryRow filtered[] = {
  { "one alone denies the name", "cloud-office", LOCKED, "leads|leads|NXDOMAIN", "good",
    NULL, "locked", "note dns.filtered dns.ok tls.ok", "locked", "nobody", NULL, "+2d" },
  { "at first sight too", "cloud-office", NULL, "leads|leads|NXDOMAIN", "good", NULL,
    "locked", "note dns.filtered dns.ok tls.ok", NULL, NULL, NULL, NULL },
  { "with an address of nowhere", "cloud-office", LOCKED, "leads|leads|A 0.0.0.0", "good",
    NULL, "locked", "note dns.filtered dns.ok tls.ok", NULL, NULL, NULL, NULL },
  { "beside old records", "cloud-office", NULL, "A 203.0.113.7|A 203.0.113.7|NXDOMAIN",
    NULL, NULL, "unlocked", "wrong !dns.a-record; note dns.filtered", NULL, NULL, NULL,
    NULL },
  { "two of three deny it", "cloud-office", LOCKED, "leads|NXDOMAIN|NXDOMAIN", "good", NULL,
    "unlocked", "wrong !dns.missing; note tls.ok", NULL, NULL, NULL, NULL },
  { "one of two denies it", "cloud-office", LOCKED, "leads|NXDOMAIN", "good", NULL,
    "unlocked", "wrong !dns.missing; note tls.ok", NULL, NULL, NULL, NULL },
  { "not while a change spreads", "cloud-office", "-1h: NXDOMAIN/3600|NXDOMAIN|NXDOMAIN",
    "leads|leads|NXDOMAIN", "good", NULL, "pending",
    "waiting !dns.propagating +1h; note tls.ok", NULL, NULL, "+1h", NULL },
};

static void
test_filtered (void)
{
  story_run (filtered, G_N_ELEMENTS (filtered));
}

static const StoryRow away[] = {
  { "the first resolver alone differs", "cloud-office", LOCKED, "leads|leads|" AWAY, "good",
    NULL, "locked", "waiting dns.resolver-differs +1d; note dns.ok tls.ok", NULL, "nobody",
    NULL, NULL },
  { "moved away from the second on", "cloud-office", LOCKED, "leads|" AWAY "|" AWAY, "good",
    NULL, "unlocked", "wrong !site.moved-away; note tls.ok", "no-longer-secure now",
    "you tell-customer since now", NULL, "+2d" },
  { "never propagating", "cloud-office", LOCKED, "leads/7200|" AWAY "/7200|" AWAY "/7200",
    "good", NULL, "unlocked", "wrong !site.moved-away; note tls.ok", NULL, NULL, NULL,
    NULL },
  { "since then", "cloud-office", LOCKED "; -3h: leads|" AWAY "|" AWAY " # good",
    AWAY "|" AWAY "|" AWAY, "203.0.113.9 refused", NULL, "unlocked",
    "wrong !site.moved-away", "no-longer-secure -3h", "you tell-customer since -3h", NULL,
    NULL },
  { "one that answers is enough then", "cloud-office",
    LOCKED "; -3h: " AWAY "|" AWAY "|" AWAY, "silent|silent|" AWAY, NULL, NULL, "unlocked",
    "wrong !site.moved-away; unknown dns.no-answer dns.no-answer", NULL, NULL, NULL, NULL },
  { "to an address", "cloud-office", LOCKED, OLD, "203.0.113.7 valid", NULL, "unlocked",
    "wrong !site.moved-away; note dns.proxied", NULL, NULL, NULL, NULL },
  { "you change the DNS yourself", "cloud-office you", LOCKED, AWAY "|" AWAY, NULL, NULL,
    "unlocked", "wrong !site.moved-away", NULL, "you change-dns since now", NULL, NULL },
  { "it was never at the provider", "cloud-office", "-2d: " OLD, AWAY "|" AWAY, NULL, NULL,
    "unlocked", "wrong !dns.wrong-target", NULL, NULL, NULL, NULL },
  { "it was at another target", "cloud-office", "-2d: CNAME x.example A 203.0.113.9|" AWAY,
    AWAY "|" AWAY, NULL, NULL, "unlocked", "wrong !dns.wrong-target", NULL, NULL, NULL,
    NULL },
  { "back to the old record within its time is a flip", "cloud-office",
    "-1d: A 203.0.113.7/7200|A 203.0.113.7/7200; -1h: leads|leads # good",
    "A 203.0.113.7|A 203.0.113.7", NULL, NULL, "pending", "waiting !dns.propagating +1h",
    NULL, NULL, "+1h", NULL },
  { "a job that began after it left waits for the record as it is",
    "cloud-office job=secure:dns:-1h", LOCKED "; -3h: " AWAY "|" AWAY, AWAY "|" AWAY, NULL,
    NULL, "pending", "waiting !dns.wrong-target +167h", "waiting-customer -1h",
    "customer change-dns since -1h due +167h", NULL, NULL },
};

static void
test_away (void)
{
  story_run (away, G_N_ELEMENTS (away));
}

static const StoryRow caa[] = {
  { "the CA of the certificate is allowed", "cloud-office caa=letsencrypt.org", NULL, ALL,
    "192.0.2.10 issuer=R3 | 192.0.2.11 issuer=R3", NULL, "locked", "note dns.ok tls.ok",
    NULL, "nobody", NULL, NULL },
  { "it is forbidden: a note", "cloud-office caa=digicert.com", NULL, ALL,
    "192.0.2.10 issuer=R3 | 192.0.2.11 issuer=R3", NULL, "locked",
    "note dns.ok tls.ok dns.caa-blocks", "locked", "nobody", NULL, NULL },
  { "while a certificate is being obtained it is wrong",
    "pexip job=renew:buy:-1d caa=digicert.com", NULL, "CNAME T|CNAME T",
    "192.0.2.10 issuer=R3 | 192.0.2.11 issuer=R3", NULL, "locked",
    "wrong dns.caa-blocks; note dns.ok tls.ok", "renewing", "customer mend-dns since -1d",
    NULL, NULL },
  { "renewing with the CA that was noted, which may",
    "pexip job=renew:buy:-1d ca=DigiCert caa=digicert.com", NULL, "CNAME T|CNAME T",
    "192.0.2.10 issuer=R3 | 192.0.2.11 issuer=R3", NULL, "locked", "note dns.ok tls.ok",
    "renewing", NULL, NULL, NULL },
  { "or may not", "pexip job=renew:buy:-1d ca=DigiCert caa=letsencrypt.org", NULL,
    "CNAME T|CNAME T", "192.0.2.10 issuer=R3 | 192.0.2.11 issuer=R3", NULL, "locked",
    "wrong dns.caa-blocks; note dns.ok tls.ok", "renewing", "customer mend-dns since -1d",
    NULL, NULL },
  { "once it is there, no longer", "pexip job=renew:install:-1d caa=digicert.com", NULL,
    "CNAME T|CNAME T", "192.0.2.10 issuer=R3 | 192.0.2.11 issuer=R3", NULL, "locked",
    "note dns.ok tls.ok dns.caa-blocks", "renewing", "provider wait since -1d due +2d",
    NULL, NULL },
  { "securing obtains one", "cloud-office job=secure:dns:-1d caa=;", "-1d: " OLD, OLD, NULL,
    NULL, "pending", "wrong dns.caa-blocks; waiting !dns.a-record +6d", NULL,
    "customer change-dns since -1d due +6d", NULL, NULL },
  { "found through the CNAME", "cloud-office caa-at-target=digicert.com", NULL, ALL,
    "192.0.2.10 issuer=R3 | 192.0.2.11 issuer=R3", NULL, "locked",
    "note dns.ok tls.ok dns.caa-blocks", "locked", "nobody", NULL, NULL },
  { "an unknown CA: any other set allows", "cloud-office caa=ca.example", NULL, ALL, "good",
    NULL, "locked", "note dns.ok tls.ok", NULL, NULL, NULL, NULL },
  { "an unknown CA: nobody is nobody", "cloud-office caa=;", NULL, ALL, "good", NULL,
    "locked", "note dns.ok tls.ok dns.caa-blocks", NULL, NULL, NULL, NULL },
  { "a set at the very name goes with the address", "cloud-office caa-at-host=; other=CAA",
    NULL, OLD, NULL, NULL, "unlocked", "wrong !dns.a-record !dns.other-records", NULL, NULL,
    NULL, NULL },
  { "a set that can't be read is no permission", "cloud-office caa-failed", NULL, ALL,
    "good", NULL, "locked", "note dns.ok tls.ok dns.caa-blocks", NULL, NULL, NULL, NULL },
  { "where the zone is broken that is told already", "cloud-office caa-failed", NULL,
    "SERVFAIL|SERVFAIL", NULL, NULL, "unlocked", "wrong !dns.broken", NULL, NULL, NULL,
    NULL },
};

static void
test_caa (void)
{
  story_run (caa, G_N_ELEMENTS (caa));
}

/* A record changed live turns a site from unlocked through pending to locked. */
static void
test_change (void)
{
  static const struct
  {
    const char *at, *answers, *probes;
    KpLock lock;
    const char *until;
  } steps[] = {
    { "-2d", "A 203.0.113.7/3600|A 203.0.113.7/3600|A 203.0.113.7/3600", NULL,
      KP_LOCK_UNLOCKED, "-" },
    { "-1h", "A 203.0.113.7/60|A 203.0.113.7/1800|A 203.0.113.7/2700", NULL,
      KP_LOCK_UNLOCKED, "-" },
    { "now", "leads/300|A 203.0.113.7/900|A 203.0.113.7/1800", "good", KP_LOCK_PENDING,
      "+1h" },
    { "+15m", "leads/200|leads/300|A 203.0.113.7/900", "good", KP_LOCK_PENDING, "+1h" },
    { "+20m", "leads/200|A 203.0.113.7/900|A 203.0.113.7/600", "good", KP_LOCK_PENDING,
      "+1h" },
    { "+1h", "leads/200|leads/300|leads/300", "good", KP_LOCK_LOCKED, "-" },
    { "+25h", "leads/200|leads/300|leads/300", "good", KP_LOCK_LOCKED, "-" },
  };
  g_autoptr (Story) story = story_new ("cloud-office");

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (KpVerdict) verdict =
          story_check (story, story_when (steps[i].at), steps[i].answers, steps[i].probes);
      g_autofree char *until = story_format_when (verdict->summary.until);

      g_test_message ("%s", steps[i].at);
      g_assert_cmpint (verdict->summary.lock, ==, steps[i].lock);
      g_assert_cmpstr (until, ==, steps[i].until);
      story_prove (story, story_when (steps[i].at));
    }
}

/* Each resolver has an outcome of its own. */
static void
test_outcomes (void)
{
  static const struct
  {
    const char *before, *answers;
    const char *outcomes; /* one letter a resolver: ok, wrong, waiting, unknown */
    KpOutcome all;
  } rows[] = {
    { NULL, "leads|silent|leads", "o?o", KP_OUTCOME_OK },
    { NULL, "A 203.0.113.7|A 203.0.113.7|silent", "xx?", KP_OUTCOME_WRONG },
    { "-1h: A 203.0.113.7/7200", "leads|A 203.0.113.7|leads", "owo", KP_OUTCOME_WAITING },
    { LOCKED, "leads|A 203.0.113.7|leads", "owo", KP_OUTCOME_OK },
    { LOCKED "; -25h: leads|A 203.0.113.7|leads", "leads|A 203.0.113.7|leads", "oxo",
      KP_OUTCOME_OK },
    { LOCKED, "leads|NXDOMAIN|leads", "o?o", KP_OUTCOME_OK },
    { LOCKED, "leads|" AWAY "|" AWAY, "oxx", KP_OUTCOME_WRONG },
    { NULL, "silent|silent", "??", KP_OUTCOME_UNKNOWN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Story) story = story_new ("cloud-office");
      g_autoptr (KpVerdict) verdict = NULL;
      GString *letters = g_string_new (NULL);
      g_autofree char *got = NULL;

      story_checks (story, rows[i].before);
      verdict = story_check (story, SCENE_NOW, rows[i].answers, "good");
      for (guint j = 0; j < verdict->resolvers->len; j++)
        g_string_append_c (letters, "oxw?"[g_array_index (verdict->resolvers, guint8, j)]);
      got = g_string_free (letters, FALSE);
      g_assert_cmpstr (got, ==, rows[i].outcomes);
      g_assert_cmpint (verdict->dns, ==, rows[i].all);
    }
}

/* The sentences name what was seen. */
static const struct
{
  const char *words, *before, *answers;
  KpFindingId id;
  const char *subject;
  const char *parts[4];
} sentences[] = {
  { "cloud-office",
    LOCKED,
    AWAY "|" AWAY,
    KP_FINDING_SITE_MOVED_AWAY,
    STORY_TARGET,
    { STORY_HOST, STORY_TARGET, "shop.example", "since" } },
  { "cloud-office",
    NULL,
    "A 203.0.113.7|A 203.0.113.8",
    KP_FINDING_DNS_A_RECORD,
    "203.0.113.7",
    { STORY_HOST, "203.0.113.7, 203.0.113.8", STORY_TARGET } },
  { "cloud-office",
    NULL,
    "A 203.0.113.7|SERVFAIL",
    KP_FINDING_DNS_A_RECORD,
    "203.0.113.7",
    { "One says so." } },
  { "cloud-office",
    NULL,
    "CNAME pl-10.admin.emailsrvr.com.kite.example",
    KP_FINDING_DNS_WRONG_TARGET,
    "pl-10.admin.emailsrvr.com.kite.example",
    { "CNAME to pl-10.admin.emailsrvr.com.kite.example" } },
  { "cloud-office doubled",
    NULL,
    "NXDOMAIN",
    KP_FINDING_DNS_DOUBLED_NAME,
    "kite.example",
    { "cp.kite.example.kite.example", "instead of cp.kite.example" } },
  { "cloud-office other=MX,TXT",
    NULL,
    "A 203.0.113.7",
    KP_FINDING_DNS_OTHER_RECORDS,
    NULL,
    { "MX, TXT" } },
  { "cloud-office",
    "-1h: A 203.0.113.7/7200",
    "leads|leads|A 203.0.113.7",
    KP_FINDING_DNS_PROPAGATING,
    STORY_TARGET,
    { "2 of 3 resolvers", "at the latest" } },
  { "cloud-office",
    LOCKED,
    "leads|leads|A 203.0.113.7",
    KP_FINDING_DNS_RESOLVER_DIFFERS,
    "Three",
    { "Three alone", "A 203.0.113.7" } },
  { "cloud-office",
    LOCKED,
    "leads|leads|NXDOMAIN",
    KP_FINDING_DNS_FILTERED,
    "Three",
    { "Three alone", "does not exist" } },
  { "cloud-office",
    NULL,
    "leads|leads|silent",
    KP_FINDING_DNS_NO_ANSWER,
    "Three",
    { "It did not answer in time." } },
  { "cloud-office",
    NULL,
    "leads AAAA@ 2001:db8::7",
    KP_FINDING_DNS_LEFTOVER_AAAA,
    "2001:db8::7",
    { "IPv6 address record 2001:db8::7" } },
  { "cloud-office caa=;",
    NULL,
    "leads",
    KP_FINDING_DNS_CAA_BLOCKS,
    "kite.example",
    { "at kite.example allows", "no CA" } },
  { "cloud-office caa-at-target=;",
    NULL,
    "leads",
    KP_FINDING_DNS_CAA_BLOCKS,
    STORY_TARGET,
    { "at " STORY_TARGET ", where " STORY_HOST " leads, allows no CA" } },
  { "cloud-office",
    NULL,
    "A 203.0.113.7/90000",
    KP_FINDING_DNS_LONG_TTL,
    NULL,
    { "25 hours" } },
};

/* What is told to remove is there, and a wildcard may stay. */
static void
test_fix (void)
{
  static const struct
  {
    const char *words, *answers;
    KpFindingId id;
    const char *fix;
  } rows[] = {
    { "cloud-office", "A 203.0.113.7", KP_FINDING_DNS_A_RECORD,
      "Have the records at this" },
    { "cloud-office", AWAY, KP_FINDING_DNS_WRONG_TARGET, "Have the records at this" },
    { "cloud-office", "NXDOMAIN", KP_FINDING_DNS_MISSING, "Have a CNAME made from cp to" },
    { "cloud-office doubled", "NXDOMAIN", KP_FINDING_DNS_MISSING,
      "Have a CNAME made from cp to" },
    { "cloud-office other=TXT", "NODATA", KP_FINDING_DNS_MISSING,
      "Have the records at this" },
    { "cloud-office wildcard=203.0.113.7", "A 203.0.113.7", KP_FINDING_DNS_A_RECORD,
      "Have a CNAME made from cp to" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Story) story = story_new (rows[i].words);
      g_autoptr (KpVerdict) verdict =
          story_check (story, SCENE_NOW, rows[i].answers, "good");
      const KpFinding *finding = kp_verdict_find (verdict, rows[i].id);

      g_assert_nonnull (finding);
      g_test_message ("%s: %s", finding->text, finding->fix);
      g_assert_true (g_str_has_prefix (finding->fix, rows[i].fix));
    }
}

static void
test_words (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    {
      g_autoptr (Story) story = story_new (sentences[i].words);
      g_autoptr (KpVerdict) verdict = NULL;
      const KpFinding *finding;

      story_checks (story, sentences[i].before);
      verdict = story_check (story, SCENE_NOW, sentences[i].answers, "good");
      finding = kp_verdict_find (verdict, sentences[i].id);
      g_assert_nonnull (finding);
      g_test_message ("%s", finding->text);
      g_assert_cmpstr (finding->subject, ==, sentences[i].subject);
      for (guint j = 0;
           j < G_N_ELEMENTS (sentences[i].parts) && sentences[i].parts[j] != NULL; j++)
        g_assert_nonnull (strstr (finding->text, sentences[i].parts[j]));
    }
}

/* The dot at the end of a target is what such a record lacks. */
static void
test_doubled_target (void)
{
  g_autoptr (Story) story = story_new ("cloud-office");
  g_autoptr (KpVerdict) verdict =
      story_check (story, SCENE_NOW, "CNAME pl-10.admin.emailsrvr.com.kite.example", NULL);
  const KpFinding *finding = kp_verdict_find (verdict, KP_FINDING_DNS_WRONG_TARGET);

  g_assert_nonnull (strstr (finding->fix, "“pl-10.admin.emailsrvr.com.”"));
}

/* What is told to do can be done: nothing is removed that is not there, no record is made
 * that will be wrong, and no button is named that only the window has. */
static void
test_fixes (void)
{
  static const struct
  {
    const char *words, *answers;
    KpFindingId id;
    const char *fix;
  } rows[] = {
    { "cloud-office", "NXDOMAIN|NXDOMAIN", KP_FINDING_DNS_MISSING,
      "Have a CNAME made from cp to pl-10.admin.emailsrvr.com." },
    { "cloud-office", "A 203.0.113.7|A 203.0.113.7", KP_FINDING_DNS_A_RECORD,
      "Have the records at this name removed and a CNAME made from cp to "
      "pl-10.admin.emailsrvr.com." },
    { "cloud-office wildcard=203.0.113.7", "A 203.0.113.7|A 203.0.113.7",
      KP_FINDING_DNS_A_RECORD, "Have a CNAME made from cp to pl-10.admin.emailsrvr.com." },
    { "cloud-office told", "NXDOMAIN", KP_FINDING_DNS_MISSING,
      "Have no record made until it is known where the name must point." },
    { "none", "NXDOMAIN", KP_FINDING_DNS_MISSING,
      "Have no record made until it is known where the name must point." },
    { "own-server", "NXDOMAIN", KP_FINDING_DNS_MISSING,
      "Have an address record or a CNAME made for this name." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Story) story = story_new (rows[i].words);
      g_autoptr (KpVerdict) verdict = story_check (story, SCENE_NOW, rows[i].answers, NULL);
      const KpFinding *finding = kp_verdict_find (verdict, rows[i].id);

      g_test_message ("%s: %s", rows[i].words, rows[i].answers);
      g_assert_nonnull (finding);
      g_assert_cmpstr (finding->fix, ==, rows[i].fix);
    }
}

/* No longer than resolvers keep anything, as the time of a change is counted. */
static void
test_longest_ttl (void)
{
  g_autoptr (Story) story = story_new ("cloud-office");
  g_autoptr (KpVerdict) verdict =
      story_check (story, SCENE_NOW, "A 203.0.113.7/2592000", NULL);
  const KpFinding *finding = kp_verdict_find (verdict, KP_FINDING_DNS_LONG_TTL);

  g_assert_nonnull (finding);
  g_assert_nonnull (strstr (finding->text, "168 hours"));
  g_assert_cmpuint (verdict->propagation->hours_after_change, ==, 168);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/verdict/dns/records", test_records);
  g_test_add_func ("/verdict/dns/apex", test_apex);
  g_test_add_func ("/verdict/dns/notes", test_notes);
  g_test_add_func ("/verdict/dns/propagating", test_propagating);
  g_test_add_func ("/verdict/dns/differs", test_differs);
  g_test_add_func ("/verdict/dns/filtered", test_filtered);
  g_test_add_func ("/verdict/dns/away", test_away);
  g_test_add_func ("/verdict/dns/caa", test_caa);
  g_test_add_func ("/verdict/dns/change", test_change);
  g_test_add_func ("/verdict/dns/outcomes", test_outcomes);
  g_test_add_func ("/verdict/dns/fix", test_fix);
  g_test_add_func ("/verdict/dns/words", test_words);
  g_test_add_func ("/verdict/dns/doubled-target", test_doubled_target);
  g_test_add_func ("/verdict/dns/fixes", test_fixes);
  g_test_add_func ("/verdict/dns/longest-ttl", test_longest_ttl);
  return g_test_run ();
}
