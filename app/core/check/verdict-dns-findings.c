/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/verdict-private.h"

#include <glib/gi18n.h>

KpAnswerKind
kp_judge_kind (const KpJudge *self, guint i)
{
  return kp_answer_kind_in (g_ptr_array_index (self->seen->answers, i), self->seen,
                            self->judges_dns ? self->target : NULL);
}

KpFindingId
kp_judge_id_of_kind (const KpJudge *self, KpAnswerKind kind)
{
  gboolean apex = self->judges_dns && self->seen->is_apex;

  switch (kind)
    {
    case KP_ANSWER_MISSING:
      return apex ? KP_FINDING_DNS_APEX : KP_FINDING_DNS_MISSING;
    case KP_ANSWER_BLOCKED:
      if (!self->judges_dns)
        return KP_FINDING_DNS_MISSING;
      return apex ? KP_FINDING_DNS_APEX : KP_FINDING_DNS_A_RECORD;
    case KP_ANSWER_ADDRESS:
      return apex ? KP_FINDING_DNS_APEX : KP_FINDING_DNS_A_RECORD;
    case KP_ANSWER_ELSEWHERE:
      return apex ? KP_FINDING_DNS_APEX : KP_FINDING_DNS_WRONG_TARGET;
    case KP_ANSWER_LEFTOVER:
      return KP_FINDING_DNS_LEFTOVER_AAAA;
    case KP_ANSWER_BESIDE:
      return KP_FINDING_DNS_OTHER_RECORDS;
    case KP_ANSWER_DANGLING:
    case KP_ANSWER_BROKEN:
      return KP_FINDING_DNS_BROKEN;
    case KP_ANSWER_LOOP:
      return KP_FINDING_DNS_LOOP;
    case KP_ANSWER_BOGUS:
      return KP_FINDING_DNS_BOGUS;
    case KP_ANSWER_SILENT:
    case KP_ANSWER_CHAIN:
    case KP_ANSWER_FLATTENED:
    default:
      return KP_FINDING_N;
    }
}

void
kp_judge_add_values (const KpJudge *self, guint i, GPtrArray *values)
{
  const KpResolverAnswer *answer = g_ptr_array_index (self->seen->answers, i);
  KpAnswerKind kind = kp_judge_kind (self, i);

  if (kind == KP_ANSWER_ELSEWHERE)
    g_ptr_array_add (values, ((KpRecord *) g_ptr_array_index (answer->chain, 0))->data);
  else
    for (guint j = 0; j < answer->addresses->len; j++)
      {
        const KpRecord *record = g_ptr_array_index (answer->addresses, j);

        if (kind == KP_ANSWER_LEFTOVER
            && (record->type != KP_RECORD_AAAA
                || kp_records_have_address (self->seen->target_addresses, record->data)))
          continue;
        g_ptr_array_add (values, record->data);
      }
}

/* What the answers with @id have in common. */
typedef struct
{
  KpFindingId id;
  char *values;
  char *says;
  char *first;
  gboolean dangling;
} Group;

static void
group_clear (Group *group)
{
  g_free (group->values);
  g_free (group->says);
  g_free (group->first);
}

/* @says names the resolvers, unless all that answered say the same. */
static void
group_init (Group *group, KpJudge *self, KpFindingId id)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *joined = NULL;

  memset (group, 0, sizeof *group);
  group->id = id;
  for (guint i = 0; i < self->seen->answers->len; i++)
    {
      const KpResolverAnswer *answer = g_ptr_array_index (self->seen->answers, i);

      if (kp_judge_id_of_kind (self, kp_judge_kind (self, i)) != id)
        continue;
      kp_judge_add_values (self, i, values);
      g_ptr_array_add (names, answer->name);
      group->dangling |= kp_judge_kind (self, i) == KP_ANSWER_DANGLING;
    }
  group->values = kp_judge_join (values);
  group->first = g_strdup (values->len > 0 ? g_ptr_array_index (values, 0) : NULL);
  if (names->len == self->count.n_answered)
    return;
  joined = kp_judge_join (names);
  group->says = g_strdup_printf (
      /* Translators: stands after a sentence about DNS; %s names resolvers: "Google" */
      ngettext ("%s says so.", "%s say so.", names->len), joined);
}

