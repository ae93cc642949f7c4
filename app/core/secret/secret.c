/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/secret/secret.h"

#include <gnutls/gnutls.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct _KpSecret
{
  gatomicrefcount references;
  guint8 *octets;
  gsize length;
  gsize size; /* of its pages */
};

/* Pages of its own: a lock holds for whole pages, and what shares one with another secret
 * would lose it with that one. */
static KpSecret *
allocate (gsize length)
{
  gsize page = (gsize) sysconf (_SC_PAGESIZE);
  KpSecret *self = g_new0 (KpSecret, 1);

  g_assert (length < G_MAXSIZE - 2 * page);
  g_atomic_ref_count_init (&self->references);
  self->length = length;
  self->size = (length + 1 + page - 1) / page * page;
  self->octets =
      mmap (NULL, self->size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  /* As g_malloc () does where there is no memory. */
  g_assert (self->octets != MAP_FAILED);
  /* Both may be refused, and it is a secret all the same. */
  (void) mlock (self->octets, self->size);
  (void) madvise (self->octets, self->size, MADV_DONTDUMP);
  return self;
}

KpSecret *
kp_secret_new_empty (gsize length, guint8 **octets)
{
  KpSecret *self = allocate (length);

  *octets = self->octets;
  return self;
}

KpSecret *
kp_secret_new (gconstpointer octets, gsize length)
{
  KpSecret *self = allocate (length);

  if (length > 0)
    memcpy (self->octets, octets, length);
  return self;
}

KpSecret *
kp_secret_new_take (gpointer octets, gsize length, GDestroyNotify free_octets)
{
  KpSecret *self = kp_secret_new (octets, length);

  if (octets != NULL)
    {
      explicit_bzero (octets, length);
      free_octets (octets);
    }
  return self;
}

KpSecret *
kp_secret_ref (KpSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
kp_secret_unref (KpSecret *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->references))
    return;
  explicit_bzero (self->octets, self->size);
  munmap (self->octets, self->size);
  g_free (self);
}

void
kp_secret_shorten (KpSecret *self, gsize length)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (length <= self->length);

  explicit_bzero (self->octets + length, self->length - length);
  self->length = length;
}

const guint8 *
kp_secret_get_octets (KpSecret *self, gsize *length)
{
  g_return_val_if_fail (self != NULL, NULL);

  *length = self->length;
  return self->octets;
}

const char *
kp_secret_get_text (KpSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_utf8_validate_len ((const char *) self->octets, self->length, NULL)
             ? (const char *) self->octets
             : NULL;
}

gboolean
kp_secret_equal (KpSecret *a, KpSecret *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return a->length == b->length && gnutls_memcmp (a->octets, b->octets, a->length) == 0;
}
