/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/address-check.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/base/host-name.h"

/* Addresses that are named; the others are counted. */
#define MAX_ADDRESSES 2

/* RCODEs (RFC 1035 section 4.1.1). */
#define NXDOMAIN 3

static char *
format_name (const KpNameCheck *name)
{
  GString *text = g_string_new (name->unicode);

  if (name->port != 0 && name->port != 443)
    g_string_append_printf (text, ":%u", name->port);
  /* What looks like another name shows what it is. */
  if (!g_str_equal (name->unicode, name->host))
    g_string_append_printf (text, " (%s)", name->host);
  return g_string_free (text, FALSE);
}

char *
kp_address_check_describe_name (KpAddressCheck *self)
{
  const KpNameCheck *name;
  g_autofree char *host = NULL;
  g_autofree char *zone = NULL;

  g_return_val_if_fail (KP_IS_ADDRESS_CHECK (self), NULL);

  name = kp_address_check_get_name (self);
  if (name == NULL || name->host == NULL)
    return NULL;
  host = format_name (name);
  if (name->zone == NULL)
    return g_steal_pointer (&host);
  if (name->zone->is_apex)
    /* Translators: a host name */
    return g_strdup_printf (_ ("%s · top of its zone"), host);
  zone = kp_host_name_to_unicode (name->zone->apex);
  /* Translators: a host name and the domain it is in */
  return g_strdup_printf (_ ("%s · subdomain of %s"), host, zone);
}

static const char *
get_data (GPtrArray *records, guint i)
{
  return ((const KpRecord *) g_ptr_array_index (records, i))->data;
}

static char *
describe_addresses (GPtrArray *addresses)
{
  g_autoptr (GString) list = g_string_new (NULL);
  guint more = addresses->len > MAX_ADDRESSES ? addresses->len - MAX_ADDRESSES : 0;

  if (addresses->len == 1)
    /* Translators: an IP address */
    return g_strdup_printf (_ ("Answers %s (address record)."), get_data (addresses, 0));
  for (guint i = 0; i < addresses->len - more; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", get_data (addresses, i));
  if (more == 0)
    /* Translators: IP addresses with commas between */
    return g_strdup_printf (_ ("Answers %s (address records)."), list->str);
  return g_strdup_printf (
      /* Translators: IP addresses with commas between, and how many more there are */
      ngettext ("Answers %s and %u more (address records).",
                "Answers %s and %u more (address records).", more),
      list->str, more);
}

/* @target: (nullable): the name in the chain that is a provider's */
static char *
describe_chain (const KpResolverAnswer *answer, const char *target)
{
  const char *name = target != NULL ? target : get_data (answer->chain, 0);

  if (answer->loop)
    return g_strdup (_ ("Its CNAME records go round in a circle."));
  if (answer->dangling)
    /* Translators: a host name */
    return g_strdup_printf (_ ("Leads to %s (CNAME), which has no address."), name);
  /* Translators: a host name */
  return g_strdup_printf (_ ("Leads to %s (CNAME)."), name);
}

static char *
describe_records (const KpResolverAnswer *answer, const char *target)
{
  if (answer->chain->len > 0)
    return describe_chain (answer, target);
  if (answer->bogus)
    return g_strdup (_ ("DNSSEC fails for it, so that resolvers tell nothing."));
  if (answer->rcode == NXDOMAIN)
    return g_strdup (_ ("There is no such name in DNS yet."));
  if (answer->rcode != 0)
    return g_strdup (_ ("Its name servers answer with an error."));
  if (answer->addresses->len == 0)
    return g_strdup (_ ("It has no address in DNS yet."));
  return describe_addresses (answer->addresses);
}

static char *
describe_answered (KpAddressCheck *self)
{
  const char *target;
  KpProfile *found = kp_address_check_get_found (self, &target);
  g_autofree char *records = describe_records (kp_address_check_get_answer (self), target);
  g_autofree char *provider = NULL;

  if (found == NULL)
    return g_strdup_printf ("%s %s", records, _ ("Provider found: none."));
  /* Translators: the name of a provider */
  provider = g_strdup_printf (_ ("Provider found: %s."), kp_profile_get_name (found));
  return g_strdup_printf ("%s %s", records, provider);
}

static char *
describe_silence (const KpResolverAnswer *answer)
{
  g_autofree char *why = NULL;

  if (answer == NULL || answer->error == NULL)
    return g_strdup (_ ("Could not ask DNS. The site can be added all the same."));
  why = kp_resolver_answer_tell_error (answer);
  if (g_str_has_suffix (why, "."))
    why[strlen (why) - 1] = '\0';
  /* Translators: why, as a sentence without its full stop */
  return g_strdup_printf (_ ("Could not ask DNS: %s. The site can be added all the same."),
                          why);
}

char *
kp_address_check_describe_answer (KpAddressCheck *self)
{
  g_return_val_if_fail (KP_IS_ADDRESS_CHECK (self), NULL);

  switch (kp_address_check_get_state (self))
    {
    case KP_ADDRESS_ASKING:
      return g_strdup (_ ("Asking DNS…"));
    case KP_ADDRESS_ANSWERED:
      return describe_answered (self);
    case KP_ADDRESS_SILENT:
      return describe_silence (kp_address_check_get_answer (self));
    case KP_ADDRESS_EMPTY:
    case KP_ADDRESS_TYPED:
    case KP_ADDRESS_REFUSED:
    default:
      return NULL;
    }
}
