/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/dns-card.h"

#include <glib/gi18n.h>

#include "core/base/plain-text.h"
#include "core/dns/dns-host.h"
#include "core/dns/zone.h"
#include "widget/evidence-row.h"
#include "widget/copy-text.h"
#include "widget/link.h"
#include "widget/narrow-bin.h"
#include "widget/wrap-box.h"

/* Records of one name that are shown: what is over this is no host name's. */
#define MAX_RECORDS 16
/* What of a value is shown; TXT may have thousands of characters. */
#define MAX_DATA 200

struct _KpDnsCard
{
  AdwBin parent_instance;

  GtkGrid *present;
  GtkLabel *present_note;
  GtkGrid *wanted;
  GtkLabel *wanted_note;
  GtkLabel *full_host;
  GtkLabel *reason;
  GtkLabel *remove;
  GtkWidget *buttons;
  GtkWidget *where;
  GtkLabel *zone;
  GtkButton *help;
  KpNarrowBin *heads;
  GtkListBox *resolvers;
  GtkLabel *sum;

  KpSiteReport *report;
  char *zone_apex;      /* (nullable): the zone by which hosts are told in short */
  const char *help_uri; /* of the program's own data */
};

G_DEFINE_FINAL_TYPE (KpDnsCard, kp_dns_card, ADW_TYPE_BIN)

static void
set_text (GtkLabel *label, const char *text)
{
  if (g_strcmp0 (gtk_label_get_text (label), text != NULL ? text : "") != 0)
    gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

/* The cell at (@column, @row) of @grid, made where it is not there. */
static GtkLabel *
get_cell (GtkGrid *grid, int column, int row)
{
  GtkWidget *cell = gtk_grid_get_child_at (grid, column, row);
  g_autoptr (PangoAttrList) attributes = NULL;

  if (cell != NULL)
    return GTK_LABEL (cell);
  cell = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "yalign", 0.0, "wrap", TRUE,
                       "wrap-mode", PANGO_WRAP_WORD_CHAR, "hexpand", column == 2, NULL);
  if (column == 0)
    {
      gtk_label_set_wrap (GTK_LABEL (cell), FALSE);
      gtk_widget_add_css_class (cell, "dim-label");
    }
  if (column == 1)
    gtk_label_set_max_width_chars (GTK_LABEL (cell), 16);
  /* A name is broken anywhere, and is still the same name. */
  attributes = pango_attr_list_new ();
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (GTK_LABEL (cell), attributes);
  gtk_grid_attach (grid, cell, column, row, 1, 1);
  return GTK_LABEL (cell);
}

static void
set_record (GtkGrid *grid, int row, const KpRecord *record, const char *zone)
{
  g_autofree char *host = kp_dns_relative_host (record->owner, zone);
  g_autofree char *shown = kp_plain_text_shorten (record->data, MAX_DATA);

  gtk_label_set_text (get_cell (grid, 0, row), kp_record_type_to_string (record->type));
  gtk_label_set_text (get_cell (grid, 1, row), host);
  gtk_widget_set_tooltip_text (GTK_WIDGET (get_cell (grid, 1, row)), record->owner);
  gtk_label_set_text (get_cell (grid, 2, row), shown);
}

static void
set_records (GtkGrid *grid, GPtrArray *records, const char *zone)
{
  guint n = MIN (records->len, MAX_RECORDS);

  for (guint i = 0; i < n; i++)
    set_record (grid, (int) i, g_ptr_array_index (records, i), zone);
  while (gtk_grid_get_child_at (grid, 0, (int) n) != NULL)
    gtk_grid_remove_row (grid, (int) n);
  gtk_widget_set_visible (GTK_WIDGET (grid), n > 0);
}

