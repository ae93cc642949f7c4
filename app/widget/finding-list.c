/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/finding-list.h"

#include <glib/gi18n.h>

#include "core/job/renew-job.h"
#include "widget/assistive.h"
#include "widget/compat.h"
#include "widget/entry-row.h"
#include "widget/finding-line.h"
#include "widget/row-feeder.h"

struct _KpFindingList
{
  AdwBin parent_instance;

  GtkListBox *list;
  GtkWidget *nothing;

  gboolean overrules;
  GPtrArray *findings;       /* of KpFinding, in the order of their rows */
  guint n_rows;              /* of these that have one by now */
  KpRowFeeder *feeder;       /* makes the others */
  GHashTable *reasons;       /* KpFindingId to the user's words */
  GCancellable *cancellable; /* of the question for a reason */
};

enum
{
  PROP_OVERRULES = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

enum
{
  OVERRULE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpFindingList, kp_finding_list, ADW_TYPE_BIN)

/* Why a finding does not count: a question, and then what it was answered. */
typedef struct
{
  KpFindingList *list;
  KpFinding *finding;
  GCancellable *cancellable;
  KpEntryRow *entry;
} Question;

static void
question_free (Question *self)
{
  kp_compat_drop_later (self->entry);
  g_object_unref (self->cancellable);
  kp_finding_unref (self->finding);
  g_object_unref (self->list);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static void ask (Question *self, const char *problem);

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Question) self = data;
  g_autofree char *reason = NULL;

  if (!kp_compat_ask_finish (result) || g_cancellable_is_cancelled (self->cancellable))
    return;
  reason = kp_entry_row_dup_text (self->entry);
  if (*reason == '\0')
    ask (g_steal_pointer (&self), _ ("A reason is needed: it is kept in the journal."));
  else
    g_signal_emit (self->list, signals[OVERRULE], 0,
                   kp_finding_id_to_string (self->finding->id), reason);
}

/* @self: (transfer full); @problem: (nullable): what was wrong with the last answer */
static void
ask (Question *self, const char *problem)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->list));
  GtkWidget *list = gtk_list_box_new ();
  g_autofree char *body = g_strdup_printf (
      "%s\n\n%s", self->finding->text,
      problem != NULL ? problem : _ ("The reason is kept in the journal."));

  kp_compat_drop_later (self->entry);
  self->entry = g_object_ref_sink (g_object_new (KP_TYPE_ENTRY_ROW, "title", _ ("Reason"),
                                                 "max-length", KP_FINDING_LIST_MAX_REASON,
                                                 "activates-default", TRUE, NULL));
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), GTK_WIDGET (self->entry));
  kp_compat_ask_async (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                       _ ("Use it anyway?"), body, _ ("Cancel"), _ ("Use Anyway"), FALSE,
                       list, self->cancellable, answered_cb, self);
}

static void
overrule_cb (KpFindingLine *line, KpFindingList *self)
{
  Question *question = g_new0 (Question, 1);

  question->list = g_object_ref (self);
  question->finding = kp_finding_ref ((KpFinding *) kp_finding_line_get_finding (line));
  question->cancellable = g_object_ref (self->cancellable);
  ask (question, NULL);
}

static GtkWidget *
add_next (gpointer data)
{
  KpFindingList *self = data;
  const KpFinding *finding;
  GtkWidget *line;
  const char *reason;

  if (self->n_rows == self->findings->len)
    return NULL;
  finding = g_ptr_array_index (self->findings, self->n_rows++);
  line = kp_finding_line_new (finding, self->overrules
                                           && finding->severity == KP_SEVERITY_WRONG
                                           && kp_renew_job_can_overrule (finding->id));
  reason = g_hash_table_lookup (self->reasons, GINT_TO_POINTER (finding->id));
  if (reason != NULL)
    kp_finding_line_set_reason (KP_FINDING_LINE (line), reason);
  g_signal_connect_object (line, "overrule", G_CALLBACK (overrule_cb), self, 0);
  gtk_list_box_append (self->list, line);
  return line;
}

/* Returns: (transfer full): @findings, wrong ones first */
static GPtrArray *
sort (GPtrArray *findings)
{
  GPtrArray *sorted = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_finding_unref);

  for (KpSeverity severity = KP_SEVERITY_WRONG; severity <= KP_SEVERITY_NOTE; severity++)
    for (guint i = 0; findings != NULL && i < findings->len; i++)
      {
        KpFinding *finding = g_ptr_array_index (findings, i);

        if (finding->severity == severity)
          g_ptr_array_add (sorted, kp_finding_ref (finding));
      }
  return sorted;
}

