/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "core/dns/rdata.h"
#include "core/model/sentence.h"

#include <string.h>

#define HEADER_SIZE 12
#define QUESTION_TAIL 4
/* "255 ", a tag of 255 characters and the quotes of its value */
#define DATA_MAX (KP_RDATA_TEXT_MAX + 300)

/* It is shown to people, goes into JSON, and is asked for again. */
static void
check_text (const char *text)
{
  g_autoptr (GString) octets = kp_rdata_unescape (text);

  g_assert_cmpuint (octets->len, <=, strlen (text));
  for (const char *p = text; *p != '\0'; p++)
    g_assert_true (*p >= 0x20 && *p <= 0x7e);
}

static void
check_records (GPtrArray *records)
{
  g_assert_cmpuint (records->len, <=, KP_DNS_MAX_RECORDS);
  for (guint i = 0; i < records->len; i++)
    {
      const KpRecord *record = g_ptr_array_index (records, i);

      g_assert_true (kp_rdata_is_known ((guint) record->type));
      g_assert_cmpuint (record->ttl, <=, G_MAXINT32);
      g_assert_cmpuint (strlen (record->owner), >, 0);
      g_assert_cmpuint (strlen (record->data), <=, DATA_MAX);
      check_text (record->owner);
      check_text (record->data);
    }
}

static void
check_chain (const KpDnsReply *reply)
{
  g_autoptr (GPtrArray) chain = NULL;
  g_autoptr (GPtrArray) found = NULL;
  gboolean loop = FALSE;

  found = kp_dns_reply_follow (reply, &chain, &loop);
  g_assert_cmpuint (chain->len, <=, KP_DNS_MAX_CHAIN + 1);
  g_assert_true (!loop || found->len == 0);
  for (guint i = 0; i < chain->len; i++)
    {
      const KpRecord *alias = g_ptr_array_index (chain, i);
      const char *from =
          i == 0 ? reply->name : ((KpRecord *) g_ptr_array_index (chain, i - 1))->data;

      g_assert_cmpstr (alias->owner, ==, from);
    }
  for (guint i = 0; i < found->len; i++)
    g_assert_cmpint (((KpRecord *) g_ptr_array_index (found, i))->type, ==, reply->type);
}

static void
check_message (GBytes *message, const char *name, KpRecordType type, guint age)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpDnsReply) reply = kp_dns_reply_decode (message, name, type, age, &error);

  g_assert_true ((reply == NULL) == (error != NULL));
  if (reply == NULL)
    {
      g_autofree char *kept = kp_dns_error_keep (error);
      g_autofree char *told = kp_sentence_tell (kept);

      g_assert_cmpuint (error->domain, ==, KP_DNS_ERROR);
      g_assert_true (*kept == '\t');
      g_assert_cmpstr (told, ==, error->message);
      return;
    }
  g_assert_cmpuint (reply->rcode, <, 4096);
  check_records (reply->answers);
  check_records (reply->authority);
  check_chain (reply);
}

/* A message is taken for the answer to whatever it says was asked, so that mutations get
 * past its question. */
static void
check_as_its_own (GBytes *message)
{
  KpWire wire;
  gsize offset = HEADER_SIZE;
  g_autofree char *name = NULL;

  wire.octets = g_bytes_get_data (message, &wire.size);
  if (wire.size < HEADER_SIZE)
    return;
  name = kp_wire_read_name (&wire, &offset, NULL);
  if (name == NULL || wire.size - offset < QUESTION_TAIL)
    return;
  check_message (message, name, wire.octets[offset] << 8 | wire.octets[offset + 1],
                 wire.octets[wire.size - 1]);
}

static void
check_rdata (GBytes *message)
{
  static const KpRecordType types[] = {
    KP_RECORD_A,   KP_RECORD_NS,   KP_RECORD_CNAME, KP_RECORD_SOA, KP_RECORD_MX,
    KP_RECORD_TXT, KP_RECORD_AAAA, KP_RECORD_DNAME, KP_RECORD_CAA,
  };
  KpWire wire;

  wire.octets = g_bytes_get_data (message, &wire.size);
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = kp_rdata_to_text (types[i], &wire, 0, wire.size, &error);

      g_assert_true ((text == NULL) == (error != NULL));
      if (text != NULL)
        check_text (text);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree guint8 *octets = g_memdup2 (data, size);
  g_autoptr (GBytes) message = NULL;

  /* Every other id is refused at once. */
  if (size >= 2 && octets[0] < 0x80)
    octets[0] = octets[1] = 0;
  message = g_bytes_new (octets, size);
  check_message (message, "www.example.com", KP_RECORD_A, 0);
  check_as_its_own (message);
  check_rdata (message);
  return 0;
}
