/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/portfolio.h"
#include "core/store/site-index.h"

G_BEGIN_DECLS

/* What portfolio.c (the model, what is asked of the store) and portfolio-merge.c (how what
 * was read is taken over) share. */

struct _KpPortfolio
{
  GObject parent;

  KpStore *store;
  GPtrArray *sites;
  KpSiteIndex *index;
  gboolean loaded;

  gboolean busy;       /* a load or refresh is under way: one at a time */
  GQueue loads;        /* of GTask: loads that wait for it */
  gboolean any_waits;  /* what changed meanwhile: anything … */
  GHashTable *waiting; /* … or these: a set of the ids of sites, gint64 */
};

/** kp_portfolio_add_sites: Appends @added, which are in the index already, as one change.
 */
void kp_portfolio_add_sites (KpPortfolio *self, GPtrArray *added);
/** kp_portfolio_merge: Takes over what was read, a slice at a time. @read: (transfer full):
 * the sites; @ids: (transfer full) (nullable): those that were asked for, %NULL for all;
 * @task: (transfer full) (nullable): returned at its end */
void kp_portfolio_merge (KpPortfolio *self, GPtrArray *read, GArray *ids, GTask *task);
/** kp_portfolio_settle: The end of a load or refresh; what changed meanwhile is next. */
void kp_portfolio_settle (KpPortfolio *self);
/** kp_portfolio_set_loaded: From now on all sites are there. */
void kp_portfolio_set_loaded (KpPortfolio *self);
/** kp_portfolio_tell_edited: Emits "edited". */
void kp_portfolio_tell_edited (KpPortfolio *self, GPtrArray *sites, gboolean asked);
/** kp_portfolio_tell_secured: Emits "secured". */
void kp_portfolio_tell_secured (KpPortfolio *self, GPtrArray *sites);
/** kp_portfolio_tell_renewed: Emits "renewed". */
void kp_portfolio_tell_renewed (KpPortfolio *self, GPtrArray *sites);

G_END_DECLS