/* What stands at the name now; of a chain the record that is the name's own. */
static GPtrArray *
list_present (const KpSiteReport *report)
{
  GPtrArray *records = g_ptr_array_new ();
  const KpResolverAnswer *answer =
      kp_dns_plan_find_present (report->verdict->plan, report->seen);

  if (answer != NULL && answer->chain->len > 0)
    g_ptr_array_add (records, g_ptr_array_index (answer->chain, 0));
  for (guint i = 0; answer != NULL && i < answer->addresses->len; i++)
    {
      KpRecord *record = g_ptr_array_index (answer->addresses, i);

      if (answer->chain->len == 0 || g_strcmp0 (record->owner, report->seen->host) == 0)
        g_ptr_array_add (records, record);
    }
  for (guint i = 0; i < report->seen->other_records->len; i++)
    g_ptr_array_add (records, g_ptr_array_index (report->seen->other_records, i));
  if (report->seen->doubled != NULL)
    g_ptr_array_add (records, report->seen->doubled);
  return records;
}

static void
update_present (KpDnsCard *self)
{
  g_autoptr (GPtrArray) records = list_present (self->report);
  const char *note = NULL;

  if (records->len == 0)
    {
      if (!kp_site_report_any_answered (self->report))
        note = _ ("Could not ask");
      else if (self->report->verdict->dns == KP_OUTCOME_WRONG
               && kp_verdict_find (self->report->verdict, KP_FINDING_DNS_MISSING) == NULL)
        note = _ ("No answer that can be used");
      else
        note = _ ("No record");
    }
  set_records (self->present, records, self->zone_apex);
  set_text (self->present_note, note);
}

static char *
describe_wanted (const KpSiteReport *report)
{
  const KpVerdict *verdict = report->verdict;

  if (verdict->plan->impossible)
    return g_strdup (_ ("No record can be made here"));
  if (verdict->judges_dns && !kp_site_report_any_answered (report))
    return g_strdup (_ ("Whether anything is to be changed is not known: no resolver "
                        "answered"));
  if (verdict->judges_dns && !verdict->plan->needed)
    return g_strdup (kp_verdict_find (verdict, KP_FINDING_DNS_PROPAGATING) != NULL
                         ? _ ("Made already; it spreads")
                         : _ ("Nothing is to be changed"));
  if (verdict->judges_dns)
    return NULL;
  if (verdict->target != NULL)
    /* Translators: %s is a host name. */
    return g_strdup_printf (_ ("Behind a proxy, which leads to %s: the record is not "
                               "judged"),
                            verdict->target);
  if (report->profile != NULL && kp_profile_wants_target (report->profile))
    /* Translators: %s is the name of a provider. */
    return g_strdup_printf (_ ("Not known yet: %s tells it. Enter it with Edit…"),
                            kp_site_report_get_provider (report));
  return g_strdup (_ ("Any record that leads to the server: it is not judged"));
}

static void
update_wanted (KpDnsCard *self)
{
  const KpDnsPlan *plan = self->report->verdict->plan;
  g_autoptr (GPtrArray) records = g_ptr_array_new ();
  g_autofree char *note = describe_wanted (self->report);
  g_autofree char *full = NULL;

  if (plan->set != NULL)
    {
      g_ptr_array_add (records, plan->set);
      if (self->zone_apex != NULL)
        /* Translators: %s is a host name in full ("cp.example.com"); in the table it is
         * "cp". */
        full = g_strdup_printf (_ ("Host in full: %s"), plan->set->owner);
    }
  set_records (self->wanted, records, self->zone_apex);
  set_text (self->wanted_note, note);
  set_text (self->full_host, full);
}

static char *
describe_remove (const KpDnsPlan *plan)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (!plan->needed)
    return NULL;
  for (guint i = 0; i < plan->remove->len; i++)
    {
      const KpRecord *record = g_ptr_array_index (plan->remove, i);
      g_autofree char *data = kp_plain_text_shorten (record->data, MAX_DATA);

      g_string_append_printf (text, "%s%s %s", i > 0 ? ", " : "",
                              kp_record_type_to_string (record->type), data);
    }
  if (text->len == 0)
    return NULL;
  /* Translators: %s is a list of DNS records. */
  return g_strdup_printf (_ ("Remove first: %s"), text->str);
}

