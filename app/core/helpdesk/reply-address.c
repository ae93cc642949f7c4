/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/helpdesk/reply-address.h"

#include <glib/gi18n.h>

static const char *
get_text (KpRequest *request, const char *id)
{
  const char *text = kp_request_get_field (request, id);

  return text != NULL && *text != '\0' ? text : NULL;
}

const char *
kp_reply_address_get (KpRequest *request)
{
  const char *own;

  g_return_val_if_fail (KP_IS_REQUEST (request), NULL);

  own = get_text (request, KP_REPLY_ADDRESS_FIELD);
  return own != NULL ? own : get_text (request, "email");
}

void
kp_reply_address_set (KpRequest *request, const char *address)
{
  g_autoptr (GPtrArray) fields = NULL;
  GPtrArray *old;

  g_return_if_fail (KP_IS_REQUEST (request));
  g_return_if_fail (address != NULL);

  if (g_strcmp0 (kp_reply_address_get (request), address) == 0)
    return;
  fields = kp_request_field_list_new ();
  old = kp_request_get_fields (request);
  for (guint i = 0; i < old->len; i++)
    {
      const KpRequestField *field = g_ptr_array_index (old, i);

      if (!g_str_equal (field->id, KP_REPLY_ADDRESS_FIELD))
        g_ptr_array_add (fields,
                         kp_request_field_new (field->id, field->label, field->value));
    }
  if (*address != '\0' && g_strcmp0 (kp_request_get_field (request, "email"), address) != 0)
    g_ptr_array_add (
        fields, kp_request_field_new (KP_REPLY_ADDRESS_FIELD, _ ("Reply to"), address));
  g_object_set (request, "fields", fields, NULL);
}
