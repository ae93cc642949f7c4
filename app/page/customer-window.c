/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/customer-window.h"

#include <glib/gi18n.h>

#include "core/model/language.h"
#include "page/read-only.h"
#include "widget/banner.h"
#include "widget/choice.h"
#include "widget/compat.h"
#include "widget/entry-row.h"
#include "widget/help.h"
#include "widget/note-row.h"
#include "widget/problem-row.h"

#define N_ENTRIES 4

/* The lines of *Who changes DNS*. */
enum
{
  CHANGES_CUSTOMER,
  CHANGES_YOU,
};

struct _KpCustomerWindow
{
  AdwWindow parent_instance;

  GtkButton *cancel;
  GtkButton *save;
  KpBanner *banner;
  GtkWidget *form;
  KpEntryRow *name;
  GtkDropDown *changes;
  KpEntryRow *administrator;
  KpEntryRow *email;
  KpEntryRow *dns_host;
  GtkDropDown *language;
  KpNoteRow *note;

  KpDesk *desk;
  KpCustomer *customer;  /* (nullable): as it is in the list; NULL while it is in none */
  KpCustomer *loaded;    /* what the fields were filled with */
  GListStore *languages; /* of KpChoice, with their tags as remarks */
  gboolean updating;     /* what changes now was not changed by the user */
  gboolean name_typed;
};

enum
{
  SAVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpCustomerWindow, kp_customer_window, ADW_TYPE_WINDOW)

/* The entries and what of a customer stands in them. */
static KpEntryRow *
get_entry (KpCustomerWindow *self, guint i, const char **property)
{
  static const char *const properties[N_ENTRIES] = { "name", "dns-administrator", "email",
                                                     "dns-host" };
  KpEntryRow *const rows[N_ENTRIES] = { self->name, self->administrator, self->email,
                                        self->dns_host };

  *property = properties[i];
  return rows[i];
}

static char *
get_value (KpCustomer *customer, const char *property)
{
  char *value;

  g_object_get (customer, property, &value, NULL);
  return value;
}

static const char *
get_tag (KpChoice *choice)
{
  const char *tag = kp_choice_get_note (choice);

  return tag != NULL ? tag : "";
}

static void
add_language (KpCustomerWindow *self, const char *tag, const char *name)
{
  g_autoptr (KpChoice) choice = kp_choice_new (name, NULL);

  kp_choice_set_note (choice, tag);
  g_list_store_append (self->languages, choice);
}

/* One that is not offered was set by the command line: it is kept. */
static void
select_language (KpCustomerWindow *self, const char *tag)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->languages));
  guint i;

  for (i = 0; i < n; i++)
    {
      g_autoptr (KpChoice) choice =
          g_list_model_get_item (G_LIST_MODEL (self->languages), i);

      if (g_ascii_strcasecmp (get_tag (choice), tag) == 0)
        break;
    }
  if (i == n)
    add_language (self, tag, kp_language_get_name (tag));
  gtk_drop_down_set_selected (self->language, i);
}

static gboolean
get_changes_itself (KpCustomerWindow *self)
{
  return gtk_drop_down_get_selected (self->changes) == CHANGES_CUSTOMER;
}

/* Puts what stands in the fields into @customer. */
static void
read_fields (KpCustomerWindow *self, KpCustomer *customer)
{
  g_autofree char *note = kp_note_row_dup_text (self->note);

  for (guint i = 0; i < N_ENTRIES; i++)
    {
      const char *property;
      g_autofree char *text = kp_entry_row_dup_text (get_entry (self, i, &property));

      g_object_set (customer, property, text, NULL);
    }
  g_object_set (customer, "language",
                get_tag (gtk_drop_down_get_selected_item (self->language)), "note", note,
                NULL);
  kp_customer_set_changes_dns_itself (customer, get_changes_itself (self));
}

/* Fields that were not changed here follow @customer. */
static void
fill_fields (KpCustomerWindow *self, KpCustomer *customer)
{
  g_autoptr (KpCustomer) typed = kp_customer_new (NULL);

  read_fields (self, typed);
  self->updating = TRUE;
  for (guint i = 0; i < N_ENTRIES; i++)
    {
      const char *property;
      KpEntryRow *row = get_entry (self, i, &property);
      g_autofree char *there = get_value (typed, property);
      g_autofree char *before = get_value (self->loaded, property);
      g_autofree char *now = get_value (customer, property);

      if (g_str_equal (there, before) && !g_str_equal (there, now))
        gtk_editable_set_text (GTK_EDITABLE (row), now);
    }
  if (g_str_equal (kp_customer_get_note (typed), kp_customer_get_note (self->loaded)))
    kp_note_row_set_text (self->note, kp_customer_get_note (customer));
  if (g_str_equal (kp_customer_get_language (typed),
                   kp_customer_get_language (self->loaded)))
    select_language (self, kp_customer_get_language (customer));
  if (kp_customer_get_changes_dns_itself (typed)
      == kp_customer_get_changes_dns_itself (self->loaded))
    gtk_drop_down_set_selected (self->changes, kp_customer_get_changes_dns_itself (customer)
                                                   ? CHANGES_CUSTOMER
                                                   : CHANGES_YOU);
  kp_customer_assign (self->loaded, customer);
  self->updating = FALSE;
}

