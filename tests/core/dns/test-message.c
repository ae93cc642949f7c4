/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/dns/message.h"
#include "wire-builder.h"
#include "model/kept.h"

#define REPLY 0x8180 /* QR RD RA */
#define HOST "www.example.com"

static KpDnsReply *
decode (GByteArray *wire, KpRecordType type, guint age, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (wire->data, wire->len);

  return kp_dns_reply_decode (bytes, HOST, type, age, error);
}

static void
assert_fails (GByteArray *wire, KpRecordType type, KpDnsError code, const char *what)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpDnsReply) reply = decode (wire, type, 0, &error);

  if (reply != NULL || !g_error_matches (error, KP_DNS_ERROR, (int) code))
    g_error ("%s: expected code %d, got %s", what, (int) code,
             error != NULL ? error->message : "a reply");
}

static const KpRecord *
answer_at (const KpDnsReply *reply, guint index)
{
  g_assert_cmpuint (index, <, reply->answers->len);
  return g_ptr_array_index (reply->answers, index);
}

static GByteArray *
address_reply (void)
{
  GByteArray *wire = wire_new (REPLY, HOST, KP_RECORD_A);

  wire_put_record (wire, KP_RECORD_A, 300, "\xc0\x00\x02\x01", 4);
  wire_put_record (wire, KP_RECORD_A, 300, "\xc0\x00\x02\x02", 4);
  wire_set_counts (wire, 2, 0, 0);
  return wire;
}

static void
test_encode (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = kp_dns_query_encode ("_a.example.com", 257, FALSE, &error);
  gsize size = 0;
  const guint8 *octets = NULL;
  static const guint8 start[] = "\0\0\x01\x20\0\1\0\0\0\0\0\1\2_a\7example\3com\0\1\1\0\1"
                                "\0\0\x29\x10\0\0\0\x80\0"; /* OPT, 4096 octets, DO */

  g_assert_no_error (error);
  octets = g_bytes_get_data (bytes, &size);
  g_assert_cmpuint (size, ==, 128);
  g_assert_cmpmem (octets, sizeof start - 1, start, sizeof start - 1);
  /* RDLENGTH of OPT, and the padding option that fills it with zeros. */
  g_assert_cmpuint (octets[41] << 8 | octets[42], ==, size - 43);
  g_assert_cmpuint (octets[43] << 8 | octets[44], ==, 12);
  g_assert_cmpuint (octets[45] << 8 | octets[46], ==, size - 47);
  for (gsize i = 47; i < size; i++)
    g_assert_cmpuint (octets[i], ==, 0);

  g_clear_pointer (&bytes, g_bytes_unref);
  bytes = kp_dns_query_encode ("a.b", KP_RECORD_A, TRUE, &error);
  octets = g_bytes_get_data (bytes, NULL);
  g_assert_cmpuint (octets[3], ==, 0x30); /* AD and CD */
}

