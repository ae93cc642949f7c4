/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/retire-window.h"

#include <glib/gi18n.h>

#include "assistant/customer-letter.h"
#include "core/job/retirement.h"
#include "core/store/store-retirement.h"
#include "core/store/store-signing-keys.h"
#include "widget/banner.h"
#include "widget/compat.h"
#include "widget/help.h"
#include "widget/letter-bar.h"
#include "widget/letter-editor.h"
#include "widget/toast.h"
#include "widget/undo.h"
#include "widget/unlock.h"

struct _KpRetireWindow
{
  AdwWindow parent_instance;

  KpBanner *banner;
  GtkLabel *question;
  GtkLabel *warning;
  GtkWidget *wishes;
  GtkWidget *ask_row;
  GtkCheckButton *ask;
  KpLetterEditor *editor;
  GtkWidget *tell_row;
  GtkCheckButton *tell;
  KpLetterBar *letter;
  AdwActionRow *destroy_row;
  GtkCheckButton *destroy;

  KpDesk *desk; /* (nullable) */
  KpSite *site;
  KpCustomerLetter *facts; /* (nullable) */
  KpRequest *draft;        /* (nullable): asks the provider */
  GPtrArray *keys;         /* (nullable) (element-type KpSigningKey): still kept */
  gboolean busy;
  gboolean retired; /* what is left are its keys */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (KpRetireWindow, kp_retire_window, ADW_TYPE_WINDOW)

static KpProfile *
get_profile (KpRetireWindow *self)
{
  return kp_catalogue_find (kp_desk_get_catalogue (self->desk),
                            kp_site_get_provider (self->site));
}

static void
update (KpRetireWindow *self)
{
  gboolean asks = gtk_check_button_get_active (self->ask);

  if (self->desk == NULL)
    return;
  /* The letter is on its way then, and can't be changed or taken back here. */
  gtk_widget_set_sensitive (self->ask_row, !self->retired);
  gtk_widget_set_visible (GTK_WIDGET (self->editor), asks && !self->retired);
  gtk_widget_set_sensitive (self->wishes, !self->busy);
  gtk_widget_action_set_enabled (
      GTK_WIDGET (self), "retire.retire",
      !self->busy && (!asks || kp_letter_editor_get_ready (self->editor)));
}

static void
show_problem (KpRetireWindow *self, const char *text)
{
  self->busy = FALSE;
  kp_banner_show (self->banner, "dialog-warning-symbolic", text);
  update (self);
}

/* @language: (nullable): tag of the one that was chosen */
static void
compose (KpRetireWindow *self, const char *language)
{
  KpOutbox *outbox = kp_desk_get_outbox (self->desk);
  g_autofree char *number = kp_retirement_find_number (
      G_LIST_MODEL (kp_outbox_get_requests (outbox)), self->site);
  g_autofree char *written = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpRequest) draft = NULL;
  KpJobFacts facts;

  kp_job_keeper_fill_facts (kp_desk_get_job_keeper (self->desk), self->site, &facts);
  if (language != NULL)
    facts.language = language;
  draft = kp_retirement_compose_request (&facts, number, kp_letter_get_sender (), &error);
  if (draft == NULL)
    {
      kp_letter_editor_fail (self->editor, error->message);
      return;
    }
  written =
      kp_request_find_language (facts.profile, KP_LETTER_RETIRE_PROVIDER, facts.language);
  g_set_object (&self->draft, draft);
  kp_letter_editor_set_request (self->editor, draft, get_profile (self), written);
}

/* @left: (nullable): the letter as it was left in that language */
static void
language_chosen_cb (KpRetireWindow *self, const char *tag, KpRequest *left)
{
  g_autoptr (KpRequest) letter = left != NULL ? g_object_ref (left) : NULL;

  if (self->desk == NULL || self->busy)
    return;
  if (letter == NULL)
    compose (self, tag);
  else
    {
      g_set_object (&self->draft, letter);
      kp_letter_editor_set_request (self->editor, letter, get_profile (self), tag);
    }
  update (self);
}

static void
ask_toggled_cb (KpRetireWindow *self)
{
  if (self->desk == NULL)
    return;
  if (gtk_check_button_get_active (self->ask) && self->draft == NULL)
    compose (self, NULL);
  update (self);
}

static KpLetter *
write_letter (gpointer data, const char *language, char **address)
{
  KpRetireWindow *self = data;

  if (self->facts == NULL || !gtk_check_button_get_active (self->tell))
    return NULL;
  return kp_customer_letter_write (self->facts, KP_LETTER_RETIRE_CUSTOMER, language,
                                   address);
}

