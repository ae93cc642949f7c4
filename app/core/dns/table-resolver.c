/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/dns/table-resolver.h"

#include <arpa/nameser.h>
#include <string.h>

typedef struct
{
  GPtrArray *records;
  guint rcode;
  gboolean bogus;
} Node;

struct _KpTableResolver
{
  GObject parent;

  char *url;
  char *name;
  GHashTable *nodes; /* owner => Node */
  int error;
  gboolean silent;
  guint n_lookups;
  GPtrArray *questions;
};

static void kp_table_resolver_iface_init (KpResolverInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KpTableResolver, kp_table_resolver, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KP_TYPE_RESOLVER,
                                                      kp_table_resolver_iface_init))

static void
node_free (gpointer data)
{
  Node *node = data;

  g_ptr_array_unref (node->records);
  g_free (node);
}

static Node *
ensure_node (KpTableResolver *self, const char *owner)
{
  Node *node = g_hash_table_lookup (self->nodes, owner);

  if (node != NULL)
    return node;
  node = g_new0 (Node, 1);
  node->records = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_record_unref);
  g_hash_table_insert (self->nodes, g_strdup (owner), node);
  return node;
}

static const char *
parent_of (const char *name)
{
  const char *dot = strchr (name, '.');

  return dot != NULL ? dot + 1 : NULL;
}

static gboolean
has_below (KpTableResolver *self, const char *name)
{
  g_autofree char *suffix = g_strconcat (".", name, NULL);
  GHashTableIter iter;
  gpointer owner;

  g_hash_table_iter_init (&iter, self->nodes);
  while (g_hash_table_iter_next (&iter, &owner, NULL))
    if (g_str_has_suffix (owner, suffix))
      return TRUE;
  return FALSE;
}

/* The node that answers for @name: its own, else the wildcard at the closest ancestor that
 * exists (RFC 4592). */
static Node *
find_node (KpTableResolver *self, const char *name)
{
  Node *node = g_hash_table_lookup (self->nodes, name);

  for (const char *parent = parent_of (name); node == NULL && parent != NULL;
       parent = parent_of (parent))
    {
      g_autofree char *wildcard = g_strconcat ("*.", parent, NULL);

      if (has_below (self, name))
        return NULL;
      node = g_hash_table_lookup (self->nodes, wildcard);
      if (g_hash_table_contains (self->nodes, parent))
        break;
    }
  return node;
}

static KpRecord *
find_record (Node *node, KpRecordType type)
{
  for (guint i = 0; node != NULL && i < node->records->len; i++)
    {
      KpRecord *record = g_ptr_array_index (node->records, i);

      if (record->type == type)
        return record;
    }
  return NULL;
}

/* The SOA of the zone, as every negative answer has it (RFC 2308 section 3). */
static void
add_authority (KpTableResolver *self, KpDnsReply *reply, const char *name)
{
  for (const char *zone = name; zone != NULL; zone = parent_of (zone))
    {
      KpRecord *soa = find_record (g_hash_table_lookup (self->nodes, zone), KP_RECORD_SOA);
      const char *minimum = soa != NULL ? strrchr (soa->data, ' ') : NULL;

      if (soa == NULL)
        continue;
      g_ptr_array_add (reply->authority, kp_record_ref (soa));
      if (minimum != NULL)
        reply->negative_ttl =
            (guint32) MIN (soa->ttl, g_ascii_strtoull (minimum + 1, NULL, 10));
      return;
    }
}

static KpDnsReply *
make_reply (KpTableResolver *self, const char *asked, KpRecordType type,
            KpLookupFlags flags)
{
  g_autoptr (KpDnsReply) reply = kp_dns_reply_new (asked, type);
  g_autofree char *name = g_strdup (asked);
  guint found = 0;

  for (guint hops = 0; hops <= KP_DNS_MAX_CHAIN; hops++)
    {
      Node *node = find_node (self, name);
      KpRecord *alias = find_record (node, KP_RECORD_CNAME);

      if (node != NULL && node->rcode != ns_r_noerror
          && !(node->bogus && (flags & KP_LOOKUP_CHECKING_DISABLED) != 0))
        {
          g_ptr_array_set_size (reply->answers, 0);
          reply->rcode = node->rcode;
          return g_steal_pointer (&reply);
        }
      if (alias != NULL && type != KP_RECORD_CNAME)
        {
          g_ptr_array_add (reply->answers,
                           kp_record_new (KP_RECORD_CNAME, name, alias->ttl, alias->data));
          g_free (name);
          name = g_strdup (alias->data);
          continue;
        }
      for (guint i = 0; node != NULL && i < node->records->len; i++)
        {
          KpRecord *record = g_ptr_array_index (node->records, i);

          if (record->type != type)
            continue;
          g_ptr_array_add (reply->answers,
                           kp_record_new (type, name, record->ttl, record->data));
          found++;
        }
      if (node == NULL && !has_below (self, name))
        reply->rcode = ns_r_nxdomain;
      if (found == 0)
        add_authority (self, reply, name);
      break;
    }
  return g_steal_pointer (&reply);
}

