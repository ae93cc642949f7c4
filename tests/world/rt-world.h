/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/helpdesk/channel.h"
#include "cut-proxy.h"

/* A real Request Tracker, as what is tested against it shares it. */
typedef struct
{
  const char *script;
  char *dir;
  guint16 port;
  CutProxy *proxy;
  GHashTable *tokens; /* by login */
  KpNetSession *net;
  KpClock *clock;
  guint n_references;
} RtWorld;

extern RtWorld rt_world;

void rt_world_set_up (const char *script);
void rt_world_tear_down (void);
/* @most: octets that it takes of a file; NULL for all */
void rt_world_start (const char *most);
void rt_world_stop (void);
/* Runs the script; gives what it prints. */
char *rt_world_run (const char *const *arguments);
#define RT_WORLD_RUN(...) rt_world_run ((const char *const[]){ __VA_ARGS__, NULL })
/* @through: goes through the proxy */
KpChannelContext *rt_world_connect (const char *login, const char *queue, gboolean through);
/* Subjects of all tickets, one a line */
char *rt_world_list_subjects (void);

/* In test-rt-outbox.c. */
void rt_outbox_add_tests (void);