static void
tell_toggled_cb (KpRetireWindow *self)
{
  if (self->desk != NULL)
    kp_letter_bar_update (self->letter, kp_site_get_host (self->site));
}

static gboolean
is_last (KpRetireWindow *self)
{
  return kp_retirement_is_last (G_LIST_MODEL (kp_desk_get_portfolio (self->desk)),
                                self->site);
}

static void
keys_loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpRetireWindow) self = data;
  g_autoptr (GPtrArray) keys =
      kp_store_load_signing_keys_finish (KP_STORE (source), result, NULL);
  g_autofree char *text = NULL;

  if (self->desk == NULL || keys == NULL)
    return;
  for (guint i = keys->len; i > 0; i--)
    if (((const KpSigningKey *) g_ptr_array_index (keys, i - 1))->destroyed_at > 0)
      g_ptr_array_remove_index (keys, i - 1);
  if (keys->len == 0 || !is_last (self))
    return;
  text = g_strdup_printf (
      /* Translators: %u is a number of keys. */
      ngettext ("%u key; nobody can bring it back", "%u keys; nobody can bring them back",
                keys->len),
      keys->len);
  adw_preferences_row_set_title (
      ADW_PREFERENCES_ROW (self->destroy_row),
      ngettext ("Destroy the key kept here", "Destroy the keys kept here", keys->len));
  adw_action_row_set_subtitle (self->destroy_row, text);
  gtk_widget_set_visible (GTK_WIDGET (self->destroy_row), TRUE);
  self->keys = g_steal_pointer (&keys);
}

static void
judged_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpRetireWindow) self = data;
  g_autofree char *warning = NULL;
  const char *record = NULL;
  KpEvidence *evidence = NULL;
  g_autoptr (KpVerdict) verdict =
      kp_desk_judge_finish (KP_DESK (source), result, &evidence, NULL);

  if (verdict != NULL && self->desk != NULL)
    {
      self->facts = kp_customer_letter_new (self->desk, self->site, verdict, evidence);
      if (is_last (self))
        record = kp_customer_letter_find_record (self->facts);
    }
  if (record != NULL)
    {
      warning = kp_retirement_describe_record (self->site, record);
      gtk_label_set_text (self->warning, warning);
      gtk_widget_set_visible (GTK_WIDGET (self->warning), TRUE);
      gtk_widget_set_visible (self->tell_row, TRUE);
    }
  /* The verdict points into the evidence. */
  g_clear_pointer (&verdict, kp_verdict_unref);
  kp_evidence_free (evidence);
}

/* A site that was retired here. */
typedef struct
{
  KpDesk *desk;
  gint64 site_id;
} Retired;

static void
retired_free (gpointer data)
{
  g_object_unref (((Retired *) data)->desk);
  g_free (data);
}

/* The outbox may have to send again what was taken back. */
typedef struct
{
  KpUndo *undo;
  KpOutbox *outbox;
} Undoing;

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Undoing *undoing = data;
  g_autoptr (GError) error = NULL;
  gboolean left;

  if (!kp_store_undo_retirement_finish (KP_STORE (source), result, &left, &error))
    kp_undo_tell (undoing->undo, error->message);
  else if (left)
    kp_undo_tell (undoing->undo,
                  _ ("In use again. The provider was asked already to remove "
                     "it: tell it that it stays."));
  if (error == NULL)
    kp_outbox_wake (undoing->outbox);
  g_object_unref (undoing->undo);
  g_object_unref (undoing->outbox);
  g_free (undoing);
}

static void
undo_retirement (KpUndo *undo, gpointer data)
{
  const Retired *retired = data;
  Undoing *undoing = g_new0 (Undoing, 1);

  undoing->undo = g_object_ref (undo);
  undoing->outbox = g_object_ref (kp_desk_get_outbox (retired->desk));
  kp_store_undo_retirement_async (kp_desk_get_store (retired->desk), retired->site_id, NULL,
                                  undone_cb, undoing);
}

static void
finish (KpRetireWindow *self)
{
  Retired *retired = g_new0 (Retired, 1);
  g_autofree char *name = kp_toast_name (kp_site_get_label (self->site));
  g_autofree char *text = NULL;
  g_autofree char *label = NULL;

  retired->desk = g_object_ref (self->desk);
  retired->site_id = kp_site_get_id (self->site);
  /* Translators: %s is the address of a site. */
  text = g_strdup_printf (_ ("“%s” retired"), name);
  /* Translators: a menu item; %s is the address of a site. */
  label = g_strdup_printf (_ ("Undo Retire “%s”"), kp_site_get_label (self->site));
  kp_undo_offer (kp_undo_find (GTK_WIDGET (self)), NULL, text, label, undo_retirement,
                 retired, retired_free);
  self->busy = FALSE;
  gtk_window_close (GTK_WINDOW (self));
}

