/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/request.h"

#include <glib/gi18n.h>

#include "core/model/sentence.h"

enum
{
  PROP_ID = 1,
  PROP_SITE_ID,
  PROP_JOB_ID,
  PROP_CREATED_AT,
  PROP_STATE_AT,
  PROP_NEXT_AT,
  PROP_CLAIMED_AT,
  PROP_RECEIVED_AT,
  PROP_REVISION,
  PROP_UNSEEN,
  PROP_STATE,
  PROP_PRIORITY,
  PROP_REASON_CODE,
  PROP_TRIES,
  PROP_SITE,
  PROP_PROVIDER,
  PROP_CHANNEL,
  PROP_REFERENCE,
  PROP_SUBJECT,
  PROP_BODY,
  PROP_TICKET,
  PROP_NUMBER,
  PROP_URL,
  PROP_REASON,
  PROP_CLAIMED_BY,
  PROP_FIELDS,
  PROP_ATTACHMENTS,
  N_PROPERTIES,
};

#define FIRST_NUMBER PROP_ID
#define FIRST_WORD PROP_STATE
#define LAST_NUMBER PROP_TRIES
#define N_NUMBERS (LAST_NUMBER - FIRST_NUMBER + 1)
#define FIRST_TEXT PROP_SITE
#define LAST_TEXT PROP_CLAIMED_BY
#define N_TEXTS (LAST_TEXT - FIRST_TEXT + 1)

struct _KpRequest
{
  GObject parent;

  gint64 numbers[N_NUMBERS]; /* by property, from FIRST_NUMBER on */
  char *texts[N_TEXTS];      /* from FIRST_TEXT on; never %NULL */
  GPtrArray *fields;
  GPtrArray *attachments;
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (KpRequest, kp_request, G_TYPE_OBJECT)

static void
set_number (KpRequest *self, guint property, gint64 number)
{
  if (self->numbers[property - FIRST_NUMBER] == number)
    return;
  self->numbers[property - FIRST_NUMBER] = number;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static gint64
get_number (KpRequest *self, guint property)
{
  g_return_val_if_fail (KP_IS_REQUEST (self), 0);

  return self->numbers[property - FIRST_NUMBER];
}

static void
set_text (KpRequest *self, guint property, const char *text)
{
  char **place = &self->texts[property - FIRST_TEXT];

  if (text == NULL)
    text = "";
  if (g_str_equal (*place, text))
    return;
  g_free (*place);
  *place = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static const char *
get_text (KpRequest *self, guint property)
{
  g_return_val_if_fail (KP_IS_REQUEST (self), "");

  return self->texts[property - FIRST_TEXT];
}

static void
set_fields (KpRequest *self, GPtrArray *fields)
{
  g_return_if_fail (fields != NULL);

  if (self->fields == fields || kp_request_field_list_equal (self->fields, fields))
    return;
  g_ptr_array_unref (self->fields);
  self->fields = kp_request_field_list_copy (fields);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FIELDS]);
}

/* The same files, and none of @b has a content that @a lacks. */
static gboolean
covers (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      const KpAttachment *one = g_ptr_array_index (a, i);
      const KpAttachment *other = g_ptr_array_index (b, i);

      if (one->id != other->id || !g_str_equal (one->sha256, other->sha256)
          || !g_str_equal (one->name, other->name) || !g_str_equal (one->type, other->type)
          || (one->content == NULL && other->content != NULL))
        return FALSE;
    }
  return TRUE;
}

static void
set_attachments (KpRequest *self, GPtrArray *attachments)
{
  g_return_if_fail (attachments != NULL);

  if (self->attachments == attachments || covers (self->attachments, attachments))
    return;
  g_ptr_array_unref (self->attachments);
  self->attachments = kp_attachment_list_new ();
  for (guint i = 0; i < attachments->len; i++)
    g_ptr_array_add (self->attachments,
                     kp_attachment_ref (g_ptr_array_index (attachments, i)));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ATTACHMENTS]);
}

static void
kp_request_finalize (GObject *object)
{
  KpRequest *self = KP_REQUEST (object);

  for (guint i = 0; i < N_TEXTS; i++)
    g_free (self->texts[i]);
  g_ptr_array_unref (self->fields);
  g_ptr_array_unref (self->attachments);

  G_OBJECT_CLASS (kp_request_parent_class)->finalize (object);
}

