/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/site-strip.h"

#include <glib/gi18n.h>

#include "widget/compat.h"
#include "widget/narrow-bin.h"

typedef enum
{
  FILTER_ALL,
  FILTER_UNLOCKED,
  FILTER_PENDING,
  FILTER_UNKNOWN,
  FILTER_LOCKED,
  FILTER_YOUR_TURN,
  FILTER_OVERDUE,
  N_FILTERS,
  /* In the drop-down only, while more than one of the above is on. */
  FILTER_COMBINED = N_FILTERS,
} Filter;

struct _KpSiteStrip
{
  GtkWidget parent_instance;

  GtkWidget *content;
  GtkToggleButton *all;
  GtkToggleButton *unlocked;
  GtkToggleButton *pending;
  GtkToggleButton *unknown;
  GtkToggleButton *locked;
  GtkToggleButton *your_turn;
  GtkToggleButton *overdue;
  KpReasonButton *reason;
  GtkDropDown *drop_down;
  GtkStringList *items;

  KpSiteView *view;
  Filter lock; /* one of the first five */
  gboolean is_your_turn;
  gboolean is_overdue;
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (KpSiteStrip, kp_site_strip, GTK_TYPE_WIDGET)

/* The names of the locks in actions and settings. */
static const char *const lock_names[] = { "all", "unlocked", "pending", "unknown",
                                          "locked" };

static const char *
get_title (Filter filter)
{
  static const char *const titles[N_FILTERS] = {
    /* Translators: a filter: sites with any lock */
    [FILTER_ALL] = N_ ("All"),         [FILTER_UNLOCKED] = N_ ("Unlocked"),
    [FILTER_PENDING] = N_ ("Pending"), [FILTER_UNKNOWN] = N_ ("Unknown"),
    [FILTER_LOCKED] = N_ ("Locked"),   [FILTER_YOUR_TURN] = N_ ("Your Turn"),
    [FILTER_OVERDUE] = N_ ("Overdue"),
  };

  return _ (titles[filter]);
}

static guint
get_count (KpSiteStrip *self, Filter filter)
{
  switch (filter)
    {
    case FILTER_UNLOCKED:
      return kp_site_view_get_count (self->view, KP_LOCK_UNLOCKED);
    case FILTER_PENDING:
      return kp_site_view_get_count (self->view, KP_LOCK_PENDING);
    case FILTER_UNKNOWN:
      return kp_site_view_get_count (self->view, KP_LOCK_UNKNOWN);
    case FILTER_LOCKED:
      return kp_site_view_get_count (self->view, KP_LOCK_LOCKED);
    case FILTER_YOUR_TURN:
      return kp_site_view_get_your_turn_count (self->view);
    case FILTER_OVERDUE:
      return kp_site_view_get_overdue_count (self->view);
    case FILTER_ALL:
    default:
      return kp_site_view_get_total (self->view);
    }
}

/* What the drop-down shows as chosen. */
static Filter
get_chosen (KpSiteStrip *self)
{
  guint n = (self->lock != FILTER_ALL) + self->is_your_turn + self->is_overdue
            + (kp_reason_button_get_cause (self->reason) != NULL);

  if (n > 1 || kp_reason_button_get_cause (self->reason) != NULL)
    return FILTER_COMBINED;
  if (self->is_your_turn)
    return FILTER_YOUR_TURN;
  return self->is_overdue ? FILTER_OVERDUE : self->lock;
}

static void
set_item (KpSiteStrip *self, guint position, const char *text)
{
  const char *const texts[] = { text, NULL };
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  if (position < n
      && g_strcmp0 (gtk_string_list_get_string (self->items, position), text) == 0)
    return;
  gtk_string_list_splice (self->items, position, position < n ? 1 : 0,
                          text != NULL ? texts : NULL);
}

static void
update_drop_down (KpSiteStrip *self)
{
  Filter chosen = get_chosen (self);
  g_autofree char *combined =
      chosen == FILTER_COMBINED ? kp_site_strip_describe (self) : NULL;

  self->updating = TRUE;
  for (guint i = 0; i < N_FILTERS; i++)
    {
      g_autofree char *text = NULL;

      /* Translators: a filter, and how many sites it lets through */
      text = g_strdup_printf (_ ("%s (%u)"), get_title (i), get_count (self, i));
      set_item (self, i, text);
    }
  if (combined != NULL
      || g_list_model_get_n_items (G_LIST_MODEL (self->items)) > FILTER_COMBINED)
    set_item (self, FILTER_COMBINED, combined);
  gtk_drop_down_set_selected (self->drop_down, chosen);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->drop_down), combined);
  self->updating = FALSE;
}