/* The site is retired, which nobody has to do again. */
static void
show_left (KpRetireWindow *self, const GError *error)
{
  g_autofree char *text = NULL;

  text = g_strdup_printf (
      /* Translators: %s is the reason. */
      _ ("The site is retired, but its keys are not destroyed yet. Press Retire to try "
         "again. %s"),
      error->message);
  show_problem (self, text);
}

static void destroy_next (KpRetireWindow *self);

static void
noted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpRetireWindow) self = data;
  g_autoptr (GError) error = NULL;
  gboolean noted = kp_store_destroy_signing_key_finish (KP_STORE (source), result, &error);

  if (self->desk == NULL)
    return;
  if (!noted)
    {
      show_left (self, error);
      return;
    }
  g_ptr_array_remove_index (self->keys, 0);
  destroy_next (self);
}

/* First the key, then the word that it is gone: killed in between, it is asked again. */
static void
removed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpRetireWindow) self = data;
  g_autoptr (GError) error = NULL;
  const KpSigningKey *key;

  if (self->desk == NULL)
    return;
  if (!kp_vault_remove_finish (KP_VAULT (source), result, &error)
      && !g_error_matches (error, KP_VAULT_ERROR, KP_VAULT_ERROR_ABSENT))
    {
      show_left (self, error);
      return;
    }
  key = g_ptr_array_index (self->keys, 0);
  kp_store_destroy_signing_key_async (kp_desk_get_store (self->desk), key->spki_sha256,
                                      NULL, noted_cb, g_object_ref (self));
}

/* Returns: (transfer full) (nullable): what the next key to destroy is called */
static char *
make_key_name (KpRetireWindow *self)
{
  if (self->keys == NULL || self->keys->len == 0
      || !gtk_check_button_get_active (self->destroy))
    return NULL;
  return kp_signing_key_make_name (
      ((const KpSigningKey *) g_ptr_array_index (self->keys, 0))->spki_sha256);
}

static void
destroy_next (KpRetireWindow *self)
{
  g_autofree char *name = make_key_name (self);

  if (name == NULL)
    {
      finish (self);
      return;
    }
  kp_vault_remove_async (kp_desk_get_vault (self->desk), name, NULL, removed_cb,
                         g_object_ref (self));
}

/* What can't be undone comes last: killed before it, the keys are still there. */
static void
retired_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpRetireWindow) self = data;
  g_autoptr (GError) error = NULL;
  gboolean retired = kp_job_keeper_retire_finish (KP_JOB_KEEPER (source), result, &error);

  if (self->desk == NULL)
    return;
  if (!retired)
    {
      show_problem (self, error->message);
      return;
    }
  self->retired = TRUE;
  if (gtk_check_button_get_active (self->ask))
    kp_outbox_wake (kp_desk_get_outbox (self->desk));
  destroy_next (self);
}

static void
retire (KpRetireWindow *self)
{
  if (self->retired)
    {
      destroy_next (self);
      return;
    }
  kp_job_keeper_retire_async (kp_desk_get_job_keeper (self->desk), self->site,
                              gtk_check_button_get_active (self->ask) ? self->draft : NULL,
                              NULL, retired_cb, g_object_ref (self));
}

/* A request waits for a vault that stays closed. */
static void
token_unlocked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpRetireWindow) self = data;
  g_autoptr (GError) error = NULL;

  if (!kp_unlock_finish (result, &error))
    g_debug ("The request waits: %s", error->message);
  if (self->desk != NULL)
    retire (self);
}

static void
unlock_token (KpRetireWindow *self)
{
  if (!self->retired && gtk_check_button_get_active (self->ask) && self->draft != NULL)
    kp_unlock_for_request_async (GTK_WIDGET (self), kp_desk_get_vault (self->desk),
                                 self->draft, self->cancellable, token_unlocked_cb,
                                 g_object_ref (self));
  else
    retire (self);
}

/* Keys can't be destroyed in a vault that stays closed: nothing is changed then. */
static void
keys_unlocked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpRetireWindow) self = data;
  g_autoptr (GError) error = NULL;
  gboolean unlocked = kp_unlock_finish (result, &error);

  if (self->desk == NULL)
    return;
  if (unlocked)
    unlock_token (self);
  else if (self->retired)
    show_left (self, error);
  else
    show_problem (self, error->message);
}

