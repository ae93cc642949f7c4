/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/keys-card.h"

#include "core/store/store-signing-keys.h"
#include "page/key-row.h"

struct _KpKeysCard
{
  AdwBin parent_instance;

  GtkListBox *list;

  KpSiteReport *report;
  char *shown; /* (nullable): which rows the list has */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (KpKeysCard, kp_keys_card, ADW_TYPE_BIN)

/* Returns: (transfer none) (nullable): the chain that the site serves with @key */
static const char *const *
find_chain (KpKeysCard *self, const KpSigningKey *key)
{
  const KpProbe *probe = self->report->verdict->shown;

  if (probe == NULL || probe->certificate == NULL
      || g_strcmp0 (probe->certificate->spki_sha256, key->spki_sha256) != 0)
    return NULL;
  return (const char *const *) probe->chain_sha256;
}

/* What the rows depend on. */
static char *
describe (KpKeysCard *self, GPtrArray *keys)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < keys->len; i++)
    {
      const KpSigningKey *key = g_ptr_array_index (keys, i);
      const char *const *chain = find_chain (self, key);

      if (key->destroyed_at == 0)
        g_string_append_printf (text, "%s %s\n", key->spki_sha256,
                                chain != NULL ? chain[0] : "");
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Made anew only where they are others: that would close them and take the focus away. */
static void
show_keys (KpKeysCard *self, GPtrArray *keys)
{
  g_autofree char *shown = describe (self, keys);
  GtkWidget *row;

  if (g_strcmp0 (self->shown, shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_steal_pointer (&shown);
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < keys->len; i++)
    {
      const KpSigningKey *key = g_ptr_array_index (keys, i);

      if (key->destroyed_at == 0)
        gtk_list_box_append (
            self->list, kp_key_row_new (self->report->desk, key, find_chain (self, key)));
    }
  gtk_widget_set_visible (GTK_WIDGET (self), *self->shown != '\0');
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpKeysCard) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) keys =
      kp_store_load_signing_keys_finish (KP_STORE (source), result, &error);

  if (keys != NULL && self->report != NULL)
    show_keys (self, keys);
  else if (keys == NULL)
    g_debug ("The keys of a site can’t be read: %s", error->message);
}

static void
load (KpKeysCard *self)
{
  kp_store_load_signing_keys_async (kp_desk_get_store (self->report->desk),
                                    kp_site_get_host (self->report->site),
                                    self->cancellable, loaded_cb, g_object_ref (self));
}

/* @ids: (nullable): which sites; %NULL where anything may have changed */
static void
sites_changed_cb (KpKeysCard *self, GArray *ids)
{
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == kp_site_get_id (self->report->site))
      {
        load (self);
        return;
      }
  if (ids == NULL)
    load (self);
}

static void
kp_keys_card_dispose (GObject *object)
{
  KpKeysCard *self = KP_KEYS_CARD (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_KEYS_CARD);
  g_clear_pointer (&self->report, kp_site_report_unref);

  G_OBJECT_CLASS (kp_keys_card_parent_class)->dispose (object);
}

static void
kp_keys_card_finalize (GObject *object)
{
  KpKeysCard *self = KP_KEYS_CARD (object);

  g_object_unref (self->cancellable);
  g_free (self->shown);

  G_OBJECT_CLASS (kp_keys_card_parent_class)->finalize (object);
}

static void
kp_keys_card_class_init (KpKeysCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_keys_card_dispose;
  object_class->finalize = kp_keys_card_finalize;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_REGION);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/keys-card.ui");
  gtk_widget_class_bind_template_child (widget_class, KpKeysCard, list);
}

static void
kp_keys_card_init (KpKeysCard *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kp_keys_card_set_report (KpKeysCard *self, KpSiteReport *report)
{
  gboolean first;

  g_return_if_fail (KP_IS_KEYS_CARD (self));

  first = self->report == NULL;
  if (!first)
    kp_site_report_unref (self->report);
  self->report = kp_site_report_ref (report);
  if (first)
    g_signal_connect_object (kp_desk_get_store (report->desk), "sites-changed",
                             G_CALLBACK (sites_changed_cb), self, G_CONNECT_SWAPPED);
  load (self);
}
