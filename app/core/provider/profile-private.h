/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/provider/profile.h"

G_BEGIN_DECLS

/** KP_PROFILE_MAX_SIZE: octets of a profile file */
#define KP_PROFILE_MAX_SIZE (256 * 1024)

/* What profile-reader.c fills; see the getters in profile.h for what each is. */
struct _KpProfile
{
  GObject parent;

  gint64 fingerprint;
  char *id;
  char *name;
  char *noun;
  char *language;
  char *secure_label;
  char *help_uri;
  gboolean secure;
  gboolean renew;
  KpTargetKind target_kind;
  char *target;         /* fixed or usual */
  char *target_pattern; /* with one "*" that stands for one or more whole labels */
  char *host_pattern;   /* likewise */
  char *usual_host;
  char **own_domains;
  char **refused_domains;
  KpKeyMaker key_maker;
  gboolean renewed_by_provider;
  guint days_early;
  KpCertificateOrder certificate_order;
  gboolean proxies_allowed;
  gboolean requires_existing;
  KpProfileDays days;
  char *channel;
  char *form_uri;
  GPtrArray *fields;
  char *priority;
  char *priority_name; /* untranslated */
  char *priority_label;
  char *bundle_format;
  gboolean same_ticket;
  char *caa_identity;
};

/** kp_profile_read: Fills @self from the text of a file; see kp_profile_new_from_json().
 * Returns: whether it is a good profile */
gboolean kp_profile_read (KpProfile *self, const char *json, gssize length,
                          const char *file_name, GError **error);

/** kp_profile_get_known_members: @path: what stands before a member of an object: "" for
 * the file itself, "target." … Returns: (transfer none) (array zero-terminated=1)
 * (nullable): what that object may hold */
const char *const *kp_profile_get_known_members (const char *path);

/** kp_profile_field_free: Frees @field; %NULL is fine. */
void kp_profile_field_free (KpProfileField *field);

G_END_DECLS
