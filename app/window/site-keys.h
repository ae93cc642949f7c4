/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/site.h"
#include "core/provider/catalogue.h"

G_BEGIN_DECLS

/** KpSiteOrder: what a list of sites is sorted by: Attention, or one of its columns */
typedef enum
{
  KP_SITE_ORDER_ATTENTION,
  KP_SITE_ORDER_SITE,
  KP_SITE_ORDER_STATUS,
  KP_SITE_ORDER_NEXT_ACTION,
  KP_SITE_ORDER_CUSTOMER,
  KP_SITE_ORDER_PROVIDER,
  KP_SITE_ORDER_EXPIRES,
  KP_SITE_ORDER_CHECKED,
} KpSiteOrder;

/** KpSharedKind: texts that many sites have */
typedef enum
{
  KP_SHARED_STATE, /* status, next action, findings */
  KP_SHARED_CUSTOMER,
  KP_SHARED_PROVIDER,
  KP_SHARED_TARGET,
  KP_SHARED_CAUSE, /* what the main finding is about */
  KP_SHARED_N,
} KpSharedKind;

/** KP_SITE_ENTRY_SHORT: a name and note of less octets lie in the entry itself, which then
 * is two lines of the processor's cache */
#define KP_SITE_ENTRY_SHORT 40

/**
 * KpSiteEntry:
 * @site: the site, referenced
 * @owner: who made the entry
 * @handler: the handler by which @owner follows @site, 0 if it does not yet
 * @own: (nullable): what only this site has, folded: its name first, then its note; may be
 * @space
 * @shared: what many have, as numbers of their kind; 0 for none
 * @not_after: of the site's summary
 * @checked_at: of the site's summary
 * @rank: its place in the present order, smaller first
 * @text: (nullable): decides between equal ranks; not owned
 *
 * A site with its keys, made once: a list of 100,000 is sorted and searched by these, never
 * by the sites. The flags belong to @owner.
 */
typedef struct
{
  KpSite *site;
  gpointer owner;
  gulong handler;
  char *own;
  const char *text;
  guint64 rank;
  gint64 not_after;
  gint64 checked_at;
  guint32 shared[KP_SHARED_N];
  guint lock : 2;
  guint yours : 1;
  guint overdue : 1;
  guint counted : 1; /* the flags before this one are in the owner's counts */
  guint placed : 1;  /* stands in the owner's order */
  guint matches : 1; /* and is shown */
  guint dirty : 1;   /* its keys are older than the site */
  guint recount : 1; /* so are its counts */
  guint gone : 1;    /* no longer among the sites */
  char space[KP_SITE_ENTRY_SHORT];
} KpSiteEntry;

/** kp_site_entry_new: @site: (transfer full). Returns: (transfer full): an entry without
 * keys */
KpSiteEntry *kp_site_entry_new (KpSite *site, gpointer owner);
/** kp_site_entry_free: Frees @self, which was cleared or never filled. */
void kp_site_entry_free (KpSiteEntry *self);

/** KpSiteKeys: makes the keys of entries and holds what they share; one thread */
typedef struct _KpSiteKeys KpSiteKeys;

/** kp_site_keys_new: Returns: (transfer full): keys in the user's language */
KpSiteKeys *kp_site_keys_new (KpCatalogue *catalogue);
/** kp_site_keys_free: Frees @self once its entries are cleared; %NULL is fine. */
void kp_site_keys_free (KpSiteKeys *self);
/** kp_site_keys_fill: Makes @entry's texts of its site as it is now. Its rank must be made
 * again. */
void kp_site_keys_fill (KpSiteKeys *self, KpSiteEntry *entry, gint64 now);
/** kp_site_keys_rank: Makes the rank of @entry, which was filled, in @order. */
void kp_site_keys_rank (KpSiteKeys *self, KpSiteEntry *entry, KpSiteOrder order);
/** kp_site_keys_clear: Drops what kp_site_keys_fill() made. */
void kp_site_keys_clear (KpSiteKeys *self, KpSiteEntry *entry);
/** kp_site_keys_get_n_shared: Returns: a number above all that are in use for @kind */
guint kp_site_keys_get_n_shared (KpSiteKeys *self, KpSharedKind kind);
/** kp_site_keys_get_shared: Returns: (transfer none): the folded text with that number */
const char *kp_site_keys_get_shared (KpSiteKeys *self, KpSharedKind kind, guint number);
/** kp_site_keys_get_generation: Returns: another value whenever a number came to mean
 * another text */
guint kp_site_keys_get_generation (KpSiteKeys *self);
/** kp_site_keys_fold: Returns: (transfer full): @text without case and accents: what is
 * searched, and searched for */
char *kp_site_keys_fold (const char *text);

/** kp_site_entry_compare: @descending: turns ranks round; equal ones stay in the order of
 * their names. Returns: <0, 0 or >0; 0 only for one and the same */
int kp_site_entry_compare (const KpSiteEntry *a, const KpSiteEntry *b, gboolean descending);

G_END_DECLS
