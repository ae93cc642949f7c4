/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/journal-card.h"

#include <glib/gi18n.h>

#include "core/base/time-text.h"

struct _KpJournalCard
{
  AdwBin parent_instance;

  AdwExpanderRow *row;

  KpDesk *desk;
  KpSite *site;
  GPtrArray *events; /* element-type KpJournalEvent, newest first */
  GPtrArray *rows;   /* of AdwActionRow, made once it was opened; in that order */
  GtkWidget *more;
  GCancellable *cancellable;
  gint64 now;
};

G_DEFINE_FINAL_TYPE (KpJournalCard, kp_journal_card, ADW_TYPE_BIN)

static gboolean
is_same (const KpJournalEvent *a, const KpJournalEvent *b)
{
  return a->at == b->at && g_str_equal (a->kind, b->kind) && g_str_equal (a->text, b->text);
}

static void
set_event (AdwActionRow *row, const KpJournalEvent *event, gint64 now)
{
  g_autofree char *moment = kp_time_format_moment (event->at, now);
  g_autofree char *text = kp_journal_event_format (event);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), text);
  if (g_strcmp0 (adw_action_row_get_subtitle (row), moment) != 0)
    adw_action_row_set_subtitle (row, moment);
}

static void
remove_rows (KpJournalCard *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_expander_row_remove (self->row, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  if (self->more != NULL)
    adw_expander_row_remove (self->row, self->more);
  self->more = NULL;
}

static void
add_more_row (KpJournalCard *self)
{
  g_autofree char *title = g_strdup_printf (
      /* Translators: how many events of a journal are shown */
      ngettext ("Only the newest %u event is shown", "Only the newest %u events are shown",
                KP_JOURNAL_SHOWN),
      KP_JOURNAL_SHOWN);

  self->more = g_object_new (ADW_TYPE_ACTION_ROW, "title", title, NULL);
  adw_expander_row_add_row (self->row, self->more);
}

/* Only of a journal that was opened: hundreds of rows that nobody sees cost as much. */
static void
update_rows (KpJournalCard *self)
{
  guint n = MIN (self->events->len, KP_JOURNAL_SHOWN);

  if (!adw_expander_row_get_expanded (self->row) && self->rows->len == 0)
    return;
  if (self->rows->len != n)
    {
      remove_rows (self);
      for (guint i = 0; i < n; i++)
        {
          GtkWidget *row =
              g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title-lines", 99,
                            "activatable", FALSE, "selectable", FALSE, NULL);

          adw_expander_row_add_row (self->row, row);
          g_ptr_array_add (self->rows, row);
        }
      if (self->events->len > n)
        add_more_row (self);
    }
  for (guint i = 0; i < n; i++)
    set_event (g_ptr_array_index (self->rows, i), g_ptr_array_index (self->events, i),
               self->now);
}

static void
update_title (KpJournalCard *self)
{
  g_autofree char *title = NULL;

  if (self->events->len > KP_JOURNAL_SHOWN)
    /* Translators: %u is how many events are shown; there are more. */
    title = g_strdup_printf (_ ("Journal (%u+)"), KP_JOURNAL_SHOWN);
  else
    /* Translators: %u is how many events there are. */
    title = g_strdup_printf (_ ("Journal (%u)"), self->events->len);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, -1);
}

static gboolean
are_same (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!is_same (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      return FALSE;
  return TRUE;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpJournalCard) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) events =
      kp_store_load_journal_finish (KP_STORE (source), result, &error);

  if (events == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        adw_expander_row_set_subtitle (self->row, error->message);
      return;
    }
  adw_expander_row_set_subtitle (self->row, "");
  if (are_same (self->events, events))
    return;
  g_ptr_array_unref (self->events);
  self->events = g_steal_pointer (&events);
  update_title (self);
  update_rows (self);
}

static void
load (KpJournalCard *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  kp_store_load_journal_async (kp_desk_get_store (self->desk), kp_site_get_id (self->site),
                               KP_JOURNAL_SHOWN + 1, self->cancellable, loaded_cb,
                               g_object_ref (self));
}

static void
sites_changed_cb (KpStore *store, GArray *ids, KpJournalCard *self)
{
  gint64 id = kp_site_get_id (self->site);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == id)
      {
        load (self);
        return;
      }
  if (ids == NULL)
    load (self);
}

static void
expanded_cb (KpJournalCard *self)
{
  update_rows (self);
}

static void
kp_journal_card_dispose (GObject *object)
{
  KpJournalCard *self = KP_JOURNAL_CARD (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_ptr_array_set_size (self->rows, 0);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_JOURNAL_CARD);
  g_clear_object (&self->site);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (kp_journal_card_parent_class)->dispose (object);
}

static void
kp_journal_card_finalize (GObject *object)
{
  KpJournalCard *self = KP_JOURNAL_CARD (object);

  g_ptr_array_unref (self->events);
  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (kp_journal_card_parent_class)->finalize (object);
}

static void
kp_journal_card_class_init (KpJournalCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_journal_card_dispose;
  object_class->finalize = kp_journal_card_finalize;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/journal-card.ui");
  gtk_widget_class_bind_template_child (widget_class, KpJournalCard, row);
  gtk_widget_class_bind_template_callback (widget_class, expanded_cb);
}

static void
kp_journal_card_init (KpJournalCard *self)
{
  self->events = g_ptr_array_new ();
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kp_journal_card_set_site (KpJournalCard *self, KpDesk *desk, KpSite *site)
{
  g_return_if_fail (KP_IS_JOURNAL_CARD (self));
  g_return_if_fail (self->site == NULL);

  self->desk = g_object_ref (desk);
  self->site = g_object_ref (site);
  self->now = kp_clock_now (kp_desk_get_clock (desk));
  g_signal_connect_object (kp_desk_get_store (desk), "sites-changed",
                           G_CALLBACK (sites_changed_cb), self, 0);
  update_title (self);
  load (self);
}

void
kp_journal_card_set_now (KpJournalCard *self, gint64 now)
{
  g_return_if_fail (KP_IS_JOURNAL_CARD (self));

  self->now = now;
  update_rows (self);
}
