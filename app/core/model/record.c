/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/record.h"

G_DEFINE_BOXED_TYPE (KpRecord, kp_record, kp_record_ref, kp_record_unref)

KpRecord *
kp_record_new (KpRecordType type, const char *owner, guint32 ttl, const char *data)
{
  KpRecord *self = g_atomic_rc_box_new0 (KpRecord);

  self->type = type;
  self->owner = g_strdup (owner);
  self->ttl = ttl;
  self->data = g_strdup (data);
  return self;
}

KpRecord *
kp_record_ref (KpRecord *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  KpRecord *self = data;

  g_free (self->owner);
  g_free (self->data);
}

void
kp_record_unref (KpRecord *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

const char *
kp_record_type_to_string (KpRecordType type)
{
  char other[16];

  switch (type)
    {
    case KP_RECORD_A:
      return "A";
    case KP_RECORD_NS:
      return "NS";
    case KP_RECORD_CNAME:
      return "CNAME";
    case KP_RECORD_SOA:
      return "SOA";
    case KP_RECORD_MX:
      return "MX";
    case KP_RECORD_TXT:
      return "TXT";
    case KP_RECORD_AAAA:
      return "AAAA";
    case KP_RECORD_DNAME:
      return "DNAME";
    case KP_RECORD_OPT:
      return "OPT";
    case KP_RECORD_CAA:
      return "CAA";
    default:
      /* RFC 3597 section 5. Interned: at most 65,536 of them. */
      g_snprintf (other, sizeof other, "TYPE%u", (guint) type & 0xffff);
      return g_intern_string (other);
    }
}