static void
retire_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  KpRetireWindow *self = KP_RETIRE_WINDOW (widget);
  g_autofree char *name = make_key_name (self);

  self->busy = TRUE;
  kp_banner_set_revealed (self->banner, FALSE);
  update (self);
  if (name != NULL)
    kp_unlock_to_remove_async (widget, kp_desk_get_vault (self->desk), name,
                               self->cancellable, keys_unlocked_cb, g_object_ref (self));
  else
    unlock_token (self);
}

/* What was asked for is not dropped half done. */
static gboolean
close_request (GtkWindow *window)
{
  return KP_RETIRE_WINDOW (window)->busy
         || GTK_WINDOW_CLASS (kp_retire_window_parent_class)->close_request (window);
}

static void
show_toast_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  kp_toast_show (KP_RETIRE_WINDOW (widget)->wishes, g_variant_get_string (parameter, NULL));
}

static void
kp_retire_window_dispose (GObject *object)
{
  KpRetireWindow *self = KP_RETIRE_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->desk);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_RETIRE_WINDOW);
  g_clear_pointer (&self->facts, kp_customer_letter_free);
  g_clear_pointer (&self->keys, g_ptr_array_unref);
  g_clear_object (&self->draft);
  g_clear_object (&self->site);

  G_OBJECT_CLASS (kp_retire_window_parent_class)->dispose (object);
}

static void
kp_retire_window_finalize (GObject *object)
{
  g_object_unref (KP_RETIRE_WINDOW (object)->cancellable);

  G_OBJECT_CLASS (kp_retire_window_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, KpRetireWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, KpRetireWindow, question);
  gtk_widget_class_bind_template_child (widget_class, KpRetireWindow, warning);
  gtk_widget_class_bind_template_child (widget_class, KpRetireWindow, wishes);
  gtk_widget_class_bind_template_child (widget_class, KpRetireWindow, ask_row);
  gtk_widget_class_bind_template_child (widget_class, KpRetireWindow, ask);
  gtk_widget_class_bind_template_child (widget_class, KpRetireWindow, editor);
  gtk_widget_class_bind_template_child (widget_class, KpRetireWindow, tell_row);
  gtk_widget_class_bind_template_child (widget_class, KpRetireWindow, tell);
  gtk_widget_class_bind_template_child (widget_class, KpRetireWindow, letter);
  gtk_widget_class_bind_template_child (widget_class, KpRetireWindow, destroy_row);
  gtk_widget_class_bind_template_child (widget_class, KpRetireWindow, destroy);
  gtk_widget_class_bind_template_callback (widget_class, ask_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, language_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, tell_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, update);
}

static void
kp_retire_window_class_init (KpRetireWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_retire_window_dispose;
  object_class->finalize = kp_retire_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = close_request;

  g_type_ensure (KP_TYPE_BANNER);
  g_type_ensure (KP_TYPE_LETTER_BAR);
  g_type_ensure (KP_TYPE_LETTER_EDITOR);
  gtk_widget_class_install_action (widget_class, "retire.retire", NULL, retire_activated);
  gtk_widget_class_install_action (widget_class, "win.show-toast", "s",
                                   show_toast_activated);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/retire-window.ui");
  bind_children (widget_class);
  kp_help_add_key (widget_class, "retire");
  kp_compat_add_close_keys (widget_class);
}

static void
kp_retire_window_init (KpRetireWindow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_label_set_natural_wrap_mode (self->question, GTK_NATURAL_WRAP_NONE);
  g_signal_connect_object (self->letter, "failed", G_CALLBACK (show_problem), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
kp_retire_window_new (KpDesk *desk, KpSite *site, GtkWindow *parent)
{
  KpRetireWindow *self;
  g_autofree char *question = NULL;

  g_return_val_if_fail (KP_IS_DESK (desk), NULL);
  g_return_val_if_fail (KP_IS_SITE (site), NULL);

  self = g_object_new (KP_TYPE_RETIRE_WINDOW, "transient-for", parent, NULL);
  self->desk = g_object_ref (desk);
  self->site = g_object_ref (site);
  question =
      /* Translators: %s is the address of a site. */
      g_strdup_printf (_ ("Stop checking %s and keep its history?"),
                       kp_site_get_label (site));
  gtk_label_set_text (self->question, question);
  gtk_widget_set_visible (self->ask_row, get_profile (self) != NULL);
  kp_letter_bar_set_up (self->letter, KP_LETTER_RETIRE_CUSTOMER, TRUE, write_letter, self);
  update (self);
  kp_desk_judge_async (desk, site, self->cancellable, judged_cb, g_object_ref (self));
  kp_store_load_signing_keys_async (kp_desk_get_store (desk), kp_site_get_host (site),
                                    self->cancellable, keys_loaded_cb, g_object_ref (self));
  return GTK_WIDGET (self);
}
