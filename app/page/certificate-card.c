/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/certificate-card.h"

#include <glib/gi18n.h>

#include "widget/certificate-window.h"
#include "widget/evidence-row.h"
#include "widget/narrow-bin.h"
#include "widget/validity-bar.h"
#include "widget/wrap-box.h"

/* Names that are told before "and N more"; the tooltip and the viewer have them all. */
#define MAX_NAMES 4

struct _KpCertificateCard
{
  AdwBin parent_instance;

  GtkLabel *issued;
  GtkLabel *names;
  GtkLabel *root;
  GtkButton *show;
  KpValidityBar *validity;
  KpNarrowBin *heads;
  GtkListBox *addresses;
  GtkLabel *sum;

  KpSiteReport *report;
};

G_DEFINE_FINAL_TYPE (KpCertificateCard, kp_certificate_card, ADW_TYPE_BIN)

static void
set_text (GtkLabel *label, const char *text)
{
  if (g_strcmp0 (gtk_label_get_text (label), text != NULL ? text : "") != 0)
    gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

static gboolean
has_chain (const KpProbe *probe)
{
  return probe->chain_sha256 != NULL && probe->chain_sha256[0] != NULL;
}

/* The certificate that stands for the site; where there is none, the first that is served
 * at all, so that it can be looked at. @counts: (out): whether its address was judged. */
static const KpProbe *
find_shown (const KpSiteReport *report, gboolean *counts)
{
  *counts = TRUE;
  if (report->verdict->shown != NULL)
    return report->verdict->shown;
  for (guint i = 0; i < report->addresses->len; i++)
    {
      const KpEvidenceLine *line = g_ptr_array_index (report->addresses, i);
      const KpProbe *probe = g_ptr_array_index (report->seen->probes, line->index);

      *counts = line->judged;
      if (probe->certificate != NULL && has_chain (probe))
        return probe;
    }
  return NULL;
}

static char *
describe_issued (const KpSiteReport *report, const KpProbe *shown)
{
  const KpCertificateFacts *facts;
  guint n;

  if (shown == NULL)
    return g_strdup (report->seen->probes->len > 0 ? _ ("No certificate was served")
                                                   : _ ("No address could be asked"));
  facts = shown->certificate;
  n = g_strv_length (facts->names);
  return g_strdup_printf (
      /* Translators: of a certificate: the name of a CA, a key ("ECDSA P-256"), and how
       * many host names it is for */
      ngettext ("Issued by %s, %s, %u name", "Issued by %s, %s, %u names", n),
      facts->issuer, facts->key, n);
}

static char *
describe_names (const KpCertificateFacts *facts)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = g_strv_length (facts->names);

  for (guint i = 0; i < MIN (n, MAX_NAMES); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", facts->names[i]);
  if (n > MAX_NAMES)
    return g_strdup_printf (
        /* Translators: host names, and how many there are beside these */
        ngettext ("%s and %u more", "%s and %u more", n - MAX_NAMES), text->str,
        n - MAX_NAMES);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
describe_root (const KpProbe *shown, gboolean counts)
{
  const char *name = shown->root_name != NULL ? shown->root_name : "–";

  if (!counts)
    return g_strdup (_ ("Only shown: it doesn’t count for this site"));
  switch (shown->trust)
    {
    case KP_PROBE_TRUST_SYSTEM:
      /* Translators: of a certificate; %s is the name of a root certificate. */
      return g_strdup_printf (_ ("Trusted because of “%s”"), name);
    case KP_PROBE_TRUST_EXTRA:
      /* Translators: of a certificate; %s is the name of a root certificate. */
      return g_strdup_printf (_ ("Trusted because of “%s”, a root that you added"), name);
    case KP_PROBE_TRUST_INCOMPLETE:
      /* Translators: of a certificate; %s is the name of a root certificate. */
      return g_strdup_printf (_ ("Leads to “%s” only with an intermediate that is not "
                                 "served"),
                              name);
    case KP_PROBE_TRUST_NONE:
    default:
      return g_strdup (_ ("Leads to no trusted root"));
    }
}

static void
update_certificate (KpCertificateCard *self)
{
  gboolean counts;
  const KpProbe *shown = find_shown (self->report, &counts);
  g_autofree char *issued = describe_issued (self->report, shown);
  g_autofree char *names = NULL;
  g_autofree char *all = NULL;
  g_autofree char *root = NULL;

  if (shown != NULL)
    {
      names = describe_names (shown->certificate);
      all = g_strjoinv ("\n", shown->certificate->names);
      root = describe_root (shown, counts);
      kp_validity_bar_set (self->validity, shown->certificate->not_before,
                           shown->certificate->not_after,
                           self->report->verdict->summary.renew_by, self->report->now);
    }
  set_text (self->issued, issued);
  set_text (self->names, names);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->names), all);
  set_text (self->root, root);
  gtk_widget_set_visible (GTK_WIDGET (self->validity), shown != NULL && counts);
  gtk_widget_set_visible (GTK_WIDGET (self->show), shown != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "certificate.show",
                                 shown != NULL && has_chain (shown));
}

