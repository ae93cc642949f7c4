/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/job/job-error.h"

G_DEFINE_QUARK (kp - job - error - quark, kp_job_error)