static const char *
get_url (KpResolver *resolver)
{
  return KP_TABLE_RESOLVER (resolver)->url;
}

static const char *
get_name (KpResolver *resolver)
{
  return KP_TABLE_RESOLVER (resolver)->name;
}

static KpResolverSource
get_source (KpResolver *resolver)
{
  return g_str_equal (KP_TABLE_RESOLVER (resolver)->url, "system")
             ? KP_RESOLVER_SOURCE_SYSTEM
             : KP_RESOLVER_SOURCE_DOH;
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer data)
{
  g_task_return_new_error (data, KP_DNS_ERROR, KP_DNS_ERROR_CANCELLED, "Cancelled");
  return G_SOURCE_REMOVE;
}

static void
lookup_async (KpResolver *resolver, const char *name, KpRecordType type,
              KpLookupFlags flags, GCancellable *cancellable, GAsyncReadyCallback callback,
              gpointer data)
{
  KpTableResolver *self = KP_TABLE_RESOLVER (resolver);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, lookup_async);
  g_task_set_check_cancellable (task, FALSE);
  self->n_lookups++;
  g_ptr_array_add (self->questions,
                   g_strdup_printf ("%s %s", name, kp_record_type_to_string (type)));
  if (g_cancellable_is_cancelled (cancellable))
    on_cancelled (cancellable, task);
  else if (self->silent && cancellable != NULL)
    {
      g_autoptr (GSource) source = g_cancellable_source_new (cancellable);

      g_task_attach_source (task, source, G_SOURCE_FUNC (on_cancelled));
    }
  else if (self->silent)
    g_task_return_new_error (task, KP_DNS_ERROR, KP_DNS_ERROR_TIMED_OUT, "No answer");
  else if (self->error >= 0)
    g_task_return_new_error (task, KP_DNS_ERROR, self->error, "Told to fail with %d",
                             self->error);
  else
    g_task_return_pointer (task, make_reply (self, name, type, flags),
                           (GDestroyNotify) kp_dns_reply_unref);
}

static KpDnsReply *
lookup_finish (KpResolver *resolver, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, resolver), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
kp_table_resolver_iface_init (KpResolverInterface *iface)
{
  iface->get_url = get_url;
  iface->get_name = get_name;
  iface->get_source = get_source;
  iface->lookup_async = lookup_async;
  iface->lookup_finish = lookup_finish;
}

static void
kp_table_resolver_finalize (GObject *object)
{
  KpTableResolver *self = KP_TABLE_RESOLVER (object);

  g_free (self->url);
  g_free (self->name);
  g_hash_table_unref (self->nodes);
  g_ptr_array_unref (self->questions);

  G_OBJECT_CLASS (kp_table_resolver_parent_class)->finalize (object);
}

static void
kp_table_resolver_class_init (KpTableResolverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kp_table_resolver_finalize;
}

static void
kp_table_resolver_init (KpTableResolver *self)
{
  self->nodes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, node_free);
  self->error = -1;
  self->questions = g_ptr_array_new_with_free_func (g_free);
}

KpTableResolver *
kp_table_resolver_new (const char *url, const char *name)
{
  KpTableResolver *self = g_object_new (KP_TYPE_TABLE_RESOLVER, NULL);

  self->url = g_strdup (url);
  self->name = g_strdup (name);
  return self;
}

void
kp_table_resolver_add (KpTableResolver *self, const char *owner, KpRecordType type,
                       guint32 ttl, const char *data)
{
  g_return_if_fail (KP_IS_TABLE_RESOLVER (self));

  g_ptr_array_add (ensure_node (self, owner)->records,
                   kp_record_new (type, owner, ttl, data));
}

void
kp_table_resolver_remove (KpTableResolver *self, const char *owner)
{
  g_return_if_fail (KP_IS_TABLE_RESOLVER (self));

  g_hash_table_remove (self->nodes, owner);
}

void
kp_table_resolver_set_rcode (KpTableResolver *self, const char *owner, guint rcode,
                             gboolean bogus)
{
  Node *node = NULL;

  g_return_if_fail (KP_IS_TABLE_RESOLVER (self));

  node = ensure_node (self, owner);
  node->rcode = rcode;
  node->bogus = bogus;
}

void
kp_table_resolver_set_error (KpTableResolver *self, int code)
{
  g_return_if_fail (KP_IS_TABLE_RESOLVER (self));

  self->error = code;
}

void
kp_table_resolver_set_silent (KpTableResolver *self, gboolean silent)
{
  g_return_if_fail (KP_IS_TABLE_RESOLVER (self));

  self->silent = silent;
}

guint
kp_table_resolver_get_n_lookups (KpTableResolver *self)
{
  g_return_val_if_fail (KP_IS_TABLE_RESOLVER (self), 0);

  return self->n_lookups;
}

char **
kp_table_resolver_take_questions (KpTableResolver *self)
{
  g_autoptr (GPtrArray) questions = NULL;

  g_return_val_if_fail (KP_IS_TABLE_RESOLVER (self), NULL);

  questions = g_steal_pointer (&self->questions);
  self->questions = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (questions, NULL);
  return (char **) g_ptr_array_steal (questions, NULL);
}
