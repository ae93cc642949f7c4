/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/undo.h"

#include <glib/gi18n.h>

#include "widget/toast.h"

/* More than anybody removes one by one before the window closes. */
#define MAX_ENTRIES 1000
#define KEY "keyplate-undo"

typedef struct
{
  guint serial;
  char *text;
  char *label;
  KpUndoFunc func;
  gpointer data;
  GDestroyNotify destroy;
  AdwToast *toast;   /* (nullable): the one that says it, while it is there */
  GtkWidget *widget; /* (nullable): over which it says it, likewise */
} Entry;

struct _KpUndo
{
  GObject parent_instance;

  GtkWindow *window; /* (nullable): the main one, while it is there */
  GtkWidget *asked;  /* (nullable): where the last undoing was asked for, likewise */
  GQueue entries;    /* of Entry, the latest first */
  guint serial;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpUndo, kp_undo, G_TYPE_OBJECT)

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_clear_weak_pointer (&entry->toast);
  g_clear_weak_pointer (&entry->widget);
  if (entry->destroy != NULL)
    entry->destroy (entry->data);
  g_free (entry->text);
  g_free (entry->label);
  g_free (entry);
}

/* It is out of the list before anything else happens: it is taken back once. */
static void
take_back (KpUndo *self, GList *link, GtkWidget *widget)
{
  Entry *entry = link->data;

  g_set_weak_pointer (&self->asked, widget);
  g_queue_delete_link (&self->entries, link);
  if (entry->toast != NULL)
    adw_toast_dismiss (entry->toast);
  entry->func (self, entry->data);
  entry_free (entry);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* What the button of a toast stands for. */
typedef struct
{
  KpUndo *undo;
  guint serial;
} Offer;

static void
offer_free (gpointer data)
{
  Offer *offer = data;

  g_object_unref (offer->undo);
  g_free (offer);
}

static void
pressed_cb (gpointer data)
{
  const Offer *offer = data;

  for (GList *l = offer->undo->entries.head; l != NULL; l = l->next)
    {
      const Entry *entry = l->data;

      if (entry->serial == offer->serial)
        {
          take_back (offer->undo, l, entry->widget);
          return;
        }
    }
}

static AdwToast *
show_toast (KpUndo *self, GtkWidget *widget, guint serial, const char *text)
{
  Offer *offer = g_new0 (Offer, 1);

  offer->undo = g_object_ref (self);
  offer->serial = serial;
  return kp_toast_offer (widget, text, _ ("Undo"), ADW_TOAST_PRIORITY_HIGH, pressed_cb,
                         offer, offer_free);
}

/* Whether toasts can be seen where @widget is. */
static gboolean
is_there (GtkWidget *widget)
{
  return widget != NULL && gtk_widget_get_mapped (widget)
         && gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY) != NULL;
}

/* What lies under the toasts of a window. */
static GtkWidget *
find_content (GtkWidget *widget)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (ADW_IS_TOAST_OVERLAY (widget))
    return child;
  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = gtk_widget_get_mapped (child) ? find_content (child) : NULL;

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
say_in_main (KpUndo *self, const char *text)
{
  if (self->window != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self->window), "win.show-toast", "s", text);
}

static void
kp_undo_dispose (GObject *object)
{
  KpUndo *self = KP_UNDO (object);

  kp_undo_clear (self);
  g_clear_weak_pointer (&self->asked);

  G_OBJECT_CLASS (kp_undo_parent_class)->dispose (object);
}

