/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/name-check.h"

#include <glib/gi18n.h>

#include "core/base/host-name.h"

void
kp_name_check_free (KpNameCheck *self)
{
  if (self == NULL)
    return;
  g_free (self->host);
  g_free (self->unicode);
  g_clear_pointer (&self->zone, kp_zone_free);
  g_ptr_array_unref (self->findings);
  g_free (self);
}

static void
add (KpNameCheck *self, KpFindingId id, const char *subject, const char *text,
     const char *fix)
{
  g_ptr_array_add (self->findings, kp_finding_new (id, subject, text, fix));
  if (kp_finding_id_get_severity (id) == KP_SEVERITY_WRONG)
    self->allowed = FALSE;
}

/* How a name under @domain would look at this provider. */
static char *
make_example (KpProfile *profile, const char *domain)
{
  const char *label = profile != NULL ? kp_profile_get_usual_host (profile) : NULL;

  return g_strdup_printf ("%s.%s", label != NULL ? label : "www", domain);
}

static char *
format_invalid_fix (const GError *error, KpProfile *profile)
{
  g_autofree char *example = NULL;

  switch (error->code)
    {
    case KP_HOST_NAME_ERROR_WILDCARD:
      return g_strdup (_ ("Add each host name as a site of its own."));
    case KP_HOST_NAME_ERROR_SCRIPTS:
      return g_strdup (_ ("Type the name anew, in letters of one alphabet."));
    case KP_HOST_NAME_ERROR_PORT:
      return g_strdup (_ ("Enter a port from 1 to 65535, or none for 443."));
    default:
      example = make_example (profile, "example.com");
      /* Translators: a host name as an example */
      return g_strdup_printf (_ ("Enter the full host name of the site, such as “%s”."),
                              example);
    }
}

static void
check_refused (KpNameCheck *self, KpProfile *profile)
{
  const char *refused =
      profile != NULL ? kp_profile_find_refused (profile, self->host) : NULL;
  g_autofree char *text = NULL;

  if (refused == NULL)
    return;
  text = g_strdup_printf (
      /* Translators: a host name, a domain, a provider's name */
      _ ("“%s” is in the domain “%s”, for which %s secures no site."), self->unicode,
      refused, kp_profile_get_name (profile));
  add (self, KP_FINDING_NAME_REFUSED_DOMAIN, refused, text,
       _ ("Use a name in the customer’s own domain."));
}

/* A CNAME can't be where the SOA and NS of a zone are (RFC 1034 section 3.6.2,
 * RFC 2181 section 10.1): that matters only where the site must have one. */
static void
check_apex (KpNameCheck *self, KpProfile *profile)
{
  g_autofree char *example = NULL;
  g_autofree char *text = NULL;
  g_autofree char *fix = NULL;

  if (!self->zone->is_apex || profile == NULL || !kp_profile_wants_target (profile))
    return;
  if (self->zone->by_soa)
    text = g_strdup_printf (
        /* Translators: a host name */
        _ ("“%s” is the top of its DNS zone, where there can’t be a CNAME."),
        self->unicode);
  else
    text = g_strdup_printf (
        /* Translators: a host name */
        _ ("“%s” is probably the top of its DNS zone, where there can’t be a CNAME."),
        self->unicode);
  if (kp_zone_is_public_suffix (self->host))
    fix = g_strdup_printf (
        /* Translators: a domain such as "co.uk" */
        _ ("Use a name in the customer’s own domain: “%s” is what domains are registered "
           "under."),
        self->unicode);
  else
    {
      example = make_example (profile, self->unicode);
      /* Translators: a host name */
      fix = g_strdup_printf (_ ("Use a name below it, such as “%s”."), example);
    }
  add (self, KP_FINDING_NAME_APEX, self->host, text, fix);
}

/* What is known without a zone; whether it is a host name at all. */
static gboolean
check_text (KpNameCheck *self, const char *text, KpProfile *profile)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *fix = NULL;

  self->allowed = TRUE;
  self->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_finding_unref);
  self->host = kp_host_name_parse (text, &self->port, &error);
  if (self->host == NULL)
    {
      g_autofree char *sentence = g_strconcat (error->message, ".", NULL);

      fix = format_invalid_fix (error, profile);
      add (self, KP_FINDING_NAME_INVALID, NULL, sentence, fix);
      return FALSE;
    }
  self->unicode = kp_host_name_to_unicode (self->host);
  check_refused (self, profile);
  return TRUE;
}

