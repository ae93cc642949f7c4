/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/** KpRecordType: the types of resource record that Keyplate reads, by their number in the
 * IANA registry */
typedef enum
{
  KP_RECORD_A = 1,
  KP_RECORD_NS = 2,
  KP_RECORD_CNAME = 5,
  KP_RECORD_SOA = 6,
  KP_RECORD_MX = 15,
  KP_RECORD_TXT = 16,
  KP_RECORD_AAAA = 28,
  KP_RECORD_DNAME = 39,
  KP_RECORD_OPT = 41,
  KP_RECORD_CAA = 257,
} KpRecordType;

/**
 * KpRecord:
 * @type: what kind
 * @owner: its name: lower case, no final dot; characters outside printable ASCII as \DDD
 * (RFC 1035 section 5.1)
 * @ttl: seconds it may still be kept, the HTTP age already taken off
 * @data: presentation form. Names lower case without final dot; A and AAAA as inet_ntop()
 * writes them; CAA as `FLAGS TAG "VALUE"`; MX as `PREFERENCE NAME`; SOA as `MNAME RNAME
 * SERIAL REFRESH RETRY EXPIRE MINIMUM`; TXT as its strings joined, at most 4,096
 * characters, control characters as \DDD
 *
 * One resource record as a resolver gave it. Immutable; reference counted.
 */
typedef struct
{
  KpRecordType type;
  guint32 ttl;
  char *owner;
  char *data;
} KpRecord;

#define KP_TYPE_RECORD (kp_record_get_type ())
GType kp_record_get_type (void);

/** kp_record_new: Returns: (transfer full): a record with copies of @owner and @data */
KpRecord *kp_record_new (KpRecordType type, const char *owner, guint32 ttl,
                         const char *data);
/** kp_record_ref: Returns: (transfer full): @self with one more reference */
KpRecord *kp_record_ref (KpRecord *self);
/** kp_record_unref: Drops a reference. */
void kp_record_unref (KpRecord *self);
/** kp_record_type_to_string: Returns: (transfer none): "A", "CNAME" …, or "TYPE99" */
const char *kp_record_type_to_string (KpRecordType type);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpRecord, kp_record_unref)

G_END_DECLS
