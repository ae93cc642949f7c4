/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/request-list.h"

struct _KpRequestList
{
  KpStoreList parent;
};

G_DEFINE_FINAL_TYPE (KpRequestList, kp_request_list, KP_TYPE_STORE_LIST)

static gint64
get_id (gpointer item)
{
  return kp_request_get_id (item);
}

static void
assign (gpointer known, gpointer read)
{
  kp_request_assign (known, read);
}

static void
kp_request_list_class_init (KpRequestListClass *klass)
{
  KpStoreListClass *list_class = KP_STORE_LIST_CLASS (klass);

  list_class->item_type = KP_TYPE_REQUEST;
  list_class->changed_signal = "requests-changed";
  list_class->load_async = kp_store_load_requests_async;
  list_class->load_finish = kp_store_load_requests_finish;
  list_class->get_id = get_id;
  list_class->assign = assign;
}

static void
kp_request_list_init (KpRequestList *self)
{
}

KpRequestList *
kp_request_list_new (KpStore *store)
{
  return kp_store_list_new (KP_TYPE_REQUEST_LIST, store);
}

KpRequest *
kp_request_list_find (KpRequestList *self, gint64 id)
{
  return kp_store_list_find (KP_STORE_LIST (self), id);
}

KpRequest *
kp_request_list_find_by_reference (KpRequestList *self, const char *reference)
{
  GPtrArray *requests;

  g_return_val_if_fail (KP_IS_REQUEST_LIST (self), NULL);
  g_return_val_if_fail (reference != NULL, NULL);

  requests = kp_store_list_get_items (KP_STORE_LIST (self));
  for (guint i = 0; i < requests->len; i++)
    {
      KpRequest *request = g_ptr_array_index (requests, i);

      if (g_ascii_strcasecmp (kp_request_get_reference (request), reference) == 0)
        return request;
    }
  return NULL;
}
