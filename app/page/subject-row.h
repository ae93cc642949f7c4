/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/model/subject.h"

G_BEGIN_DECLS

#define KP_TYPE_SUBJECT_ROW (kp_subject_row_get_type ())
G_DECLARE_FINAL_TYPE (KpSubjectRow, kp_subject_row, KP, SUBJECT_ROW, AdwActionRow)

/**
 * KpSubjectRow:
 *
 * Saved certificate details in a list: their name and what visitors will see of them. It
 * follows them. Activated it opens them ("subjects.edit"); its button removes them
 * ("subjects.remove").
 */

/** kp_subject_row_new: Returns: (transfer floating): a row of @subject */
GtkWidget *kp_subject_row_new (KpSubject *subject);
/** kp_subject_row_get_subject: Returns: (transfer none): what it shows */
KpSubject *kp_subject_row_get_subject (KpSubjectRow *self);

G_END_DECLS
