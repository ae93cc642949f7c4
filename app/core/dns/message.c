/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/dns/message.h"

#include "core/dns/rdata.h"
#include "core/dns/wire.h"
#include "core/model/sentence.h"

#include <arpa/nameser.h>
#include <string.h>

/* Header: RD asks the resolver to do the work; AD asks for its verdict on DNSSEC (RFC 6840
 * section 5.7); CD takes what fails it. */
#define FLAG_QR 0x8000
#define FLAG_OPCODE 0x7800
#define FLAG_TC 0x0200
#define FLAG_RD 0x0100
#define FLAG_AD 0x0020
#define FLAG_CD 0x0010
#define RCODE_MASK 0x000f

#define OPT_SIZE 11
#define OPTION_HEADER 4
#define OPTION_PADDING 12
#define EDNS_DO 0x8000
#define EDNS_UDP_SIZE 4096
#define PADDING_BLOCK 128

G_STATIC_ASSERT (KP_DNS_QUERY_MAX % PADDING_BLOCK == 0);
G_STATIC_ASSERT (NS_HFIXEDSZ + NS_MAXCDNAME + NS_QFIXEDSZ + OPT_SIZE + OPTION_HEADER
                 <= KP_DNS_QUERY_MAX);

static guint8 *
put16 (guint8 *p, guint value)
{
  p[0] = (guint8) (value >> 8);
  p[1] = (guint8) value;
  return p + 2;
}

static guint8 *
put_name (guint8 *p, const char *name)
{
  const char *label = name;
  guint8 *start = p;

  if (*name == '\0')
    return NULL;
  for (;;)
    {
      gsize length = strcspn (label, ".");

      if (length == 0 || length > NS_MAXLABEL || p - start + length + 2 > NS_MAXCDNAME)
        return NULL;
      *p++ = (guint8) length;
      for (gsize i = 0; i < length; i++)
        {
          /* An escape of a name out of an answer is not asked for again. */
          if (!g_ascii_isgraph (label[i]) || label[i] == '\\')
            return NULL;
          *p++ = (guint8) label[i];
        }
      label += length;
      if (*label++ == '\0')
        break;
    }
  *p++ = 0;
  return p;
}

gsize
kp_dns_query_write (guint8 *buffer, const char *name, KpRecordType type,
                    gboolean checking_disabled, GError **error)
{
  guint8 *p = buffer;
  gsize used = 0;
  gsize padded = 0;

  memset (buffer, 0, KP_DNS_QUERY_MAX);
  /* Id 0, so that HTTP caches know the same question again (RFC 8484 section 4.1). */
  p = put16 (p, 0);
  p = put16 (p, FLAG_RD | FLAG_AD | (checking_disabled ? FLAG_CD : 0));
  p = put16 (p, 1);
  p = put16 (p, 0);
  p = put16 (p, 0);
  p = put16 (p, 1);
  p = put_name (p, name);
  if (p == NULL)
    {
      g_propagate_error (
          error, kp_dns_error_new (KP_DNS_ERROR_NAME,
                                   kp_sentence_keep (KP_SENTENCE_DNS_NAME, name, NULL)));
      return 0;
    }
  p = put16 (p, type);
  p = put16 (p, ns_c_in);

  *p++ = 0; /* the root owns the OPT record (RFC 6891 section 6.1.2) */
  p = put16 (p, KP_RECORD_OPT);
  p = put16 (p, EDNS_UDP_SIZE);
  p = put16 (p, 0);
  p = put16 (p, EDNS_DO);
  used = p - buffer + 2 + OPTION_HEADER;
  padded = (used + PADDING_BLOCK - 1) / PADDING_BLOCK * PADDING_BLOCK;
  p = put16 (p, OPTION_HEADER + padded - used);
  p = put16 (p, OPTION_PADDING);
  put16 (p, padded - used);
  return padded;
}

GBytes *
kp_dns_query_encode (const char *name, KpRecordType type, gboolean checking_disabled,
                     GError **error)
{
  guint8 buffer[KP_DNS_QUERY_MAX];
  gsize size = kp_dns_query_write (buffer, name, type, checking_disabled, error);

  return size > 0 ? g_bytes_new (buffer, size) : NULL;
}

