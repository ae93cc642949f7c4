/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/message.h"

#include <string.h>

/* Octets of DNS messages for tests, right and wrong. Names are written without compression
 * unless a test puts a pointer. */

static inline void
wire_put (GByteArray *wire, const void *octets, gsize length)
{
  g_byte_array_append (wire, octets, (guint) length);
}

static inline void
wire_put8 (GByteArray *wire, guint value)
{
  guint8 octet = (guint8) value;

  wire_put (wire, &octet, 1);
}

static inline void
wire_put16 (GByteArray *wire, guint value)
{
  wire_put8 (wire, value >> 8);
  wire_put8 (wire, value);
}

static inline void
wire_put32 (GByteArray *wire, guint32 value)
{
  wire_put16 (wire, value >> 16);
  wire_put16 (wire, value & 0xffff);
}

static inline void
wire_put_name (GByteArray *wire, const char *name)
{
  g_auto (GStrv) labels = g_strsplit (name, ".", -1);

  for (guint i = 0; labels[i] != NULL; i++)
    if (*labels[i] != '\0')
      {
        wire_put8 (wire, (guint) strlen (labels[i]));
        wire_put (wire, labels[i], strlen (labels[i]));
      }
  wire_put8 (wire, 0);
}

static inline void
wire_put_pointer (GByteArray *wire, guint offset)
{
  wire_put16 (wire, 0xc000 | offset);
}

/* Owner "www.example.com" of the question stands at octet 12. */
static inline void
wire_put_record (GByteArray *wire, guint type, guint32 ttl, const void *rdata, gsize length)
{
  wire_put_pointer (wire, 12);
  wire_put16 (wire, type);
  wire_put16 (wire, 1);
  wire_put32 (wire, ttl);
  wire_put16 (wire, (guint) length);
  wire_put (wire, rdata, length);
}

static inline void
wire_set16 (GByteArray *wire, guint offset, guint value)
{
  wire->data[offset] = (guint8) (value >> 8);
  wire->data[offset + 1] = (guint8) value;
}

/* A reply to @name @type with the counts still 0 but for the question. */
static inline GByteArray *
wire_new (guint flags, const char *name, guint type)
{
  GByteArray *wire = g_byte_array_new ();

  wire_put16 (wire, 0);
  wire_put16 (wire, flags);
  wire_put16 (wire, 1);
  wire_put16 (wire, 0);
  wire_put16 (wire, 0);
  wire_put16 (wire, 0);
  wire_put_name (wire, name);
  wire_put16 (wire, type);
  wire_put16 (wire, 1);
  return wire;
}

static inline void
wire_set_counts (GByteArray *wire, guint answers, guint authority, guint additional)
{
  wire_set16 (wire, 6, answers);
  wire_set16 (wire, 8, authority);
  wire_set16 (wire, 10, additional);
}