static void
kp_request_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KpRequest *self = KP_REQUEST (object);

  if (id >= FIRST_WORD && id <= LAST_NUMBER)
    g_value_set_int (value, (int) self->numbers[id - FIRST_NUMBER]);
  else if (id >= FIRST_NUMBER && id < FIRST_WORD)
    g_value_set_int64 (value, self->numbers[id - FIRST_NUMBER]);
  else if (id >= FIRST_TEXT && id <= LAST_TEXT)
    g_value_set_string (value, self->texts[id - FIRST_TEXT]);
  else if (id == PROP_FIELDS)
    g_value_set_boxed (value, self->fields);
  else if (id == PROP_ATTACHMENTS)
    g_value_set_boxed (value, self->attachments);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kp_request_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  KpRequest *self = KP_REQUEST (object);

  if (id >= FIRST_WORD && id <= LAST_NUMBER)
    set_number (self, id, g_value_get_int (value));
  else if (id >= FIRST_NUMBER && id < FIRST_WORD)
    set_number (self, id, g_value_get_int64 (value));
  else if (id >= FIRST_TEXT && id <= LAST_TEXT)
    set_text (self, id, g_value_get_string (value));
  else if (id == PROP_FIELDS)
    set_fields (self, g_value_get_boxed (value));
  else if (id == PROP_ATTACHMENTS)
    set_attachments (self, g_value_get_boxed (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kp_request_class_init (KpRequestClass *klass)
{
  static const char *const numbers[] = {
    [PROP_ID] = "id",
    [PROP_SITE_ID] = "site-id",
    [PROP_JOB_ID] = "job-id",
    [PROP_CREATED_AT] = "created-at",
    [PROP_STATE_AT] = "state-at",
    [PROP_NEXT_AT] = "next-at",
    [PROP_CLAIMED_AT] = "claimed-at",
    [PROP_RECEIVED_AT] = "received-at",
    [PROP_REVISION] = "revision",
    [PROP_UNSEEN] = "unseen",
    [PROP_STATE] = "state",
    [PROP_PRIORITY] = "priority",
    [PROP_REASON_CODE] = "reason-code",
    [PROP_TRIES] = "tries",
  };
  static const char *const texts[N_TEXTS] = {
    "site",   "provider", "channel", "reference", "subject",    "body",
    "ticket", "number",   "url",     "reason",    "claimed-by",
  };
  const GParamFlags flags =
      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = kp_request_finalize;
  object_class->get_property = kp_request_get_property;
  object_class->set_property = kp_request_set_property;

  for (guint i = FIRST_NUMBER; i <= LAST_NUMBER; i++)
    properties[i] =
        i < FIRST_WORD
            ? g_param_spec_int64 (numbers[i], NULL, NULL, 0, G_MAXINT64, 0, flags)
            : g_param_spec_int (numbers[i], NULL, NULL, 0, G_MAXINT, 0, flags);
  for (guint i = 0; i < N_TEXTS; i++)
    properties[FIRST_TEXT + i] = g_param_spec_string (texts[i], NULL, NULL, "", flags);
  properties[PROP_FIELDS] =
      g_param_spec_boxed ("fields", NULL, NULL, G_TYPE_PTR_ARRAY, flags);
  properties[PROP_ATTACHMENTS] =
      g_param_spec_boxed ("attachments", NULL, NULL, G_TYPE_PTR_ARRAY, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
kp_request_init (KpRequest *self)
{
  for (guint i = 0; i < N_TEXTS; i++)
    self->texts[i] = g_strdup ("");
  self->numbers[PROP_STATE - FIRST_NUMBER] = KP_REQUEST_DRAFT;
  self->numbers[PROP_PRIORITY - FIRST_NUMBER] = KP_PRIORITY_NORMAL;
  self->fields = kp_request_field_list_new ();
  self->attachments = kp_attachment_list_new ();
}

KpRequest *
kp_request_new (void)
{
  return g_object_new (KP_TYPE_REQUEST, NULL);
}

KpRequest *
kp_request_copy (KpRequest *self)
{
  KpRequest *copy;

  g_return_val_if_fail (KP_IS_REQUEST (self), NULL);

  copy = kp_request_new ();
  kp_request_assign (copy, self);
  return copy;
}

void
kp_request_assign (KpRequest *self, KpRequest *source)
{
  g_return_if_fail (KP_IS_REQUEST (self));
  g_return_if_fail (KP_IS_REQUEST (source));

  if (self == source)
    return;
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 0; i < N_NUMBERS; i++)
    set_number (self, FIRST_NUMBER + i, source->numbers[i]);
  for (guint i = 0; i < N_TEXTS; i++)
    set_text (self, FIRST_TEXT + i, source->texts[i]);
  set_fields (self, source->fields);
  set_attachments (self, source->attachments);
  g_object_thaw_notify (G_OBJECT (self));
}

gint64
kp_request_get_id (KpRequest *self)
{
  return get_number (self, PROP_ID);
}

gint64
kp_request_get_site_id (KpRequest *self)
{
  return get_number (self, PROP_SITE_ID);
}

gint64
kp_request_get_job_id (KpRequest *self)
{
  return get_number (self, PROP_JOB_ID);
}

gint64
kp_request_get_created_at (KpRequest *self)
{
  return get_number (self, PROP_CREATED_AT);
}

gint64
kp_request_get_state_at (KpRequest *self)
{
  return get_number (self, PROP_STATE_AT);
}

gint64
kp_request_get_next_at (KpRequest *self)
{
  return get_number (self, PROP_NEXT_AT);
}

gint64
kp_request_get_revision (KpRequest *self)
{
  return get_number (self, PROP_REVISION);
}

KpRequestState
kp_request_get_state (KpRequest *self)
{
  return (KpRequestState) get_number (self, PROP_STATE);
}

KpPriority
kp_request_get_priority (KpRequest *self)
{
  return (KpPriority) get_number (self, PROP_PRIORITY);
}

KpRequestReason
kp_request_get_reason_code (KpRequest *self)
{
  return (KpRequestReason) get_number (self, PROP_REASON_CODE);
}

guint
kp_request_get_tries (KpRequest *self)
{
  return (guint) get_number (self, PROP_TRIES);
}

guint
kp_request_get_unseen (KpRequest *self)
{
  return (guint) get_number (self, PROP_UNSEEN);
}

const char *
kp_request_get_site (KpRequest *self)
{
  return get_text (self, PROP_SITE);
}

const char *
kp_request_get_provider (KpRequest *self)
{
  return get_text (self, PROP_PROVIDER);
}

const char *
kp_request_get_channel (KpRequest *self)
{
  return get_text (self, PROP_CHANNEL);
}

const char *
kp_request_get_reference (KpRequest *self)
{
  return get_text (self, PROP_REFERENCE);
}

const char *
kp_request_get_subject (KpRequest *self)
{
  return get_text (self, PROP_SUBJECT);
}

const char *
kp_request_get_body (KpRequest *self)
{
  return get_text (self, PROP_BODY);
}

const char *
kp_request_get_ticket (KpRequest *self)
{
  return get_text (self, PROP_TICKET);
}

const char *
kp_request_get_number (KpRequest *self)
{
  return get_text (self, PROP_NUMBER);
}

const char *
kp_request_get_url (KpRequest *self)
{
  return get_text (self, PROP_URL);
}

const char *
kp_request_get_reason (KpRequest *self)
{
  return get_text (self, PROP_REASON);
}

char *
kp_request_tell_reason (KpRequest *self)
{
  return kp_sentence_tell (kp_request_get_reason (self));
}

const char *
kp_request_get_claimed_by (KpRequest *self)
{
  return get_text (self, PROP_CLAIMED_BY);
}

GPtrArray *
kp_request_get_fields (KpRequest *self)
{
  g_return_val_if_fail (KP_IS_REQUEST (self), NULL);

  return self->fields;
}

const char *
kp_request_get_field (KpRequest *self, const char *id)
{
  g_return_val_if_fail (KP_IS_REQUEST (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < self->fields->len; i++)
    {
      const KpRequestField *field = g_ptr_array_index (self->fields, i);

      if (g_str_equal (field->id, id))
        return field->value;
    }
  return NULL;
}

GPtrArray *
kp_request_get_attachments (KpRequest *self)
{
  g_return_val_if_fail (KP_IS_REQUEST (self), NULL);

  return self->attachments;
}

char *
kp_request_format_fields (KpRequest *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->fields->len; i++)
    {
      const KpRequestField *field = g_ptr_array_index (self->fields, i);

      if (*field->value != '\0')
        g_string_append_printf (text, "%s: %s\n", field->label, field->value);
    }
  return g_string_free (text, FALSE);
}

static const struct
{
  const char *id;
  const char *text;
} states[] = {
  [KP_REQUEST_QUEUED] = { "queued", NC_ ("state of a request", "Queued") },
  [KP_REQUEST_SENDING] = { "sending", NC_ ("state of a request", "Sending") },
  [KP_REQUEST_SENT] = { "sent", NC_ ("state of a request", "Sent") },
  [KP_REQUEST_REFUSED] = { "refused", NC_ ("state of a request", "Refused") },
  [KP_REQUEST_UNCERTAIN] = { "uncertain", NC_ ("state of a request", "Being Looked Up") },
  [KP_REQUEST_WAITING_FOR_YOU] = { "waiting-for-you",
                                   NC_ ("state of a request", "Waiting for You") },
  [KP_REQUEST_OFFLINE] = { "offline", NC_ ("state of a request", "Offline") },
  [KP_REQUEST_DRAFT] = { "draft", NC_ ("state of a request", "Draft") },
  [KP_REQUEST_CANCELLED] = { "cancelled", NC_ ("state of a request", "Cancelled") },
};

const char *
kp_request_state_to_string (KpRequestState state)
{
  return (guint) state < G_N_ELEMENTS (states) && states[state].id != NULL
             ? states[state].id
             : "unknown";
}

const char *
kp_request_state_to_text (KpRequestState state)
{
  return (guint) state < G_N_ELEMENTS (states) && states[state].text != NULL
             ? g_dpgettext2 (NULL, "state of a request", states[state].text)
             : "";
}

gboolean
kp_request_state_is_open (KpRequestState state)
{
  return state == KP_REQUEST_QUEUED || state == KP_REQUEST_SENDING
         || state == KP_REQUEST_UNCERTAIN || state == KP_REQUEST_OFFLINE;
}