static void
forget_reasons (KpFindingList *self)
{
  GtkListBoxRow *row;

  g_hash_table_remove_all (self->reasons);
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    kp_finding_line_set_reason (KP_FINDING_LINE (row), NULL);
}

/* What stays is what is meant by a finding: its page is not built anew for that, and keeps
 * the focus.
 * Returns: whether the rows are those of @sorted already */
static gboolean
is_shown (KpFindingList *self, GPtrArray *sorted)
{
  if (self->findings->len != sorted->len)
    return FALSE;
  for (guint i = 0; i < sorted->len; i++)
    {
      const KpFinding *old = g_ptr_array_index (self->findings, i);
      const KpFinding *new = g_ptr_array_index (sorted, i);

      if (old->id != new->id || old->severity != new->severity || old->until != new->until
          || g_strcmp0 (old->text, new->text) != 0 || g_strcmp0 (old->fix, new->fix) != 0)
        return FALSE;
    }
  return TRUE;
}

static void
clear (KpFindingList *self)
{
  GtkListBoxRow *row;

  /* It was about what is gone now. */
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  kp_row_feeder_stop (self->feeder);
  g_hash_table_remove_all (self->reasons);
  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
}

static void
kp_finding_list_dispose (GObject *object)
{
  KpFindingList *self = KP_FINDING_LIST (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->feeder, kp_row_feeder_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_FINDING_LIST);

  G_OBJECT_CLASS (kp_finding_list_parent_class)->dispose (object);
}

static void
kp_finding_list_finalize (GObject *object)
{
  KpFindingList *self = KP_FINDING_LIST (object);

  g_ptr_array_unref (self->findings);
  g_hash_table_unref (self->reasons);

  G_OBJECT_CLASS (kp_finding_list_parent_class)->finalize (object);
}

static void
kp_finding_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_OVERRULES)
    g_value_set_boolean (value, KP_FINDING_LIST (object)->overrules);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kp_finding_list_set_property (GObject *object, guint id, const GValue *value,
                              GParamSpec *pspec)
{
  if (id == PROP_OVERRULES)
    KP_FINDING_LIST (object)->overrules = g_value_get_boolean (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kp_finding_list_class_init (KpFindingListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_finding_list_dispose;
  object_class->finalize = kp_finding_list_finalize;
  object_class->get_property = kp_finding_list_get_property;
  object_class->set_property = kp_finding_list_set_property;

  properties[PROP_OVERRULES] = g_param_spec_boolean (
      "overrules", NULL, NULL, TRUE,
      G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[OVERRULE] =
      g_signal_new ("overrule", KP_TYPE_FINDING_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_REGION);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/widget/finding-list.ui");
  gtk_widget_class_bind_template_child (widget_class, KpFindingList, list);
  gtk_widget_class_bind_template_child (widget_class, KpFindingList, nothing);
}

static void
kp_finding_list_init (KpFindingList *self)
{
  self->findings = g_ptr_array_new ();
  self->reasons = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  kp_assistive_hide_unmapped (self->nothing);
  self->feeder = kp_row_feeder_new (GTK_WIDGET (self->list), add_next, self);
}

void
kp_finding_list_set_findings (KpFindingList *self, GPtrArray *findings)
{
  g_autoptr (GPtrArray) sorted = NULL;

  g_return_if_fail (KP_IS_FINDING_LIST (self));

  sorted = sort (findings);
  if (is_shown (self, sorted))
    forget_reasons (self);
  else
    {
      clear (self);
      self->cancellable = g_cancellable_new ();
      g_ptr_array_unref (self->findings);
      self->findings = g_steal_pointer (&sorted);
      self->n_rows = 0;
      kp_row_feeder_start (self->feeder);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), findings != NULL);
}

void
kp_finding_list_set_reason (KpFindingList *self, KpFindingId id, const char *reason)
{
  GtkListBoxRow *row;

  g_return_if_fail (KP_IS_FINDING_LIST (self));

  if (reason != NULL)
    g_hash_table_replace (self->reasons, GINT_TO_POINTER (id), g_strdup (reason));
  else
    g_hash_table_remove (self->reasons, GINT_TO_POINTER (id));
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (kp_finding_line_get_finding (KP_FINDING_LINE (row))->id == id)
      kp_finding_line_set_reason (KP_FINDING_LINE (row), reason);
}
