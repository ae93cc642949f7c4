/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/dns/caa.h"

#include "core/dns/rdata.h"

#include <arpa/nameser.h>
#include <string.h>

/* RFC 8659 section 4.1: bit 0 is the highest. */
#define FLAG_CRITICAL 0x80

/* What the records of one set say together. */
typedef struct
{
  gboolean restricts; /* there is an "issue" that applies */
  gboolean names_any; /* somebody may */
  gboolean names_ca;  /* one of the issuers may */
  gboolean bound;     /* but only for an account or a method, which we don't know */
  gboolean unknown_critical;
  gboolean unreadable;
} Summary;

typedef struct
{
  guint flags;
  char *tag;
  GString *value;
} Property;

static void
property_clear (Property *self)
{
  g_clear_pointer (&self->tag, g_free);
  if (self->value != NULL)
    g_string_free (self->value, TRUE);
  self->value = NULL;
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Property, property_clear)

/* `FLAGS TAG "VALUE"`, as #KpRecord has it. */
static gboolean
read_property (const char *data, Property *property)
{
  const char *tag = strchr (data, ' ');
  const char *value = tag != NULL ? strchr (tag + 1, ' ') : NULL;
  gsize length = value != NULL ? strlen (value) : 0;
  g_autofree char *quoted = NULL;
  g_autofree char *flags = NULL;
  guint64 number = 0;

  if (length < 3 || value[1] != '"' || value[length - 1] != '"' || value == tag + 1)
    return FALSE;
  flags = g_strndup (data, tag - data);
  if (!g_ascii_string_to_unsigned (flags, 10, 0, 255, &number, NULL))
    return FALSE;
  quoted = g_strndup (value + 2, length - 3);
  property->flags = (guint) number;
  property->tag = g_ascii_strdown (tag + 1, value - tag - 1);
  property->value = kp_rdata_unescape (quoted);
  return TRUE;
}

static const char *
skip_blanks (const char *p)
{
  return p + strspn (p, " \t");
}

/* label = (ALPHA / DIGIT) *( *("-") (ALPHA / DIGIT)); tags of parameters likewise. */
static const char *
skip_label (const char *p)
{
  const char *start = p;

  while (g_ascii_isalnum (*p) || (*p == '-' && p > start))
    p++;
  return p > start && p[-1] != '-' ? p : NULL;
}

static const char *
skip_domain (const char *p)
{
  for (;;)
    {
      p = skip_label (p);
      if (p == NULL || *p != '.')
        return p;
      p++;
    }
}

/* Reads "TAG=VALUE"; whether it binds to an account or to methods (RFC 8657). */
static const char *
skip_parameter (const char *p, gboolean *bound)
{
  const char *tag = p;
  gsize length = 0;

  p = skip_label (p);
  if (p == NULL)
    return NULL;
  length = p - tag;
  *bound |= (length == strlen ("accounturi")
             && g_ascii_strncasecmp (tag, "accounturi", length) == 0)
            || (length == strlen ("validationmethods")
                && g_ascii_strncasecmp (tag, "validationmethods", length) == 0);
  p = skip_blanks (p);
  if (*p != '=')
    return NULL;
  p = skip_blanks (p + 1);
  while (*p > ' ' && *p < 0x7f && *p != ';')
    p++;
  return p;
}

/* The grammar of RFC 8659 section 4.2. What does not fit it names nobody. Returns:
 * (transfer full) (nullable): the issuer's domain, %NULL for none */
static char *
read_issuer (const GString *value, gboolean *bound)
{
  const char *p = skip_blanks (value->str);
  g_autofree char *domain = NULL;

  if (*p != ';' && *p != '\0')
    {
      const char *after = skip_domain (p);

      if (after == NULL)
        return NULL;
      domain = g_ascii_strdown (p, after - p);
      p = skip_blanks (after);
    }
  if (*p == ';')
    {
      p = skip_blanks (p + 1);
      while (*p != '\0')
        {
          p = skip_parameter (p, bound);
          if (p == NULL)
            return NULL;
          p = skip_blanks (p);
          if (*p != ';')
            break;
          p = skip_blanks (p + 1);
          if (*p == '\0')
            return NULL;
        }
    }
  return p == value->str + value->len ? g_steal_pointer (&domain) : NULL;
}

static gboolean
is_known_tag (const char *tag)
{
  static const char *const known[] = { "issue", "issuewild", "iodef", "issuemail", NULL };

  return g_strv_contains (known, tag);
}

static gboolean
has_tag (GPtrArray *records, const char *tag)
{
  for (guint i = 0; i < records->len; i++)
    {
      const KpRecord *record = g_ptr_array_index (records, i);
      g_auto (Property) property = { 0 };

      if (record->type == KP_RECORD_CAA && read_property (record->data, &property)
          && g_str_equal (property.tag, tag))
        return TRUE;
    }
  return FALSE;
}

static void
add_issue (Summary *self, const GString *value, const char *const *issuers)
{
  gboolean bound = FALSE;
  g_autofree char *issuer = read_issuer (value, &bound);

  self->restricts = TRUE;
  if (issuer == NULL)
    return;
  self->names_any = TRUE;
  for (guint i = 0; issuers != NULL && issuers[i] != NULL; i++)
    {
      if (g_ascii_strcasecmp (issuers[i], issuer) != 0)
        continue;
      /* One record without a condition is enough. */
      self->bound = bound && (self->bound || !self->names_ca);
      self->names_ca = TRUE;
      return;
    }
}

