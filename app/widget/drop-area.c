/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/drop-area.h"

#include <glib/gi18n.h>

#include "core/base/file-words.h"
#include "widget/compat.h"
#include "widget/offering.h"
#include "widget/wrap-box.h"

/* Files that are named of those that could not be read. */
#define MAX_NAMED 4

struct _KpDropArea
{
  AdwBin parent_instance;

  GtkLabel *sentence;
  GtkLabel *problem;

  char *text;
  guint max_files;
  GQueue files; /* of GFile: still to be read; the first is being read */
  gboolean taken;
  GString *problems;
  guint n_unread;
  GCancellable *cancellable;
};

enum
{
  PROP_TEXT = 1,
  PROP_MAX_FILES,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

enum
{
  OCTETS,
  DONE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpDropArea, kp_drop_area, ADW_TYPE_BIN)

static void read_next (KpDropArea *self);

static void
update (KpDropArea *self)
{
  gtk_label_set_text (self->sentence, self->files.length > 0 ? _ ("Reading…") : self->text);
  gtk_label_set_text (self->problem, self->problems->str);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), self->problems->len > 0);
}

/* @problem: (transfer full): a sentence */
static void
add_problem (KpDropArea *self, char *problem)
{
  if (self->n_unread < MAX_NAMED)
    {
      if (self->problems->len > 0)
        g_string_append_c (self->problems, '\n');
      g_string_append (self->problems, problem);
    }
  self->n_unread++;
  g_free (problem);
}

/* What was given before has been told of. */
static void
begin (KpDropArea *self)
{
  if (self->files.length > 0)
    return;
  self->taken = FALSE;
  self->n_unread = 0;
  g_string_truncate (self->problems, 0);
}

static void
end (KpDropArea *self)
{
  guint more = self->n_unread > MAX_NAMED ? self->n_unread - MAX_NAMED : 0;

  if (more > 0)
    {
      g_string_append_c (self->problems, '\n');
      g_string_append_printf (
          self->problems,
          /* Translators: how many files, beside those that are named above */
          ngettext ("%u more could not be read.", "%u more could not be read.", more),
          more);
    }
  update (self);
  if (self->taken)
    g_signal_emit (self, signals[DONE], 0);
}

static void
take (KpDropArea *self, GBytes *octets, const char *name)
{
  self->taken = TRUE;
  g_signal_emit (self, signals[OCTETS], 0, octets, name);
}

static void
take_text (KpDropArea *self, GBytes *text)
{
  begin (self);
  if (g_bytes_get_size (text) <= KP_DROP_AREA_MAX_SIZE)
    take (self, text, NULL);
  else
    add_problem (self, g_strdup (_ ("The text is larger than 1 MiB: no certificate is. "
                                    "Give only what was sent.")));
  if (self->files.length == 0)
    end (self);
}

static char *
get_name (GFile *file)
{
  g_autofree char *base = g_file_get_basename (file);

  return base != NULL ? g_filename_display_name (base) : g_file_get_uri (file);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpDropArea) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = NULL;
  g_autofree char *name = get_name (G_FILE (source));
  g_autoptr (GBytes) octets = kp_offering_read_finish (result, &error);

  if (self->sentence == NULL)
    return; /* closed meanwhile */
  if (octets == NULL)
    add_problem (self, kp_file_words_unread (G_FILE (source), error));
  else if (g_bytes_get_size (octets) > KP_DROP_AREA_MAX_SIZE)
    {
      g_autofree char *shown = kp_file_words_name (G_FILE (source));

      add_problem (
          self, g_strdup_printf (
                    /* Translators: %s is the name of a file. */
                    _ ("“%s” is larger than 1 MiB: no certificate is. Is it another file?"),
                    shown));
    }
  else
    take (self, octets, name);
  file = g_queue_pop_head (&self->files);
  if (self->files.length > 0)
    read_next (self);
  else
    end (self);
}

