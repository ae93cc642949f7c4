/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/intake-window-private.h"

#include <glib/gi18n.h>

#include "core/certificate/document-input.h"
#include "page/intake-item.h"
#include "widget/undo.h"

/* A file or a text. */
typedef struct
{
  KpIntakeWindow *window; /* while it is read */
  char *name;
  KpDocument *document; /* (nullable): once it was read */
} Paper;

static void
paper_free (gpointer data)
{
  Paper *paper = data;

  g_free (paper->name);
  kp_document_free (paper->document);
  g_free (paper);
}

GPtrArray *
kp_intake_window_new_papers (void)
{
  return g_ptr_array_new_with_free_func (paper_free);
}

static char *
make_key (const KpIntakeOffer *offer)
{
  return g_strdup_printf ("%u/%" G_GINT64_FORMAT,
                          offer->der != NULL ? g_bytes_hash (offer->der) : 0,
                          offer->site != NULL ? kp_site_get_id (offer->site) : 0);
}

/* What was not wanted before is not wanted because more has come. */
static void
remember_choice (KpIntakeWindow *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KpIntakeItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);
      const KpIntakeOffer *offer = kp_intake_item_get_offer (item);

      if (offer->held_back)
        g_hash_table_add (self->held_back, make_key (offer));
      else
        {
          g_autofree char *key = make_key (offer);

          g_hash_table_remove (self->held_back, key);
        }
    }
}

static void
tell_all (KpIntakeWindow *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  self->telling = TRUE;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KpIntakeItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      kp_intake_item_changed (item);
    }
  self->telling = FALSE;
}

static void
item_changed_cb (KpIntakeWindow *self)
{
  if (!self->telling)
    kp_intake_window_update (self);
}

static void
show_problem (KpIntakeWindow *self, const char *text)
{
  kp_banner_show (self->banner, "dialog-warning-symbolic", text);
}

/* Returns: whether it goes on: the window is open, and nothing else was given meanwhile */
static gboolean
continues (KpIntakeWindow *self)
{
  g_clear_object (&self->cancellable);
  self->stage = KP_INTAKE_IDLE;
  if (self->closed)
    return FALSE;
  if (self->again)
    kp_intake_window_plan (self);
  else
    return TRUE;
  return FALSE;
}

void
kp_intake_window_forget_all (KpIntakeWindow *self)
{
  kp_intake_window_forget_items (self);
  g_clear_pointer (&self->intake, kp_intake_free);
  self->intake = kp_intake_new ();
  g_hash_table_remove_all (self->held_back);
  self->n_papers = 0;
  kp_banner_set_revealed (self->banner, FALSE);
}

/* What was fetched and given until then stays. */
static void
end (KpIntakeWindow *self, const GError *error)
{
  gboolean cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  if (cancelled && g_list_model_get_n_items (G_LIST_MODEL (self->items)) == 0)
    {
      kp_intake_window_forget_all (self);
      show_problem (self, _ ("Cancelled: nothing was looked at. Give the files again."));
    }
  else if (error != NULL && !cancelled)
    show_problem (self, error->message);
  tell_all (self);
  kp_intake_window_update (self);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpIntakeWindow) self = data;
  g_autoptr (GError) error = NULL;

  kp_intake_fetch_finish (result, &error);
  if (continues (self))
    end (self, error);
}

static KpIssuerFetcher *
make_fetcher (gpointer data)
{
  return kp_desk_make_issuer_fetcher (data);
}

static void
begin (KpIntakeWindow *self, KpIntakeStage stage)
{
  self->stage = stage;
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
}

