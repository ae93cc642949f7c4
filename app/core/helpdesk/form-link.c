/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/helpdesk/form-link.h"

#include <string.h>

#include "core/helpdesk/reply-address.h"

static const char *
get_value (const KpOutgoing *outgoing, const char *id, gboolean with_body)
{
  if (g_str_equal (id, "subject"))
    return outgoing->subject;
  if (g_str_equal (id, "reference"))
    return outgoing->reference;
  if (g_str_equal (id, KP_REPLY_ADDRESS_FIELD))
    return outgoing->requestor;
  if (g_str_equal (id, "body"))
    return with_body ? outgoing->body : NULL;
  for (guint i = 0; i < outgoing->fields->len; i++)
    {
      const KpRequestField *field = g_ptr_array_index (outgoing->fields, i);

      if (g_strcmp0 (field->id, id) == 0)
        return field->value;
    }
  return NULL;
}

static char *
fill (const char *link, const KpOutgoing *outgoing, gboolean with_body)
{
  GString *filled = g_string_new (NULL);

  for (const char *p = link; *p != '\0';)
    {
      const char *end = *p == '{' ? strchr (p, '}') : NULL;

      if (end == NULL)
        {
          g_string_append_c (filled, *p++);
          continue;
        }
      {
        g_autofree char *id = g_strndup (p + 1, (gsize) (end - p - 1));
        const char *value = get_value (outgoing, id, with_body);

        if (value != NULL)
          g_string_append_uri_escaped (filled, value, NULL, FALSE);
      }
      p = end + 1;
    }
  return g_string_free (filled, FALSE);
}

char *
kp_form_link_fill (const char *link, const KpOutgoing *outgoing)
{
  g_autofree char *filled = NULL;

  if (link == NULL || *link == '\0')
    return NULL;
  filled = fill (link, outgoing, TRUE);
  if (strlen (filled) <= KP_FORM_LINK_MAX)
    return g_steal_pointer (&filled);
  g_free (filled);
  filled = fill (link, outgoing, FALSE);
  if (strlen (filled) <= KP_FORM_LINK_MAX || strchr (link, '?') == NULL)
    return g_steal_pointer (&filled);
  return g_strndup (link, strcspn (link, "?{"));
}
