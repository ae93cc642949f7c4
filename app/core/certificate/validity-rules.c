/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/validity-rules.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core-resources.h"
#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/time-text.h"

#define FILE_NAME "validity.json"
#define RESOURCE_PATH "/io/github/keyplate_app/Keyplate/core/rules/" FILE_NAME
#define MAX_SIZE (64 * 1024)
#define MAX_PERIODS 50
/* Longer than any public certificate ever was. */
#define MAX_DAYS 3660
#define DATE_LENGTH 10

typedef struct
{
  gint64 from; /* G_MININT64 for the first */
  guint days;
} Period;

struct _KpValidityRules
{
  GArray *periods; /* of Period, the earliest first; never empty */
  gint64 client_purpose_ends;
};

/* What a file is read with: on the stack of whoever reads it. */
typedef struct
{
  const char *file_name;
  GHashTable *lines;
} Reader;

G_GNUC_PRINTF (5, 6)
static gboolean
fail (const Reader *reader, JsonObject *object, const char *member, GError **error,
      const char *format, ...)
{
  g_autofree char *reason = NULL;
  va_list args;

  va_start (args, format);
  reason = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s:%u: %s", reader->file_name,
               MAX (kp_json_get_line (reader->lines, object, member), 1), reason);
  return FALSE;
}

static gboolean
read_date (const Reader *reader, JsonObject *object, const char *member, gint64 *time,
           GError **error)
{
  const char *text = kp_json_get_string (object, member, DATE_LENGTH);
  g_autofree char *midnight = text != NULL ? g_strconcat (text, "T00:00:00Z", NULL) : NULL;

  if (text != NULL && strlen (text) == DATE_LENGTH && kp_time_from_rfc3339 (midnight, time))
    return TRUE;
  return fail (reader, object, member, error,
               /* Translators: %s is the name of a member of a JSON file. */
               _ ("“%s” must be a date like 2027-03-15"), member);
}

static gboolean
add_period (KpValidityRules *self, const Reader *reader, JsonObject *parent,
            JsonObject *object, GError **error)
{
  const Period *last = self->periods->len > 0
                           ? &g_array_index (self->periods, Period, self->periods->len - 1)
                           : NULL;
  Period period = { .from = G_MININT64 };

  if (object == NULL)
    return fail (reader, parent, "periods", error, _ ("a period must be an object"));
  period.days = (guint) kp_json_get_int (object, "days", 1, MAX_DAYS, 0);
  if (period.days == 0)
    return fail (reader, object, "days", error,
                 /* Translators: %d is a number of days. */
                 _ ("“days” must be a whole number from 1 to %d"), MAX_DAYS);
  if (last == NULL && json_object_has_member (object, "from"))
    return fail (reader, object, "from", error,
                 _ ("the first period has no “from”: it is for all the time before"));
  if (last != NULL && !read_date (reader, object, "from", &period.from, error))
    return FALSE;
  if (last != NULL && period.from <= last->from)
    return fail (reader, object, "from", error,
                 _ ("periods must be in order, each later than the one before"));
  g_array_append_val (self->periods, period);
  return TRUE;
}

static gboolean
read_rules (KpValidityRules *self, const Reader *reader, JsonObject *object, GError **error)
{
  guint length = 0;
  JsonArray *array = kp_json_get_array (object, "periods", MAX_PERIODS + 1, &length);

  if (length == 0 || length > MAX_PERIODS)
    return fail (reader, object, "periods", error,
                 /* Translators: %d is a number of periods. */
                 _ ("“periods” must be a list of 1 to %d periods"), MAX_PERIODS);
  for (guint i = 0; i < length; i++)
    if (!add_period (self, reader, object, kp_json_array_get_object (array, i), error))
      return FALSE;
  return read_date (reader, object, "client-purpose-ends", &self->client_purpose_ends,
                    error);
}

static const Period *
find_period (const KpValidityRules *self, gint64 issued_at)
{
  guint i = self->periods->len - 1;

  while (i > 0 && g_array_index (self->periods, Period, i).from > issued_at)
    i--;
  return &g_array_index (self->periods, Period, i);
}

static KpValidityRules *
load (void)
{
  g_autoptr (GBytes) data = g_resource_lookup_data (kp_core_get_resource (), RESOURCE_PATH,
                                                    G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (GError) error = NULL;
  KpValidityRules *self;

  g_assert (data != NULL);
  self = kp_validity_rules_new_from_json (
      g_bytes_get_data (data, NULL), (gssize) g_bytes_get_size (data), FILE_NAME, &error);
  /* Of this program, and tested. */
  if (self == NULL)
    g_debug ("%s", error->message);
  g_assert (self != NULL);
  return self;
}

const KpValidityRules *
kp_validity_rules_get_default (void)
{
  static KpValidityRules *rules;

  if (g_once_init_enter (&rules))
    g_once_init_leave (&rules, load ());
  return rules;
}

KpValidityRules *
kp_validity_rules_new_from_json (const char *json, gssize length, const char *file_name,
                                 GError **error)
{
  g_autoptr (KpValidityRules) self = NULL;
  g_autoptr (GHashTable) lines = NULL;
  g_autoptr (JsonObject) object = NULL;
  Reader reader = { .file_name = file_name };

  g_return_val_if_fail (json != NULL && file_name != NULL, NULL);

  object = kp_json_parse_with_lines (json, length, MAX_SIZE, file_name, &lines, error);
  if (object == NULL)
    return NULL;
  reader.lines = lines;
  self = g_new0 (KpValidityRules, 1);
  self->periods = g_array_new (FALSE, FALSE, sizeof (Period));
  return read_rules (self, &reader, object, error) ? g_steal_pointer (&self) : NULL;
}

void
kp_validity_rules_free (KpValidityRules *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->periods);
  g_free (self);
}

guint
kp_validity_rules_max_days (const KpValidityRules *self, gint64 issued_at)
{
  g_return_val_if_fail (self != NULL, 0);

  return find_period (self, issued_at)->days;
}

gboolean
kp_validity_rules_allow (const KpValidityRules *self, gint64 not_before, gint64 not_after)
{
  g_return_val_if_fail (self != NULL, FALSE);

  /* Both ends count, so the difference is one second less than the whole; unsigned, as the
   * dates are those of a hostile certificate. */
  return not_after < not_before
         || (guint64) not_after - (guint64) not_before
                < (guint64) KP_DAY * find_period (self, not_before)->days;
}

gint64
kp_validity_rules_next_change (const KpValidityRules *self, gint64 now, guint *days)
{
  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 1; i < self->periods->len; i++)
    {
      const Period *period = &g_array_index (self->periods, Period, i);

      if (period->from <= now)
        continue;
      if (days != NULL)
        *days = period->days;
      return period->from;
    }
  return 0;
}

gint64
kp_validity_rules_client_purpose_ends (const KpValidityRules *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->client_purpose_ends;
}