static void
show_offers (KpIntakeWindow *self, GPtrArray *offers)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < offers->len; i++)
    {
      KpIntakeOffer *offer = g_ptr_array_index (offers, i);
      g_autofree char *key = make_key (offer);
      KpIntakeItem *item = kp_intake_item_new (offer);

      offer->held_back = g_hash_table_contains (self->held_back, key);
      g_signal_connect_object (item, "changed", G_CALLBACK (item_changed_cb), self,
                               G_CONNECT_SWAPPED);
      g_ptr_array_add (items, item);
    }
  g_list_store_splice (self->items, 0,
                       g_list_model_get_n_items (G_LIST_MODEL (self->items)), items->pdata,
                       items->len);
  kp_list_feeder_start (self->feeder);
}

static void
planned_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpIntakeWindow) self = data;
  g_autoptr (GError) error = NULL;
  GPtrArray *offers = kp_intake_plan_finish (self->intake, result, &error);
  KpTrust *trust;

  if (!continues (self))
    return;
  trust = offers != NULL ? kp_desk_get_trust (self->desk, &error) : NULL;
  if (trust == NULL)
    {
      end (self, error);
      return;
    }
  show_offers (self, offers);
  begin (self, KP_INTAKE_FETCHING);
  kp_intake_fetch_async (self->intake, trust, make_fetcher, self->desk, self->cancellable,
                         fetched_cb, g_object_ref (self));
  kp_intake_window_update (self);
}

static void
filled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpIntakeWindow) self = data;
  g_autoptr (GError) error = NULL;
  KpTrust *trust = NULL;
  gint64 now = kp_clock_now (kp_desk_get_clock (self->desk));

  if (kp_desk_fill_intake_finish (KP_DESK (source), result, &error))
    trust = kp_desk_get_trust (self->desk, &error);
  if (trust != NULL && !self->closed && !self->again)
    {
      kp_intake_plan_async (self->intake, trust, now, self->cancellable, planned_cb,
                            g_object_ref (self));
      return;
    }
  if (continues (self))
    end (self, error);
}

static void
take_papers (KpIntakeWindow *self)
{
  for (guint i = 0; i < self->papers->len; i++)
    {
      Paper *paper = g_ptr_array_index (self->papers, i);

      if (paper->document != NULL)
        kp_intake_take_document (self->intake, g_steal_pointer (&paper->document),
                                 paper->name);
    }
  g_ptr_array_set_size (self->papers, 0);
}

/* All of it anew: what comes later may belong to what was there before. */
void
kp_intake_window_plan (KpIntakeWindow *self)
{
  GListModel *portfolio = G_LIST_MODEL (kp_desk_get_portfolio (self->desk));
  g_autoptr (GPtrArray) sites = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = g_list_model_get_n_items (portfolio);

  if (self->n_reading > 0)
    return; /* the last of them comes here again */
  if (self->stage != KP_INTAKE_IDLE)
    {
      self->again = TRUE;
      if (self->stage != KP_INTAKE_GIVING)
        g_cancellable_cancel (self->cancellable);
      return;
    }
  self->again = FALSE;
  kp_banner_set_revealed (self->banner, FALSE);
  remember_choice (self);
  kp_intake_window_forget_items (self);
  take_papers (self);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (sites, g_list_model_get_item (portfolio, i));
  begin (self, KP_INTAKE_PLANNING);
  kp_intake_window_update (self);
  kp_desk_fill_intake_async (self->desk, self->intake, sites, self->cancellable, filled_cb,
                             g_object_ref (self));
}

/* What was not read when the user gave up; the rest is looked at. */
static void
drop_unread (KpIntakeWindow *self)
{
  for (guint i = self->papers->len; i > 0; i--)
    if (((Paper *) g_ptr_array_index (self->papers, i - 1))->document == NULL)
      {
        g_ptr_array_remove_index (self->papers, i - 1);
        self->n_papers--;
      }
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Paper *paper = data;
  g_autoptr (KpIntakeWindow) self = paper->window;

  paper->document = kp_document_input_read_finish (result, NULL);
  self->n_reading--;
  if (self->closed || self->n_reading > 0)
    return;
  if (g_cancellable_is_cancelled (self->reading))
    {
      g_object_unref (self->reading);
      self->reading = g_cancellable_new ();
      drop_unread (self);
      /* What else goes on still needs what was read before. */
      if (self->papers->len > 0)
        kp_intake_window_plan (self);
      else if (self->stage == KP_INTAKE_IDLE)
        end (self, &(GError){ G_IO_ERROR, G_IO_ERROR_CANCELLED, NULL });
      else
        kp_intake_window_update (self);
    }
  else
    kp_intake_window_plan (self);
}