/* Proves that the records fill the message exactly, before anything else reads it. */
static gboolean
check_shape (const KpWire *wire, GError **error)
{
  gsize offset = NS_HFIXEDSZ;
  guint records = 0;

  for (int section = ns_s_qd; section < ns_s_max; section++)
    {
      guint count = ns_get16 (wire->octets + 4 + 2 * section);

      records += section != ns_s_qd ? count : 0;
      if (records > KP_DNS_MAX_RECORDS)
        return kp_wire_fail_malformed (error, "more than %d records", KP_DNS_MAX_RECORDS);
      for (guint i = 0; i < count; i++)
        {
          gsize fixed = section == ns_s_qd ? NS_QFIXEDSZ : NS_RRFIXEDSZ;
          gsize length = 0;

          if (!kp_wire_skip_name (wire, &offset, error))
            return FALSE;
          if (wire->size - offset < fixed)
            return kp_wire_fail_short (wire->size, error);
          if (section != ns_s_qd)
            length = ns_get16 (wire->octets + offset + fixed - 2);
          offset += fixed;
          if (wire->size - offset < length)
            return kp_wire_fail_short (wire->size, error);
          offset += length;
        }
    }
  if (offset != wire->size)
    return kp_wire_fail_malformed (error, "%zu octets after the last record",
                                   wire->size - offset);
  return TRUE;
}

static gboolean
fail_other_question (GError **error)
{
  g_propagate_error (
      error, kp_dns_error_new (KP_DNS_ERROR_MISMATCH,
                               kp_sentence_keep (KP_SENTENCE_DNS_OTHER_QUESTION, NULL)));
  return FALSE;
}

static gboolean
check_header (const KpWire *wire, GError **error)
{
  guint id = 0;
  guint flags = 0;

  if (wire->size < NS_HFIXEDSZ)
    return kp_wire_fail_short (wire->size, error);
  if (wire->size > KP_DNS_MESSAGE_MAX)
    return kp_wire_fail_malformed (error, "%zu octets", wire->size);
  id = ns_get16 (wire->octets);
  flags = ns_get16 (wire->octets + 2);
  if (id != 0)
    {
      g_propagate_error (error, kp_dns_error_new (KP_DNS_ERROR_MISMATCH,
                                                  kp_sentence_keep_number (
                                                      KP_SENTENCE_DNS_OTHER_ID, NULL, id)));
      return FALSE;
    }
  if ((flags & FLAG_QR) == 0)
    return kp_wire_fail_malformed (error, "a question, not an answer");
  if ((flags & FLAG_OPCODE) != 0)
    return kp_wire_fail_malformed (error, "opcode %u", (flags & FLAG_OPCODE) >> 11);
  if ((flags & FLAG_TC) != 0)
    {
      g_propagate_error (error,
                         kp_dns_error_new (KP_DNS_ERROR_TRUNCATED,
                                           kp_sentence_keep (KP_SENTENCE_DNS_CUT, NULL)));
      return FALSE;
    }
  return ns_get16 (wire->octets + 4) == 1 || fail_other_question (error);
}

static gboolean
check_question (const KpWire *wire, const KpDnsReply *reply, GError **error)
{
  gsize offset = NS_HFIXEDSZ;
  g_autofree char *name = NULL;

  name = kp_wire_read_name (wire, &offset, error);
  if (name == NULL)
    return FALSE;
  if (g_ascii_strcasecmp (name, reply->name) == 0
      && ns_get16 (wire->octets + offset) == (guint) reply->type
      && ns_get16 (wire->octets + offset + 2) == ns_c_in)
    return TRUE;
  return fail_other_question (error);
}

/* RFC 2181 section 8: a TTL with its top bit set counts as 0. */
static guint32
ttl_of (const ns_rr *rr, guint age)
{
  guint32 ttl = ns_rr_ttl (*rr);

  if (ttl > G_MAXINT32)
    return 0;
  return ttl > age ? ttl - age : 0;
}

