/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/reason-button.h"

#include <glib/gi18n.h>

#include "widget/compat.h"

/* So many lines are shown: what is below explains a site or two each, and is found by
 * search. */
#define MAX_LINES 200

struct _KpReasonButton
{
  GtkWidget parent_instance;

  GtkMenuButton *button;
  GtkStack *stack;
  GtkListBox *list;

  KpSiteCauses *causes;
  KpCause *cause;   /* (nullable): chosen */
  gboolean vaguely; /* by who knows of no others: to be made exact */
};

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpReasonButton, kp_reason_button, GTK_TYPE_WIDGET)

static gboolean
is_same (const KpCause *a, const KpCause *b)
{
  return a != NULL && b != NULL && a->id == b->id
         && g_strcmp0 (a->subject, b->subject) == 0;
}

static void
update_button (KpReasonButton *self)
{
  g_autofree char *text = self->cause != NULL ? kp_cause_format (self->cause) : NULL;

  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), text);
  if (self->cause != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->button), "chosen");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->button), "chosen");
}

static void
choose (KpReasonButton *self, const KpCause *cause)
{
  KpCause *old = self->cause;

  self->vaguely = FALSE;
  if (old == NULL && cause == NULL)
    return;
  self->cause = kp_cause_copy (cause);
  kp_cause_free (old);
  update_button (self);
  g_signal_emit (self, signals[CHOSEN], 0);
}

/* The line for the rest of a finding does not mean what has a line of its own. */
static void
make_exact (KpReasonButton *self, GPtrArray *causes)
{
  if (!self->vaguely)
    return;
  self->vaguely = FALSE;
  for (guint i = 0; i < causes->len; i++)
    if (is_same (g_ptr_array_index (causes, i), self->cause))
      {
        choose (self, g_ptr_array_index (causes, i));
        return;
      }
}

static GtkWidget *
new_line (const char *text, guint count, gboolean chosen)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "xalign", 0.0f, "hexpand",
                                   TRUE, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR,
                                   "width-chars", 24, "max-width-chars", 44, NULL);
  g_autofree char *number = g_strdup_printf ("%u", count);
  g_autofree char *name = NULL;

  gtk_box_append (GTK_BOX (box), label);
  if (count > 0)
    {
      GtkWidget *sites = gtk_label_new (number);

      gtk_widget_add_css_class (sites, "numeric");
      gtk_widget_add_css_class (sites, "dim-label");
      gtk_box_append (GTK_BOX (box), sites);
      /* Translators: a line of the list of reasons for assistive technology: a cause, and
       * how many sites it explains */
      name = g_strdup_printf (ngettext ("%s, %u site", "%s, %u sites", count), text, count);
      gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      name, -1);
    }
  if (chosen)
    gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("object-select-symbolic"));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  return row;
}

static void
clear_list (KpReasonButton *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
}

/* The popover found nothing to give the focus to when it opened. */
static void
focus_list (KpReasonButton *self)
{
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list));

  if (row != NULL
      && gtk_widget_get_mapped (GTK_WIDGET (gtk_menu_button_get_popover (self->button))))
    gtk_widget_grab_focus (row);
}

/* A cause that is chosen and explains no site any more is still what is chosen. */
static void
fill_list (KpReasonButton *self)
{
  GPtrArray *causes = kp_site_causes_list (self->causes);

  make_exact (self, causes);
  clear_list (self);
  if (self->cause != NULL)
    gtk_list_box_append (self->list, new_line (_ ("All Reasons"), 0, FALSE));
  for (guint i = 0; i < MIN (causes->len, MAX_LINES); i++)
    {
      const KpCause *cause = g_ptr_array_index (causes, i);
      g_autofree char *text = kp_cause_format (cause);
      GtkWidget *row = new_line (text, cause->count, is_same (cause, self->cause));

      g_object_set_data_full (G_OBJECT (row), "keyplate-cause", kp_cause_copy (cause),
                              (GDestroyNotify) kp_cause_free);
      gtk_list_box_append (self->list, row);
    }
  gtk_stack_set_visible_child_name (self->stack, causes->len > 0 ? "list" : "none");
  focus_list (self);
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, KpReasonButton *self)
{
  g_autoptr (KpCause) cause =
      kp_cause_copy (g_object_get_data (G_OBJECT (row), "keyplate-cause"));

  gtk_menu_button_popdown (self->button);
  choose (self, cause);
}

/* Called whenever the popover is about to show. */
static void
open_cb (GtkMenuButton *button, gpointer data)
{
  kp_site_causes_count (KP_REASON_BUTTON (data)->causes);
}

static void
kp_reason_button_dispose (GObject *object)
{
  KpReasonButton *self = KP_REASON_BUTTON (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_REASON_BUTTON);
  g_clear_object (&self->causes);
  g_clear_pointer (&self->cause, kp_cause_free);

  G_OBJECT_CLASS (kp_reason_button_parent_class)->dispose (object);
}

static void
kp_reason_button_class_init (KpReasonButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_reason_button_dispose;

  signals[CHOSEN] = g_signal_new ("chosen", KP_TYPE_REASON_BUTTON, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/window/reason-button.ui");
  gtk_widget_class_bind_template_child (widget_class, KpReasonButton, button);
  gtk_widget_class_bind_template_child (widget_class, KpReasonButton, stack);
  gtk_widget_class_bind_template_child (widget_class, KpReasonButton, list);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
kp_reason_button_init (KpReasonButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kp_compat_hide_other_pages (GTK_WIDGET (self->stack));
  kp_compat_set_name (GTK_WIDGET (self->button), _ ("Reason"));
}

void
kp_reason_button_set_causes (KpReasonButton *self, KpSiteCauses *causes)
{
  g_return_if_fail (KP_IS_REASON_BUTTON (self));
  g_return_if_fail (self->causes == NULL);

  self->causes = g_object_ref (causes);
  gtk_menu_button_set_create_popup_func (self->button, open_cb, self, NULL);
  g_signal_connect_object (causes, "changed", G_CALLBACK (fill_list), self,
                           G_CONNECT_SWAPPED);
}

const KpCause *
kp_reason_button_get_cause (KpReasonButton *self)
{
  g_return_val_if_fail (KP_IS_REASON_BUTTON (self), NULL);

  return self->cause;
}

void
kp_reason_button_choose (KpReasonButton *self, const KpCause *cause)
{
  g_return_if_fail (KP_IS_REASON_BUTTON (self));
  g_return_if_fail (cause != NULL);

  choose (self, cause);
  self->vaguely = TRUE;
  kp_site_causes_count (self->causes);
}

void
kp_reason_button_clear (KpReasonButton *self)
{
  g_return_if_fail (KP_IS_REASON_BUTTON (self));

  choose (self, NULL);
}
