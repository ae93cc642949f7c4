/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * KpProxyRoutes:
 *
 * Which addresses are reached through the user's proxy. A resolver may run a script or ask
 * a service: what it said about an address is remembered for a minute, because many sites
 * share a few addresses. It is asked with the address, not with a site's name: that is what
 * a proxy is to connect to. Main thread.
 */
typedef struct _KpProxyRoutes KpProxyRoutes;

/**
 * KpProxyRoute:
 * @KP_PROXY_ROUTE_UNKNOWN: not asked yet
 * @KP_PROXY_ROUTE_DIRECT: without a proxy
 * @KP_PROXY_ROUTE_PROXY: through a proxy
 *
 * How an address is reached.
 */
typedef enum
{
  KP_PROXY_ROUTE_UNKNOWN,
  KP_PROXY_ROUTE_DIRECT,
  KP_PROXY_ROUTE_PROXY,
} KpProxyRoute;

/**
 * KpProxyRouteFunc:
 * @data: what was given with it
 * @route: direct, or through a proxy
 *
 * Takes an answer.
 */
typedef void (*KpProxyRouteFunc) (gpointer data, KpProxyRoute route);

/**
 * kp_proxy_routes_new:
 * @resolver: who knows
 *
 * Returns: (transfer full): routes, none of them known
 */
KpProxyRoutes *kp_proxy_routes_new (GProxyResolver *resolver);

/**
 * kp_proxy_routes_unref:
 * @self: the routes
 *
 * Drops a reference; a question under way keeps its own.
 */
void kp_proxy_routes_unref (KpProxyRoutes *self);

/**
 * kp_proxy_routes_find:
 * @self: the routes
 * @uri: an address as "https://ADDRESS:PORT"
 *
 * Returns: the route, as far as it is known without asking
 */
KpProxyRoute kp_proxy_routes_find (KpProxyRoutes *self, const char *uri);

/**
 * kp_proxy_routes_ask:
 * @self: the routes
 * @uri: an address whose route is unknown
 * @done: called once, later, with the route; a resolver that fails says direct
 * @data: for @done
 *
 * Asks for a route. Who asks for the same one meanwhile waits for the same answer.
 */
void kp_proxy_routes_ask (KpProxyRoutes *self, const char *uri, KpProxyRouteFunc done,
                          gpointer data);

/**
 * kp_proxy_routes_forget:
 * @self: the routes
 * @data: what was given to kp_proxy_routes_ask()
 *
 * Its callback will not be called any more.
 */
void kp_proxy_routes_forget (KpProxyRoutes *self, gpointer data);

/**
 * kp_proxy_routes_make_uri:
 * @address: an IP address
 * @port: a port
 *
 * Returns: (transfer full): "https://ADDRESS:PORT"
 */
char *kp_proxy_routes_make_uri (const char *address, guint16 port);

G_END_DECLS