/* RFC 2308 section 5. The smaller of both as they came is what the resolver counts down. */
static void
note_negative_ttl (KpDnsReply *reply, const ns_rr *rr)
{
  guint32 minimum = ns_get32 (ns_rr_rdata (*rr) + ns_rr_rdlen (*rr) - NS_INT32SZ);
  guint32 least = MIN (minimum, (guint32) ns_rr_ttl (*rr));

  if (least > G_MAXINT32)
    least = 0;
  reply->negative_ttl = least > reply->age_applied ? least - reply->age_applied : 0;
}

static gboolean
read_record (KpDnsReply *reply, const KpWire *wire, ns_sect section, const ns_rr *rr,
             gsize start, GError **error)
{
  gboolean is_answer = section == ns_s_an;
  guint type = ns_rr_type (*rr);
  g_autofree char *owner = NULL;
  g_autofree char *data = NULL;

  if (ns_rr_class (*rr) != ns_c_in)
    return TRUE;
  if (is_answer ? !kp_rdata_is_known (type) : (type != ns_t_soa && type != ns_t_ns))
    return TRUE;
  owner = kp_wire_read_name (wire, &start, error);
  if (owner == NULL)
    return FALSE;
  data = kp_rdata_to_text (type, wire, ns_rr_rdata (*rr) - wire->octets, ns_rr_rdlen (*rr),
                           error);
  if (data == NULL)
    return FALSE;
  if (!is_answer && type == ns_t_soa && reply->negative_ttl == 0)
    note_negative_ttl (reply, rr);
  g_ptr_array_add (is_answer ? reply->answers : reply->authority,
                   kp_record_new (type, owner, ttl_of (rr, reply->age_applied), data));
  return TRUE;
}

static gboolean
read_section (KpDnsReply *reply, const KpWire *wire, ns_msg *message, ns_sect section,
              gsize *start, GError **error)
{
  gboolean has_opt = FALSE;

  for (int i = 0; i < ns_msg_count (*message, section); i++)
    {
      ns_rr rr;

      if (ns_parserr (message, section, i, &rr) != 0)
        return kp_wire_fail_malformed (error, "bad record %d of section %d", i, section);
      if (section == ns_s_ar && ns_rr_type (rr) == ns_t_opt)
        {
          if (has_opt)
            return kp_wire_fail_malformed (error, "more than one OPT record");
          has_opt = TRUE;
          /* The upper eight bits of the RCODE (RFC 6891 section 6.1.3). */
          reply->rcode |= (ns_rr_ttl (rr) >> 24) << 4;
        }
      else if (section != ns_s_ar
               && !read_record (reply, wire, section, &rr, *start, error))
        return FALSE;
      *start = ns_rr_rdata (rr) + ns_rr_rdlen (rr) - wire->octets;
    }
  return TRUE;
}

KpDnsReply *
kp_dns_reply_decode (GBytes *message, const char *name, KpRecordType type, guint age,
                     GError **error)
{
  static const ns_sect sections[] = { ns_s_an, ns_s_ns, ns_s_ar };
  g_autoptr (KpDnsReply) reply = kp_dns_reply_new (name, type);
  KpWire wire;
  ns_msg parsed;
  gsize start = NS_HFIXEDSZ;

  wire.octets = g_bytes_get_data (message, &wire.size);
  reply->age_applied = age;
  if (!check_header (&wire, error) || !check_shape (&wire, error)
      || !check_question (&wire, reply, error))
    return NULL;
  if (ns_initparse (wire.octets, (int) wire.size, &parsed) != 0)
    {
      kp_wire_fail_malformed (error, "bad sections");
      return NULL;
    }
  reply->rcode = ns_get16 (wire.octets + 2) & RCODE_MASK;
  reply->authenticated = (ns_get16 (wire.octets + 2) & FLAG_AD) != 0;
  if (!kp_wire_skip_name (&wire, &start, error))
    return NULL;
  start += NS_QFIXEDSZ;
  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    if (!read_section (reply, &wire, &parsed, sections[i], &start, error))
      return NULL;
  return g_steal_pointer (&reply);
}
