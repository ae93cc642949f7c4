/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/import-review.h"

#include <glib/gi18n.h>

#include "core/exchange/provider-guess.h"
#include "window/import-line.h"
#include "window/import-list.h"

struct _KpImportReview
{
  AdwBin parent_instance;

  GtkLabel *summary;
  GtkWidget *skip_bad;
  GtkWidget *asking;
  GtkLabel *asking_words;
  GtkProgressBar *asking_bar;
  GtkWidget *stop_asking;
  GtkListView *list;

  KpDesk *desk;
  KpImportPreview *preview;
  KpImportList *rows;
  gboolean skipped;
  KpProviderGuess *guess;    /* (nullable) */
  GCancellable *cancellable; /* (nullable): of the guess that runs */
};

enum
{
  PROP_READY = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (KpImportReview, kp_import_review, ADW_TYPE_BIN)

static void
update (KpImportReview *self)
{
  g_autofree char *summary = kp_import_preview_describe (self->preview, self->skipped);

  gtk_label_set_label (self->summary, summary);
  gtk_widget_set_visible (self->skip_bad, self->preview->bad > 0 && !self->skipped);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "review.skip-bad",
                                 self->preview->bad > 0 && !self->skipped);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "review.stop-asking",
                                 self->cancellable != NULL);
  gtk_widget_set_visible (self->stop_asking, self->cancellable != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->asking_bar), self->cancellable != NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READY]);
}

static void
progress_cb (KpImportReview *self)
{
  guint done = kp_provider_guess_get_done (self->guess);
  guint total = kp_provider_guess_get_total (self->guess);
  g_autofree char *words = g_strdup_printf (
      /* Translators: how many sites DNS was asked for, of how many */
      _ ("Asking DNS who hosts them: %u of %u"), done, total);

  gtk_label_set_label (self->asking_words, words);
  gtk_progress_bar_set_fraction (self->asking_bar, total > 0 ? (double) done / total : 0);
}

/* What was found, or why nobody could be asked. */
static char *
describe_guess (KpImportReview *self, const GError *error)
{
  guint found = kp_provider_guess_get_found (self->guess);
  guint total = kp_provider_guess_get_total (self->guess);

  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    /* Translators: why, as a sentence without its full stop */
    return g_strdup_printf (_ ("Could not ask DNS who hosts them: %s. Rows without a "
                               "provider count as sites on own servers."),
                            error->message);
  return g_strdup_printf (
      /* Translators: of how many sites the provider was found, of how many */
      ngettext ("Found in DNS for %u of %u site", "Found in DNS for %u of %u sites", total),
      found, total);
}

static void
guessed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpImportReview) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  kp_provider_guess_run_finish (KP_PROVIDER_GUESS (source), result, &error);
  if (KP_PROVIDER_GUESS (source) != self->guess)
    return;
  words = describe_guess (self, error);
  gtk_label_set_label (self->asking_words, words);
  g_clear_object (&self->cancellable);
  update (self);
}

static void
begin_guess (KpImportReview *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) resolvers = kp_desk_make_resolvers (self->desk, &error);

  if (resolvers == NULL)
    {
      gtk_label_set_label (self->asking_words, error->message);
      gtk_widget_set_visible (self->asking, TRUE);
      return;
    }
  self->guess = kp_provider_guess_new (kp_desk_get_catalogue (self->desk), resolvers);
  for (guint i = self->preview->bad; i < self->preview->rows->len; i++)
    {
      const KpImportRow *row = g_ptr_array_index (self->preview->rows, i);

      if (row->site != NULL)
        kp_provider_guess_add (self->guess, row->site, row->open_provider);
    }
  gtk_widget_set_visible (self->asking, kp_provider_guess_get_total (self->guess) > 0);
  if (kp_provider_guess_get_total (self->guess) == 0)
    return;
  g_signal_connect_object (self->guess, "notify::done", G_CALLBACK (progress_cb), self,
                           G_CONNECT_SWAPPED);
  progress_cb (self);
  self->cancellable = g_cancellable_new ();
  kp_provider_guess_run_async (self->guess, self->cancellable, guessed_cb,
                               g_object_ref (self));
}