/* Returns: (transfer full): @sentence (transfer full), and who says so */
static char *
add_says (const Group *group, char *sentence)
{
  char *both;

  if (group->says == NULL)
    return sentence;
  both = g_strjoin (" ", sentence, group->says, NULL);
  g_free (sentence);
  return both;
}

static gboolean
is_anything_in_the_way (const KpJudge *self)
{
  GPtrArray *remove = self->verdict->plan->remove;

  for (guint i = 0; i < remove->len; i++)
    if (g_strcmp0 (((const KpRecord *) g_ptr_array_index (remove, i))->owner,
                   self->seen->host)
        == 0)
      return TRUE;
  return FALSE;
}

static char *
describe_fix_of_cname (const KpJudge *self)
{
  g_autofree char *relative = kp_dns_relative_host (self->seen->host, self->seen->zone);

  if (!is_anything_in_the_way (self))
    /* Translators: the first %s is a short host ("cp"), the second a host name */
    return g_strdup_printf (_ ("Have a CNAME made from %s to %s."), relative, self->target);
  /* Translators: the first %s is a short host ("cp"), the second a host name */
  return g_strdup_printf (_ ("Have the records at this name removed and a CNAME made from "
                             "%s to %s."),
                          relative, self->target);
}

/* An address record made now would be wrong once it is known where to point. */
static char *
describe_missing (const KpJudge *self)
{
  if (self->judges_dns)
    return describe_fix_of_cname (self);
  if (self->target == NULL && (self->wants_target || self->in->profile == NULL))
    return g_strdup (
        _ ("Have no record made until it is known where the name must point."));
  return g_strdup (_ ("Have an address record or a CNAME made for this name."));
}

static char *
describe_wrong_target (const KpJudge *self, const Group *group)
{
  g_autofree char *doubled = NULL;

  if (self->seen->zone != NULL)
    doubled = g_strconcat (self->target, ".", self->seen->zone, NULL);
  if (g_strcmp0 (group->first, doubled) == 0)
    /* Translators: %s is a host name */
    return g_strdup_printf (_ ("The DNS host added the domain to the target: have the "
                               "record point to “%s.”, with the dot at its end."),
                            self->target);
  return describe_fix_of_cname (self);
}

static void
add_record_finding (KpJudge *self, const Group *group, KpSeverity severity, gint64 until)
{
  const char *host = self->seen->host;
  char *text, *fix;

  switch (group->id)
    {
    case KP_FINDING_DNS_A_RECORD:
      text = g_strdup_printf (
          /* Translators: a host name, its addresses, and the target */
          _ ("%s has the address record %s where a CNAME to %s must be."), host,
          group->values, self->target);
      fix = describe_fix_of_cname (self);
      break;
    case KP_FINDING_DNS_WRONG_TARGET:
      text = g_strdup_printf (
          /* Translators: a host name, where it points, and the target */
          _ ("%s is a CNAME to %s, not to %s."), host, group->values, self->target);
      fix = describe_wrong_target (self, group);
      break;
    case KP_FINDING_DNS_LEFTOVER_AAAA:
      text = g_strdup_printf (
          /* Translators: a host name, and IPv6 addresses */
          _ ("%s still has the IPv6 address record %s."), host, group->values);
      fix =
          g_strdup (_ ("Have the IPv6 address record removed: it leads visitors with IPv6 "
                       "to the old server."));
      break;
    case KP_FINDING_DNS_MISSING:
    default:
      text = g_strdup_printf (
          /* Translators: %s is a host name. */
          _ ("There is no DNS record at %s."), host);
      fix = describe_missing (self);
      break;
    }
  kp_judge_add_as (self, group->id, severity,
                   group->id == KP_FINDING_DNS_MISSING ? self->seen->zone : group->first,
                   add_says (group, text), fix, until);
}

