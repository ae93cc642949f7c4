/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/certificate/csr.h"
#include "core/certificate/der.h"

G_BEGIN_DECLS

/* What csr.c is made of: the names, and the key with the signature. */

/** kp_csr_read_attributes: Reads names and must-staple from the content of the attributes
 * (RFC 2986 section 4.1) into @self. */
void kp_csr_read_attributes (KpCsr *self, KpDer attributes);
/** kp_csr_read_key: Reads kind and size of the SubjectPublicKeyInfo @key into @self.
 * Returns: whether a signature can be checked with it in bearable time */
gboolean kp_csr_read_key (KpCsr *self, KpDer key);
/** kp_csr_read_signature: Reads how @self is signed from the content of its
 * AlgorithmIdentifier, and checks it where @is_bounded. Returns: whether GnuTLS can read
 * the request at all */
gboolean kp_csr_read_signature (KpCsr *self, KpDer algorithm, gboolean is_bounded);

G_END_DECLS