static gboolean
is_changed (KpCustomerWindow *self)
{
  g_autoptr (KpCustomer) typed = kp_customer_new (NULL);

  read_fields (self, typed);
  kp_customer_set_id (typed, kp_customer_get_id (self->loaded));
  return !kp_customer_equal (typed, self->loaded);
}

static char *
check_name (KpCustomerWindow *self, const char *name)
{
  KpCustomer *other =
      kp_customer_list_find_by_name (kp_desk_get_customers (self->desk), name);

  if (*name == '\0')
    return self->name_typed ? g_strdup (_ ("Enter a name.")) : NULL;
  if (other == NULL || other == self->customer)
    return NULL;
  /* Translators: %s is a customer's name. */
  return g_strdup_printf (_ ("There is a customer called “%s” already."),
                          kp_customer_get_name (other));
}

static void
update (KpCustomerWindow *self)
{
  g_autofree char *name = NULL;
  g_autofree char *email = NULL;
  g_autofree char *name_problem = NULL;
  gboolean fits;

  if (self->updating)
    return;
  name = kp_entry_row_dup_text (self->name);
  email = kp_entry_row_dup_text (self->email);
  name_problem = check_name (self, name);
  fits = kp_customer_is_email (email);
  kp_entry_row_set_problem (self->name, name_problem);
  kp_entry_row_set_problem (
      self->email, fits ? NULL : _ ("Enter one email address, such as dns@kite.example."));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "customer.save",
                                 gtk_widget_get_sensitive (self->form) && *name != '\0'
                                     && name_problem == NULL && fits
                                     && (self->customer == NULL || is_changed (self)));
}

static void
name_changed_cb (KpCustomerWindow *self)
{
  self->name_typed |= !self->updating;
  update (self);
}

static void
changed_cb (KpCustomerWindow *self)
{
  update (self);
}

/* It is shown as another process leaves it; one that is gone can still be saved. */
static void
customers_changed_cb (KpCustomerWindow *self)
{
  if (self->customer != NULL
      && kp_customer_list_find (kp_desk_get_customers (self->desk),
                                kp_customer_get_id (self->customer))
             != self->customer)
    {
      g_clear_object (&self->customer);
      kp_banner_show (
          self->banner, "dialog-information-symbolic",
          _ ("This customer was removed elsewhere. Saving adds it again, without sites."));
    }
  else if (self->customer != NULL)
    fill_fields (self, self->customer);
  update (self);
}

/* A customer on its way into the store. */
typedef struct
{
  KpCustomerWindow *self;
  KpCustomer *customer;
} Saving;

static void
saving_free (Saving *saving)
{
  g_object_unref (saving->self);
  g_object_unref (saving->customer);
  g_free (saving);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Saving) saving = data;
  KpCustomerWindow *self = saving->self;
  g_autoptr (GError) error = NULL;
  gboolean saved = kp_store_save_customer_finish (KP_STORE (source), result, &error);

  if (self->form == NULL)
    return; /* closed meanwhile */
  if (saved)
    {
      g_signal_emit (self, signals[SAVED], 0, kp_customer_get_id (saving->customer));
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  gtk_widget_set_sensitive (self->form, TRUE);
  kp_banner_show (self->banner, "dialog-warning-symbolic", error->message);
  update (self);
}

static void
save_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpCustomerWindow *self = KP_CUSTOMER_WINDOW (widget);
  Saving *saving = g_new0 (Saving, 1);

  saving->self = g_object_ref (self);
  saving->customer = kp_customer_new (NULL);
  read_fields (self, saving->customer);
  if (self->customer != NULL)
    kp_customer_set_id (saving->customer, kp_customer_get_id (self->customer));
  gtk_widget_set_sensitive (self->form, FALSE);
  kp_banner_set_revealed (self->banner, FALSE);
  update (self);
  kp_store_save_customer_async (kp_desk_get_store (self->desk), saving->customer, NULL,
                                saved_cb, saving);
}

static void
kp_customer_window_dispose (GObject *object)
{
  KpCustomerWindow *self = KP_CUSTOMER_WINDOW (object);

  /* Its rows still tell of their end. */
  self->updating = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_CUSTOMER_WINDOW);
  g_clear_object (&self->customer);
  g_clear_object (&self->loaded);
  g_clear_object (&self->languages);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (kp_customer_window_parent_class)->dispose (object);
}

