/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <string.h>

#include "core/base/json.h"
#include "core/helpdesk/rt-answer.h"
#include "core/helpdesk/rt-call.h"
#include "core/helpdesk/rt-read.h"

#define MOST 500

static void
check_row (JsonObject *row)
{
  g_autoptr (KpRtEvent) event = kp_rt_read_event (row);
  g_autoptr (KpRtPart) part = kp_rt_read_part (row);

  if (event != NULL)
    {
      g_assert_true (kp_rt_is_number (event->id));
      g_assert_true (g_utf8_validate (event->author, -1, NULL));
    }
  if (part != NULL)
    {
      g_assert_true (kp_rt_is_number (part->id) && kp_rt_is_number (part->event));
      g_assert_true (g_utf8_validate (part->name, -1, NULL));
      g_assert_null (strpbrk (part->name, "\r\n"));
    }
}

static void
check_object (JsonObject *object)
{
  g_autoptr (GPtrArray) fields = kp_rt_read_fields (object);
  g_auto (GStrv) names = kp_rt_read_field_names (object);
  g_autoptr (GBytes) content = kp_rt_read_content (object);
  g_autofree char *id = kp_rt_read_id (object, "id");
  guint length = 0;
  JsonArray *items = kp_json_get_array (object, "items", 100, &length);

  g_assert_true (id == NULL || kp_rt_is_number (id));
  g_assert_nonnull (names);
  (void) kp_rt_has_link (object, "create");
  check_row (object);
  for (guint i = 0; items != NULL && i < length; i++)
    {
      JsonObject *row = kp_json_array_get_object (items, i);

      if (row != NULL)
        check_row (row);
    }
}

/* Words of the helpdesk fit on one line; what can't be read has none. */
static void
check_words (const uint8_t *data, size_t size)
{
  KpNetAnswer answer = { .status = 400, .content_type = (char *) "application/json" };
  g_autoptr (GBytes) body = g_bytes_new (data, size);
  g_autofree char *words = NULL;
  g_autoptr (GError) error = NULL;

  answer.body = body;
  words = kp_rt_answer_get_words (&answer);
  g_assert_true (words == NULL
                 || (g_utf8_validate (words, -1, NULL) && strpbrk (words, "\r\n") == NULL));
  g_assert_false (kp_rt_answer_judge (&answer, "rt.example.com", TRUE, &error));
  g_assert_nonnull (error);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (JsonObject) object =
      kp_json_parse ((const char *) data, (gssize) size, 1024 * 1024, NULL, NULL);
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *plain = kp_rt_text_from_html (text, MOST);

  g_assert_true (g_utf8_validate (plain, -1, NULL));
  /* A character that is cut becomes a longer one. */
  g_assert_cmpuint (strlen (plain), <=, 3 * MOST);
  check_words (data, size);
  if (object != NULL)
    check_object (object);
  return 0;
}