static gboolean
opens_cb (guint index, gpointer data)
{
  const KpSiteReport *report = data;

  return has_chain (g_ptr_array_index (report->seen->probes, index));
}

static void
open_chain (KpCertificateCard *self, const KpProbe *probe)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *window;

  if (probe == NULL || !has_chain (probe))
    return;
  window = kp_certificate_window_new (
      self->report->desk, self->report->site, (const char *const *) probe->chain_sha256,
      probe->address, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL);
  gtk_window_present (GTK_WINDOW (window));
}

static void
show_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpCertificateCard *self = KP_CERTIFICATE_CARD (widget);
  gboolean counts;

  if (self->report != NULL && self->report->seen != NULL)
    open_chain (self, find_shown (self->report, &counts));
}

static void
row_activated_cb (KpCertificateCard *self, GtkListBoxRow *row)
{
  guint index = kp_evidence_row_get_index (KP_EVIDENCE_ROW (row));

  if (self->report->seen != NULL && index < self->report->seen->probes->len)
    open_chain (self, g_ptr_array_index (self->report->seen->probes, index));
}

static void
kp_certificate_card_dispose (GObject *object)
{
  KpCertificateCard *self = KP_CERTIFICATE_CARD (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_CERTIFICATE_CARD);
  g_clear_pointer (&self->report, kp_site_report_unref);

  G_OBJECT_CLASS (kp_certificate_card_parent_class)->dispose (object);
}

static void
kp_certificate_card_class_init (KpCertificateCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_certificate_card_dispose;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_REGION);
  gtk_widget_class_install_action (widget_class, "certificate.show", NULL, show_activated);

  g_type_ensure (KP_TYPE_NARROW_BIN);
  g_type_ensure (KP_TYPE_VALIDITY_BAR);
  g_type_ensure (KP_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/certificate-card.ui");
  gtk_widget_class_bind_template_child (widget_class, KpCertificateCard, issued);
  gtk_widget_class_bind_template_child (widget_class, KpCertificateCard, names);
  gtk_widget_class_bind_template_child (widget_class, KpCertificateCard, root);
  gtk_widget_class_bind_template_child (widget_class, KpCertificateCard, show);
  gtk_widget_class_bind_template_child (widget_class, KpCertificateCard, validity);
  gtk_widget_class_bind_template_child (widget_class, KpCertificateCard, heads);
  gtk_widget_class_bind_template_child (widget_class, KpCertificateCard, addresses);
  gtk_widget_class_bind_template_child (widget_class, KpCertificateCard, sum);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
kp_certificate_card_init (KpCertificateCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kp_certificate_card_set_report (KpCertificateCard *self, KpSiteReport *report)
{
  g_autofree char *sum = NULL;

  g_return_if_fail (KP_IS_CERTIFICATE_CARD (self));

  if (self->report != NULL)
    kp_site_report_unref (self->report);
  self->report = kp_site_report_ref (report);
  gtk_widget_set_visible (GTK_WIDGET (self), report->seen != NULL);
  if (report->seen == NULL)
    return;

  update_certificate (self);
  kp_evidence_rows_update (self->addresses, report->addresses, opens_cb, report,
                           report->now);
  gtk_widget_set_visible (GTK_WIDGET (self->heads), report->addresses->len > 0);
  sum = kp_evidence_sum_of_addresses (report->verdict);
  set_text (self->sum, sum);
}