/* One after the other, so that they come in their order. */
static void
read_next (KpDropArea *self)
{
  kp_offering_read_async (g_queue_peek_head (&self->files), KP_DROP_AREA_MAX_SIZE,
                          self->cancellable, loaded_cb, g_object_ref (self));
}

/* @files: to be read, in their order */
static void
take_files (KpDropArea *self, GPtrArray *files)
{
  gboolean idle = self->files.length == 0;
  guint room;

  begin (self);
  room = self->max_files - MIN (self->max_files, self->files.length);
  for (guint i = 0; i < MIN (files->len, room); i++)
    g_queue_push_tail (&self->files, g_object_ref (g_ptr_array_index (files, i)));
  if (files->len > room)
    add_problem (self,
                 g_strdup_printf (
                     /* Translators: %u is how many. */
                     _ ("Only %u files are read at once: give the others afterwards."),
                     self->max_files));
  update (self);
  if (idle && self->files.length > 0)
    read_next (self);
}

static void
take_offering (KpDropArea *self, const KpOffering *offering)
{
  if (offering->files != NULL)
    take_files (self, offering->files);
  else
    take_text (self, offering->text);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, KpDropArea *self)
{
  g_autoptr (KpOffering) offering = kp_offering_new (value);

  /* What is dropped does not leave. */
  gtk_widget_unset_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_DROP_ACTIVE);
  if (offering != NULL)
    take_offering (self, offering);
  return TRUE;
}

static GdkDragAction
caught_enter_cb (GtkDropTarget *target, double x, double y, KpDropArea *self)
{
  gtk_widget_set_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_DROP_ACTIVE, FALSE);
  return GDK_ACTION_COPY;
}

static void
lost_cb (GtkDropTarget *target, KpDropArea *self)
{
  gtk_widget_unset_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_DROP_ACTIVE);
}

static void
tell_no_paste (KpDropArea *self)
{
  begin (self);
  add_problem (self,
               g_strdup (_ ("There is no text and no file to paste: copy it first.")));
  update (self);
}

static void
pasted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpDropArea) self = data;
  g_autoptr (KpOffering) offering = kp_offering_paste_finish (result);

  if (self->sentence == NULL)
    return; /* closed meanwhile */
  if (offering != NULL)
    take_offering (self, offering);
  else
    tell_no_paste (self);
}

static void
paste_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpDropArea *self = KP_DROP_AREA (widget);

  kp_offering_paste_async (widget, self->cancellable, pasted_cb, g_object_ref (self));
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpDropArea) self = data;
  g_autoptr (GListModel) files = kp_compat_choose_files_finish (result);

  if (files != NULL && self->sentence != NULL)
    kp_drop_area_give_files (self, files);
}

static void
open_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpDropArea *self = KP_DROP_AREA (widget);
  GtkRoot *root = gtk_widget_get_root (widget);

  kp_compat_choose_files_async (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                _ ("Open Files"), self->cancellable, chosen_cb,
                                g_object_ref (self));
}

/* Another page of the window may have one, too; a text that is edited was asked first. */
static gboolean
paste_key_cb (GtkWidget *widget, GVariant *parameter, gpointer data)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  paste_activated (widget, NULL, NULL);
  return TRUE;
}

static GtkDropTarget *
make_target (KpDropArea *self)
{
  GtkDropTarget *target = kp_offering_make_target ();

  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, 0);
  return target;
}

