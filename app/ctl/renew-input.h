/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/certificate/bundle.h"
#include "core/job/job-facts.h"
#include "core/job/validation-record.h"
#include "ctl/command.h"

G_BEGIN_DECLS

/**
 * KpCtlRenewOptions:
 * @csr: (nullable): file with the signing request
 * @bundle: (nullable) (element-type utf8): files with the certificate and its intermediates
 * @overrule: (nullable) (element-type utf8): "ID=REASON"
 * @order: (nullable): number of the order
 * @ca: (nullable): whom from
 * @price: (nullable): in the user's words
 * @record: (nullable): the record that the CA asks for, in its words
 * @offline: no intermediate is fetched
 *
 * What the options of a command give a renewal.
 */
typedef struct
{
  char *csr;
  GPtrArray *bundle;
  GPtrArray *overrule;
  char *order;
  char *ca;
  char *price;
  char *record;
  gboolean offline;
} KpCtlRenewOptions;

/* clang-format off */
/** KP_CTL_RENEW_CSR_OPTIONS: those of a command that takes a signing request, for its table;
 * @options: a #KpCtlRenewOptions that takes their values */
#define KP_CTL_RENEW_CSR_OPTIONS(options)                                                  \
  { "csr", KP_CTL_OPTION_FILE, &(options).csr,                                             \
    N_ ("The signing request: PEM, DER, a mail; - is standard input"), N_ ("FILE") },      \
  { "overrule", KP_CTL_OPTION_LIST, &(options).overrule,                                   \
    N_ ("Go on in spite of this finding, for that reason (repeatable)"),                   \
    N_ ("ID=REASON") }
/** KP_CTL_RENEW_OPTIONS: likewise all of them */
#define KP_CTL_RENEW_OPTIONS(options)                                                      \
  KP_CTL_RENEW_CSR_OPTIONS (options),                                                      \
  { "bundle", KP_CTL_OPTION_LIST, &(options).bundle,                                       \
    N_ ("What the CA sent, whatever form it has (repeatable)"), N_ ("FILE") },             \
  { "offline", KP_CTL_OPTION_FLAG, &(options).offline,                                     \
    N_ ("Fetch no certificate that is missing"), NULL },                                   \
  { "order", KP_CTL_OPTION_TEXT, &(options).order,                                         \
    N_ ("The number under which the certificate was ordered"), N_ ("NUMBER") },            \
  { "ca", KP_CTL_OPTION_TEXT, &(options).ca, N_ ("Whom it was ordered from"),              \
    N_ ("NAME") },                                                                         \
  { "price", KP_CTL_OPTION_TEXT, &(options).price, N_ ("What it costs"), N_ ("TEXT") },    \
  { "record", KP_CTL_OPTION_TEXT, &(options).record,                                       \
    N_ ("The record for the CA: “NAME TXT VALUE” or “NAME CNAME VALUE”"),                  \
    N_ ("RECORD") }
/* clang-format on */

/** kp_ctl_renew_options_given: Returns: whether any of them was given */
gboolean kp_ctl_renew_options_given (const KpCtlRenewOptions *self);

/**
 * KpCtlRenewInput:
 *
 * What these options came to. All zero is nothing.
 */
typedef struct
{
  KpCsr *csr;
  GPtrArray *csr_findings;
  KpBundle *bundle;
  char *pem;
  GPtrArray *overruled;
  char *order;
  char *ca;
  char *price;
  KpValidationRecord *record;
  KpGivenCsr given_csr;
  KpGivenBundle given_bundle;
} KpCtlRenewInput;

/**
 * kp_ctl_renew_input_read:
 * @site: a site, with a renewal under way or about to begin
 * @options: what was given
 * @asked: (nullable): the certificate details that are given with it
 * @self: filled
 *
 * Reads the files and looks at them: against the site, the details that were asked for, the
 * signing request that was kept, and what the site served when it was last checked.
 *
 * Returns: KP_CTL_FINE; ATTENTION after having told the finding that stands in the way, or
 * another status after having said why
 */
KpCtlStatus kp_ctl_renew_input_read (KpCtl *ctl, KpSite *site,
                                     const KpCtlRenewOptions *options, KpSubject *asked,
                                     KpCtlRenewInput *self);
/** kp_ctl_renew_input_make_csr: Makes a key for @site in the vault, and its signing
 * request, where that is done here. Returns: KP_CTL_FINE, or another status after having
 * said why */
KpCtlStatus kp_ctl_renew_input_make_csr (KpCtl *ctl, KpSite *site, KpCtlRenewInput *self);
/** kp_ctl_renew_input_fill: Points @input to what is in @self. */
void kp_ctl_renew_input_fill (const KpCtlRenewInput *self, KpJobInput *input);
/** kp_ctl_renew_input_clear: Frees what is in @self. */
void kp_ctl_renew_input_clear (KpCtlRenewInput *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KpCtlRenewInput, kp_ctl_renew_input_clear)

G_END_DECLS
