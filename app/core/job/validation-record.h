/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/job/job-error.h"

G_BEGIN_DECLS

/** KP_VALIDATION_RECORD_MAX_TEXT: octets of what may be pasted */
#define KP_VALIDATION_RECORD_MAX_TEXT (64 * 1024)
/** KP_VALIDATION_RECORD_MAX_VALUE: characters of a record's value */
#define KP_VALIDATION_RECORD_MAX_VALUE 2000

/**
 * KpValidationRecord:
 * @name: where it is to be made: in full, A-label, lower case, without its final dot
 * @type: "TXT" or "CNAME"
 * @value: what it is to say: the text without quotes, or a name as @name
 *
 * The record by which a CA sees that a name may be certified (CA/Browser Forum Baseline
 * Requirements, 3.2.2.4.7). An owned value.
 */
typedef struct
{
  char *name;
  char *type;
  char *value;
} KpValidationRecord;

/** kp_validation_record_free: Frees @self; %NULL is fine. */
void kp_validation_record_free (KpValidationRecord *self);
/**
 * kp_validation_record_parse:
 * @text: what a CA's mail or shop says: a line of a zone file, "Host: …", a table; of any
 *   octets
 * @host: what the certificate is for (A-label)
 * @zone: (nullable): the DNS zone that holds it; %NULL for the guess by the name
 * @error: %KP_JOB_ERROR_MISSING names what is not there, %KP_JOB_ERROR_REFUSED what can't
 * be taken: another type, a name that proves nothing for @host, several records
 *
 * Pure; any thread.
 *
 * Returns: (transfer full) (nullable): the record
 */
KpValidationRecord *kp_validation_record_parse (const char *text, const char *host,
                                                const char *zone, GError **error);
/** kp_validation_record_format_zone_line: Pure. Returns: (transfer full): as a line of a
 * zone file (RFC 1035 section 5.1): a TXT in strings of at most 255 octets */
char *kp_validation_record_format_zone_line (const KpValidationRecord *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpValidationRecord, kp_validation_record_free)

G_END_DECLS
