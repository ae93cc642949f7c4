/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The portals of a desktop, on the bus of a test. */
typedef struct _PortalTwin PortalTwin;

/* What it says to who asks it something. */
typedef enum
{
  PORTAL_TWIN_DONE,
  PORTAL_TWIN_CANCELLED,
  PORTAL_TWIN_FAILED,
  PORTAL_TWIN_UNREADABLE, /* an answer that is none */
  PORTAL_TWIN_REFUSED,    /* the call itself fails */
  PORTAL_TWIN_NEVER,      /* it begins with it, and is never done */
  PORTAL_TWIN_DEAF,       /* nothing, whatever it is asked */
} PortalTwinAnswer;

/** portal_twin_new: @bus: of the test; @interface: the only portal there is, without
 * "org.freedesktop.portal.". What it is asked by its method "Ask" it answers so. */
PortalTwin *portal_twin_new (GTestDBus *bus, const char *interface,
                             PortalTwinAnswer answer);
void portal_twin_free (PortalTwin *self);
/** portal_twin_get_closed: Returns: how many requests were taken back */
guint portal_twin_get_closed (PortalTwin *self);

G_END_DECLS
