/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/reply-group.h"

#include <glib/gi18n.h>

#include "core/model/subject-rules.h"
#include "widget/compat.h"
#include "widget/copy-text.h"
#include "widget/entry-row.h"
#include "widget/problem-row.h"

struct _KpReplyGroup
{
  AdwBin parent_instance;

  KpEntryRow *entry;
  GtkWidget *copy;

  char *address; /* the last that could be used */
  gboolean ready;
  gboolean copies;
  gboolean filling; /* not by the user */
  gboolean disposed;
};

enum
{
  PROP_READY = 1,
  PROP_DESCRIPTION,
  PROP_COPIES,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

enum
{
  TYPED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpReplyGroup, kp_reply_group, ADW_TYPE_BIN)

static AdwPreferencesGroup *
get_group (KpReplyGroup *self)
{
  return ADW_PREFERENCES_GROUP (adw_bin_get_child (ADW_BIN (self)));
}

/* What does not fit is not taken: the last that did stays. */
static void
changed_cb (KpReplyGroup *self)
{
  g_autofree char *text = NULL;
  g_autofree char *problem = NULL;
  gboolean fits, turned;

  /* Its entry still tells of its end. */
  if (self->disposed)
    return;
  text = kp_reply_group_dup_text (self);
  fits = *text == '\0' || kp_subject_check_field (KP_SUBJECT_EMAIL, text, &problem);
  kp_entry_row_set_problem (self->entry, problem);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "reply.copy", fits && *text != '\0');
  if (fits)
    {
      g_free (self->address);
      self->address = g_steal_pointer (&text);
    }
  turned = self->ready != fits;
  self->ready = fits;
  /* First who typed: whoever hears that it is not ready any more must know. */
  if (!self->filling)
    g_signal_emit (self, signals[TYPED], 0);
  if (turned)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READY]);
}

static void
copy_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  kp_copy_text (widget, KP_REPLY_GROUP (widget)->address, C_ ("email", "Address copied"));
}

static void
set_copies (KpReplyGroup *self, gboolean copies)
{
  if (self->copies == copies)
    return;
  self->copies = copies;
  gtk_widget_set_visible (self->copy, copies);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COPIES]);
}

static void
set_description (KpReplyGroup *self, const char *description)
{
  if (g_strcmp0 (adw_preferences_group_get_description (get_group (self)), description)
      == 0)
    return;
  adw_preferences_group_set_description (get_group (self), description);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DESCRIPTION]);
}

static void
kp_reply_group_dispose (GObject *object)
{
  KP_REPLY_GROUP (object)->disposed = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_REPLY_GROUP);

  G_OBJECT_CLASS (kp_reply_group_parent_class)->dispose (object);
}

static void
kp_reply_group_finalize (GObject *object)
{
  g_free (KP_REPLY_GROUP (object)->address);

  G_OBJECT_CLASS (kp_reply_group_parent_class)->finalize (object);
}

static void
kp_reply_group_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KpReplyGroup *self = KP_REPLY_GROUP (object);

  switch (id)
    {
    case PROP_READY:
      g_value_set_boolean (value, self->ready);
      break;
    case PROP_DESCRIPTION:
      g_value_set_string (value, adw_preferences_group_get_description (get_group (self)));
      break;
    case PROP_COPIES:
      g_value_set_boolean (value, self->copies);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kp_reply_group_set_property (GObject *object, guint id, const GValue *value,
                             GParamSpec *pspec)
{
  KpReplyGroup *self = KP_REPLY_GROUP (object);

  switch (id)
    {
    case PROP_DESCRIPTION:
      set_description (self, g_value_get_string (value));
      break;
    case PROP_COPIES:
      set_copies (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kp_reply_group_class_init (KpReplyGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = kp_reply_group_dispose;
  object_class->finalize = kp_reply_group_finalize;
  object_class->get_property = kp_reply_group_get_property;
  object_class->set_property = kp_reply_group_set_property;

  properties[PROP_READY] =
      g_param_spec_boolean ("ready", NULL, NULL, TRUE, flags | G_PARAM_READABLE);
  properties[PROP_DESCRIPTION] =
      g_param_spec_string ("description", NULL, NULL, NULL, flags | G_PARAM_READWRITE);
  properties[PROP_COPIES] =
      g_param_spec_boolean ("copies", NULL, NULL, FALSE, flags | G_PARAM_READWRITE);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  signals[TYPED] = g_signal_new ("typed", KP_TYPE_REPLY_GROUP, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (KP_TYPE_ENTRY_ROW);
  g_type_ensure (KP_TYPE_PROBLEM_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/assistant/reply-group.ui");
  gtk_widget_class_bind_template_child (widget_class, KpReplyGroup, entry);
  gtk_widget_class_bind_template_child (widget_class, KpReplyGroup, copy);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_install_action (widget_class, "reply.copy", NULL, copy_activated);
}

static void
kp_reply_group_init (KpReplyGroup *self)
{
  self->address = g_strdup ("");
  self->ready = TRUE;
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filling = FALSE;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "reply.copy", FALSE);
  kp_compat_set_name (self->copy, _ ("Copy Reply to"));
}

void
kp_reply_group_set_address (KpReplyGroup *self, const char *address)
{
  const char *text = address != NULL ? address : "";

  g_return_if_fail (KP_IS_REPLY_GROUP (self));

  /* The cursor stays where it is. */
  if (g_str_equal (gtk_editable_get_text (GTK_EDITABLE (self->entry)), text))
    return;
  self->filling = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  self->filling = FALSE;
}

const char *
kp_reply_group_get_address (KpReplyGroup *self)
{
  g_return_val_if_fail (KP_IS_REPLY_GROUP (self), NULL);

  return self->address;
}

char *
kp_reply_group_dup_text (KpReplyGroup *self)
{
  g_return_val_if_fail (KP_IS_REPLY_GROUP (self), NULL);

  return kp_entry_row_dup_text (self->entry);
}

gboolean
kp_reply_group_get_ready (KpReplyGroup *self)
{
  g_return_val_if_fail (KP_IS_REPLY_GROUP (self), FALSE);

  return self->ready;
}
