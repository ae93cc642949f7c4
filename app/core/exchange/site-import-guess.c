/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/site-import-private.h"

#include <string.h>

#include "core/base/host-name.h"

/* Filled cells of a column that are looked at to guess what it holds. */
#define LOOK_AT 20
/* What is longer than this is no name of a customer. */
#define MAX_NAME 100

/* How people head a column, in English and German; in small letters and without marks, as
 * normalize_heading() leaves them. The first of each kind is the contract's. Of the
 * addresses' the surest comes first; a vague one may as well be the heading of a name. */
static const struct
{
  const char *heading;
  KpImportColumn column;
  gboolean is_vague;
} headings[] = {
  { "host", KP_IMPORT_HOST },
  { "hostname", KP_IMPORT_HOST },
  { "host name", KP_IMPORT_HOST },
  { "fqdn", KP_IMPORT_HOST },
  { "domain", KP_IMPORT_HOST },
  { "domain name", KP_IMPORT_HOST },
  { "url", KP_IMPORT_HOST },
  { "website", KP_IMPORT_HOST },
  { "web address", KP_IMPORT_HOST },
  { "webadresse", KP_IMPORT_HOST },
  { "site", KP_IMPORT_HOST },
  { "site name", KP_IMPORT_HOST, TRUE },
  { "address", KP_IMPORT_HOST, TRUE },
  { "adresse", KP_IMPORT_HOST, TRUE },
  { "name", KP_IMPORT_HOST, TRUE },
  { "provider", KP_IMPORT_PROVIDER },
  { "hosting provider", KP_IMPORT_PROVIDER },
  { "anbieter", KP_IMPORT_PROVIDER },
  { "customer", KP_IMPORT_CUSTOMER },
  { "customer name", KP_IMPORT_CUSTOMER },
  { "client", KP_IMPORT_CUSTOMER },
  { "company", KP_IMPORT_CUSTOMER },
  { "organization", KP_IMPORT_CUSTOMER },
  { "organisation", KP_IMPORT_CUSTOMER },
  { "kunde", KP_IMPORT_CUSTOMER },
  { "firma", KP_IMPORT_CUSTOMER },
  { "target", KP_IMPORT_TARGET },
  { "dns target", KP_IMPORT_TARGET },
  { "cname", KP_IMPORT_TARGET },
  { "cname target", KP_IMPORT_TARGET },
  { "points to", KP_IMPORT_TARGET },
  { "ziel", KP_IMPORT_TARGET },
  { "port", KP_IMPORT_PORT },
  { "note", KP_IMPORT_NOTE },
  { "notes", KP_IMPORT_NOTE },
  { "comment", KP_IMPORT_NOTE },
  { "comments", KP_IMPORT_NOTE },
  { "remark", KP_IMPORT_NOTE },
  { "notiz", KP_IMPORT_NOTE },
  { "bemerkung", KP_IMPORT_NOTE },
  { "proxied", KP_IMPORT_PROXIED },
  { "proxy", KP_IMPORT_PROXIED },
  { "behind proxy", KP_IMPORT_PROXIED },
  { "behind a proxy", KP_IMPORT_PROXIED },
};

/* "DNS_Target: " and "dns target" are the same heading. */
static char *
normalize_heading (const char *text)
{
  char *folded = g_utf8_casefold (text, -1);

  for (char *p = folded; *p != '\0'; p++)
    if (strchr ("_-:*", *p) != NULL)
      *p = ' ';
  return g_strstrip (folded);
}

/* @rank: (out) (optional): the smaller, the surer */
static KpImportColumn
column_of_heading (const char *text, guint *rank)
{
  g_autofree char *heading = normalize_heading (text);
  guint none;

  rank = rank != NULL ? rank : &none;
  for (*rank = 0; *rank < G_N_ELEMENTS (headings); ++*rank)
    if (g_str_equal (heading, headings[*rank].heading))
      return headings[*rank].column;
  for (guint i = KP_IMPORT_IGNORE + 1; i < KP_IMPORT_N_COLUMNS; i++)
    {
      g_autofree char *own = normalize_heading (kp_import_column_get_label (i));

      if (g_str_equal (heading, own))
        return i;
    }
  return KP_IMPORT_IGNORE;
}

KpImportColumn
kp_site_import_column_of (const char *text)
{
  return column_of_heading (text, NULL);
}

