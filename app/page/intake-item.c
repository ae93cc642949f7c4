/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/intake-item.h"

#include <glib/gi18n.h>

#include "core/base/plain-text.h"

/* Characters of what files say of themselves. */
#define MAX_TEXT 300

struct _KpIntakeItem
{
  GObject parent;

  KpIntakeOffer *offer;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpIntakeItem, kp_intake_item, G_TYPE_OBJECT)

static const KpFinding *
find_wrong (const KpIntakeOffer *offer)
{
  for (guint i = 0; offer->findings != NULL && i < offer->findings->len; i++)
    {
      const KpFinding *finding = g_ptr_array_index (offer->findings, i);

      if (finding->severity == KP_SEVERITY_WRONG)
        return finding;
    }
  return NULL;
}

static void
kp_intake_item_class_init (KpIntakeItemClass *klass)
{
  signals[CHANGED] = g_signal_new ("changed", KP_TYPE_INTAKE_ITEM, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kp_intake_item_init (KpIntakeItem *self)
{
}

KpIntakeItem *
kp_intake_item_new (KpIntakeOffer *offer)
{
  KpIntakeItem *self;

  g_return_val_if_fail (offer != NULL, NULL);

  self = g_object_new (KP_TYPE_INTAKE_ITEM, NULL);
  self->offer = offer;
  return self;
}

const KpIntakeOffer *
kp_intake_item_get_offer (KpIntakeItem *self)
{
  g_return_val_if_fail (KP_IS_INTAKE_ITEM (self), NULL);

  return self->offer;
}

void
kp_intake_item_changed (KpIntakeItem *self)
{
  g_return_if_fail (KP_IS_INTAKE_ITEM (self));

  g_signal_emit (self, signals[CHANGED], 0);
}

void
kp_intake_item_set_chosen (KpIntakeItem *self, gboolean chosen)
{
  g_return_if_fail (KP_IS_INTAKE_ITEM (self));

  if (self->offer->state != KP_INTAKE_FITS || self->offer->held_back == !chosen)
    return;
  self->offer->held_back = !chosen;
  kp_intake_item_changed (self);
}

gboolean
kp_intake_item_get_chosen (KpIntakeItem *self)
{
  g_return_val_if_fail (KP_IS_INTAKE_ITEM (self), FALSE);

  return self->offer->state == KP_INTAKE_FITS && !self->offer->held_back;
}

KpSite *
kp_intake_item_get_site (KpIntakeItem *self)
{
  g_return_val_if_fail (KP_IS_INTAKE_ITEM (self), NULL);

  return self->offer->site != NULL ? self->offer->site : self->offer->about;
}

gboolean
kp_intake_item_is_wrong (KpIntakeItem *self)
{
  g_return_val_if_fail (KP_IS_INTAKE_ITEM (self), FALSE);

  return self->offer->state == KP_INTAKE_WRONG || find_wrong (self->offer) != NULL;
}

const char *
kp_intake_item_get_icon_name (KpIntakeItem *self)
{
  g_return_val_if_fail (KP_IS_INTAKE_ITEM (self), NULL);

  switch (self->offer->kind)
    {
    case KP_INTAKE_CSR:
      return "text-x-generic-symbolic";
    case KP_INTAKE_CERTIFICATE:
      return "application-certificate-symbolic";
    case KP_INTAKE_PRIVATE_KEY:
      return "dialog-password-symbolic";
    case KP_INTAKE_OTHER:
    default:
      return "dialog-question-symbolic";
    }
}

char *
kp_intake_item_dup_title (KpIntakeItem *self)
{
  g_return_val_if_fail (KP_IS_INTAKE_ITEM (self), NULL);

  return kp_plain_text_shorten (self->offer->what, MAX_TEXT);
}

char *
kp_intake_item_dup_issuer (KpIntakeItem *self)
{
  g_autofree char *issuer = NULL;

  g_return_val_if_fail (KP_IS_INTAKE_ITEM (self), NULL);

  if (self->offer->issuer == NULL || *self->offer->issuer == '\0')
    return NULL;
  if (self->offer->self_issued)
    return g_strdup (_ ("Signed by itself"));
  issuer = kp_plain_text_shorten (self->offer->issuer, MAX_TEXT);
  /* Translators: a CA, or what a certificate says of itself */
  return g_strdup_printf (_ ("Issued by %s"), issuer);
}

char *
kp_intake_item_dup_source (KpIntakeItem *self)
{
  g_return_val_if_fail (KP_IS_INTAKE_ITEM (self), NULL);

  return kp_plain_text_shorten (self->offer->source, MAX_TEXT);
}

/* What no job takes is still looked at. */
static char *
describe_left (const KpIntakeOffer *offer)
{
  const KpFinding *wrong = find_wrong (offer);

  if (offer->findings == NULL)
    return g_strdup (offer->text);
  return g_strjoin (" ", offer->text,
                    wrong != NULL ? wrong->text : _ ("Nothing is wrong with it."), NULL);
}

char *
kp_intake_item_dup_result (KpIntakeItem *self)
{
  const KpIntakeOffer *offer;
  const char *label;

  g_return_val_if_fail (KP_IS_INTAKE_ITEM (self), NULL);

  offer = self->offer;
  label = offer->site != NULL ? kp_site_get_label (offer->site) : "";
  switch (offer->state)
    {
    case KP_INTAKE_FITS:
      /* Translators: a host name */
      return g_strdup_printf (_ ("Fits the job of %s."), label);
    case KP_INTAKE_TAKEN:
      /* Translators: a host name */
      return g_strdup_printf (_ ("Handed to the job of %s."), label);
    case KP_INTAKE_SAME:
      /* Translators: a host name */
      return g_strdup_printf (_ ("The job of %s has it already."), label);
    case KP_INTAKE_WRONG:
      if (offer->site == NULL)
        return g_strdup (offer->text);
      /* Translators: a host name, and what is wrong, in a sentence */
      return g_strdup_printf (_ ("For %s: %s"), label, offer->text);
    case KP_INTAKE_CHAIN:
      return g_strdup (offer->text);
    case KP_INTAKE_LEFT:
    default:
      return describe_left (offer);
    }
}