static void
update_button (KpSiteStrip *self, GtkToggleButton *button, Filter filter)
{
  g_autofree char *text = NULL;

  /* Translators: a filter, and how many sites it lets through */
  text = g_strdup_printf (_ ("%s %u"), get_title (filter), get_count (self, filter));
  if (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (button)), text) != 0)
    gtk_button_set_label (GTK_BUTTON (button), text);
}

static void
update (KpSiteStrip *self)
{
  update_button (self, self->all, FILTER_ALL);
  update_button (self, self->unlocked, FILTER_UNLOCKED);
  update_button (self, self->pending, FILTER_PENDING);
  update_button (self, self->unknown, FILTER_UNKNOWN);
  update_button (self, self->locked, FILTER_LOCKED);
  update_button (self, self->your_turn, FILTER_YOUR_TURN);
  update_button (self, self->overdue, FILTER_OVERDUE);
  update_drop_down (self);
}

static void
change_state (KpSiteStrip *self, const char *name, GVariant *state)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (G_IS_ACTION_GROUP (root))
    g_action_group_change_action_state (G_ACTION_GROUP (root), name, state);
  else
    g_variant_unref (g_variant_ref_sink (state));
}

/* One thing: all others go. */
static void
choose (KpSiteStrip *self, Filter chosen)
{
  kp_reason_button_clear (self->reason);
  change_state (self, "lock-filter",
                g_variant_new_string (chosen <= FILTER_LOCKED ? lock_names[chosen]
                                                              : lock_names[FILTER_ALL]));
  change_state (self, "your-turn", g_variant_new_boolean (chosen == FILTER_YOUR_TURN));
  change_state (self, "overdue", g_variant_new_boolean (chosen == FILTER_OVERDUE));
}

static void
selected_cb (KpSiteStrip *self)
{
  guint chosen = gtk_drop_down_get_selected (self->drop_down);

  if (!self->updating && chosen < N_FILTERS)
    choose (self, chosen);
}

static void
kp_site_strip_dispose (GObject *object)
{
  KpSiteStrip *self = KP_SITE_STRIP (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_SITE_STRIP);
  g_clear_object (&self->view);

  G_OBJECT_CLASS (kp_site_strip_parent_class)->dispose (object);
}

static void
kp_site_strip_class_init (KpSiteStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_site_strip_dispose;

  g_type_ensure (KP_TYPE_NARROW_BIN);
  g_type_ensure (KP_TYPE_REASON_BUTTON);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "sitestrip");
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/window/site-strip.ui");
  /* Only a child that is bound goes with the template. */
  gtk_widget_class_bind_template_child (widget_class, KpSiteStrip, content);
  gtk_widget_class_bind_template_child (widget_class, KpSiteStrip, all);
  gtk_widget_class_bind_template_child (widget_class, KpSiteStrip, unlocked);
  gtk_widget_class_bind_template_child (widget_class, KpSiteStrip, pending);
  gtk_widget_class_bind_template_child (widget_class, KpSiteStrip, unknown);
  gtk_widget_class_bind_template_child (widget_class, KpSiteStrip, locked);
  gtk_widget_class_bind_template_child (widget_class, KpSiteStrip, your_turn);
  gtk_widget_class_bind_template_child (widget_class, KpSiteStrip, overdue);
  gtk_widget_class_bind_template_child (widget_class, KpSiteStrip, reason);
  gtk_widget_class_bind_template_child (widget_class, KpSiteStrip, drop_down);
  gtk_widget_class_bind_template_child (widget_class, KpSiteStrip, items);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "ellipsize",
                                               PANGO_ELLIPSIZE_END, NULL));
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

