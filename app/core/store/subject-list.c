/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/subject-list.h"

struct _KpSubjectList
{
  KpStoreList parent;
};

G_DEFINE_FINAL_TYPE (KpSubjectList, kp_subject_list, KP_TYPE_STORE_LIST)

static gint64
get_id (gpointer item)
{
  return kp_subject_get_id (item);
}

static void
assign (gpointer known, gpointer read)
{
  kp_subject_assign (known, read);
}

static void
kp_subject_list_class_init (KpSubjectListClass *klass)
{
  KpStoreListClass *list_class = KP_STORE_LIST_CLASS (klass);

  list_class->item_type = KP_TYPE_SUBJECT;
  list_class->changed_signal = "subjects-changed";
  list_class->load_async = kp_store_load_subjects_async;
  list_class->load_finish = kp_store_load_subjects_finish;
  list_class->get_id = get_id;
  list_class->assign = assign;
}

static void
kp_subject_list_init (KpSubjectList *self)
{
}

KpSubjectList *
kp_subject_list_new (KpStore *store)
{
  return kp_store_list_new (KP_TYPE_SUBJECT_LIST, store);
}

KpSubject *
kp_subject_list_find (KpSubjectList *self, gint64 id)
{
  return kp_store_list_find (KP_STORE_LIST (self), id);
}

KpSubject *
kp_subject_list_find_by_name (KpSubjectList *self, const char *name)
{
  g_autofree char *key = NULL;
  GPtrArray *subjects;

  g_return_val_if_fail (KP_IS_SUBJECT_LIST (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  key = kp_subject_make_key (name);
  subjects = kp_store_list_get_items (KP_STORE_LIST (self));
  for (guint i = 0; i < subjects->len; i++)
    {
      KpSubject *subject = g_ptr_array_index (subjects, i);
      g_autofree char *own = kp_subject_make_key (kp_subject_get_name (subject));

      if (g_str_equal (own, key))
        return subject;
    }
  return NULL;
}
