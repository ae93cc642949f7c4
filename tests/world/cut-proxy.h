/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Stands between a program and a real server on this machine, and cuts connections. */
typedef struct _CutProxy CutProxy;

/** CutPlace: where a connection is cut */
typedef enum
{
  CUT_NOWHERE,
  CUT_AT_ACCEPT,    /* closed at once */
  CUT_AFTER_ACCEPT, /* closed when something comes, nothing of it passed on */
  CUT_FIRST_OCTET,  /* so much of the request reaches the server */
  CUT_HALF_HEAD,
  CUT_HEAD,
  CUT_HALF_BODY,
  CUT_LAST_OCTET,    /* all but that one */
  CUT_BEFORE_ANSWER, /* the server has done its work; nobody hears of it */
  CUT_FIRST_OF_ANSWER,
  CUT_HALF_ANSWER,
  CUT_N_PLACES,
} CutPlace;

/** cut_proxy_new: Returns: (transfer full): a proxy before @port of 127.0.0.1 */
CutProxy *cut_proxy_new (guint16 port);
/** cut_proxy_set: The next @n connections are cut at @place, later ones pass. */
void cut_proxy_set (CutProxy *self, CutPlace place, int n);
/** cut_proxy_get_port: Returns: where it listens */
guint16 cut_proxy_get_port (CutProxy *self);
/** cut_proxy_free: Ends it. */
void cut_proxy_free (CutProxy *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CutProxy, cut_proxy_free)

G_END_DECLS
