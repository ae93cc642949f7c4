/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/helpdesk/rt-list.h"

#include "core/base/json.h"
#include "core/model/sentence.h"

#define PER_PAGE 100
#define MAX_PAGES 40
#define MAX_EMPTY_PAGES 3
/* Octets of all attachments that are fetched at once. */
#define MAX_FETCHED (40 * 1024 * 1024)

typedef struct
{
  KpChannelContext *context;
  char *path;
  KpRtRow take;
  gpointer take_data;
  guint page;
  guint n_empty;
} List;

static void ask_page (GTask *task);

static void
free_list (List *self)
{
  kp_channel_context_unref (self->context);
  g_free (self->path);
  g_free (self);
}

JsonObject *
kp_rt_parse (const KpNetAnswer *answer, GError **error)
{
  gsize length = 0;
  const char *text = g_bytes_get_data (answer->body, &length);
  JsonObject *object = kp_json_parse (text != NULL ? text : "", (gssize) length,
                                      KP_RT_MAX_ANSWER, NULL, NULL);

  if (object == NULL)
    g_propagate_error (
        error,
        kp_channel_error_new (KP_CHANNEL_ERROR_NOT_HELPDESK,
                              kp_sentence_keep (KP_SENTENCE_HELPDESK_UNREADABLE, NULL)));
  return object;
}

static gboolean
is_list (JsonObject *answer, GError **error)
{
  guint length;

  if (kp_json_get_array (answer, "items", PER_PAGE, &length) != NULL)
    return TRUE;
  g_propagate_error (
      error, kp_channel_error_new (KP_CHANNEL_ERROR_NOT_HELPDESK,
                                   kp_sentence_keep (KP_SENTENCE_HELPDESK_NO_LIST, NULL)));
  return FALSE;
}

/* Returns: whether more rows are wanted */
static gboolean
take_rows (List *self, JsonObject *answer)
{
  guint length = 0;
  JsonArray *items = kp_json_get_array (answer, "items", PER_PAGE, &length);
  gint64 pages = kp_json_get_int (answer, "pages", 0, G_MAXINT, G_MAXINT);

  self->n_empty = length == 0 ? self->n_empty + 1 : 0;
  for (guint i = 0; items != NULL && i < length; i++)
    {
      JsonObject *row = kp_json_array_get_object (items, i);

      if (row != NULL && !self->take (row, self->take_data))
        return FALSE;
    }
  /* Where all rows may be seen, their number is told. */
  return self->page < pages;
}

static void
on_page (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  List *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (KpNetAnswer) answer = kp_rt_call_finish (result, NULL, &error);
  g_autoptr (JsonObject) object = answer != NULL ? kp_rt_parse (answer, &error) : NULL;

  /* An object without rows is no empty list: "not there" is not to be concluded from it. */
  if (object != NULL && !is_list (object, &error))
    g_clear_pointer (&object, json_object_unref);
  if (object == NULL)
    g_task_return_error (task, error);
  else if (!take_rows (self, object) || self->n_empty >= MAX_EMPTY_PAGES
           || self->page >= MAX_PAGES)
    g_task_return_boolean (task, TRUE);
  else
    ask_page (g_steal_pointer (&task));
}

/* @task: (transfer full) */
static void
ask_page (GTask *task)
{
  List *self = g_task_get_task_data (task);
  g_autofree char *path = g_strdup_printf ("%s&per_page=%d&page=%u&orderby=id&order=DESC",
                                           self->path, PER_PAGE, ++self->page);
  const KpRtCall call = { .path = path };

  kp_rt_call_async (self->context, &call, g_task_get_cancellable (task), on_page, task);
}

void
kp_rt_list_async (KpChannelContext *context, const char *path, KpRtRow take,
                  gpointer take_data, GCancellable *cancellable,
                  GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);
  List *self = g_new0 (List, 1);

  g_task_set_source_tag (task, kp_rt_list_async);
  g_task_set_check_cancellable (task, FALSE);
  self->context = kp_channel_context_ref (context);
  self->path = g_strdup (path);
  self->take = take;
  self->take_data = take_data;
  g_task_set_task_data (task, self, (GDestroyNotify) free_list);
  ask_page (task);
}

gboolean
kp_rt_list_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_rt_list_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

typedef struct
{
  KpChannelContext *context;
  GPtrArray *parts;
  GPtrArray *contents;
  gsize left;
} Fetch;

static void fetch_next (GTask *task);

static void
free_fetch (Fetch *self)
{
  kp_channel_context_unref (self->context);
  g_ptr_array_unref (self->parts);
  g_clear_pointer (&self->contents, g_ptr_array_unref);
  g_free (self);
}

static void
free_content (gpointer content)
{
  if (content != NULL)
    g_bytes_unref (content);
}

static gboolean
is_of_this_one (guint status)
{
  return status == SOUP_STATUS_FORBIDDEN || status == SOUP_STATUS_NOT_FOUND
         || status == SOUP_STATUS_INTERNAL_SERVER_ERROR;
}

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Fetch *self = g_task_get_task_data (task);
  GError *error = NULL;
  guint status = 0;
  g_autoptr (KpNetAnswer) answer = kp_rt_call_finish (result, &status, &error);
  g_autoptr (JsonObject) object = answer != NULL ? kp_rt_parse (answer, NULL) : NULL;
  g_autoptr (GBytes) content = object != NULL ? kp_rt_read_content (object) : NULL;

  if (error != NULL && !is_of_this_one (status))
    {
      g_task_return_error (task, error);
      return;
    }
  g_clear_error (&error);
  /* Its size is told by the list too, which need not be true. */
  if (content != NULL && g_bytes_get_size (content) > KP_ATTACHMENT_MAX_SIZE)
    g_clear_pointer (&content, g_bytes_unref);
  if (content != NULL)
    self->left -= MIN (self->left, g_bytes_get_size (content));
  g_ptr_array_add (self->contents, g_steal_pointer (&content));
  fetch_next (g_steal_pointer (&task));
}

/* @task: (transfer full) */
static void
fetch_next (GTask *task)
{
  Fetch *self = g_task_get_task_data (task);

  while (self->contents->len < self->parts->len)
    {
      const KpRtPart *part = g_ptr_array_index (self->parts, self->contents->len);
      g_autofree char *path = g_strconcat ("/attachment/", part->id, NULL);
      const KpRtCall call = { .path = path };

      if (part->length <= KP_ATTACHMENT_MAX_SIZE && part->length <= self->left)
        {
          kp_rt_call_async (self->context, &call, g_task_get_cancellable (task), on_fetched,
                            task);
          return;
        }
      g_ptr_array_add (self->contents, NULL);
    }
  g_task_return_pointer (task, g_steal_pointer (&self->contents),
                         (GDestroyNotify) g_ptr_array_unref);
  g_object_unref (task);
}

void
kp_rt_fetch_async (KpChannelContext *context, GPtrArray *parts, GCancellable *cancellable,
                   GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);
  Fetch *self = g_new0 (Fetch, 1);

  g_task_set_source_tag (task, kp_rt_fetch_async);
  g_task_set_check_cancellable (task, FALSE);
  self->context = kp_channel_context_ref (context);
  self->parts = g_ptr_array_ref (parts);
  self->contents = g_ptr_array_new_with_free_func (free_content);
  self->left = MAX_FETCHED;
  g_task_set_task_data (task, self, (GDestroyNotify) free_fetch);
  fetch_next (task);
}

GPtrArray *
kp_rt_fetch_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_rt_fetch_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
