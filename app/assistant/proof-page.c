/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/proof-page.h"

#include <glib/gi18n.h>

#include "assistant/turn-card.h"
#include "core/base/time-text.h"
#include "core/check/proof-line.h"
#include "widget/evidence-row.h"
#include "widget/narrow-bin.h"
#include "widget/wrap-box.h"

struct _KpProofPage
{
  KpJobPage parent_instance;

  GtkLabel *intro; /* where it is the user's turn */
  KpTurnCard *turn;
  GtkLabel *sum;
  GtkWidget *heads;
  GtkListBox *addresses;
  GtkLabel *checked;
  KpConversation *conversation;
};

G_DEFINE_FINAL_TYPE (KpProofPage, kp_proof_page, KP_TYPE_JOB_PAGE)

static void
set_text (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

static void
show_addresses (KpProofPage *self, const KpJobSheet *sheet)
{
  g_autoptr (GPtrArray) lines = NULL;
  g_autofree char *sum = NULL;
  g_autofree char *day = NULL;
  g_autofree char *checked = NULL;
  gboolean seen =
      sheet->verdict != NULL && sheet->seen != NULL && sheet->seen->probes->len > 0;

  if (seen)
    {
      lines = kp_proof_lines_new (sheet->verdict, sheet->seen, sheet->job, sheet->now);
      sum = kp_proof_lines_sum (lines, sheet->seen, sheet->job);
      kp_evidence_rows_update (self->addresses, lines, NULL, NULL, sheet->now);
      day = kp_time_format_moment (sheet->seen->checked_at, sheet->now);
      /* Translators: %s is a moment ("14:35", "Tuesday 14:35"). */
      checked = g_strdup_printf (_ ("Checked %s"), day);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->addresses), seen && lines->len > 0);
  gtk_widget_set_visible (self->heads, seen && lines->len > 0);
  set_text (self->sum, sum != NULL ? sum : _ ("No address was checked yet."));
  set_text (self->checked, checked);
}

static void
kp_proof_page_show (KpJobPage *page, KpJobSheet *sheet)
{
  KpProofPage *self = KP_PROOF_PAGE (page);
  gboolean said = sheet->job->said_installed_at > 0;
  gboolean here = kp_job_sheet_makes_key_here (sheet);
  /* The job ends by that, and it is nobody's turn any more. */
  gboolean over = sheet->ended
                  || (sheet->verdict != NULL && sheet->verdict->done_job == sheet->job->id);

  gtk_label_set_text (
      self->intro, said ? _ ("It is installed, as you say. Every address is to serve it.")
                        : _ ("It is your turn: install the certificate on the server."));
  gtk_widget_set_visible (GTK_WIDGET (self->intro), here && !over);
  gtk_widget_set_visible (GTK_WIDGET (self->turn), !here && !over);
  kp_turn_card_show (self->turn, sheet, self->conversation);
  show_addresses (self, sheet);
  /* Once it is proven the job has ended, and the window says so. */
  kp_job_page_set_button (page, said   ? _ ("Done")
                                : here ? _ ("I Installed It")
                                       : _ ("The Provider Has Installed It"));
  kp_job_page_set_ready (page, !said);
}

static void
kp_proof_page_give (KpJobPage *page)
{
  const KpJobInput input = { .answered = TRUE };

  kp_job_page_send (page, &input);
}

static void
check_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpJobSheet *sheet = kp_job_page_get_sheet (KP_JOB_PAGE (widget));
  gint64 id = sheet != NULL ? kp_site_get_id (sheet->site) : 0;

  if (sheet != NULL)
    gtk_widget_activate_action_variant (
        widget, "win.check-sites",
        g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, &id, 1, sizeof id));
}

static void
kp_proof_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_PROOF_PAGE);

  G_OBJECT_CLASS (kp_proof_page_parent_class)->dispose (object);
}

static void
kp_proof_page_class_init (KpProofPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_proof_page_dispose;
  KP_JOB_PAGE_CLASS (klass)->show = kp_proof_page_show;
  KP_JOB_PAGE_CLASS (klass)->give = kp_proof_page_give;

  gtk_widget_class_install_action (widget_class, "proof.check", NULL, check_activated);
  g_type_ensure (KP_TYPE_CONVERSATION);
  g_type_ensure (KP_TYPE_TURN_CARD);
  g_type_ensure (KP_TYPE_NARROW_BIN);
  g_type_ensure (KP_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/assistant/proof-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KpProofPage, intro);
  gtk_widget_class_bind_template_child (widget_class, KpProofPage, turn);
  gtk_widget_class_bind_template_child (widget_class, KpProofPage, sum);
  gtk_widget_class_bind_template_child (widget_class, KpProofPage, heads);
  gtk_widget_class_bind_template_child (widget_class, KpProofPage, addresses);
  gtk_widget_class_bind_template_child (widget_class, KpProofPage, checked);
  gtk_widget_class_bind_template_child (widget_class, KpProofPage, conversation);
}

static void
kp_proof_page_init (KpProofPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
