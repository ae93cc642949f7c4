/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/helpdesk/read-back.h"

KpReadBack *
kp_read_back_new (const char *number, const char *url)
{
  KpReadBack *self = g_new0 (KpReadBack, 1);

  self->number = g_strdup (number);
  self->url = g_strdup (url);
  self->n_found = 1;
  self->fields = kp_request_field_list_new ();
  self->attachments = kp_attachment_list_new ();
  return self;
}

void
kp_read_back_free (KpReadBack *self)
{
  if (self == NULL)
    return;
  g_free (self->number);
  g_free (self->url);
  g_ptr_array_unref (self->fields);
  g_ptr_array_unref (self->attachments);
  g_free (self);
}

static gboolean
has_field (const KpReadBack *self, const KpRequestField *wanted)
{
  for (guint i = 0; i < self->fields->len; i++)
    {
      const KpRequestField *field = g_ptr_array_index (self->fields, i);

      if (g_strcmp0 (field->label, wanted->label) == 0
          && g_strcmp0 (field->value, wanted->value) == 0)
        return TRUE;
    }
  return FALSE;
}

char **
kp_read_back_find_lost_fields (const KpReadBack *self, const KpOutgoing *sent)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; sent->ticket == NULL && i < sent->fields->len; i++)
    {
      const KpRequestField *field = g_ptr_array_index (sent->fields, i);

      if (field->value != NULL && *field->value != '\0' && !has_field (self, field))
        g_strv_builder_add (names, field->label);
    }
  return g_strv_builder_end (names);
}

/* Two files of the same content need two there: each one there counts once. */
char **
kp_read_back_find_lost_attachments (const KpReadBack *self, const KpOutgoing *sent)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GHashTable) taken = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < sent->attachments->len; i++)
    {
      const KpAttachment *wanted = g_ptr_array_index (sent->attachments, i);
      gboolean found = FALSE;

      for (guint j = 0; !found && j < self->attachments->len; j++)
        {
          KpAttachment *there = g_ptr_array_index (self->attachments, j);

          found = g_strcmp0 (there->name, wanted->name) == 0
                  && g_strcmp0 (there->sha256, wanted->sha256) == 0
                  && g_hash_table_add (taken, there);
        }
      if (!found)
        g_strv_builder_add (names, wanted->name);
    }
  return g_strv_builder_end (names);
}