static void
add_controllers (KpDropArea *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (make_target (self)));

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (keys),
                                     GTK_SHORTCUT_SCOPE_GLOBAL);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_v, GDK_CONTROL_MASK),
                        gtk_callback_action_new (paste_key_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static void
set_text (KpDropArea *self, const char *text)
{
  if (g_strcmp0 (self->text, text) == 0)
    return;
  g_free (self->text);
  self->text = g_strdup (text != NULL ? text : "");
  update (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->text, -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}

static void
kp_drop_area_dispose (GObject *object)
{
  KpDropArea *self = KP_DROP_AREA (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_DROP_AREA);

  G_OBJECT_CLASS (kp_drop_area_parent_class)->dispose (object);
}

static void
kp_drop_area_finalize (GObject *object)
{
  KpDropArea *self = KP_DROP_AREA (object);

  g_queue_clear_full (&self->files, g_object_unref);
  g_string_free (self->problems, TRUE);
  g_object_unref (self->cancellable);
  g_free (self->text);

  G_OBJECT_CLASS (kp_drop_area_parent_class)->finalize (object);
}

static void
kp_drop_area_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_TEXT)
    g_value_set_string (value, KP_DROP_AREA (object)->text);
  else if (id == PROP_MAX_FILES)
    g_value_set_uint (value, KP_DROP_AREA (object)->max_files);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kp_drop_area_set_property (GObject *object, guint id, const GValue *value,
                           GParamSpec *pspec)
{
  if (id == PROP_TEXT)
    set_text (KP_DROP_AREA (object), g_value_get_string (value));
  else if (id == PROP_MAX_FILES)
    KP_DROP_AREA (object)->max_files = g_value_get_uint (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kp_drop_area_class_init (KpDropAreaClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_drop_area_dispose;
  object_class->finalize = kp_drop_area_finalize;
  object_class->get_property = kp_drop_area_get_property;
  object_class->set_property = kp_drop_area_set_property;

  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, "",
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                   | G_PARAM_STATIC_STRINGS);
  properties[PROP_MAX_FILES] = g_param_spec_uint (
      "max-files", NULL, NULL, 1, G_MAXUINT / 2, KP_DROP_AREA_MAX_FILES,
      G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[OCTETS] = g_signal_new ("octets", KP_TYPE_DROP_AREA, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_BYTES, G_TYPE_STRING);
  signals[DONE] = g_signal_new ("done", KP_TYPE_DROP_AREA, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "droparea");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_install_action (widget_class, "drop.paste", NULL, paste_activated);
  gtk_widget_class_install_action (widget_class, "drop.open", NULL, open_activated);
  g_type_ensure (KP_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/widget/drop-area.ui");
  gtk_widget_class_bind_template_child (widget_class, KpDropArea, sentence);
  gtk_widget_class_bind_template_child (widget_class, KpDropArea, problem);
}

static void
kp_drop_area_init (KpDropArea *self)
{
  self->text = g_strdup ("");
  self->problems = g_string_new (NULL);
  self->cancellable = g_cancellable_new ();
  g_queue_init (&self->files);
  gtk_widget_init_template (GTK_WIDGET (self));
  add_controllers (self);
}

void
kp_drop_area_give_files (KpDropArea *self, GListModel *files)
{
  g_autoptr (GPtrArray) list = NULL;
  guint n;

  g_return_if_fail (KP_IS_DROP_AREA (self));
  g_return_if_fail (G_IS_LIST_MODEL (files));

  list = g_ptr_array_new_with_free_func (g_object_unref);
  n = MIN (g_list_model_get_n_items (files), self->max_files + 1);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (list, g_list_model_get_item (files, i));
  take_files (self, list);
}

void
kp_drop_area_give_text (KpDropArea *self, GBytes *text)
{
  g_return_if_fail (KP_IS_DROP_AREA (self));
  g_return_if_fail (text != NULL);

  take_text (self, text);
}

void
kp_drop_area_catch (KpDropArea *self, GtkWidget *widget)
{
  GtkDropTarget *target;

  g_return_if_fail (KP_IS_DROP_AREA (self));
  g_return_if_fail (GTK_IS_WIDGET (widget));

  target = make_target (self);
  g_signal_connect_object (target, "enter", G_CALLBACK (caught_enter_cb), self, 0);
  g_signal_connect_object (target, "leave", G_CALLBACK (lost_cb), self, 0);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (target));
}
