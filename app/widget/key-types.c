/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/key-types.h"

#include <glib/gi18n.h>

#include "core/certificate/key.h"
#include "widget/choice.h"

void
kp_key_types_fill (GtkDropDown *drop_down)
{
  g_autoptr (GListStore) choices = g_list_store_new (KP_TYPE_CHOICE);

  g_return_if_fail (GTK_IS_DROP_DOWN (drop_down));

  for (int i = 0; i < KP_KEY_N_TYPES; i++)
    {
      g_autoptr (KpChoice) choice =
          kp_choice_new (kp_key_type_get_label ((KpKeyType) i), NULL);

      g_list_store_append (choices, choice);
    }
  kp_choice_set_up (drop_down, _ ("Key type"));
  gtk_drop_down_set_model (drop_down, G_LIST_MODEL (choices));
  kp_choice_name_button (drop_down, _ ("Key type"));
}