static void
test_encode_padding (void)
{
  char label[64];

  memset (label, 'x', 63);
  label[63] = '\0';
  for (guint length = 1; length <= 63; length++)
    {
      g_autofree char *name =
          g_strdup_printf ("%.*s.%s.%s.example", (int) length, label, label, label);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = kp_dns_query_encode (name, KP_RECORD_A, FALSE, &error);

      if (strlen (name) > 253)
        {
          g_assert_error (error, KP_DNS_ERROR, KP_DNS_ERROR_NAME);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpuint (g_bytes_get_size (bytes) % 128, ==, 0);
      g_assert_cmpuint (g_bytes_get_size (bytes), <=, KP_DNS_QUERY_MAX);
    }
}

static void
test_encode_refuses (void)
{
  static const char *const names[] = {
    "",
    ".",
    "a..b",
    ".a",
    "a.",
    "a b.c",
    "a\tb",
    "a\\046b.c",
    "b\xc3\xbc"
    "cher.de",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.de"
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = kp_dns_query_encode (names[i], 1, FALSE, &error);

      g_assert_error (error, KP_DNS_ERROR, KP_DNS_ERROR_NAME);
      g_assert_null (bytes);
      assert_kept (kp_dns_error_keep (error), error->message);
    }
}

static void
test_decode_addresses (void)
{
  g_autoptr (GByteArray) wire = address_reply ();
  g_autoptr (GError) error = NULL;
  g_autoptr (KpDnsReply) reply = NULL;

  wire->data[3] |= 0x20;    /* AD */
  wire->data[13] = 'W';     /* case is no difference */
  wire->data[17 + 1] = 'X'; /* "eXample" */
  reply = decode (wire, KP_RECORD_A, 100, &error);
  g_assert_no_error (error);
  g_assert_true (reply->authenticated);
  g_assert_cmpuint (reply->rcode, ==, 0);
  g_assert_cmpstr (reply->name, ==, HOST);
  g_assert_cmpuint (reply->age_applied, ==, 100);
  g_assert_cmpuint (reply->answers->len, ==, 2);
  g_assert_cmpstr (answer_at (reply, 1)->owner, ==, HOST);
  g_assert_cmpstr (answer_at (reply, 1)->data, ==, "192.0.2.2");
  g_assert_cmpuint (answer_at (reply, 1)->ttl, ==, 200);
}

static void
test_decode_data (void)
{
  static const struct
  {
    guint type;
    const char *rdata;
    gsize length;
    const char *text;
  } cases[] = {
    { 28, "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1", 16, "2001:db8::1" },
    { 2, "\3NS1\xc0\x10", 6, "ns1.example.com" },
    { 5, "\4edge\xc0\x10", 7, "edge.example.com" },
    { 39, "\4edge\xc0\x10", 7, "edge.example.com" },
    { 5, "\2_x\1\x07\xc0\x10", 7, "_x.\\007.example.com" },
    { 5, "\3a.b\0", 5, "a\\.b" },
    { 15, "\0\x0a\4mail\xc0\x10", 9, "10 mail.example.com" },
    { 15, "\0\0\0", 3, "0 ." },
    { 6, "\2ns\xc0\x10\4root\xc0\x10\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0\4\xff\xff\xff\xff", 32,
      "ns.example.com root.example.com 1 2 3 4 4294967295" },
    { 16, "\2ab\0\3c\"\\", 8, "abc\"\\\\" },
    { 16, "\3\x1b\xc3\xbc", 4, "\\027\\195\\188" },
    { 257, "\0\5issueca.example", 17, "0 issue \"ca.example\"" },
    { 257, "\x80\3tbsa\"b\n", 9, "128 tbs \"a\\\"b\\010\"" },
    { 257, "\0\5issue", 7, "0 issue \"\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) wire = wire_new (REPLY, HOST, cases[i].type);
      g_autoptr (GError) error = NULL;
      g_autoptr (KpDnsReply) reply = NULL;

      wire_put_record (wire, cases[i].type, 60, cases[i].rdata, cases[i].length);
      wire_set_counts (wire, 1, 0, 0);
      reply = decode (wire, cases[i].type, 0, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (answer_at (reply, 0)->data, ==, cases[i].text);
      g_assert_cmpint (answer_at (reply, 0)->type, ==, cases[i].type);
    }
}

static void
test_decode_bad_data (void)
{
  static const struct
  {
    guint type;
    const char *rdata;
    gsize length;
    KpDnsError code;
  } cases[] = {
    { 1, "\1\2\3", 3, KP_DNS_ERROR_MALFORMED },
    { 1, "\1\2\3\4\5", 5, KP_DNS_ERROR_MALFORMED },
    { 1, "", 0, KP_DNS_ERROR_MALFORMED },
    { 28, "\1\2\3\4", 4, KP_DNS_ERROR_MALFORMED },
    { 5, "", 0, KP_DNS_ERROR_TRUNCATED },
    { 5, "\4ed", 3, KP_DNS_ERROR_TRUNCATED },
    { 5, "\4edge\0\0", 7, KP_DNS_ERROR_MALFORMED },     /* goes on after the name */
    { 5, "\4edge\xc0\x2d", 7, KP_DNS_ERROR_MALFORMED }, /* points to itself */
    { 5, "\xc0\x2d", 2, KP_DNS_ERROR_MALFORMED },
    { 5, "\xc0\x40", 2, KP_DNS_ERROR_MALFORMED }, /* forward */
    { 5, "\xc0\x02", 2, KP_DNS_ERROR_MALFORMED }, /* into the header */
    { 5, "\x81x\0", 3, KP_DNS_ERROR_MALFORMED },
    { 5, "\x41x\0", 3, KP_DNS_ERROR_MALFORMED },
    { 15, "\0\x0a", 2, KP_DNS_ERROR_MALFORMED },
    { 6, "\0\0\0\0\0\1", 6, KP_DNS_ERROR_MALFORMED },
    { 16, "", 0, KP_DNS_ERROR_MALFORMED },
    { 16, "\5abc", 4, KP_DNS_ERROR_MALFORMED },
    { 257, "\0", 1, KP_DNS_ERROR_MALFORMED },
    { 257, "\0\0issue", 7, KP_DNS_ERROR_MALFORMED },
    { 257, "\0\xffissue", 7, KP_DNS_ERROR_MALFORMED },
    { 257, "\0\3a bx", 6, KP_DNS_ERROR_MALFORMED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) wire = wire_new (REPLY, HOST, cases[i].type);
      g_autofree char *what = g_strdup_printf ("case %u", i);

      wire_put_record (wire, cases[i].type, 60, cases[i].rdata, cases[i].length);
      wire_set_counts (wire, 1, 0, 0);
      assert_fails (wire, cases[i].type, cases[i].code, what);
    }
}

static void
test_decode_name_leaves_record (void)
{
  g_autoptr (GByteArray) wire = wire_new (REPLY, HOST, KP_RECORD_CNAME);

  /* The name goes on into the next record's octets. */
  wire_put_record (wire, KP_RECORD_CNAME, 60, "\4ed", 3);
  wire_put_record (wire, KP_RECORD_A, 60, "\1\2\3\4", 4);
  wire_set_counts (wire, 2, 0, 0);
  assert_fails (wire, KP_RECORD_CNAME, KP_DNS_ERROR_MALFORMED, "name leaves its record");
}

static void
test_decode_header (void)
{
  static const struct
  {
    guint offset;
    guint value;
    KpDnsError code;
  } cases[] = {
    { 0, 1, KP_DNS_ERROR_MISMATCH },        { 0, 0x3c21, KP_DNS_ERROR_MISMATCH },
    { 2, 0x0180, KP_DNS_ERROR_MALFORMED }, /* no QR */
    { 2, 0xa180, KP_DNS_ERROR_MALFORMED }, /* opcode */
    { 2, 0x8380, KP_DNS_ERROR_TRUNCATED }, /* TC */
    { 4, 0, KP_DNS_ERROR_MISMATCH },        { 4, 2, KP_DNS_ERROR_MISMATCH },
    { 6, 1, KP_DNS_ERROR_MALFORMED },       { 6, 3, KP_DNS_ERROR_TRUNCATED },
    { 6, 1001, KP_DNS_ERROR_MALFORMED },    { 8, 1, KP_DNS_ERROR_TRUNCATED },
    { 10, 0xffff, KP_DNS_ERROR_MALFORMED }, { 13, 0x2e77, KP_DNS_ERROR_MISMATCH },
    { 29, 28, KP_DNS_ERROR_MISMATCH }, /* type */
    { 31, 3, KP_DNS_ERROR_MISMATCH },  /* class */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) wire = address_reply ();
      g_autofree char *what = g_strdup_printf ("case %u", i);

      wire_set16 (wire, cases[i].offset, cases[i].value);
      assert_fails (wire, KP_RECORD_A, cases[i].code, what);
    }
}

static void
test_decode_other_question (void)
{
  g_autoptr (GByteArray) wire = wire_new (REPLY, "www.example.org", KP_RECORD_A);
  g_autoptr (GByteArray) none = g_byte_array_new ();

  assert_fails (wire, KP_RECORD_A, KP_DNS_ERROR_MISMATCH, "other name");
  wire_put (none, "\0\0\x81\x81\0\0\0\0\0\0\0\0", 12);
  assert_fails (none, KP_RECORD_A, KP_DNS_ERROR_MISMATCH, "no question");
}

static void
test_decode_truncated_at_every_length (void)
{
  g_autoptr (GByteArray) whole = address_reply ();
  guint length = whole->len;

  for (guint i = 0; i < length; i++)
    {
      g_autoptr (GByteArray) wire = g_byte_array_new ();

      wire_put (wire, whole->data, i);
      assert_fails (wire, KP_RECORD_A, KP_DNS_ERROR_TRUNCATED, "cut short");
    }
  wire_put8 (whole, 0);
  assert_fails (whole, KP_RECORD_A, KP_DNS_ERROR_MALFORMED, "octets after the end");
}

static void
test_decode_not_dns (void)
{
  g_autoptr (GByteArray) html = g_byte_array_new ();
  g_autoptr (GByteArray) huge = address_reply ();
  g_autoptr (GByteArray) zeros = g_byte_array_new ();

  wire_put (html, "<!DOCTYPE html><html><head><title>Portal</title></head>", 55);
  assert_fails (html, KP_RECORD_A, KP_DNS_ERROR_MISMATCH, "HTML");
  g_byte_array_set_size (huge, 65536);
  assert_fails (huge, KP_RECORD_A, KP_DNS_ERROR_MALFORMED, "64 KiB");
  g_byte_array_set_size (zeros, 65535);
  memset (zeros->data, 0, zeros->len);
  assert_fails (zeros, KP_RECORD_A, KP_DNS_ERROR_MALFORMED, "zeros");
}

static void
test_decode_many_records (void)
{
  g_autoptr (GByteArray) wire = wire_new (REPLY, HOST, KP_RECORD_A);
  g_autoptr (GError) error = NULL;
  g_autoptr (KpDnsReply) reply = NULL;

  for (guint i = 0; i < KP_DNS_MAX_RECORDS; i++)
    wire_put_record (wire, KP_RECORD_A, i, "\1\2\3\4", 4);
  wire_set_counts (wire, KP_DNS_MAX_RECORDS, 0, 0);
  reply = decode (wire, KP_RECORD_A, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (reply->answers->len, ==, KP_DNS_MAX_RECORDS);
  wire_put_record (wire, KP_RECORD_A, 1, "\1\2\3\4", 4);
  wire_set_counts (wire, KP_DNS_MAX_RECORDS, 1, 0);
  assert_fails (wire, KP_RECORD_A, KP_DNS_ERROR_MALFORMED, "too many records");
}

static void
test_decode_passes_over (void)
{
  g_autoptr (GByteArray) wire = wire_new (REPLY, HOST, KP_RECORD_A);
  g_autoptr (GError) error = NULL;
  g_autoptr (KpDnsReply) reply = NULL;

  wire_put_record (wire, 46, 60, "any octets", 10); /* RRSIG */
  wire_put_record (wire, KP_RECORD_A, 60, "\1\2\3\4", 4);
  wire_put_record (wire, KP_RECORD_A, 60, "chaos", 5);
  wire_set16 (wire, wire->len - 5 - 8, 3);         /* class CH */
  wire_put_record (wire, 47, 60, "nsec", 4);       /* authority */
  wire_put_record (wire, KP_RECORD_A, 60, "x", 1); /* additional: not read */
  wire_set_counts (wire, 3, 1, 1);
  reply = decode (wire, KP_RECORD_A, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (reply->answers->len, ==, 1);
  g_assert_cmpuint (reply->authority->len, ==, 0);
}

static void
test_decode_long_text (void)
{
  g_autoptr (GByteArray) wire = wire_new (REPLY, HOST, KP_RECORD_TXT);
  g_autoptr (GByteArray) rdata = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (KpDnsReply) reply = NULL;

  for (guint i = 0; i < 20; i++)
    {
      wire_put8 (rdata, 255);
      for (guint j = 0; j < 255; j++)
        wire_put8 (rdata, 7);
    }
  wire_put_record (wire, KP_RECORD_TXT, 60, rdata->data, rdata->len);
  wire_set_counts (wire, 1, 0, 0);
  reply = decode (wire, KP_RECORD_TXT, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (strlen (answer_at (reply, 0)->data), ==, 4096);
  g_assert_true (g_str_has_suffix (answer_at (reply, 0)->data, "\\007"));
}

static void
test_decode_ttl (void)
{
  static const struct
  {
    guint32 ttl;
    guint age;
    guint32 expected;
  } cases[] = {
    { 300, 0, 300 },
    { 300, 299, 1 },
    { 300, 300, 0 },
    { 300, G_MAXUINT, 0 },
    { 0x80000000, 0, 0 },
    { 0xffffffff, 10, 0 },
    { 0x7fffffff, 0, 0x7fffffff },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) wire = wire_new (REPLY, HOST, KP_RECORD_A);
      g_autoptr (GError) error = NULL;
      g_autoptr (KpDnsReply) reply = NULL;

      wire_put_record (wire, KP_RECORD_A, cases[i].ttl, "\1\2\3\4", 4);
      wire_set_counts (wire, 1, 0, 0);
      reply = decode (wire, KP_RECORD_A, cases[i].age, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (answer_at (reply, 0)->ttl, ==, cases[i].expected);
    }
}

static void
test_decode_negative (void)
{
  static const struct
  {
    guint32 ttl;
    guint32 minimum;
    guint age;
    guint32 expected;
  } cases[] = { { 3600, 60, 0, 60 },
                { 30, 600, 0, 30 },
                { 30, 600, 20, 10 },
                { 3600, 60, 90, 0 },
                { 0xffffffff, 0xffffffff, 0, 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) wire = wire_new (REPLY | 3, HOST, KP_RECORD_A);
      g_autoptr (GByteArray) soa = g_byte_array_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (KpDnsReply) reply = NULL;

      wire_put_name (soa, "ns.example.com");
      wire_put_name (soa, "root.example.com");
      for (guint j = 0; j < 4; j++)
        wire_put32 (soa, 1);
      wire_put32 (soa, cases[i].minimum);
      wire_put_record (wire, KP_RECORD_SOA, cases[i].ttl, soa->data, soa->len);
      wire_set_counts (wire, 0, 1, 0);
      reply = decode (wire, KP_RECORD_A, cases[i].age, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (reply->rcode, ==, 3);
      g_assert_cmpuint (reply->authority->len, ==, 1);
      g_assert_cmpuint (reply->negative_ttl, ==, cases[i].expected);
    }
}

static void
test_decode_extended_rcode (void)
{
  g_autoptr (GByteArray) wire = wire_new (REPLY, HOST, KP_RECORD_A);
  static const guint8 opt[] = "\0\0\x29\x10\0\1\0\x80\0\0\0";
  g_autoptr (GError) error = NULL;
  g_autoptr (KpDnsReply) reply = NULL;

  wire_put (wire, opt, sizeof opt - 1);
  wire_set_counts (wire, 0, 0, 1);
  reply = decode (wire, KP_RECORD_A, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (reply->rcode, ==, 16); /* BADVERS */
  wire_put (wire, opt, sizeof opt - 1);
  wire_set_counts (wire, 0, 0, 2);
  assert_fails (wire, KP_RECORD_A, KP_DNS_ERROR_MALFORMED, "two OPT records");
}

static KpDnsReply *
chained (const char *const *pairs, KpRecordType type)
{
  KpDnsReply *reply = kp_dns_reply_new (HOST, type);

  for (guint i = 0; pairs[i] != NULL; i += 2)
    g_ptr_array_add (
        reply->answers,
        kp_record_new (g_ascii_isdigit (*pairs[i + 1]) ? KP_RECORD_A : KP_RECORD_CNAME,
                       pairs[i], 60, pairs[i + 1]));
  return reply;
}

static void
test_follow (void)
{
  static const struct
  {
    const char *pairs[8];
    KpRecordType type;
    guint chain;
    guint found;
    gboolean loop;
  } cases[] = {
    { { HOST, "192.0.2.1" }, KP_RECORD_A, 0, 1, FALSE },
    { { "b", "192.0.2.1", "a", "b", HOST, "a" }, KP_RECORD_A, 2, 1, FALSE },
    { { HOST, "a", "c", "192.0.2.1" }, KP_RECORD_A, 1, 0, FALSE },
    { { HOST, "a", "a", HOST }, KP_RECORD_A, 2, 0, TRUE },
    { { HOST, HOST }, KP_RECORD_A, 1, 0, TRUE },
    { { HOST, "a", "a", "b", "b", "a" }, KP_RECORD_A, 3, 0, TRUE },
    { { HOST, "a", "a", "b" }, KP_RECORD_CNAME, 0, 1, FALSE },
    { { "other", "192.0.2.1" }, KP_RECORD_A, 0, 0, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KpDnsReply) reply = chained (cases[i].pairs, cases[i].type);
      g_autoptr (GPtrArray) chain = NULL;
      gboolean loop = FALSE;
      g_autoptr (GPtrArray) found = kp_dns_reply_follow (reply, &chain, &loop);

      g_assert_cmpuint (chain->len, ==, cases[i].chain);
      g_assert_cmpuint (found->len, ==, cases[i].found);
      g_assert_cmpint (loop, ==, cases[i].loop);
    }
}

static void
test_follow_limit (void)
{
  for (guint n = KP_DNS_MAX_CHAIN - 1; n <= KP_DNS_MAX_CHAIN + 1; n++)
    {
      g_autoptr (KpDnsReply) reply = kp_dns_reply_new ("n0", KP_RECORD_A);
      g_autoptr (GPtrArray) found = NULL;
      gboolean loop = FALSE;

      for (guint i = 0; i < n; i++)
        {
          g_autofree char *owner = g_strdup_printf ("n%u", i);
          g_autofree char *target = g_strdup_printf ("n%u", i + 1);

          g_ptr_array_add (reply->answers,
                           kp_record_new (KP_RECORD_CNAME, owner, 60, target));
        }
      found = kp_dns_reply_follow (reply, NULL, &loop);
      g_assert_cmpint (loop, ==, n > KP_DNS_MAX_CHAIN);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/message/encode", test_encode);
  g_test_add_func ("/message/encode-padding", test_encode_padding);
  g_test_add_func ("/message/encode-refuses", test_encode_refuses);
  g_test_add_func ("/message/decode-addresses", test_decode_addresses);
  g_test_add_func ("/message/decode-data", test_decode_data);
  g_test_add_func ("/message/decode-bad-data", test_decode_bad_data);
  g_test_add_func ("/message/decode-name-leaves-record", test_decode_name_leaves_record);
  g_test_add_func ("/message/decode-header", test_decode_header);
  g_test_add_func ("/message/decode-other-question", test_decode_other_question);
  g_test_add_func ("/message/decode-truncated", test_decode_truncated_at_every_length);
  g_test_add_func ("/message/decode-not-dns", test_decode_not_dns);
  g_test_add_func ("/message/decode-many-records", test_decode_many_records);
  g_test_add_func ("/message/decode-passes-over", test_decode_passes_over);
  g_test_add_func ("/message/decode-long-text", test_decode_long_text);
  g_test_add_func ("/message/decode-ttl", test_decode_ttl);
  g_test_add_func ("/message/decode-negative", test_decode_negative);
  g_test_add_func ("/message/decode-extended-rcode", test_decode_extended_rcode);
  g_test_add_func ("/message/follow", test_follow);
  g_test_add_func ("/message/follow-limit", test_follow_limit);
  return g_test_run ();
}