/* How long the old record lives on after the change, told before it is made. */
static char *
describe_wait (const KpSiteReport *report)
{
  const KpPropagation *spread = report->verdict->propagation;
  guint n;

  if (!report->verdict->plan->needed || report->verdict->plan->impossible || spread == NULL
      || spread->hours_after_change == 0)
    return NULL;
  n = spread->hours_after_change;
  return g_strdup_printf (
      ngettext ("The old record is gone at the latest %u hour after the change.",
                "The old record is gone at the latest %u hours after the change.", n),
      n);
}

/* The zone of a name that leads where it must is not looked for: the public suffix list is
 * good enough where nothing is to be changed. */
static void
update_apex (KpDnsCard *self)
{
  const KpDnsPlan *plan = self->report->verdict->plan;
  g_autoptr (KpZone) guess = NULL;

  g_free (self->zone_apex);
  self->zone_apex = g_strdup (plan->zone);
  if (plan->zone != NULL || plan->needed)
    return;
  guess = kp_zone_new_guess (self->report->seen->host);
  self->zone_apex = g_strdup (guess->apex);
}

static void
update_reason (KpDnsCard *self)
{
  const KpDnsPlan *plan = self->report->verdict->plan;
  g_autofree char *remove = describe_remove (plan);
  g_autofree char *wait = describe_wait (self->report);
  g_autofree char *reason = NULL;

  reason = plan->reason != NULL && wait != NULL
               ? g_strdup_printf ("%s\n%s", plan->reason, wait)
               : g_strdup (plan->reason != NULL ? plan->reason : wait);
  set_text (self->remove, remove);
  set_text (self->reason, reason);
}

static void
update_zone (KpDnsCard *self)
{
  const KpObservation *seen = self->report->seen;
  const KpDnsHost *host = kp_dns_host_find ((const char *const *) seen->name_servers);
  const char *name = host != NULL ? host->name : seen->dns_host;
  g_autofree char *text = NULL;
  g_autofree char *servers = NULL;
  g_autofree char *label = NULL;

  if (seen->zone != NULL && name != NULL)
    /* Translators: a zone ("example.com"), and who runs its DNS ("Cloudflare"). */
    text = g_strdup_printf (_ ("The zone %s is run by %s."), seen->zone, name);
  else if (seen->zone != NULL)
    /* Translators: %s is a zone ("example.com"). */
    text = g_strdup_printf (_ ("The record is made in the zone %s."), seen->zone);
  if (seen->name_servers != NULL)
    servers = g_strjoinv ("\n", seen->name_servers);
  set_text (self->zone, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->zone), servers);

  self->help_uri = host != NULL ? host->help_uri : NULL;
  if (self->help_uri != NULL)
    {
      /* Translators: %s is who runs a DNS zone ("Cloudflare"). */
      label = g_strdup_printf (_ ("Help of %s"), host->name);
      gtk_button_set_label (self->help, label);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->help), self->help_uri != NULL);
  gtk_widget_set_visible (self->where, text != NULL || self->help_uri != NULL);
}

static void
update_actions (KpDnsCard *self)
{
  const KpDnsPlan *plan = self->report->verdict->plan;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dns.copy-host", plan->set != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dns.copy-target", plan->set != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dns.copy-zone-line",
                                 plan->set != NULL);
  gtk_widget_set_visible (self->buttons, plan->set != NULL || plan->needed);
}

static void
copy_host_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpDnsCard *self = KP_DNS_CARD (widget);
  g_autofree char *host = NULL;

  if (self->report == NULL)
    return;
  host = kp_dns_relative_host (self->report->seen->host, self->zone_apex);
  kp_copy_text (widget, host, _ ("Host copied"));
}

static void
copy_target_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpDnsCard *self = KP_DNS_CARD (widget);

  if (self->report != NULL && self->report->verdict->plan->set != NULL)
    kp_copy_text (widget, self->report->verdict->plan->set->data, _ ("Target copied"));
}