static void
kp_customer_window_class_init (KpCustomerWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_customer_window_dispose;

  signals[SAVED] = g_signal_new ("saved", KP_TYPE_CUSTOMER_WINDOW, G_SIGNAL_RUN_LAST, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);

  g_type_ensure (KP_TYPE_BANNER);
  g_type_ensure (KP_TYPE_ENTRY_ROW);
  g_type_ensure (KP_TYPE_NOTE_ROW);
  g_type_ensure (KP_TYPE_PROBLEM_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/customer-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KpCustomerWindow, cancel);
  gtk_widget_class_bind_template_child (widget_class, KpCustomerWindow, save);
  gtk_widget_class_bind_template_child (widget_class, KpCustomerWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, KpCustomerWindow, form);
  gtk_widget_class_bind_template_child (widget_class, KpCustomerWindow, name);
  gtk_widget_class_bind_template_child (widget_class, KpCustomerWindow, changes);
  gtk_widget_class_bind_template_child (widget_class, KpCustomerWindow, administrator);
  gtk_widget_class_bind_template_child (widget_class, KpCustomerWindow, email);
  gtk_widget_class_bind_template_child (widget_class, KpCustomerWindow, dns_host);
  gtk_widget_class_bind_template_child (widget_class, KpCustomerWindow, language);
  gtk_widget_class_bind_template_child (widget_class, KpCustomerWindow, note);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
  gtk_widget_class_install_action (widget_class, "customer.save", NULL, save_activated);
  kp_help_add_key (widget_class, "adding");
  kp_compat_add_close_keys (widget_class);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate (kp_language_get_name (*(const char *const *) a),
                         kp_language_get_name (*(const char *const *) b));
}

static void
fill_choices (KpCustomerWindow *self)
{
  const char *const *tags = kp_language_get_tags ();
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  g_autoptr (GListStore) changes = g_list_store_new (KP_TYPE_CHOICE);
  g_autoptr (KpChoice) customer = kp_choice_new (_ ("The customer"), NULL);
  g_autoptr (KpChoice) you = kp_choice_new (_ ("You"), NULL);

  g_list_store_append (changes, customer);
  g_list_store_append (changes, you);
  kp_choice_set_up (self->changes, _ ("Who changes DNS"));
  gtk_drop_down_set_model (self->changes, G_LIST_MODEL (changes));

  for (guint i = 0; tags[i] != NULL; i++)
    g_ptr_array_add (sorted, (gpointer) tags[i]);
  g_ptr_array_sort (sorted, compare_names);
  self->languages = g_list_store_new (KP_TYPE_CHOICE);
  add_language (self, NULL, _ ("Your language"));
  for (guint i = 0; i < sorted->len; i++)
    add_language (self, sorted->pdata[i], kp_language_get_name (sorted->pdata[i]));
  kp_choice_set_up (self->language, _ ("Letter language"));
  gtk_drop_down_set_model (self->language, G_LIST_MODEL (self->languages));
}

static void
kp_customer_window_init (KpCustomerWindow *self)
{
  self->updating = TRUE;
  self->loaded = kp_customer_new (NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < N_ENTRIES; i++)
    {
      const char *property;

      g_object_set (get_entry (self, i, &property), "max-length", KP_CUSTOMER_MAX_NAME,
                    NULL);
    }
  g_object_set (self->note, "max-length", KP_CUSTOMER_MAX_NOTE, NULL);
  fill_choices (self);
  self->updating = FALSE;
}

/* There to be looked at. GTK of the floor tells assistive technology of each widget's own
 * state only. */
static void
set_read_only (KpCustomerWindow *self)
{
  GtkWidget *const rest[] = { GTK_WIDGET (self->changes), GTK_WIDGET (self->language),
                              GTK_WIDGET (self->note), self->form };

  for (guint i = 0; i < N_ENTRIES; i++)
    {
      const char *property;

      gtk_widget_set_sensitive (GTK_WIDGET (get_entry (self, i, &property)), FALSE);
    }
  for (guint i = 0; i < G_N_ELEMENTS (rest); i++)
    gtk_widget_set_sensitive (rest[i], FALSE);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Customer"));
  gtk_button_set_label (self->cancel, _ ("Close"));
  gtk_widget_set_visible (GTK_WIDGET (self->save), FALSE);
  kp_read_only_tell (self->banner, self->desk,
                     _ ("A customer of the demo, to look at: nothing can be changed."));
}

GtkWidget *
kp_customer_window_new (KpDesk *desk, KpCustomer *customer, GtkWindow *parent)
{
  KpCustomerWindow *self;

  g_return_val_if_fail (KP_IS_DESK (desk), NULL);
  g_return_val_if_fail (customer == NULL || KP_IS_CUSTOMER (customer), NULL);
  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);

  self = g_object_new (KP_TYPE_CUSTOMER_WINDOW, "transient-for", parent, NULL);
  self->desk = g_object_ref (desk);
  if (customer != NULL)
    {
      self->customer = g_object_ref (customer);
      gtk_window_set_title (GTK_WINDOW (self), _ ("Edit Customer"));
      gtk_button_set_label (self->save, _ ("Save"));
      fill_fields (self, customer);
    }
  if (kp_store_get_read_only (kp_desk_get_store (desk)))
    set_read_only (self);
  else
    gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->name));
  g_signal_connect_object (kp_desk_get_customers (desk), "changed",
                           G_CALLBACK (customers_changed_cb), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
