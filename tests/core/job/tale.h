/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/job/job-facts.h"
#include "core/provider/catalogue.h"

G_BEGIN_DECLS

/* 2026-11-22T08:10:00Z */
#define NOW G_GINT64_CONSTANT (1795335000)
#define DAY G_GINT64_CONSTANT (86400)

/* A job told in words, one event after the other. */
typedef struct
{
  KpJobKind kind;
  KpCatalogue *catalogue;
  KpSite *site;
  KpJobFacts facts;
  KpJob *job;
  KpRenewal *renewal; /* all that was gathered */
  GError *error;
} Tale;

/** tale_begin: A site of that provider, reached by that @channel (nullable):
 * cp.kite.example that is to be secured, or my.kite.example that was locked yesterday. */
void tale_begin (Tale *tale, KpJobKind kind, const char *profile, const char *channel);
/** tale_end: Forgets it. */
void tale_end (Tale *tale);
/** tale_take: Takes a step as the store does: @after: (nullable): %NULL with the error of
 * @tale set; @changes: (nullable). Both are given to it. */
void tale_take (Tale *tale, KpJob *after, KpRenewal *changes);
/**
 * tale_tell:
 * @words: one event after the other, until one fails: "start", "back", "pause", "resume",
 *   "over", "abandon", or what is given in one go: "name+subject+confirm". "+1" is a day
 *   that passes. "csr" and "bundle" are of the key "aa", "csr=bb" of another; the id of a
 *   finding is what the look at it gave, "because=ID" sets it aside.
 *
 * Tells on.
 */
void tale_tell (Tale *tale, const char *words);
/** tale_list_needs: Returns: (transfer full): what is missing at its step */
char *tale_list_needs (const Tale *tale);

G_END_DECLS
