/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "certificate/mint.h"
#include "core/certificate/document.h"

G_BEGIN_DECLS

/* What the tests of the document reader share: certificates and a request, minted once, and
 * ways to write them. A failure ends the test program. */

typedef struct
{
  Mint *ca;
  Mint *leaf;
  GBytes *request;
  char *ca_pem;
  char *leaf_pem;
  char *request_pem; /* with the old label */
} World;

extern World world;

/**
 * DocumentInput:
 * @name: what it is
 * @make: makes it
 * @parts: a letter for each, in the order of letters, for PKCS #7 has them in its own: c
 * the CA, l the leaf, r the request
 * @formats: "mail, PEM"
 * @problems: flags
 * @private_key: the form that is found
 */
typedef struct
{
  const char *name;
  GBytes *(*make) (void);
  const char *parts;
  const char *formats;
  guint problems;
  KpPrivateKeyForm private_key;
} DocumentInput;

/** world_make: Mints it. */
void world_make (void);
/** world_free: Frees it. */
void world_free (void);
/** world_take_text: @text: (transfer full): any text. Returns: (transfer full): its octets
 */
GBytes *world_take_text (char *text);
/** world_replace: Returns: (transfer full): @text with all @from changed */
char *world_replace (const char *text, const char *from, const char *to);
/** world_label: Returns: (transfer full): @pem with another label */
char *world_label (const char *pem, const char *from, const char *to);
/** world_base64: Returns: (transfer full): @octets in lines of @columns */
char *world_base64 (GBytes *octets, guint columns);
/** world_name_parts: Returns: (transfer full): a letter for each part, in their order */
char *world_name_parts (const KpDocument *document);
/** world_check: Reads each input and compares. */
void world_check (const DocumentInput *inputs, guint n);

G_END_DECLS
