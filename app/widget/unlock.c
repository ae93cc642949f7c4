/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/unlock.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "core/helpdesk/channel.h"
#include "core/helpdesk/connector.h"
#include "widget/compat.h"

/* What is asked for now. */
typedef struct
{
  KpVault *vault;
  GtkWidget *widget;
  char *name;              /* (nullable): of the secret that is wanted */
  gboolean everywhere;     /* in each place where it may be */
  GtkEditable *passphrase; /* (nullable) */
  GtkEditable *again;      /* (nullable): the same once more, where it is a new one */
  GError *locked;          /* (nullable): why it is locked */
} Question;

static void
question_free (gpointer data)
{
  Question *self = data;

  kp_compat_drop_later (self->passphrase);
  kp_compat_drop_later (self->again);
  g_clear_error (&self->locked);
  g_object_unref (self->widget);
  g_object_unref (self->vault);
  g_free (self->name);
  g_free (self);
}

static void ask (GTask *task, const char *problem);

/* @error: (transfer full): why it could not be had */
static void
fail (GTask *task, GError *error)
{
  Question *self = g_task_get_task_data (task);

  if (g_error_matches (error, KP_VAULT_ERROR, KP_VAULT_ERROR_PASSPHRASE)
      && self->locked != NULL)
    {
      ask (g_object_ref (task), error->message);
      g_error_free (error);
    }
  else if (g_error_matches (error, KP_VAULT_ERROR, KP_VAULT_ERROR_LOCKED)
           && kp_vault_takes_passphrase (self->vault) && self->locked == NULL)
    {
      self->locked = error;
      ask (g_object_ref (task), NULL);
    }
  else
    g_task_return_error (task, error);
}

/* A keyring that is open may not be where it is kept. */
static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (KpSecret) secret = kp_vault_load_finish (KP_VAULT (source), result, &error);

  if (secret == NULL && !g_error_matches (error, KP_VAULT_ERROR, KP_VAULT_ERROR_ABSENT))
    fail (task, error);
  else
    {
      g_clear_error (&error);
      g_task_return_boolean (task, TRUE);
    }
}

static void
reached_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (!kp_vault_reach_finish (KP_VAULT (source), result, &error)
      && !g_error_matches (error, KP_VAULT_ERROR, KP_VAULT_ERROR_ABSENT))
    fail (task, error);
  else
    {
      g_clear_error (&error);
      g_task_return_boolean (task, TRUE);
    }
}

static void
unlocked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Question *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (!kp_vault_unlock_finish (KP_VAULT (source), result, &error))
    fail (task, error);
  else if (self->everywhere)
    kp_vault_reach_async (self->vault, self->name, g_task_get_cancellable (task),
                          reached_cb, g_object_ref (task));
  else if (self->name != NULL)
    kp_vault_load_async (self->vault, self->name, g_task_get_cancellable (task), found_cb,
                         g_object_ref (task));
  else
    g_task_return_boolean (task, TRUE);
}

/* Nothing of it stays in the entry. */
static KpSecret *
take (GtkEditable *entry)
{
  const char *text = gtk_editable_get_text (entry);
  KpSecret *secret = kp_secret_new (text, strlen (text));

  gtk_editable_set_text (entry, "");
  return secret;
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Question *self = g_task_get_task_data (task);
  g_autoptr (KpSecret) passphrase = NULL;
  g_autoptr (KpSecret) again = NULL;
  gsize length;

  /* The entries are gone then. */
  if (!kp_compat_ask_finish (result))
    {
      g_task_return_error (task, g_error_copy (self->locked));
      return;
    }
  passphrase = take (self->passphrase);
  again = self->again != NULL ? take (self->again) : NULL;
  kp_secret_get_octets (passphrase, &length);
  if (length == 0)
    ask (g_object_ref (task), _ ("Type a passphrase."));
  else if (again != NULL && !kp_secret_equal (passphrase, again))
    ask (g_object_ref (task), _ ("The two are not the same."));
  else
    kp_vault_unlock_async (self->vault, passphrase, g_task_get_cancellable (task),
                           unlocked_cb, g_object_ref (task));
}