KpCaaJudgement
kp_caa_judge (GPtrArray *records, const char *const *issuers, gboolean wildcard)
{
  const char *wanted = NULL;
  Summary summary = { 0 };

  g_return_val_if_fail (records != NULL, KP_CAA_CANT_TELL);

  wanted = wildcard && has_tag (records, "issuewild") ? "issuewild" : "issue";
  for (guint i = 0; i < records->len; i++)
    {
      const KpRecord *record = g_ptr_array_index (records, i);
      g_auto (Property) property = { 0 };

      if (record->type != KP_RECORD_CAA)
        continue;
      if (!read_property (record->data, &property))
        summary.unreadable = TRUE;
      else if (g_str_equal (property.tag, wanted))
        add_issue (&summary, property.value, issuers);
      else if (!is_known_tag (property.tag) && (property.flags & FLAG_CRITICAL) != 0)
        summary.unknown_critical = TRUE;
    }
  if (summary.restricts && !summary.names_any && !summary.unreadable)
    return KP_CAA_FORBIDS_ALL;
  if (summary.unreadable)
    return KP_CAA_CANT_TELL;
  if (summary.unknown_critical)
    return issuers != NULL ? KP_CAA_FORBIDS : KP_CAA_CANT_TELL;
  if (!summary.restricts)
    return KP_CAA_ALLOWS;
  if (issuers == NULL)
    return KP_CAA_CANT_TELL;
  if (!summary.names_ca)
    return KP_CAA_FORBIDS;
  return summary.bound ? KP_CAA_CANT_TELL : KP_CAA_ALLOWS;
}

typedef struct
{
  char *host;
  const char *node; /* @host or a part of it */
  KpCaaState state;
  GPtrArray *records;
} Search;

static void
search_free (Search *self)
{
  g_free (self->host);
  g_ptr_array_unref (self->records);
  g_free (self);
}

static void ask (GTask *owned);

static void
end (GTask *task, KpCaaState state)
{
  Search *self = g_task_get_task_data (task);

  self->state = state;
  g_task_return_boolean (task, TRUE);
}

static void
on_reply (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Search *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (KpDnsReply) reply =
      kp_resolver_lookup_finish (KP_RESOLVER (source), result, &error);
  g_autoptr (GPtrArray) found = NULL;
  gboolean loop = FALSE;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (reply == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  found = kp_dns_reply_follow (reply, NULL, &loop);
  if (loop || reply->rcode == ns_r_servfail)
    {
      end (task, KP_CAA_FAILED);
      return;
    }
  if (reply->rcode != ns_r_noerror && reply->rcode != ns_r_nxdomain)
    {
      end (task, KP_CAA_UNKNOWN);
      return;
    }
  for (guint i = 0; i < found->len; i++)
    g_ptr_array_add (self->records, kp_record_ref (g_ptr_array_index (found, i)));
  if (found->len > 0)
    {
      end (task, KP_CAA_FOUND);
      return;
    }
  /* The parents of the name that was asked for, never those of where its CNAME leads. */
  self->node = strchr (self->node, '.');
  if (self->node == NULL)
    {
      end (task, KP_CAA_NONE);
      return;
    }
  self->node++;
  ask (g_steal_pointer (&task));
}

static void
ask (GTask *owned)
{
  g_autoptr (GTask) task = owned;
  Search *self = g_task_get_task_data (task);

  kp_resolver_lookup_async (g_task_get_source_object (task), self->node, KP_RECORD_CAA,
                            KP_LOOKUP_NONE, g_task_get_cancellable (task), on_reply,
                            g_object_ref (task));
}

void
kp_caa_find_async (KpResolver *resolver, const char *host, GCancellable *cancellable,
                   GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;
  Search *self = NULL;

  g_return_if_fail (KP_IS_RESOLVER (resolver));
  g_return_if_fail (host != NULL);

  task = g_task_new (resolver, cancellable, callback, data);
  g_task_set_source_tag (task, kp_caa_find_async);
  self = g_new0 (Search, 1);
  self->host = g_strdup (host);
  self->node = self->host;
  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_record_unref);
  g_task_set_task_data (task, self, (GDestroyNotify) search_free);
  ask (g_steal_pointer (&task));
}

KpCaaState
kp_caa_find_finish (GAsyncResult *result, char **node, GPtrArray **records, GError **error)
{
  Search *self = NULL;

  g_return_val_if_fail (g_async_result_is_tagged (result, kp_caa_find_async),
                        KP_CAA_UNKNOWN);

  if (node != NULL)
    *node = NULL;
  if (records != NULL)
    *records = NULL;
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return KP_CAA_UNKNOWN;
  self = g_task_get_task_data (G_TASK (result));
  if (node != NULL && self->state == KP_CAA_FOUND)
    *node = g_strdup (self->node);
  if (records != NULL && self->state == KP_CAA_FOUND)
    *records = g_ptr_array_ref (self->records);
  return self->state;
}