KpNameCheck *
kp_name_check_new (const char *text, KpProfile *profile)
{
  KpNameCheck *self = g_new0 (KpNameCheck, 1);

  if (!check_text (self, text, profile))
    return self;
  self->zone = kp_zone_new_guess (self->host);
  check_apex (self, profile);
  return self;
}

typedef struct
{
  KpNameCheck *check;
  KpProfile *profile;
} Task;

static void
task_free (gpointer data)
{
  Task *task = data;

  kp_name_check_free (task->check);
  g_clear_object (&task->profile);
  g_free (task);
}

static void
on_zone (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) gtask = data;
  Task *task = g_task_get_task_data (gtask);
  g_autoptr (GError) error = NULL;
  KpZone *zone = kp_zone_find_finish (result, &error);

  if (zone == NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (gtask, g_steal_pointer (&error));
      return;
    }
  task->check->zone = zone != NULL ? zone : kp_zone_new_guess (task->check->host);
  check_apex (task->check, task->profile);
  g_task_return_pointer (gtask, g_steal_pointer (&task->check),
                         (GDestroyNotify) kp_name_check_free);
}

void
kp_name_check_async (const char *text, KpProfile *profile, KpResolver *resolver,
                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) gtask = g_task_new (NULL, cancellable, callback, data);
  Task *task;

  g_task_set_source_tag (gtask, kp_name_check_async);
  if (resolver == NULL)
    {
      g_task_return_pointer (gtask, kp_name_check_new (text, profile),
                             (GDestroyNotify) kp_name_check_free);
      return;
    }

  task = g_new0 (Task, 1);
  task->check = g_new0 (KpNameCheck, 1);
  g_set_object (&task->profile, profile);
  g_task_set_task_data (gtask, task, task_free);
  if (!check_text (task->check, text, profile))
    {
      g_task_return_pointer (gtask, g_steal_pointer (&task->check),
                             (GDestroyNotify) kp_name_check_free);
      return;
    }
  kp_zone_find_async (resolver, task->check->host, cancellable, on_zone,
                      g_steal_pointer (&gtask));
}

KpNameCheck *
kp_name_check_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* @finding: (transfer full) */
static void
take_finding (KpNameCheck *self, KpFinding *finding)
{
  if (finding->severity == KP_SEVERITY_WRONG)
    self->allowed = FALSE;
  g_ptr_array_add (self->findings, finding);
}

static void
on_looked_up (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) gtask = data;
  Task *task = g_task_get_task_data (gtask);
  g_autoptr (GError) error = NULL;
  KpFinding *finding =
      kp_unsafe_lookup_check_finish (KP_UNSAFE_LOOKUP (source), result, &error);

  if (error != NULL)
    {
      g_task_return_error (gtask, g_steal_pointer (&error));
      return;
    }
  if (finding != NULL)
    take_finding (task->check, finding);
  g_task_return_pointer (gtask, g_steal_pointer (&task->check),
                         (GDestroyNotify) kp_name_check_free);
}

void
kp_name_check_look_up_async (KpNameCheck *check, KpUnsafeLookup *lookup,
                             const char *why_not, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) gtask = g_task_new (NULL, cancellable, callback, data);
  Task *task = g_new0 (Task, 1);

  g_task_set_source_tag (gtask, kp_name_check_look_up_async);
  task->check = check;
  g_task_set_task_data (gtask, task, task_free);
  if (check->allowed && lookup != NULL)
    {
      kp_unsafe_lookup_check_async (lookup, check->host, cancellable, on_looked_up,
                                    g_steal_pointer (&gtask));
      return;
    }
  if (check->allowed && why_not != NULL)
    take_finding (check, kp_unsafe_lookup_make_not_checked (why_not));
  g_task_return_pointer (gtask, g_steal_pointer (&task->check),
                         (GDestroyNotify) kp_name_check_free);
}

KpNameCheck *
kp_name_check_look_up_finish (GAsyncResult *result, GError **error)
{
  return kp_name_check_finish (result, error);
}