/* One by one: what was read of a file tells where each thing was found. */
void
kp_intake_window_take_octets (KpIntakeWindow *self, GBytes *octets, const char *name)
{
  g_autoptr (GPtrArray) inputs = kp_document_input_list_new ();
  Paper *paper = g_new0 (Paper, 1);

  paper->window = g_object_ref (self);
  paper->name = g_strdup (name != NULL ? name : _ ("pasted text"));
  g_ptr_array_add (self->papers, paper);
  self->n_papers++;
  self->n_reading++;
  kp_document_input_list_add (inputs, octets, name);
  kp_document_input_read_async (inputs, self->reading, read_cb, paper);
  kp_intake_window_update (self);
}

static void
given_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpIntakeWindow) self = data;
  g_autoptr (GError) error = NULL;

  kp_intake_give_finish (result, &error);
  if (!continues (self))
    return;
  end (self, error);
  /* The button that had it could not keep it. */
  if (gtk_window_get_focus (GTK_WINDOW (self)) == NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

void
kp_intake_window_hand (KpIntakeWindow *self)
{
  if (self->stage != KP_INTAKE_IDLE || !self->gives)
    return;
  kp_intake_window_go_back (self);
  begin (self, KP_INTAKE_GIVING);
  kp_intake_window_update (self);
  kp_intake_give_async (self->intake, kp_desk_get_job_keeper (self->desk),
                        self->cancellable, given_cb, g_object_ref (self));
}

/* What was given, until it was cleared away. */
typedef struct
{
  KpIntakeWindow *window; /* (nullable), weak */
  KpIntake *intake;       /* (nullable): until it is back */
  GHashTable *held_back;
  guint n_papers;
} Cleared;

static void
cleared_free (gpointer data)
{
  Cleared *cleared = data;

  g_clear_weak_pointer (&cleared->window);
  g_clear_pointer (&cleared->intake, kp_intake_free);
  g_hash_table_unref (cleared->held_back);
  g_free (cleared);
}

static void
undo_clear (KpUndo *undo, gpointer data)
{
  Cleared *cleared = data;
  KpIntakeWindow *self = cleared->window;

  if (self == NULL || self->closed)
    {
      kp_undo_tell (undo, _ ("The window of the files is closed. Give them again."));
      return;
    }
  if (self->n_papers > 0 || self->n_reading > 0 || self->stage != KP_INTAKE_IDLE)
    {
      kp_undo_tell (undo, _ ("Other files were given meanwhile; they stay."));
      return;
    }
  kp_intake_free (self->intake);
  self->intake = g_steal_pointer (&cleared->intake);
  g_hash_table_unref (self->held_back);
  self->held_back = g_hash_table_ref (cleared->held_back);
  self->n_papers = cleared->n_papers;
  kp_intake_window_plan (self);
}

void
kp_intake_window_clear (KpIntakeWindow *self)
{
  Cleared *cleared = g_new0 (Cleared, 1);

  g_set_weak_pointer (&cleared->window, self);
  cleared->intake = g_steal_pointer (&self->intake);
  cleared->held_back = g_steal_pointer (&self->held_back);
  cleared->n_papers = self->n_papers;
  self->held_back = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  kp_intake_window_forget_all (self);
  kp_undo_offer (kp_undo_find (GTK_WIDGET (self)), GTK_WIDGET (self->stack),
                 _ ("Files cleared away"), _ ("Undo Clear"), undo_clear, cleared,
                 cleared_free);
}
