/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/note-card.h"

#include <glib/gi18n.h>

#include "widget/toast.h"
#include "widget/undo.h"

/* Each save is a line in the journal: not one a word. In milliseconds. */
#define SAVE_AFTER 3000
/* Of what is seen of the note, pixels. */
#define MIN_HEIGHT 66
#define MAX_HEIGHT 240

struct _KpNoteCard
{
  AdwBin parent_instance;

  GtkScrolledWindow *scroller;
  GtkTextView *view;
  GtkTextBuffer *buffer;
  GtkLabel *problem;

  KpDesk *desk;
  KpSite *site;
  char *saved;      /* what was last loaded or handed to the store */
  gboolean changed; /* typed, not saved yet */
  gboolean loading;
  gboolean cut;   /* more was put in than the note holds */
  guint n_saving; /* what the model says is older than what is being saved */
  guint save_id;
  guint resize_id;
};

G_DEFINE_FINAL_TYPE (KpNoteCard, kp_note_card, ADW_TYPE_BIN)

static char *
get_text (KpNoteCard *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
}

/* What comes from elsewhere is not to be taken back by Ctrl+Z here. */
static void
load_note (KpNoteCard *self)
{
  const char *note = kp_site_get_note (self->site);
  g_autofree char *text = get_text (self);

  if (self->changed || self->n_saving > 0)
    return;
  g_free (self->saved);
  self->saved = g_strdup (note);
  if (g_str_equal (text, note))
    return;
  self->loading = TRUE;
  gtk_text_buffer_begin_irreversible_action (self->buffer);
  gtk_text_buffer_set_text (self->buffer, note, -1);
  gtk_text_buffer_end_irreversible_action (self->buffer);
  self->loading = FALSE;
}

static void
show_problem (KpNoteCard *self, const char *text)
{
  gtk_label_set_text (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpNoteCard) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  self->n_saving--;
  if (kp_store_update_sites_finish (KP_STORE (source), result, &error))
    {
      if (!self->cut)
        show_problem (self, NULL);
      return;
    }
  /* What was typed stays, to be saved at the next chance. */
  self->changed = TRUE;
  g_clear_pointer (&self->saved, g_free);
  /* Translators: %s is the reason, as a sentence. */
  text = g_strdup_printf (_ ("The note is not saved: %s"), error->message);
  show_problem (self, text);
}

/* A note that is gone, and where it was. */
typedef struct
{
  KpDesk *desk;
  gint64 site_id;
  char *note;
} Cleared;

static void
cleared_free (gpointer data)
{
  Cleared *cleared = data;

  g_object_unref (cleared->desk);
  g_free (cleared->note);
  g_free (cleared);
}

static void
brought_back_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpUndo) undo = data;
  g_autoptr (GError) error = NULL;

  if (!kp_store_update_sites_finish (KP_STORE (source), result, &error))
    kp_undo_tell (undo, error->message);
}

static void
bring_back (KpUndo *undo, gpointer data)
{
  const Cleared *cleared = data;
  KpSite *site =
      kp_portfolio_find_by_id (kp_desk_get_portfolio (cleared->desk), cleared->site_id);
  g_autoptr (GPtrArray) sites = g_ptr_array_new_with_free_func (g_object_unref);

  if (site == NULL)
    {
      kp_undo_tell (undo, _ ("The site of the note is not in use any more."));
      return;
    }
  if (*kp_site_get_note (site) != '\0')
    {
      kp_undo_tell (undo, _ ("Another note was written meanwhile; it stays."));
      return;
    }
  g_ptr_array_add (sites, kp_site_copy (site));
  kp_site_set_note (g_ptr_array_index (sites, 0), cleared->note);
  kp_store_update_sites_async (kp_desk_get_store (cleared->desk), sites, NULL,
                               brought_back_cb, g_object_ref (undo));
}

/* The text has an undoing of its own only as long as its page is there. */
static void
offer_undo (KpNoteCard *self, const char *note)
{
  Cleared *cleared = g_new0 (Cleared, 1);
  g_autofree char *name = kp_toast_name (kp_site_get_label (self->site));
  g_autofree char *text = NULL;
  g_autofree char *label = NULL;

  cleared->desk = g_object_ref (self->desk);
  cleared->site_id = kp_site_get_id (self->site);
  cleared->note = g_strdup (note);
  /* Translators: %s is the address of a site. */
  text = g_strdup_printf (_ ("Note of “%s” cleared"), name);
  /* Translators: a menu item; %s is the address of a site. */
  label = g_strdup_printf (_ ("Undo Clear Note of “%s”"), kp_site_get_label (self->site));
  kp_undo_offer (kp_undo_find (GTK_WIDGET (self)), NULL, text, label, bring_back, cleared,
                 cleared_free);
}

void
kp_note_card_flush (KpNoteCard *self)
{
  g_autoptr (GPtrArray) sites = NULL;
  g_autofree char *text = NULL;
  KpSite *copy;

  g_return_if_fail (KP_IS_NOTE_CARD (self));

  g_clear_handle_id (&self->save_id, g_source_remove);
  if (!self->changed || self->site == NULL)
    return;
  self->changed = FALSE;
  text = get_text (self);
  if (g_strcmp0 (text, self->saved) == 0)
    return;
  if (*text == '\0' && self->saved != NULL)
    offer_undo (self, self->saved);
  g_free (self->saved);
  self->saved = g_strdup (text);

  sites = g_ptr_array_new_with_free_func (g_object_unref);
  copy = kp_site_copy (self->site);
  kp_site_set_note (copy, text);
  g_ptr_array_add (sites, copy);
  self->n_saving++;
  kp_store_update_sites_async (kp_desk_get_store (self->desk), sites, NULL, saved_cb,
                               g_object_ref (self));
}

