/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/note-row.h"

#include <glib/gi18n.h>

struct _KpNoteRow
{
  AdwPreferencesRow parent_instance;

  GtkTextView *view;
  GtkTextBuffer *buffer;

  guint max_length;
  char *problem;
  gboolean loading;
  guint settling; /* id of the source that asks for the height anew */
};

enum
{
  PROP_TEXT = 1,
  PROP_MAX_LENGTH,
  PROP_EDITABLE,
  PROP_PROBLEM,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (KpNoteRow, kp_note_row, ADW_TYPE_PREFERENCES_ROW)

static char *
get_text (KpNoteRow *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
}

static gboolean
is_refused (gunichar c)
{
  return g_unichar_iscntrl (c) && c != '\n' && c != '\t';
}

static void
set_problem (KpNoteRow *self, char *problem)
{
  g_autofree char *old = self->problem;

  self->problem = problem;
  if (g_strcmp0 (old, problem) != 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

/* Until something else is typed. */
static void
tell_cut (KpNoteRow *self)
{
  set_problem (self,
               g_strdup_printf (
                   ngettext ("The note holds %u character; what is over it was left out.",
                             "The note holds %u characters; what is over it was left out.",
                             self->max_length),
                   self->max_length));
}

/* Before the text goes in: control characters and what is over the limit are left out. What
 * is stored is shown as it is. */
static void
insert_text_cb (GtkTextBuffer *buffer, GtkTextIter *where, char *text, int length,
                KpNoteRow *self)
{
  g_autoptr (GString) taken = NULL;
  const char *end = text + length;
  const char *p;
  int room = self->max_length > 0
                 ? (int) self->max_length - gtk_text_buffer_get_char_count (buffer)
                 : G_MAXINT;

  if (self->loading)
    return;
  taken = g_string_new (NULL);
  for (p = text; p < end && room > 0; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_refused (c))
        continue;
      g_string_append_unichar (taken, c);
      room--;
    }
  if (taken->len == (gsize) length)
    return;
  g_signal_stop_emission_by_name (buffer, "insert-text");
  gtk_widget_error_bell (GTK_WIDGET (self));
  if (taken->len > 0)
    gtk_text_buffer_insert (buffer, where, taken->str, (int) taken->len);
  if (p < end)
    tell_cut (self);
}

static void
buffer_changed_cb (KpNoteRow *self)
{
  set_problem (self, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}

static gboolean
settle_cb (gpointer data)
{
  KpNoteRow *self = KP_NOTE_ROW (data);

  self->settling = 0;
  gtk_widget_queue_resize (GTK_WIDGET (self->view));
  return G_SOURCE_REMOVE;
}

/* A text view asks for the height that its text had at the width before, and would cut off
 * the end of it: once it has laid itself out for the new one it is asked again. */
static void
resized_cb (KpNoteRow *self)
{
  if (self->settling == 0)
    self->settling = g_idle_add (settle_cb, self);
}

/* A click beside the text is one on it. */
static void
pressed_cb (KpNoteRow *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
kp_note_row_dispose (GObject *object)
{
  g_clear_handle_id (&KP_NOTE_ROW (object)->settling, g_source_remove);
  /* GTK of the floor would let go of the child twice. */
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_NOTE_ROW);

  G_OBJECT_CLASS (kp_note_row_parent_class)->dispose (object);
}

static void
kp_note_row_finalize (GObject *object)
{
  g_free (KP_NOTE_ROW (object)->problem);

  G_OBJECT_CLASS (kp_note_row_parent_class)->finalize (object);
}

static void
kp_note_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KpNoteRow *self = KP_NOTE_ROW (object);

  switch (id)
    {
    case PROP_TEXT:
      g_value_take_string (value, get_text (self));
      break;
    case PROP_MAX_LENGTH:
      g_value_set_uint (value, self->max_length);
      break;
    case PROP_EDITABLE:
      g_value_set_boolean (value, gtk_text_view_get_editable (self->view));
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kp_note_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  KpNoteRow *self = KP_NOTE_ROW (object);

  switch (id)
    {
    case PROP_TEXT:
      kp_note_row_set_text (self, g_value_get_string (value));
      break;
    case PROP_MAX_LENGTH:
      self->max_length = g_value_get_uint (value);
      break;
    case PROP_EDITABLE:
      gtk_text_view_set_editable (self->view, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kp_note_row_class_init (KpNoteRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags =
      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = kp_note_row_dispose;
  object_class->finalize = kp_note_row_finalize;
  object_class->get_property = kp_note_row_get_property;
  object_class->set_property = kp_note_row_set_property;

  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, "", flags);
  properties[PROP_MAX_LENGTH] =
      g_param_spec_uint ("max-length", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_EDITABLE] = g_param_spec_boolean ("editable", NULL, NULL, TRUE, flags);
  properties[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL,
                                                  G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY
                                                      | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/widget/note-row.ui");
  gtk_widget_class_bind_template_child (widget_class, KpNoteRow, view);
  gtk_widget_class_bind_template_child (widget_class, KpNoteRow, buffer);
  gtk_widget_class_bind_template_callback (widget_class, buffer_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, insert_text_cb);
  gtk_widget_class_bind_template_callback (widget_class, pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, resized_cb);
}

static void
kp_note_row_init (KpNoteRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

char *
kp_note_row_dup_text (KpNoteRow *self)
{
  g_return_val_if_fail (KP_IS_NOTE_ROW (self), NULL);

  return g_strstrip (get_text (self));
}

void
kp_note_row_set_text (KpNoteRow *self, const char *text)
{
  g_autofree char *old = NULL;

  g_return_if_fail (KP_IS_NOTE_ROW (self));

  old = get_text (self);
  if (text == NULL)
    text = "";
  if (g_str_equal (old, text))
    return;
  self->loading = TRUE;
  gtk_text_buffer_begin_irreversible_action (self->buffer);
  gtk_text_buffer_set_text (self->buffer, text, -1);
  gtk_text_buffer_end_irreversible_action (self->buffer);
  self->loading = FALSE;
}