static void
add_entry (GtkWidget *list, const char *title, GtkEditable **entry)
{
  GtkWidget *row = g_object_new (ADW_TYPE_PASSWORD_ENTRY_ROW, "title", title, NULL);

  gtk_list_box_append (GTK_LIST_BOX (list), row);
  kp_compat_drop_later (*entry);
  *entry = g_object_ref (GTK_EDITABLE (row));
}

/* @task: (transfer full); @problem: (nullable): what was wrong with the last answer */
static void
ask (GTask *task, const char *problem)
{
  Question *self = g_task_get_task_data (task);
  GtkRoot *root = gtk_widget_get_root (self->widget);
  gboolean fresh = kp_vault_get_state (self->vault) == KP_VAULT_STATE_NEW;
  GtkWidget *list = gtk_list_box_new ();
  g_autofree char *body = NULL;

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  add_entry (list, _ ("Passphrase"), &self->passphrase);
  kp_compat_drop_later (g_steal_pointer (&self->again));
  if (fresh)
    add_entry (list, _ ("Passphrase once more"), &self->again);
  body =
      g_strdup (fresh ? _ ("Logins and keys are kept in a file that only this passphrase "
                           "opens. Nobody can bring it back if it is forgotten.")
                      : _ ("It opens the file in which logins and keys are kept."));
  if (problem != NULL)
    {
      g_autofree char *plain = g_steal_pointer (&body);

      body = g_strdup_printf ("%s\n\n%s", problem, plain);
    }
  kp_compat_ask_async (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                       fresh ? _ ("Choose a passphrase for the vault?")
                             : _ ("Unlock the vault?"),
                       body, _ ("Cancel"), fresh ? _ ("Choose") : _ ("Unlock"), FALSE, list,
                       g_task_get_cancellable (task), answered_cb, task);
}

static GTask *
make_task (GtkWidget *widget, KpVault *vault, const char *name, GCancellable *cancellable,
           GAsyncReadyCallback callback, gpointer data)
{
  Question *question = g_new0 (Question, 1);
  GTask *task = g_task_new (NULL, cancellable, callback, data);

  question->vault = g_object_ref (vault);
  question->widget = g_object_ref (widget);
  question->name = g_strdup (name);
  g_task_set_source_tag (task, kp_unlock_async);
  g_task_set_task_data (task, question, question_free);
  kp_vault_set_may_ask (vault, TRUE);
  return task;
}

void
kp_unlock_async (GtkWidget *widget, KpVault *vault, const char *name,
                 GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (KP_IS_VAULT (vault));

  kp_vault_unlock_async (vault, NULL, cancellable, unlocked_cb,
                         make_task (widget, vault, name, cancellable, callback, data));
}

void
kp_unlock_for_request_async (GtkWidget *widget, KpVault *vault, KpRequest *request,
                             GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer data)
{
  const KpChannel *channel;
  g_autofree char *name = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (KP_IS_VAULT (vault));
  g_return_if_fail (KP_IS_REQUEST (request));

  channel = kp_channel_get (kp_request_get_channel (request));
  if (channel == NULL || !channel->needs_token)
    {
      g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);

      g_task_set_source_tag (task, kp_unlock_async);
      g_task_return_boolean (task, TRUE);
      return;
    }
  name = kp_connector_make_token_name (kp_request_get_provider (request));
  kp_unlock_async (widget, vault, name, cancellable, callback, data);
}

void
kp_unlock_to_remove_async (GtkWidget *widget, KpVault *vault, const char *name,
                           GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer data)
{
  GTask *task;
  Question *question;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (KP_IS_VAULT (vault));
  g_return_if_fail (name != NULL);

  task = make_task (widget, vault, name, cancellable, callback, data);
  question = g_task_get_task_data (task);
  question->everywhere = TRUE;
  kp_vault_reach_async (vault, name, cancellable, reached_cb, task);
}

gboolean
kp_unlock_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_unlock_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