static void
add_broken (KpJudge *self, const Group *group)
{
  const char *host = self->seen->host;

  if (group->dangling && self->judges_dns)
    kp_judge_add (
        self, group->id, self->target,
        add_says (group,
                  g_strdup_printf (
                      /* Translators: a host name, and the target */
                      _ ("%s leads to %s, which has no address."), host, self->target)),
        g_strdup (_ ("Compare the target with what the provider told; if it is right, ask "
                     "the provider.")));
  else if (group->dangling)
    kp_judge_add (
        self, group->id, self->seen->zone,
        add_says (group, g_strdup_printf (
                             /* Translators: %s is a host name. */
                             _ ("%s leads to a name that has no address."), host)),
        g_strdup (_ ("Have the CNAME of this name put right.")));
  else
    kp_judge_add (
        self, group->id, self->seen->zone,
        add_says (group,
                  g_strdup_printf (
                      /* Translators: %s is a host name. */
                      _ ("The name servers of %s do not answer as they should."), host)),
        g_strdup (_ ("The DNS administrator must mend the zone: its name servers do not "
                     "know it, are not reached, or refuse.")));
}

static void
add_zone_finding (KpJudge *self, const Group *group)
{
  const char *host = self->seen->host;

  switch (group->id)
    {
    case KP_FINDING_DNS_APEX:
      kp_judge_add (
          self, group->id, NULL,
          add_says (group,
                    g_strdup_printf (
                        /* Translators: a host name, and the target */
                        _ ("%s is the top of its zone, where no CNAME to %s can stand."),
                        host, self->target)),
          g_strdup_printf (
              /* Translators: %s is a domain name, both times */
              _ ("Use a name under it, such as cp.%s or my.%s, and let the web "
                 "server at the top send visitors there."),
              host, host));
      break;
    case KP_FINDING_DNS_LOOP:
      kp_judge_add (
          self, group->id, NULL,
          add_says (group, g_strdup_printf (
                               /* Translators: %s is a host name. */
                               _ ("The CNAME of %s leads back to itself."), host)),
          self->judges_dns ? describe_fix_of_cname (self)
                           : g_strdup (_ ("Have the CNAME of this name put right.")));
      break;
    case KP_FINDING_DNS_BOGUS:
      kp_judge_add (
          self, group->id, self->seen->zone,
          add_says (group, g_strdup_printf (
                               /* Translators: %s is a host name. */
                               _ ("The DNSSEC signatures of %s are wrong."), host)),
          g_strdup (
              _ ("The DNS administrator must sign the zone anew, or have its DS record "
                 "taken out of the parent zone. Until then many can’t reach the "
                 "site.")));
      break;
    case KP_FINDING_DNS_OTHER_RECORDS:
      kp_judge_add (self, group->id, NULL,
                    add_says (group, g_strdup_printf (
                                         /* Translators: a host name, and records */
                                         _ ("%s has other records beside its CNAME: %s."),
                                         host, group->values)),
                    g_strdup (_ ("Have the records beside the CNAME removed.")));
      break;
    case KP_FINDING_DNS_BROKEN:
    default:
      add_broken (self, group);
      break;
    }
}

KpSeverity
kp_judge_add_dns (KpJudge *self, KpFindingId id)
{
  const KpFinding *found = kp_verdict_find (self->verdict, id);
  gint64 until = kp_judge_customer_until (self);
  gint64 limit = self->verdict->propagation->limit;
  KpSeverity severity = KP_SEVERITY_WRONG;
  Group group;

  if (found != NULL)
    return found->severity;

  group_init (&group, self, id);
  switch (id)
    {
    case KP_FINDING_DNS_A_RECORD:
    case KP_FINDING_DNS_WRONG_TARGET:
    case KP_FINDING_DNS_MISSING:
    case KP_FINDING_DNS_LEFTOVER_AAAA:
      if (until > 0 && !kp_judge_is_past (self, until))
        severity = KP_SEVERITY_WAITING;
      else
        kp_judge_opened (self, MAX (until, limit <= self->in->now ? limit : 0));
      add_record_finding (self, &group, severity,
                          severity == KP_SEVERITY_WAITING ? until : 0);
      break;
    default:
      add_zone_finding (self, &group);
      break;
    }
  group_clear (&group);
  return severity;
}
