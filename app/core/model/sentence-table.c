/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/sentence-private.h"

#include <glib/gi18n.h>

const KpSentenceForm kp_sentence_forms[KP_SENTENCE_N] = {
  { KP_SENTENCE_JOB_SECURE, "job.secure", "", N_ ("Began to secure the site.") },
  { KP_SENTENCE_JOB_RENEW, "job.renew", "", N_ ("Began to renew the certificate.") },
  { KP_SENTENCE_JOB_ABANDONED, "job.abandoned", "", N_ ("The job was abandoned.") },
  { KP_SENTENCE_JOB_PAUSED, "job.paused", "", N_ ("The job was paused.") },
  { KP_SENTENCE_JOB_RESUMED, "job.resumed", "", N_ ("The job was resumed.") },
  { KP_SENTENCE_JOB_BACK, "job.back", "", N_ ("One step back in the job.") },
  { KP_SENTENCE_JOB_OVER, "job.over", "", N_ ("The job was started over.") },
  { KP_SENTENCE_JOB_REMINDED_CUSTOMER, "job.reminded-customer", "",
    N_ ("The customer was reminded.") },
  { KP_SENTENCE_JOB_REMINDED_PROVIDER, "job.reminded-provider", "",
    N_ ("The provider was reminded.") },
  { KP_SENTENCE_JOB_CONFIRMED, "job.confirmed", "", N_ ("Certificate details confirmed.") },
  { KP_SENTENCE_JOB_HANDED, "job.handed", "s",
    /* Translators: a provider */
    N_ ("Handed to %s.") },
  { KP_SENTENCE_JOB_HANDED_TICKET, "job.handed-ticket", "ss",
    /* Translators: a provider, and the number of a ticket */
    N_ ("Handed to %s, ticket %s.") },
  { KP_SENTENCE_JOB_WRITTEN, "job.written", "s",
    /* Translators: a provider */
    N_ ("Request to %s written.") },
  { KP_SENTENCE_JOB_TARGET, "job.target", "ss",
    /* Translators: a provider, and a host name */
    N_ ("%s gave the target %s.") },
  { KP_SENTENCE_JOB_TOLD_CUSTOMER, "job.told-customer", "",
    N_ ("The customer was told how to change DNS.") },
  { KP_SENTENCE_JOB_YOURS, "job.yours", "", N_ ("DNS is yours to change.") },
  { KP_SENTENCE_JOB_CHANGED, "job.changed", "d",
    /* Translators: a date */
    N_ ("The DNS record was changed on %s, as you say.") },
  { KP_SENTENCE_JOB_SECURED, "job.secured", "",
    N_ ("Secured: the check proves it, the job is done.") },
  { KP_SENTENCE_JOB_ORDERED, "job.ordered", "", N_ ("Certificate ordered.") },
  { KP_SENTENCE_JOB_ORDER, "job.order", "s",
    /* Translators: a CA, the number of an order, and a price, as far as they are known */
    N_ ("Certificate ordered: %s.") },
  { KP_SENTENCE_JOB_ORDER_NOTED, "job.order-noted", "s",
    /* Translators: a CA, the number of an order, and a price, as far as they are known */
    N_ ("Noted of the order: %s.") },
  { KP_SENTENCE_JOB_RECORD, "job.record", "ss",
    /* Translators: "TXT" or "CNAME", and a name */
    N_ ("The CA asks for a %s record at %s.") },
  { KP_SENTENCE_JOB_RECORD_THERE, "job.record-there", "",
    N_ ("The record that the CA asks for is there.") },
  { KP_SENTENCE_JOB_RECORD_GONE, "job.record-gone", "",
    N_ ("The record that the CA asks for is gone again: no resolver sees it any more.") },
  { KP_SENTENCE_JOB_CSR, "job.csr", "s",
    /* Translators: a fingerprint in hex */
    N_ ("Signing request taken, SHA-256 of its key %s.") },
  { KP_SENTENCE_JOB_CERTIFICATE, "job.certificate", "ds",
    /* Translators: a date, and a fingerprint in hex */
    N_ ("Certificate taken, valid until %s, SHA-256 %s.") },
  { KP_SENTENCE_JOB_SET_ASIDE, "job.set-aside", "ss",
    /* Translators: the id of a finding, and the user's reason why it does not count */
    N_ ("“%s” was set aside: %s") },
  { KP_SENTENCE_JOB_SAVED, "job.saved", "", N_ ("The files for the server were saved.") },
  { KP_SENTENCE_JOB_SUBMITTED, "job.submitted", "s",
    /* Translators: a provider */
    N_ ("Certificate handed to %s.") },
  { KP_SENTENCE_JOB_SUBMITTED_TICKET, "job.submitted-ticket", "ss",
    /* Translators: a provider, and the number of a ticket */
    N_ ("Certificate handed to %s, ticket %s.") },
  { KP_SENTENCE_JOB_SUBMITTED_BY, "job.submitted-by", "s",
    /* Translators: a provider */
    N_ ("Request with the certificate to %s written.") },
  { KP_SENTENCE_JOB_INSTALLED_HERE, "job.installed-here", "",
    N_ ("It is installed, as you say.") },
  { KP_SENTENCE_JOB_INSTALLED, "job.installed", "s",
    /* Translators: a provider */
    N_ ("%s said that it is installed.") },
  { KP_SENTENCE_JOB_RENEWED, "job.renewed", "",
    N_ ("Renewed: every address that answered serves the certificate that was submitted, "
        "the job is done.") },

  { KP_SENTENCE_REQUEST_SENT, "request.sent", "s",
    /* Translators: a reference ("KP-ABCD-3467") */
    N_ ("Request %s sent.") },
  { KP_SENTENCE_REQUEST_SENT_TICKET, "request.sent-ticket", "ss",
    /* Translators: a reference ("KP-ABCD-3467") and the number of a ticket */
    N_ ("Request %s sent: ticket %s.") },
  { KP_SENTENCE_REQUEST_REFUSED, "request.refused", "sk",
    /* Translators: a reference ("KP-ABCD-3467") and why */
    N_ ("Request %s refused: %s") },
  { KP_SENTENCE_REQUEST_BY_HAND, "request.by-hand", "s",
    /* Translators: a reference ("KP-ABCD-3467") */
    N_ ("Request %s sent by hand.") },
  { KP_SENTENCE_REQUEST_TAKEN_BACK, "request.taken-back", "s",
    /* Translators: a reference ("KP-ABCD-3467") */
    N_ ("Request %s taken back.") },
  { KP_SENTENCE_REQUEST_REPLY, "request.reply", "ss",
    /* Translators: a reference ("KP-ABCD-3467") and who answered */
    N_ ("Reply to request %s from %s.") },

  { KP_SENTENCE_EDIT_PROVIDER, "edit.provider", ">", N_ ("Provider") },
  { KP_SENTENCE_EDIT_CUSTOMER, "edit.customer", ">", N_ ("Customer") },
  { KP_SENTENCE_EDIT_TARGET, "edit.target", ">", N_ ("Target") },
  { KP_SENTENCE_EDIT_NOTE, "edit.note", "", N_ ("Note changed") },
  { KP_SENTENCE_EDIT_PROXIED, "edit.proxied", "", N_ ("Marked as behind a proxy") },
  { KP_SENTENCE_EDIT_NOT_PROXIED, "edit.not-proxied", "", N_ ("No longer behind a proxy") },
  { KP_SENTENCE_EDIT_RETIRED, "edit.retired", "", N_ ("Retired") },
  { KP_SENTENCE_EDIT_IN_USE, "edit.in-use", "", N_ ("In use again") },

  { KP_SENTENCE_NET_STATUS, "net.status", "su",
    /* Translators: %s is a host name, %u an HTTP status such as 404. */
    N_ ("%s answers with the HTTP status %u") },
  { KP_SENTENCE_NET_BUSY, "net.busy", "su",
    /* Translators: %s is a host name, %u the number of an HTTP status. */
    N_ ("%s asks to come back later (HTTP status %u)") },
  { KP_SENTENCE_NET_REDIRECT, "net.redirect", "s",
    /* Translators: %s is a host name. */
    N_ ("%s sends to another address, which is not followed") },
  { KP_SENTENCE_NET_REDIRECT_TO, "net.redirect-to", "ss",
    /* Translators: a host name, and the web address it names. */
    N_ ("%s sends to “%s”, which is not followed") },
  { KP_SENTENCE_NET_EXPIRED, "net.expired", "s",
    /* Translators: %s is a host name. */
    N_ ("The certificate of %s has expired") },
  { KP_SENTENCE_NET_NOT_YET, "net.not-yet", "s",
    /* Translators: %s is a host name. */
    N_ ("The certificate of %s is not valid yet") },
  { KP_SENTENCE_NET_OTHER_NAME, "net.other-name", "s",
    /* Translators: %s is a host name. */
    N_ ("The certificate of %s is for another name") },
  { KP_SENTENCE_NET_UNTRUSTED, "net.untrusted", "s",
    /* Translators: %s is a host name. */
    N_ ("The certificate of %s is not trusted") },
  { KP_SENTENCE_NET_NO_ADDRESS, "net.no-address", "s",
    /* Translators: %s is a host name. */
    N_ ("The address of %s can’t be found") },
  { KP_SENTENCE_NET_REFUSED, "net.refused", "s",
    /* Translators: %s is a host name. */
    N_ ("%s refuses the connection") },
  { KP_SENTENCE_NET_UNREACHABLE, "net.unreachable", "s",
    /* Translators: %s is a host name. */
    N_ ("%s can’t be reached") },
  { KP_SENTENCE_NET_SILENT, "net.silent", "s",
    /* Translators: %s is a host name. */
    N_ ("%s does not answer in time") },
  { KP_SENTENCE_NET_TLS, "net.tls", "s",
    /* Translators: %s is a host name. */
    N_ ("No secure connection can be made to %s") },
  { KP_SENTENCE_NET_BROKE_OFF, "net.broke-off", "s",
    /* Translators: %s is a host name. */
    N_ ("%s broke off the connection") },
  { KP_SENTENCE_NET_TOO_LARGE, "net.too-large", "su",
    /* Translators: %s is a host name, %zu a number of bytes. */
    N_ ("%s sends more than %zu bytes") },
  { KP_SENTENCE_NET_CONTENT, "net.content", "sss",
    /* Translators: the first %s is a host name, the second and third are content types such
     * as text/html. */
    N_ ("%s answers with %s instead of %s") },
  { KP_SENTENCE_NET_NOT_PUBLIC, "net.not-public", "s",
    /* Translators: an IP address. */
    N_ ("%s is not a public address") },
  { KP_SENTENCE_NET_NOT_PUBLIC_AT, "net.not-public-at", "ss",
    /* Translators: a host name, and its IP address. */
    N_ ("%s has the address %s, which is not a public one") },
  { KP_SENTENCE_NET_NOT_WEB, "net.not-web", "s",
    /* Translators: %s is what should be a web address. */
    N_ ("“%s” is no web address") },
  { KP_SENTENCE_CANCELLED, "cancelled", "",
    /* Translators: why something was not answered: the user ended it */
    N_ ("Cancelled") },
  /* A message of the operating system, which translates it. */
  { KP_SENTENCE_SYSTEM, "system", "e", "%s" },

  { KP_SENTENCE_DNS_NOT_HTTPS, "dns.not-https", "s",
    /* Translators: %s is what should be the address of a DNS server. */
    N_ ("“%s” is no https address") },
  { KP_SENTENCE_DNS_MALFORMED, "dns.malformed", "s",
    /* Translators: %s is a technical detail in English. */
    N_ ("The answer is no well-formed DNS message (%s)") },
  { KP_SENTENCE_DNS_SHORT, "dns.short", "u",
    /* Translators: %zu is a number of bytes. */
    N_ ("The answer is cut short after %zu bytes") },
  { KP_SENTENCE_DNS_CUT, "dns.cut", "",
    N_ ("The resolver says that its answer is cut short") },
  { KP_SENTENCE_DNS_NAME, "dns.name", "s",
    /* Translators: %s is the name. */
    N_ ("“%s” can’t be asked for in DNS") },
  { KP_SENTENCE_DNS_OTHER_QUESTION, "dns.other-question", "",
    N_ ("The answer belongs to another question") },
  { KP_SENTENCE_DNS_OTHER_ID, "dns.other-id", "u",
    /* Translators: %u is a number. */
    N_ ("The answer belongs to another question (id %u)") },
  { KP_SENTENCE_DNS_SILENT, "dns.silent", "", N_ ("The name server does not answer") },
  { KP_SENTENCE_DNS_ENDED, "dns.ended", "",
    N_ ("The name server ends the connection too early") },
  { KP_SENTENCE_DNS_NO_SERVER, "dns.no-server", "", N_ ("This system has no name server") },
  { KP_SENTENCE_DNS_ALL_SILENT, "dns.all-silent", "",
    N_ ("The name servers of this system do not answer") },

  { KP_SENTENCE_HELPDESK_SAYS, "helpdesk.says", "ks",
    /* Translators: a sentence, and what the helpdesk itself said */
    N_ ("%s It says: “%s”") },
  { KP_SENTENCE_HELPDESK_BUSY, "helpdesk.busy", "su",
    /* Translators: a host name, and the number of an HTTP status */
    N_ ("%s can’t answer now (HTTP status %u). It is tried again later.") },
  { KP_SENTENCE_HELPDESK_FAILED, "helpdesk.failed", "su",
    /* Translators: a host name, and the number of an HTTP status */
    N_ ("%s failed (HTTP status %u), and whether it took the request is not known. It is "
        "looked for there before it is sent again.") },
  { KP_SENTENCE_HELPDESK_ABSENT, "helpdesk.absent", "su",
    /* Translators: a host name, and the number of an HTTP status */
    N_ ("No Request Tracker answers at this address of %s (HTTP status %u). Check the "
        "address in the connection settings.") },
  { KP_SENTENCE_HELPDESK_REFUSED, "helpdesk.refused", "su",
    /* Translators: a host name, and the number of an HTTP status */
    N_ ("%s refused the request (HTTP status %u).") },
  { KP_SENTENCE_HELPDESK_UNCLEAR, "helpdesk.unclear", "s",
    /* Translators: a host name */
    N_ ("%s took the request, and what it answered can’t be understood. It is looked for "
        "there before it is sent again.") },
  { KP_SENTENCE_HELPDESK_OTHER, "helpdesk.other", "s",
    /* Translators: a host name */
    N_ ("Something else than Request Tracker answers at this address of %s. Check the "
        "address in the connection settings.") },
  { KP_SENTENCE_HELPDESK_TOKEN, "helpdesk.token", "",
    N_ ("The helpdesk does not accept the token. Make a new one there and enter it in the "
        "connection settings.") },
  { KP_SENTENCE_HELPDESK_LOGIN, "helpdesk.login", "",
    N_ ("The helpdesk does not accept the token: it sends to its login page. Make a new "
        "token there and enter it in the connection settings.") },
  { KP_SENTENCE_HELPDESK_NO_TOKEN, "helpdesk.no-token", "",
    N_ ("There is no token for this helpdesk. Enter one in the connection settings.") },
  { KP_SENTENCE_HELPDESK_NOT_A_TOKEN, "helpdesk.not-a-token", "",
    N_ ("What was entered is no token of Request Tracker. It looks like "
        "“1-14-0123456789abcdef…”.") },
  { KP_SENTENCE_HELPDESK_TOO_LARGE, "helpdesk.too-large", "",
    N_ ("The request is larger than the helpdesk takes. Leave out attachments, or send "
        "them another way.") },
  { KP_SENTENCE_HELPDESK_RIGHT, "helpdesk.right", "",
    N_ ("The login lacks a right for this. Ask the provider for it; Test Connection tells "
        "which one.") },
  { KP_SENTENCE_HELPDESK_RIGHT_CREATE, "helpdesk.right-create", "s",
    /* Translators: %s is the name of a queue of a helpdesk. */
    N_ ("The login may not make tickets in the queue “%s”. Ask the provider for the right "
        "CreateTicket there.") },
  { KP_SENTENCE_HELPDESK_RIGHT_REPLY, "helpdesk.right-reply", "s",
    /* Translators: %s is the number of a ticket. */
    N_ ("The login may not reply to ticket %s, or there is no such ticket. Ask the "
        "provider for the right ReplyToTicket.") },
  { KP_SENTENCE_HELPDESK_QUEUE, "helpdesk.queue", "s",
    /* Translators: %s is the name of a queue of a helpdesk. */
    N_ ("There is no queue “%s” for this login. Check its name in the connection settings, "
        "or ask the provider for the rights SeeQueue and CreateTicket.") },
  { KP_SENTENCE_HELPDESK_NO_NUMBER, "helpdesk.no-number", "s",
    /* Translators: %s is what should be a ticket’s number. */
    N_ ("“%s” is no number of a ticket.") },
  { KP_SENTENCE_HELPDESK_MOVED, "helpdesk.moved", "k",
    /* Translators: a sentence that names where a web server sends to */
    N_ ("%s. If that is the helpdesk’s address now, enter it in the connection "
        "settings.") },
  { KP_SENTENCE_HELPDESK_LOST, "helpdesk.lost", "k",
    /* Translators: a sentence that says how a connection ended */
    N_ ("%s, and whether the request arrived is not known. It is looked for there before "
        "it is sent again.") },
  { KP_SENTENCE_HELPDESK_SILENT, "helpdesk.silent", "u",
    /* Translators: the number of an HTTP status */
    N_ ("The helpdesk did not say whether it took the request (HTTP status %u). It is "
        "looked for there before it is sent again.") },
  { KP_SENTENCE_HELPDESK_NO_TICKET, "helpdesk.no-ticket", "",
    N_ ("The helpdesk took the request, but did not say under which number. It is looked "
        "for there.") },
  { KP_SENTENCE_HELPDESK_UNREADABLE, "helpdesk.unreadable", "",
    N_ ("The helpdesk’s answer can’t be read. Check the address in the connection "
        "settings.") },
  { KP_SENTENCE_HELPDESK_NO_LIST, "helpdesk.no-list", "",
    N_ ("The helpdesk’s answer is no list. Check the address in the connection "
        "settings.") },
  { KP_SENTENCE_HELPDESK_LOOK, "helpdesk.look", "",
    N_ ("Nobody but you can look there. Look for the request yourself, and say what became "
        "of it.") },
  { KP_SENTENCE_HELPDESK_FILES, "helpdesk.files", "s",
    /* Translators: the name of a provider */
    N_ ("Nothing is sent to %s: what it needs is handed over as files.") },
  { KP_SENTENCE_HELPDESK_ANOTHER, "helpdesk.another", "ss",
    /* Translators: the name of a provider, and how requests reached it */
    N_ ("%s is no longer connected by “%s”. Connect it so again, or take the request back "
        "and write it anew.") },
  { KP_SENTENCE_HELPDESK_NO_WAY, "helpdesk.no-way", "s",
    /* Translators: a word that was given for a channel */
    N_ ("There is no way “%s” to send requests.") },
  { KP_SENTENCE_HELPDESK_NO_PROFILE, "helpdesk.no-profile", "s",
    /* Translators: %s is the id of a provider. */
    N_ ("There is no profile of the provider “%s” any more.") },
  { KP_SENTENCE_HELPDESK_DECIDE, "helpdesk.decide", "",
    N_ ("The answer was lost, and this way can’t be looked at from here. Look whether it "
        "arrived, and say so.") },
  { KP_SENTENCE_HELPDESK_UNSEEN, "helpdesk.unseen", "",
    N_ ("The helpdesk took it, and does not show it now. Look into the ticket.") },
  { KP_SENTENCE_HELPDESK_LOST_FIELDS, "helpdesk.lost-fields", "+",
    N_ ("The ticket does not have these fields as they were sent:") },
  { KP_SENTENCE_HELPDESK_LOST_TEXT, "helpdesk.lost-text", "",
    N_ ("The ticket does not have the text as it was sent.") },
  { KP_SENTENCE_HELPDESK_LOST_FILES, "helpdesk.lost-files", "+",
    N_ ("The ticket does not have these files as they were sent:") },
  { KP_SENTENCE_CONNECTION_NO_QUEUE, "connection.no-queue", "",
    N_ ("The queue is missing: where in the helpdesk requests go.") },
  { KP_SENTENCE_CONNECTION_QUEUE, "connection.queue", "",
    N_ ("This can’t be the name of a queue.") },
  { KP_SENTENCE_CONNECTION_NO_URL, "connection.no-url", "",
    N_ ("The address of the helpdesk is missing.") },
  { KP_SENTENCE_CONNECTION_LONG_URL, "connection.long-url", "",
    N_ ("The address is too long.") },
  { KP_SENTENCE_CONNECTION_URL, "connection.url", "",
    N_ ("This is no web address. It begins with “https://”.") },
  { KP_SENTENCE_CONNECTION_USER, "connection.user", "",
    N_ ("The address holds a user name. Leave it out: the token says who you are.") },
  { KP_SENTENCE_CONNECTION_QUERY, "connection.query", "",
    N_ ("The address holds “?” or “#”. Give the start page of the helpdesk alone.") },
  { KP_SENTENCE_CONNECTION_HTTPS, "connection.https", "",
    N_ ("The address must begin with “https://”: over anything else others could read the "
        "token.") },
  { KP_SENTENCE_CONNECTION_NO_ADDRESS, "connection.no-address", "",
    N_ ("The mail address is missing.") },
  { KP_SENTENCE_CONNECTION_LONG_ADDRESS, "connection.long-address", "",
    N_ ("The mail address is too long.") },
  { KP_SENTENCE_CONNECTION_ADDRESS, "connection.address", "",
    N_ ("This is no mail address. It looks like “name@example.com”.") },
  { KP_SENTENCE_CONNECTION_SEVERAL, "connection.several", "",
    N_ ("Give the mail address alone, without a name or a second address.") },

  { KP_SENTENCE_VAULT_LOCKED, "vault.locked", "",
    N_ ("The vault is locked. Give its passphrase.") },
  { KP_SENTENCE_VAULT_PASSPHRASE, "vault.passphrase", "",
    N_ ("This is not the passphrase of the vault’s file.") },
  { KP_SENTENCE_VAULT_BUSY, "vault.busy", "",
    N_ ("Another process holds the vault’s file. Try again.") },
  { KP_SENTENCE_VAULT_NONE, "vault.none", "s",
    /* Translators: %s is a file. */
    N_ ("%s is no vault. Move it away to begin a new one.") },
  { KP_SENTENCE_VAULT_UNREADABLE, "vault.unreadable", "",
    N_ ("What the vault’s file holds can’t be read.") },
  { KP_SENTENCE_VAULT_DAMAGED, "vault.damaged", "",
    N_ ("The vault’s file is damaged, or is none. It was left as it is: bring back a copy "
        "of it, or move it away to begin a new one.") },
  { KP_SENTENCE_VAULT_NEWER, "vault.newer", "",
    N_ ("A newer Keyplate wrote the vault’s file. Update this one.") },
  { KP_SENTENCE_VAULT_FILE, "vault.file", "se", "%s: %s" },
  { KP_SENTENCE_KEYRING_LOCKED, "keyring.locked", "",
    N_ ("The keyring is locked. Unlock it, and try again.") },
  { KP_SENTENCE_KEYRING_REFUSED, "keyring.refused", "",
    N_ ("The keyring was not unlocked.") },
  { KP_SENTENCE_KEYRING_ABSENT, "keyring.absent", "",
    N_ ("No keyring service runs in this session.") },
  { KP_SENTENCE_KEYRING_NO_PORTAL, "keyring.no-portal", "",
    N_ ("This desktop gives applications in a sandbox no keyring (there is no Secret "
        "portal).") },
  { KP_SENTENCE_KEYRING_NEW, "keyring.new", "",
    N_ ("No keyring is set up yet. Set one up, and try again.") },
  { KP_SENTENCE_KEYRING_CHANGED, "keyring.changed", "",
    N_ ("The keyring was changed by another program. Try again.") },
  { KP_SENTENCE_KEYRING_FULL, "keyring.full", "",
    N_ ("No space is left for the keyring.") },
  { KP_SENTENCE_KEYRING_SAYS, "keyring.says", "s",
    /* Translators: %s is what the keyring service says. */
    N_ ("The keyring service says: %s") },
};
