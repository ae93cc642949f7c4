/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/message.h"

#include <string.h>

#include "core/base/plain-text.h"

/* Characters that are kept of a name or an id. */
#define MAX_NAME 200

enum
{
  PROP_ID = 1,
  PROP_REQUEST_ID,
  PROP_AT,
  PROP_REMOTE_ID,
  PROP_AUTHOR,
  PROP_BODY,
  PROP_INCOMING,
  PROP_SEEN,
  N_PROPERTIES,
};

#define N_NUMBERS (PROP_AT - PROP_ID + 1)
#define N_TEXTS (PROP_BODY - PROP_REMOTE_ID + 1)
#define N_FLAGS (PROP_SEEN - PROP_INCOMING + 1)

struct _KpMessage
{
  GObject parent;

  gint64 numbers[N_NUMBERS]; /* by property, from PROP_ID on */
  char *texts[N_TEXTS];      /* from PROP_REMOTE_ID on; never %NULL */
  gboolean flags[N_FLAGS];   /* from PROP_INCOMING on */
  GPtrArray *attachments;
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (KpMessage, kp_message, G_TYPE_OBJECT)

static void
kp_message_finalize (GObject *object)
{
  KpMessage *self = KP_MESSAGE (object);

  for (guint i = 0; i < N_TEXTS; i++)
    g_free (self->texts[i]);
  g_ptr_array_unref (self->attachments);

  G_OBJECT_CLASS (kp_message_parent_class)->finalize (object);
}

static void
kp_message_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KpMessage *self = KP_MESSAGE (object);

  if (id >= PROP_ID && id <= PROP_AT)
    g_value_set_int64 (value, self->numbers[id - PROP_ID]);
  else if (id >= PROP_REMOTE_ID && id <= PROP_BODY)
    g_value_set_string (value, self->texts[id - PROP_REMOTE_ID]);
  else if (id >= PROP_INCOMING && id <= PROP_SEEN)
    g_value_set_boolean (value, self->flags[id - PROP_INCOMING]);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static gboolean
replace_text (char **place, const char *text)
{
  if (text == NULL)
    text = "";
  if (g_str_equal (*place, text))
    return FALSE;
  g_free (*place);
  *place = g_strdup (text);
  return TRUE;
}

static void
kp_message_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  KpMessage *self = KP_MESSAGE (object);
  gboolean changed = FALSE;

  if (id >= PROP_ID && id <= PROP_AT)
    {
      gint64 *place = &self->numbers[id - PROP_ID];

      changed = *place != g_value_get_int64 (value);
      *place = g_value_get_int64 (value);
    }
  else if (id >= PROP_REMOTE_ID && id <= PROP_BODY)
    changed = replace_text (&self->texts[id - PROP_REMOTE_ID], g_value_get_string (value));
  else if (id >= PROP_INCOMING && id <= PROP_SEEN)
    {
      gboolean *place = &self->flags[id - PROP_INCOMING];

      changed = *place != g_value_get_boolean (value);
      *place = g_value_get_boolean (value);
    }
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  if (changed)
    g_object_notify_by_pspec (object, pspec);
}

static void
kp_message_class_init (KpMessageClass *klass)
{
  const GParamFlags flags =
      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = kp_message_finalize;
  object_class->get_property = kp_message_get_property;
  object_class->set_property = kp_message_set_property;

  properties[PROP_ID] = g_param_spec_int64 ("id", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_REQUEST_ID] =
      g_param_spec_int64 ("request-id", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_AT] = g_param_spec_int64 ("at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_REMOTE_ID] = g_param_spec_string ("remote-id", NULL, NULL, "", flags);
  properties[PROP_AUTHOR] = g_param_spec_string ("author", NULL, NULL, "", flags);
  properties[PROP_BODY] = g_param_spec_string ("body", NULL, NULL, "", flags);
  properties[PROP_INCOMING] = g_param_spec_boolean ("incoming", NULL, NULL, FALSE, flags);
  properties[PROP_SEEN] = g_param_spec_boolean ("seen", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
kp_message_init (KpMessage *self)
{
  for (guint i = 0; i < N_TEXTS; i++)
    self->texts[i] = g_strdup ("");
  self->attachments = kp_attachment_list_new ();
}

/* What a terminal or a page would do something with is taken out; lines end as here. */
static char *
clean_body (const char *body)
{
  g_autofree char *valid =
      g_utf8_make_valid (body, (gssize) strnlen (body, KP_MESSAGE_MAX_BODY));
  GString *clean = g_string_sized_new (strlen (valid));

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\r')
        {
          if (p[1] != '\n')
            g_string_append_c (clean, '\n');
        }
      else if (c == '\n' || c == '\t' || !g_unichar_iscntrl (c))
        g_string_append_unichar (clean, c);
    }
  return g_string_free (clean, FALSE);
}

KpMessage *
kp_message_new (const char *remote_id, gint64 at, const char *author, gboolean incoming,
                const char *body)
{
  KpMessage *self = g_object_new (KP_TYPE_MESSAGE, NULL);
  g_autofree char *id =
      kp_plain_text_shorten (remote_id != NULL ? remote_id : "", MAX_NAME);
  g_autofree char *name = kp_plain_text_shorten (author != NULL ? author : "", MAX_NAME);
  g_autofree char *text = clean_body (body != NULL ? body : "");

  g_object_set (self, "remote-id", id, "at", MAX (at, 0), "author", name, "incoming",
                incoming, "body", text, NULL);
  return self;
}

gint64
kp_message_get_id (KpMessage *self)
{
  g_return_val_if_fail (KP_IS_MESSAGE (self), 0);

  return self->numbers[0];
}

const char *
kp_message_get_remote_id (KpMessage *self)
{
  g_return_val_if_fail (KP_IS_MESSAGE (self), "");

  return self->texts[0];
}

gint64
kp_message_get_at (KpMessage *self)
{
  g_return_val_if_fail (KP_IS_MESSAGE (self), 0);

  return self->numbers[PROP_AT - PROP_ID];
}

const char *
kp_message_get_author (KpMessage *self)
{
  g_return_val_if_fail (KP_IS_MESSAGE (self), "");

  return self->texts[PROP_AUTHOR - PROP_REMOTE_ID];
}

gboolean
kp_message_get_incoming (KpMessage *self)
{
  g_return_val_if_fail (KP_IS_MESSAGE (self), FALSE);

  return self->flags[0];
}

const char *
kp_message_get_body (KpMessage *self)
{
  g_return_val_if_fail (KP_IS_MESSAGE (self), "");

  return self->texts[PROP_BODY - PROP_REMOTE_ID];
}

gboolean
kp_message_get_seen (KpMessage *self)
{
  g_return_val_if_fail (KP_IS_MESSAGE (self), FALSE);

  return self->flags[PROP_SEEN - PROP_INCOMING];
}

GPtrArray *
kp_message_get_attachments (KpMessage *self)
{
  g_return_val_if_fail (KP_IS_MESSAGE (self), NULL);

  return self->attachments;
}

void
kp_message_add_attachment (KpMessage *self, KpAttachment *attachment)
{
  g_return_if_fail (KP_IS_MESSAGE (self));
  g_return_if_fail (attachment != NULL);

  if (self->attachments->len < KP_ATTACHMENT_MAX)
    g_ptr_array_add (self->attachments, kp_attachment_ref (attachment));
}