static gboolean
is_host (KpSiteImport *self, const char *cell)
{
  g_autofree char *host = kp_host_name_parse (cell, NULL, NULL);

  return host != NULL;
}

static gboolean
is_target (KpSiteImport *self, const char *cell)
{
  g_autofree char *host = kp_host_name_parse (cell, NULL, NULL);
  const char *const chain[] = { host, NULL };

  return host != NULL && kp_catalogue_guess (self->catalogue, chain, NULL) != NULL;
}

static gboolean
is_provider (KpSiteImport *self, const char *cell)
{
  return kp_catalogue_find_named (self->catalogue, cell) != NULL;
}

static gboolean
is_port (KpSiteImport *self, const char *cell)
{
  return g_ascii_string_to_unsigned (cell, 10, 1, 65535, NULL, NULL);
}

/* Without the signs that a list may hold for other reasons: 1, 0, x, -. */
static gboolean
is_yes_or_no (KpSiteImport *self, const char *cell)
{
  static const char *const words[] = { "yes", "no", "true", "false", "ja", "nein", NULL };
  g_autofree char *folded = g_utf8_casefold (cell, -1);

  return g_strv_contains (words, folded);
}

static gboolean
is_name (KpSiteImport *self, const char *cell)
{
  if (g_utf8_strlen (cell, -1) > MAX_NAME)
    return FALSE;
  for (const char *p = cell; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isalpha (g_utf8_get_char (p)))
      return !is_host (self, cell);
  return FALSE;
}

/* How many of the first filled cells of column @i pass @test. */
static guint
count_cells (KpSiteImport *self, guint i,
             gboolean (*test) (KpSiteImport *self, const char *cell), guint *filled)
{
  guint passed = 0;

  *filled = 0;
  for (guint j = self->has_heading;
       j < MIN (self->rows->len, KP_IMPORT_LOOK_IN) && *filled < LOOK_AT; j++)
    {
      const char *cell = kp_site_import_get_cell (self, j, i);

      if (*cell == '\0')
        continue;
      ++*filled;
      passed += test (self, cell);
    }
  return passed;
}

static gboolean
mostly (KpSiteImport *self, guint i,
        gboolean (*test) (KpSiteImport *self, const char *cell))
{
  guint filled;

  return count_cells (self, i, test, &filled) * 2 > filled;
}

static gboolean
always (KpSiteImport *self, guint i,
        gboolean (*test) (KpSiteImport *self, const char *cell))
{
  guint filled;
  guint passed = count_cells (self, i, test, &filled);

  return filled > 0 && passed == filled;
}

/* A first row with a known heading is a heading unless an address stands in it. */
static void
guess_by_heading (KpSiteImport *self)
{
  gboolean known = FALSE;

  for (guint i = 0; self->rows->len > 0 && i < self->n_columns; i++)
    {
      const char *cell = kp_site_import_get_cell (self, 0, i);

      if (is_host (self, cell))
        return;
      known |= column_of_heading (cell, NULL) != KP_IMPORT_IGNORE;
    }
  if (!known)
    return;
  self->has_heading = TRUE;
  for (guint i = 0; i < self->n_columns; i++)
    {
      KpImportColumn column =
          column_of_heading (kp_site_import_get_cell (self, 0, i), NULL);

      if (column != KP_IMPORT_HOST && kp_site_import_find_column (self, column) < 0)
        self->columns[i] = column;
    }
}

/* The column with a heading of addresses: of several, one that has some, then the one with
 * the surest heading. @rank: (out): that heading's. Returns: -1 if there is none */
static int
find_headed_hosts (KpSiteImport *self, guint *rank, gboolean *filled)
{
  int found = -1;

  *filled = FALSE;
  for (guint i = 0; self->has_heading && i < self->n_columns; i++)
    {
      guint this_rank;
      gboolean hosts;

      if (column_of_heading (kp_site_import_get_cell (self, 0, i), &this_rank)
          != KP_IMPORT_HOST)
        continue;
      hosts = mostly (self, i, is_host);
      if (found >= 0 && (hosts != *filled ? *filled : this_rank >= *rank))
        continue;
      found = i;
      *rank = this_rank;
      *filled = hosts;
    }
  return found;
}

/* The addresses are bad in places, so most must do; of two columns of host names the one
 * that leads to providers holds the targets. */
