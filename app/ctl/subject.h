/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/subject.h"
#include "ctl/command.h"

G_BEGIN_DECLS

/** KP_CTL_SUBJECT_OPTIONS: the options of a command that takes certificate details, for its
 * table; @given: a char *[KP_SUBJECT_N_FIELDS] that takes their values */
#define KP_CTL_SUBJECT_OPTIONS(given)                                                      \
  { "country", KP_CTL_OPTION_TEXT, &given[KP_SUBJECT_COUNTRY],                             \
    N_ ("Its code of two letters, or its name"), N_ ("COUNTRY") },                         \
      { "state", KP_CTL_OPTION_TEXT, &given[KP_SUBJECT_STATE],                             \
        N_ ("State or province, written out"), N_ ("NAME") },                              \
      { "locality", KP_CTL_OPTION_TEXT, &given[KP_SUBJECT_LOCALITY], N_ ("Town"),          \
        N_ ("NAME") },                                                                     \
      { "organization", KP_CTL_OPTION_TEXT, &given[KP_SUBJECT_ORGANIZATION],               \
        N_ ("Legal name of the organization"), N_ ("NAME") },                              \
      { "organizational-unit", KP_CTL_OPTION_TEXT, &given[KP_SUBJECT_ORGANIZATIONAL_UNIT], \
        N_ ("Part of it; sent to the provider, not in the certificate"), N_ ("NAME") },    \
  {                                                                                        \
    "email", KP_CTL_OPTION_TEXT, &given[KP_SUBJECT_EMAIL],                                 \
        N_ ("Your own address; sent to the provider, not in the certificate"),             \
        N_ ("ADDRESS")                                                                     \
  }

/** kp_ctl_apply_subject_options: Checks what was @given and sets it in @subject; what was
 * not stays. Returns: KP_CTL_FINE, or KP_CTL_USAGE after having said why */
KpCtlStatus kp_ctl_apply_subject_options (KpCtl *ctl, char *const *given,
                                          KpSubject *subject);
/** kp_ctl_find_subject: @name: under which details are kept in the open store. @subject:
 * (out) (transfer full). Returns: KP_CTL_FINE, or KP_CTL_USAGE after having said why */
KpCtlStatus kp_ctl_find_subject (KpCtl *ctl, const char *name, KpSubject **subject);

G_END_DECLS
