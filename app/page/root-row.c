/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/root-row.h"

#include <glib/gi18n.h>

#include "core/base/time-text.h"
#include "core/certificate/certificate-text.h"
#include "core/certificate/certificate.h"
#include "widget/toast.h"

#define SHA256_SIZE 32

struct _KpRootRow
{
  AdwPreferencesRow parent_instance;

  GtkLabel *title;
  GtkLabel *subject;
  GtkLabel *until;
  GtkLabel *fingerprint_label;
  GtkMenuButton *menu;

  GBytes *root;
  char *name;
  char *fingerprint;
  guint place;
};

enum
{
  REMOVE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpRootRow, kp_root_row, ADW_TYPE_PREFERENCES_ROW)

static void
copy_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpRootRow *self = KP_ROOT_ROW (widget);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), self->fingerprint);
  kp_toast_show (widget, _ ("Fingerprint copied"));
}

static void
remove_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, signals[REMOVE], 0);
}

static gboolean
menu_key_cb (GtkWidget *widget, GVariant *parameter, gpointer data)
{
  gtk_menu_button_popup (KP_ROOT_ROW (widget)->menu);
  return TRUE;
}

/* As people compare it: pairs of digits. */
static char *
format_fingerprint (GBytes *root)
{
  g_autofree char *hex = kp_certificate_sha256 (root);
  guint8 octets[SHA256_SIZE];

  for (guint i = 0; i < SHA256_SIZE; i++)
    octets[i] = (guint8) (g_ascii_xdigit_value (hex[2 * i]) << 4
                          | g_ascii_xdigit_value (hex[2 * i + 1]));
  return kp_certificate_text_hex (octets, SHA256_SIZE, SHA256_SIZE);
}

static char *
format_until (gint64 not_after, gint64 now)
{
  g_autofree char *day = not_after >= now ? kp_time_format_near_day (not_after, now)
                                          : kp_time_format_day (not_after, now);

  if (not_after >= now)
    /* Translators: %s is a day. */
    return g_strdup_printf (_ ("Valid until %s"), day);
  /* Translators: of a root certificate; %s is a day. */
  return g_strdup_printf (_ ("Expired on %s: visitors’ programs may accept nothing that "
                             "leads to it"),
                          day);
}

/* Only where it says more than the name over it. */
static void
show_subject (KpRootRow *self, const char *subject)
{
  g_autofree char *common_name = g_strconcat ("CN=", self->name, NULL);

  gtk_label_set_label (self->subject, subject);
  gtk_widget_set_visible (GTK_WIDGET (self->subject), !g_str_equal (subject, common_name));
}

/* A line of it ends behind a pair (U+200B is where it may), not within one. */
static void
show_fingerprint (KpRootRow *self)
{
  g_auto (GStrv) pairs = NULL;
  g_autofree char *text = NULL;

  self->fingerprint = format_fingerprint (self->root);
  pairs = g_strsplit (self->fingerprint, ":", -1);
  text = g_strjoinv (":\xe2\x80\x8b", pairs);
  gtk_label_set_label (self->fingerprint_label, text);
}

static void
fill (KpRootRow *self, gint64 now)
{
  g_autoptr (KpCertificateFacts) facts = kp_certificate_facts_from_der (self->root, NULL);
  gnutls_x509_crt_t crt = kp_certificate_import (self->root, NULL);
  g_autofree char *until = NULL;

  if (crt != NULL && facts != NULL)
    {
      self->name = kp_certificate_text_name (crt, FALSE);
      until = format_until (facts->not_after, now);
      show_subject (self, facts->subject);
      if (facts->not_after < now)
        gtk_widget_add_css_class (GTK_WIDGET (self->until), "warning");
    }
  else
    {
      /* A setting of before, or one that was written by hand. */
      self->name = g_strdup (_ ("Can’t be read"));
      until = g_strdup (_ ("Nothing leads to it"));
      gtk_widget_add_css_class (GTK_WIDGET (self->until), "warning");
    }
  g_clear_pointer (&crt, gnutls_x509_crt_deinit);
  gtk_label_set_label (self->title, self->name);
  gtk_label_set_label (self->until, until);
  show_fingerprint (self);
}

/* What assistive technology reads of the row is all that it shows. */
static void
update_name (KpRootRow *self)
{
  g_autofree char *name = g_strdup_printf (
      "%s, %s, %s", self->name, gtk_label_get_label (self->until), self->fingerprint);
  g_autofree char *more = NULL;

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  /* Translators: of a menu; %s is the name of a root certificate. */
  more = g_strdup_printf (_ ("Actions for %s"), self->name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->menu), more);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, more, -1);
}

static void
kp_root_row_dispose (GObject *object)
{
  KpRootRow *self = KP_ROOT_ROW (object);

  /* GTK of the floor would let go of the child twice. */
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_ROOT_ROW);

  G_OBJECT_CLASS (kp_root_row_parent_class)->dispose (object);
}

static void
kp_root_row_finalize (GObject *object)
{
  KpRootRow *self = KP_ROOT_ROW (object);

  g_clear_pointer (&self->root, g_bytes_unref);
  g_free (self->name);
  g_free (self->fingerprint);

  G_OBJECT_CLASS (kp_root_row_parent_class)->finalize (object);
}

static void
kp_root_row_class_init (KpRootRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_root_row_dispose;
  object_class->finalize = kp_root_row_finalize;

  signals[REMOVE] = g_signal_new ("remove", KP_TYPE_ROOT_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "root.copy", NULL, copy_activated);
  gtk_widget_class_install_action (widget_class, "root.remove", NULL, remove_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "root.remove",
                                       NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, menu_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, menu_key_cb,
                                NULL);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/root-row.ui");
  gtk_widget_class_bind_template_child (widget_class, KpRootRow, title);
  gtk_widget_class_bind_template_child (widget_class, KpRootRow, subject);
  gtk_widget_class_bind_template_child (widget_class, KpRootRow, until);
  gtk_widget_class_bind_template_child (widget_class, KpRootRow, fingerprint_label);
  gtk_widget_class_bind_template_child (widget_class, KpRootRow, menu);
}

static void
kp_root_row_init (KpRootRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kp_root_row_new (GBytes *root, gint64 now, gboolean writes)
{
  KpRootRow *self;

  g_return_val_if_fail (root != NULL, NULL);

  self = g_object_new (KP_TYPE_ROOT_ROW, NULL);
  self->root = g_bytes_ref (root);
  fill (self, now);
  update_name (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "root.remove", writes);
  return GTK_WIDGET (self);
}

GBytes *
kp_root_row_get_root (KpRootRow *self)
{
  g_return_val_if_fail (KP_IS_ROOT_ROW (self), NULL);

  return self->root;
}

const char *
kp_root_row_get_name (KpRootRow *self)
{
  g_return_val_if_fail (KP_IS_ROOT_ROW (self), NULL);

  return self->name;
}

void
kp_root_row_set_place (KpRootRow *self, guint place)
{
  g_return_if_fail (KP_IS_ROOT_ROW (self));

  self->place = place;
}

guint
kp_root_row_get_place (KpRootRow *self)
{
  g_return_val_if_fail (KP_IS_ROOT_ROW (self), 0);

  return self->place;
}