static void
copy_zone_line_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpDnsCard *self = KP_DNS_CARD (widget);
  g_autofree char *line = NULL;

  if (self->report == NULL)
    return;
  line = kp_dns_plan_format_zone_line (self->report->verdict->plan);
  kp_copy_text (widget, line, _ ("Zone line copied"));
}

static void
open_help_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpDnsCard *self = KP_DNS_CARD (widget);

  if (self->help_uri != NULL)
    kp_link_open (widget, self->help_uri);
}

static void
kp_dns_card_dispose (GObject *object)
{
  KpDnsCard *self = KP_DNS_CARD (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_DNS_CARD);
  g_clear_pointer (&self->report, kp_site_report_unref);

  G_OBJECT_CLASS (kp_dns_card_parent_class)->dispose (object);
}

static void
kp_dns_card_finalize (GObject *object)
{
  KpDnsCard *self = KP_DNS_CARD (object);

  g_free (self->zone_apex);

  G_OBJECT_CLASS (kp_dns_card_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, KpDnsCard, present);
  gtk_widget_class_bind_template_child (widget_class, KpDnsCard, present_note);
  gtk_widget_class_bind_template_child (widget_class, KpDnsCard, wanted);
  gtk_widget_class_bind_template_child (widget_class, KpDnsCard, wanted_note);
  gtk_widget_class_bind_template_child (widget_class, KpDnsCard, full_host);
  gtk_widget_class_bind_template_child (widget_class, KpDnsCard, reason);
  gtk_widget_class_bind_template_child (widget_class, KpDnsCard, remove);
  gtk_widget_class_bind_template_child (widget_class, KpDnsCard, buttons);
  gtk_widget_class_bind_template_child (widget_class, KpDnsCard, where);
  gtk_widget_class_bind_template_child (widget_class, KpDnsCard, zone);
  gtk_widget_class_bind_template_child (widget_class, KpDnsCard, help);
  gtk_widget_class_bind_template_child (widget_class, KpDnsCard, heads);
  gtk_widget_class_bind_template_child (widget_class, KpDnsCard, resolvers);
  gtk_widget_class_bind_template_child (widget_class, KpDnsCard, sum);
}

static void
kp_dns_card_class_init (KpDnsCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_dns_card_dispose;
  object_class->finalize = kp_dns_card_finalize;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_REGION);
  gtk_widget_class_install_action (widget_class, "dns.copy-host", NULL,
                                   copy_host_activated);
  gtk_widget_class_install_action (widget_class, "dns.copy-target", NULL,
                                   copy_target_activated);
  gtk_widget_class_install_action (widget_class, "dns.copy-zone-line", NULL,
                                   copy_zone_line_activated);
  gtk_widget_class_install_action (widget_class, "dns.open-help", NULL,
                                   open_help_activated);

  g_type_ensure (KP_TYPE_NARROW_BIN);
  g_type_ensure (KP_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/dns-card.ui");
  bind_children (widget_class);
}

static void
kp_dns_card_init (KpDnsCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kp_dns_card_set_report (KpDnsCard *self, KpSiteReport *report)
{
  g_autofree char *sum = NULL;

  g_return_if_fail (KP_IS_DNS_CARD (self));

  if (self->report != NULL)
    kp_site_report_unref (self->report);
  self->report = kp_site_report_ref (report);
  gtk_widget_set_visible (GTK_WIDGET (self),
                          report->seen != NULL && report->verdict->plan != NULL);
  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return;

  update_apex (self);
  update_present (self);
  update_wanted (self);
  update_reason (self);
  update_zone (self);
  update_actions (self);
  kp_evidence_rows_update (self->resolvers, report->resolvers, NULL, NULL, report->now);
  gtk_widget_set_visible (GTK_WIDGET (self->heads), report->resolvers->len > 0);
  sum = kp_evidence_sum_of_resolvers (report->verdict, report->seen);
  set_text (self->sum, sum);
}

void
kp_dns_card_set_now (KpDnsCard *self, gint64 now)
{
  g_return_if_fail (KP_IS_DNS_CARD (self));

  kp_evidence_rows_set_now (self->resolvers, now);
}
