/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/csr-words.h"

#include <glib/gi18n.h>

#include "core/base/plain-text.h"
#include "core/helpdesk/reply-document.h"
#include "core/model/finding.h"

/* Names that are told; the others are counted. */
#define MAX_NAMES 4
/* Files that are told of; the others are counted. */
#define MAX_UNREAD 3
/* Characters of a name of the document's. */
#define MAX_NAME 100

static gboolean
has_finding (const GPtrArray *findings, KpFindingId id)
{
  for (guint i = 0; i < findings->len; i++)
    if (((const KpFinding *) g_ptr_array_index (findings, i))->id == id)
      return TRUE;
  return FALSE;
}

char *
kp_csr_words_describe_names (const KpCsr *csr)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n, more;

  g_return_val_if_fail (csr != NULL, NULL);

  n = MIN (csr->names->len, MAX_NAMES);
  more = csr->names->len - n;
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name =
          kp_plain_text_shorten (g_ptr_array_index (csr->names, i), MAX_NAME);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", name);
    }
  if (more > 0)
    return g_strdup_printf (
        /* Translators: the first names of a list, and how many are left */
        ngettext ("%s and %u more", "%s and %u more", more), text->str, more);
  if (csr->names->len == 0)
    g_string_append (text, _ ("none"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
kp_csr_words_describe_key (const KpCsr *csr, const GPtrArray *findings)
{
  g_return_val_if_fail (csr != NULL && findings != NULL, NULL);

  if (has_finding (findings, KP_FINDING_CSR_NEW_KEY))
    /* Translators: a kind of key: "ECDSA P-256" */
    return g_strdup_printf (_ ("%s, new"), csr->key);
  if (has_finding (findings, KP_FINDING_CSR_SAME_KEY_AS_LIVE))
    /* Translators: a kind of key: "ECDSA P-256" */
    return g_strdup_printf (_ ("%s, the one that the site has now"), csr->key);
  return g_strdup (csr->key);
}

char *
kp_csr_words_describe_search (const char *origin, const GPtrArray *unread)
{
  g_autoptr (GString) text = g_string_new (origin);
  guint n, more;

  g_return_val_if_fail (unread != NULL, NULL);

  n = MIN (unread->len, MAX_UNREAD);
  more = unread->len - n;
  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "",
                            ((const KpReplyUnread *) unread->pdata[i])->why);
  if (more > 0)
    {
      g_string_append_c (text, '\n');
      g_string_append_printf (
          text,
          /* Translators: how many attachments, beside those that are named above */
          ngettext ("%u more was not read.", "%u more were not read.", more), more);
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}