static void
guess_hosts (KpSiteImport *self)
{
  int host = -1;
  int other = -1;

  for (guint i = 0; i < self->n_columns; i++)
    {
      if (self->columns[i] != KP_IMPORT_IGNORE || !mostly (self, i, is_host))
        continue;
      if (host < 0)
        host = i;
      else if (other < 0)
        other = i;
    }
  if (other >= 0 && mostly (self, host, is_target) && !mostly (self, other, is_target))
    {
      int swap = host;

      host = other;
      other = swap;
    }
  if (host >= 0)
    self->columns[host] = KP_IMPORT_HOST;
  if (other >= 0 && kp_site_import_find_column (self, KP_IMPORT_TARGET) < 0
      && mostly (self, other, is_target))
    self->columns[other] = KP_IMPORT_TARGET;
}

static void
guess_kind (KpSiteImport *self, KpImportColumn column,
            gboolean (*test) (KpSiteImport *self, const char *cell))
{
  for (guint i = 0; i < self->n_columns; i++)
    if (self->columns[i] == KP_IMPORT_IGNORE && always (self, i, test))
      {
        self->columns[i] = column;
        return;
      }
}

/* One column of names is the customers; of several nobody knows which. */
static void
guess_customer (KpSiteImport *self)
{
  int found = -1;

  for (guint i = 0; i < self->n_columns; i++)
    {
      if (self->columns[i] != KP_IMPORT_IGNORE || !always (self, i, is_name))
        continue;
      if (found >= 0)
        return;
      found = i;
    }
  if (found >= 0)
    self->columns[found] = KP_IMPORT_CUSTOMER;
}

/* Where no heading and no cells tell: what has some addresses at least, else the first
 * column that holds nothing else. Returns: whether there are any */
static gboolean
take_any_hosts (KpSiteImport *self)
{
  int found = -1;
  guint most = 0;

  for (guint i = 0; i < self->n_columns; i++)
    {
      guint filled, hosts;

      if (self->columns[i] != KP_IMPORT_IGNORE)
        continue;
      hosts = count_cells (self, i, is_host, &filled);
      if (found >= 0 && hosts <= most)
        continue;
      found = i;
      most = hosts;
    }
  if (found >= 0)
    self->columns[found] = KP_IMPORT_HOST;
  return most > 0;
}

/* The label of the interface is not in the table. */
static gboolean
is_vague (guint rank)
{
  return rank >= G_N_ELEMENTS (headings) || headings[rank].is_vague;
}

static void
guess_address (KpSiteImport *self)
{
  guint rank = 0;
  gboolean filled;
  int headed = find_headed_hosts (self, &rank, &filled);

  self->is_blind = FALSE;
  /* "host" is the contract's word. */
  if (headed >= 0 && (filled || rank == 0))
    self->columns[headed] = KP_IMPORT_HOST;
  else
    guess_hosts (self);
  if (kp_site_import_find_column (self, KP_IMPORT_HOST) >= 0)
    return;
  if (headed >= 0 && !is_vague (rank))
    self->columns[headed] = KP_IMPORT_HOST;
  else if (!take_any_hosts (self))
    {
      /* In a plain list there is no other column that they could be in. */
      self->is_blind = self->n_columns > 1 && self->rows->len > (guint) self->has_heading;
      if (headed >= 0)
        kp_site_import_map (self, headed, KP_IMPORT_HOST);
    }
}

gboolean
kp_site_import_get_is_list (KpSiteImport *self)
{
  int host;
  guint rank = 0;
  gboolean filled;

  g_return_val_if_fail (KP_IS_SITE_IMPORT (self), FALSE);

  host = kp_site_import_find_column (self, KP_IMPORT_HOST);
  if (host < 0 || self->is_blind)
    return FALSE;
  return mostly (self, host, is_host)
         || (find_headed_hosts (self, &rank, &filled) == host && !is_vague (rank));
}

void
kp_site_import_guess (KpSiteImport *self)
{
  self->has_heading = FALSE;
  for (guint i = 0; i < KP_IMPORT_MAX_COLUMNS; i++)
    self->columns[i] = KP_IMPORT_IGNORE;
  guess_by_heading (self);
  if (!self->has_heading)
    guess_kind (self, KP_IMPORT_PROVIDER, is_provider);
  guess_address (self);
  if (self->has_heading)
    return;
  guess_kind (self, KP_IMPORT_PORT, is_port);
  guess_kind (self, KP_IMPORT_PROXIED, is_yes_or_no);
  guess_customer (self);
}