static void
kp_undo_class_init (KpUndoClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kp_undo_dispose;

  signals[CHANGED] = g_signal_new ("changed", KP_TYPE_UNDO, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
kp_undo_init (KpUndo *self)
{
  g_queue_init (&self->entries);
}

KpUndo *
kp_undo_new (GtkWindow *window)
{
  KpUndo *self;

  g_return_val_if_fail (GTK_IS_WINDOW (window), NULL);

  self = g_object_new (KP_TYPE_UNDO, NULL);
  g_set_weak_pointer (&self->window, window);
  g_object_set_data (G_OBJECT (window), KEY, self);
  return self;
}

KpUndo *
kp_undo_find (GtkWidget *widget)
{
  GtkRoot *root;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);

  root = gtk_widget_get_root (widget);
  for (GtkWindow *window = GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL; window != NULL;
       window = gtk_window_get_transient_for (window))
    {
      KpUndo *undo = g_object_get_data (G_OBJECT (window), KEY);

      if (undo != NULL)
        return undo;
    }
  return NULL;
}

void
kp_undo_offer (KpUndo *self, GtkWidget *widget, const char *text, const char *label,
               KpUndoFunc func, gpointer data, GDestroyNotify destroy)
{
  Entry *entry;

  g_return_if_fail (func != NULL && text != NULL && label != NULL);

  /* A window that has closed meanwhile has nothing more to undo. */
  if (self == NULL || self->window == NULL)
    {
      kp_undo_say (self, widget, text);
      if (destroy != NULL)
        destroy (data);
      return;
    }
  entry = g_new0 (Entry, 1);
  entry->serial = ++self->serial;
  entry->text = g_strdup (text);
  entry->label = g_strdup (label);
  entry->func = func;
  entry->data = data;
  entry->destroy = destroy;
  g_queue_push_head (&self->entries, entry);
  if (g_queue_get_length (&self->entries) > MAX_ENTRIES)
    entry_free (g_queue_pop_tail (&self->entries));
  if (!is_there (widget))
    widget = find_content (GTK_WIDGET (self->window));
  if (widget != NULL)
    g_set_weak_pointer (&entry->toast, show_toast (self, widget, entry->serial, text));
  g_set_weak_pointer (&entry->widget, widget);
  g_signal_emit (self, signals[CHANGED], 0);
}

char *
kp_undo_label_remove (const char *name)
{
  g_autofree char *shown = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  shown = kp_toast_name (name);
  /* Translators: a menu item; %s is the name of what was removed. */
  return g_strdup_printf (_ ("Undo Remove “%s”"), shown);
}

gboolean
kp_undo_take_back (KpUndo *self, GtkWidget *widget)
{
  const Entry *entry;
  g_autofree char *text = NULL;

  g_return_val_if_fail (KP_IS_UNDO (self), FALSE);
  g_return_val_if_fail (widget == NULL || GTK_IS_WIDGET (widget), FALSE);

  entry = g_queue_peek_head (&self->entries);
  if (entry == NULL)
    return FALSE;
  /* Translators: %s is what was done before ("“Kite” removed") and is taken back now. */
  text = g_strdup_printf (_ ("Undone: %s"), entry->text);
  kp_undo_say (self, widget, text);
  take_back (self, self->entries.head, widget);
  return TRUE;
}

const char *
kp_undo_get_label (KpUndo *self)
{
  const Entry *entry;

  g_return_val_if_fail (KP_IS_UNDO (self), NULL);

  entry = g_queue_peek_head (&self->entries);
  return entry != NULL ? entry->label : NULL;
}

void
kp_undo_say (KpUndo *self, GtkWidget *widget, const char *text)
{
  g_return_if_fail (self == NULL || KP_IS_UNDO (self));
  g_return_if_fail (widget == NULL || GTK_IS_WIDGET (widget));

  if (is_there (widget))
    kp_toast_show (widget, text);
  else if (self != NULL)
    say_in_main (self, text);
}

void
kp_undo_tell (KpUndo *self, const char *text)
{
  g_return_if_fail (KP_IS_UNDO (self));

  if (is_there (self->asked))
    kp_toast_show (self->asked, text);
  else
    say_in_main (self, text);
}

void
kp_undo_clear (KpUndo *self)
{
  g_return_if_fail (KP_IS_UNDO (self));

  g_queue_clear_full (&self->entries, entry_free);
  if (self->window != NULL)
    g_object_set_data (G_OBJECT (self->window), KEY, NULL);
  g_clear_weak_pointer (&self->window);
}

static gboolean
key_cb (GtkWidget *widget, GVariant *parameter, gpointer data)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (widget));
  KpUndo *undo = kp_undo_find (widget);

  if (undo == NULL || GTK_IS_EDITABLE (focus) || GTK_IS_TEXT_VIEW (focus))
    return FALSE;
  return kp_undo_take_back (undo, find_content (widget));
}

void
kp_undo_add_key (GtkWidgetClass *widget_class)
{
  gtk_widget_class_add_binding (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, key_cb, NULL);
}