static gboolean
save_cb (gpointer data)
{
  KpNoteCard *self = data;

  self->save_id = 0;
  kp_note_card_flush (self);
  return G_SOURCE_REMOVE;
}

static void
buffer_changed_cb (KpNoteCard *self)
{
  if (self->loading || self->site == NULL)
    return;
  self->changed = TRUE;
  if (self->cut)
    show_problem (self, NULL);
  self->cut = FALSE;
  g_clear_handle_id (&self->save_id, g_source_remove);
  self->save_id = g_timeout_add (SAVE_AFTER, save_cb, self);
}

static void
tell_cut (KpNoteCard *self)
{
  g_autofree char *problem = g_strdup_printf (
      ngettext ("The note holds %d character; what is over it was left out.",
                "The note holds %d characters; what is over it was left out.",
                KP_SITE_MAX_NOTE),
      KP_SITE_MAX_NOTE);

  gtk_widget_error_bell (GTK_WIDGET (self));
  show_problem (self, problem);
  self->cut = TRUE;
}

/* Before the text goes in: what is over the limit is left out. */
static void
insert_text_cb (GtkTextBuffer *buffer, GtkTextIter *where, char *text, int length,
                gpointer data)
{
  int room = KP_SITE_MAX_NOTE - gtk_text_buffer_get_char_count (buffer);
  glong n = g_utf8_strlen (text, length);

  if (n <= room)
    return;
  g_signal_stop_emission_by_name (buffer, "insert-text");
  if (room > 0)
    gtk_text_buffer_insert (buffer, where, text,
                            (int) (g_utf8_offset_to_pointer (text, room) - text));
  tell_cut (KP_NOTE_CARD (data));
}

static gboolean
resize_cb (gpointer data)
{
  KpNoteCard *self = data;
  GtkAdjustment *rows = gtk_scrolled_window_get_vadjustment (self->scroller);

  self->resize_id = 0;
  gtk_scrolled_window_set_min_content_height (
      self->scroller,
      (int) CLAMP (gtk_adjustment_get_upper (rows), MIN_HEIGHT, MAX_HEIGHT));
  return G_SOURCE_REMOVE;
}

/* A text view lays its lines out bit by bit and tells only what scrolls it how high it has
 * become; it does so while sizes are given out, when none can be asked for. */
static void
height_changed_cb (KpNoteCard *self)
{
  if (self->resize_id == 0)
    self->resize_id = g_idle_add (resize_cb, self);
}

static void
focus_left_cb (KpNoteCard *self)
{
  kp_note_card_flush (self);
}

static void
kp_note_card_unmap (GtkWidget *widget)
{
  kp_note_card_flush (KP_NOTE_CARD (widget));

  GTK_WIDGET_CLASS (kp_note_card_parent_class)->unmap (widget);
}

static void
kp_note_card_dispose (GObject *object)
{
  KpNoteCard *self = KP_NOTE_CARD (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_NOTE_CARD);
  g_clear_handle_id (&self->save_id, g_source_remove);
  g_clear_handle_id (&self->resize_id, g_source_remove);
  g_clear_object (&self->site);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (kp_note_card_parent_class)->dispose (object);
}

static void
kp_note_card_finalize (GObject *object)
{
  KpNoteCard *self = KP_NOTE_CARD (object);

  g_free (self->saved);

  G_OBJECT_CLASS (kp_note_card_parent_class)->finalize (object);
}

static void
kp_note_card_class_init (KpNoteCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_note_card_dispose;
  object_class->finalize = kp_note_card_finalize;
  widget_class->unmap = kp_note_card_unmap;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/note-card.ui");
  gtk_widget_class_bind_template_child (widget_class, KpNoteCard, scroller);
  gtk_widget_class_bind_template_child (widget_class, KpNoteCard, view);
  gtk_widget_class_bind_template_child (widget_class, KpNoteCard, buffer);
  gtk_widget_class_bind_template_child (widget_class, KpNoteCard, problem);
  gtk_widget_class_bind_template_callback (widget_class, buffer_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, focus_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, insert_text_cb);
}

static void
kp_note_card_init (KpNoteCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scroller),
                           "notify::upper", G_CALLBACK (height_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

void
kp_note_card_set_site (KpNoteCard *self, KpDesk *desk, KpSite *site)
{
  g_return_if_fail (KP_IS_NOTE_CARD (self));
  g_return_if_fail (self->site == NULL);

  self->desk = g_object_ref (desk);
  self->site = g_object_ref (site);
  gtk_text_view_set_editable (self->view,
                              !kp_store_get_read_only (kp_desk_get_store (desk)));
  g_signal_connect_object (site, "notify::note", G_CALLBACK (load_note), self,
                           G_CONNECT_SWAPPED);
  load_note (self);
}
