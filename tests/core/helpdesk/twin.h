/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/helpdesk/route.h"

/* A helpdesk in memory, with the faults that a real one has. */

typedef enum
{
  TWIN_TAKES,
  TWIN_OFFLINE,      /* nothing leaves */
  TWIN_LOSES,        /* it left and did not arrive; no answer */
  TWIN_LOSES_ANSWER, /* it arrived; no answer */
  TWIN_REFUSES,
  TWIN_BUSY,  /* come again in 600 s */
  TWIN_TOKEN, /* the login is refused */
  TWIN_HANGS, /* until it is cancelled: then it may have arrived, and has */
} TwinMood;

typedef struct
{
  GPtrArray *tickets;  /* (element-type KpOutgoing): what arrived */
  GPtrArray *messages; /* (element-type KpIncoming): of every ticket, oldest first */
  TwinMood mood;       /* of the next send; TAKES after it */
  gboolean silent;     /* can't be asked */
  gboolean drops_field;
  gboolean drops_file;
  gboolean drops_body;
  guint n_sent; /* how often something was sent */
  guint n_asked;
  void (*sending) (gpointer data); /* (nullable): called when something arrives */
  gpointer data;
} Twin;

/* The channels reach this one. */
extern Twin *twin;

/* One that can be looked at, one that can't, and one by hand. */
extern const KpChannel twin_channel;
extern const KpChannel twin_blind_channel;
extern const KpChannel twin_hand_channel;

Twin *twin_new (void);
void twin_free (Twin *self);
/* A #KpFindRoute to them by the id of the channel; @data: a #KpClock. */
void twin_find_route (GTask *task, const char *provider, const char *channel,
                      gpointer data);
void twin_say (Twin *self, const char *remote_id, gboolean own, const char *body);