static void
skip_bad_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpImportReview *self = KP_IMPORT_REVIEW (widget);

  self->skipped = TRUE;
  kp_import_list_skip (self->rows, self->preview->bad);
  update (self);
}

static void
stop_asking_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpImportReview *self = KP_IMPORT_REVIEW (widget);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

static void
set_up_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, kp_import_line_new ());
  gtk_list_item_set_activatable (item, FALSE);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  kp_import_line_set_item (KP_IMPORT_LINE (gtk_list_item_get_child (item)),
                           gtk_list_item_get_item (item));
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  kp_import_line_set_item (KP_IMPORT_LINE (gtk_list_item_get_child (item)), NULL);
}

static void
kp_import_review_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_READY)
    g_value_set_boolean (value, kp_import_review_get_ready (KP_IMPORT_REVIEW (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kp_import_review_dispose (GObject *object)
{
  KpImportReview *self = KP_IMPORT_REVIEW (object);

  kp_import_review_clear (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_IMPORT_REVIEW);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (kp_import_review_parent_class)->dispose (object);
}

static void
kp_import_review_class_init (KpImportReviewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_import_review_dispose;
  object_class->get_property = kp_import_review_get_property;

  properties[PROP_READY] = g_param_spec_boolean ("ready", NULL, NULL, FALSE,
                                                 G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY
                                                     | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/window/import-review.ui");
  gtk_widget_class_bind_template_child (widget_class, KpImportReview, summary);
  gtk_widget_class_bind_template_child (widget_class, KpImportReview, skip_bad);
  gtk_widget_class_bind_template_child (widget_class, KpImportReview, asking);
  gtk_widget_class_bind_template_child (widget_class, KpImportReview, asking_words);
  gtk_widget_class_bind_template_child (widget_class, KpImportReview, asking_bar);
  gtk_widget_class_bind_template_child (widget_class, KpImportReview, stop_asking);
  gtk_widget_class_bind_template_child (widget_class, KpImportReview, list);
  gtk_widget_class_install_action (widget_class, "review.skip-bad", NULL,
                                   skip_bad_activated);
  gtk_widget_class_install_action (widget_class, "review.stop-asking", NULL,
                                   stop_asking_activated);
}

static void
kp_import_review_init (KpImportReview *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (factory, "setup", G_CALLBACK (set_up_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  gtk_list_view_set_factory (self->list, factory);
}

void
kp_import_review_set_preview (KpImportReview *self, KpDesk *desk, KpImportPreview *preview)
{
  g_autoptr (GtkNoSelection) model = NULL;

  g_return_if_fail (KP_IS_IMPORT_REVIEW (self));
  g_return_if_fail (KP_IS_DESK (desk));
  g_return_if_fail (preview != NULL);

  kp_import_review_clear (self);
  g_set_object (&self->desk, desk);
  self->preview = preview;
  self->skipped = FALSE;
  self->rows = kp_import_list_new (preview, kp_desk_get_catalogue (desk));
  model = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->rows)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (model));
  begin_guess (self);
  update (self);
}

void
kp_import_review_clear (KpImportReview *self)
{
  g_return_if_fail (KP_IS_IMPORT_REVIEW (self));

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->guess);
  if (self->list != NULL)
    {
      gtk_list_view_set_model (self->list, NULL);
      gtk_widget_set_visible (self->asking, FALSE);
    }
  g_clear_object (&self->rows);
  g_clear_pointer (&self->preview, kp_import_preview_free);
}

const KpImportPreview *
kp_import_review_get_preview (KpImportReview *self)
{
  g_return_val_if_fail (KP_IS_IMPORT_REVIEW (self), NULL);

  return self->preview;
}

gboolean
kp_import_review_get_ready (KpImportReview *self)
{
  g_return_val_if_fail (KP_IS_IMPORT_REVIEW (self), FALSE);

  return self->preview != NULL && self->preview->to_add > 0
         && (self->preview->bad == 0 || self->skipped) && self->cancellable == NULL;
}