/* A reason may be longer than a narrow window is wide; the list has room for it. */
static void
make_button (KpSiteStrip *self)
{
  GtkListItemFactory *list = gtk_drop_down_get_factory (self->drop_down);
  g_autoptr (GtkListItemFactory) button = gtk_signal_list_item_factory_new ();

  g_signal_connect (button, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (button, "bind", G_CALLBACK (bind_cb), NULL);
  gtk_drop_down_set_list_factory (self->drop_down, list);
  gtk_drop_down_set_factory (self->drop_down, button);
}

static void
kp_site_strip_init (KpSiteStrip *self)
{
  /* Filling the list selects something. */
  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->updating = FALSE;
  make_button (self);
}

void
kp_site_strip_set_view (KpSiteStrip *self, KpSiteView *view)
{
  g_return_if_fail (KP_IS_SITE_STRIP (self));
  g_return_if_fail (self->view == NULL);

  self->view = g_object_ref (view);
  g_signal_connect_object (view, "updated", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

KpReasonButton *
kp_site_strip_get_reason_button (KpSiteStrip *self)
{
  g_return_val_if_fail (KP_IS_SITE_STRIP (self), NULL);

  return self->reason;
}

void
kp_site_strip_set_filters (KpSiteStrip *self, const char *lock, gboolean your_turn,
                           gboolean overdue)
{
  g_return_if_fail (KP_IS_SITE_STRIP (self));
  g_return_if_fail (self->view != NULL);

  self->lock = FILTER_ALL;
  for (guint i = 0; i < G_N_ELEMENTS (lock_names); i++)
    if (g_strcmp0 (lock, lock_names[i]) == 0)
      self->lock = i;
  self->is_your_turn = your_turn;
  self->is_overdue = overdue;
  update_drop_down (self);
}

void
kp_site_strip_show_all (KpSiteStrip *self)
{
  g_return_if_fail (KP_IS_SITE_STRIP (self));

  choose (self, FILTER_ALL);
}

char *
kp_site_strip_describe (KpSiteStrip *self)
{
  const KpCause *cause;
  g_autofree char *reason = NULL;
  g_autoptr (GString) text = NULL;
  /* Translators: between the names of filters that are on together */
  const char *comma = _ (", ");

  g_return_val_if_fail (KP_IS_SITE_STRIP (self), NULL);

  text = g_string_new (NULL);
  cause = kp_reason_button_get_cause (self->reason);
  reason = cause != NULL ? kp_cause_format (cause) : NULL;
  if (self->lock != FILTER_ALL)
    g_string_append_printf (text, "%s%s", comma, get_title (self->lock));
  if (self->is_your_turn)
    g_string_append_printf (text, "%s%s", comma, get_title (FILTER_YOUR_TURN));
  if (self->is_overdue)
    g_string_append_printf (text, "%s%s", comma, get_title (FILTER_OVERDUE));
  if (reason != NULL)
    g_string_append_printf (text, "%s%s", comma, reason);
  return text->len > 0 ? g_strdup (text->str + strlen (comma)) : NULL;
}

void
kp_site_strip_choose_cause (KpSiteStrip *self, const KpCause *cause)
{
  g_return_if_fail (KP_IS_SITE_STRIP (self));
  g_return_if_fail (cause != NULL);

  choose (self, FILTER_ALL);
  kp_reason_button_choose (self->reason, cause);
}
