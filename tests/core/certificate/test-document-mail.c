/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate/document-world.h"
#include "certificate/key-forms.h"

#include <string.h>

#define HEAD                                                                               \
  "From: The CA <ca@ca.example>\nTo: me@kite.example\nSubject: Your certificate\n"         \
  "MIME-Version: 1.0\n"

/* @head: fields of the part, without the last line end */
static char *
make_part (const char *head, const char *body)
{
  return g_strconcat ("--frontier\n", head, "\n\n", body, "\n", NULL);
}

static char *
make_base64_part (const char *type, const char *name, GBytes *octets)
{
  g_autofree char *base64 = world_base64 (octets, 76);
  g_autofree char *head =
      g_strdup_printf ("Content-Type: %s\nContent-Transfer-Encoding: base64\n"
                       "Content-Disposition: attachment; filename=\"%s\"",
                       type, name);

  return make_part (head, base64);
}

/* @parts: (transfer full) for each, up to %NULL */
static GBytes *
make_mail (const char *type, ...)
{
  GString *text = g_string_new (HEAD);
  va_list list;
  char *part;

  g_string_append_printf (text, "Content-Type: multipart/%s; boundary=frontier\n\n", type);
  va_start (list, type);
  while ((part = va_arg (list, char *)) != NULL)
    {
      g_string_append (text, part);
      g_free (part);
    }
  va_end (list);
  g_string_append (text, "--frontier--\n");
  return g_string_free_to_bytes (text);
}

static char *
prose (void)
{
  return make_part ("Content-Type: text/plain; charset=utf-8",
                    "Hello,\nhere it is. MIMI\n");
}

/* Without any MIME. */
static GBytes *
plain (void)
{
  return world_take_text (g_strconcat ("Subject: csr\nFrom: me@kite.example\n\nHello,\n\n",
                                       world.request_pem, "\n-- \nme\n", NULL));
}

static GBytes *
plain_quoted (void)
{
  g_autofree char *quoted = world_replace (world.request_pem, "\n", "\r\n> ");

  return world_take_text (g_strconcat ("Received: by x\r\nSubject: Re: csr\r\n"
                                       "From: me@kite.example\r\n\r\nYou wrote:\r\n> ",
                                       quoted, NULL));
}

static GBytes *
mailbox (void)
{
  return world_take_text (
      g_strconcat ("From me@kite.example Sun Mar 15 12:00:00 2026\nSubject: csr\n"
                   "From: me@kite.example\n\n",
                   world.request_pem, NULL));
}

static GBytes *
quoted_printable (void)
{
  g_autofree char *text = world_replace (world.leaf_pem, "=", "=3D");
  g_autofree char *lines = world_replace (text, "A", "A=\n");

  return world_take_text (
      g_strconcat (HEAD "Content-Type: text/plain; charset=iso-8859-1\n"
                        "Content-Transfer-Encoding: quoted-printable\n\nGr=FC=DFe,\n",
                   lines, NULL));
}

static GBytes *
whole_base64 (void)
{
  g_autofree char *base64 = world_base64 (world.leaf->der, 76);

  return world_take_text (
      g_strconcat (HEAD "Content-Type: application/pkix-cert; name=leaf.cer\n"
                        "Content-Transfer-Encoding: base64\n\n",
                   base64, NULL));
}

static GBytes *
attached (void)
{
  return make_mail (
      "mixed", prose (),
      make_base64_part ("application/octet-stream", "leaf.crt", world.leaf->der),
      make_base64_part ("application/pkcs10", "my.csr", world.request), NULL);
}

static GBytes *
attached_wide (void)
{
  gsize length = 0;
  char *wide = g_convert (world.leaf_pem, -1, "UTF-16", "UTF-8", NULL, &length, NULL);
  g_autoptr (GBytes) octets = g_bytes_new_take (wide, length);

  return make_mail ("mixed", prose (),
                    make_base64_part ("text/plain; charset=utf-16", "l.txt", octets), NULL);
}

static GBytes *
attached_zip (void)
{
  g_autoptr (GBytes) zip = key_form_zip ("zip", world.leaf->der, NULL);

  return make_mail ("mixed", prose (), make_base64_part ("application/zip", "ca.zip", zip),
                    NULL);
}

/* Both say the same. */
static GBytes *
alternative (void)
{
  g_autofree char *lines = world_replace (world.leaf_pem, "\n", "<br>\n");

  return make_mail ("alternative", make_part ("Content-Type: text/plain", world.leaf_pem),
                    make_part ("Content-Type: text/html", lines), NULL);
}

static GBytes *
alternative_html (void)
{
  g_autofree char *lines = world_replace (world.leaf_pem, "\n", "<br>\n");

  return make_mail ("alternative", prose (), make_part ("Content-Type: text/html", lines),
                    NULL);
}

/* Who signed the mail is not what it is about. */
static GBytes *
signed_mail (void)
{
  return make_mail (
      "signed; protocol=\"application/pkcs7-signature\"",
      make_part ("Content-Type: text/plain", world.request_pem),
      make_base64_part ("application/pkcs7-signature", "smime.p7s", world.ca->der), NULL);
}

static GBytes *
encrypted_mail (void)
{
  return make_mail ("encrypted; protocol=\"application/pgp-encrypted\"",
                    make_part ("Content-Type: application/pgp-encrypted", "Version: 1"),
                    make_part ("Content-Type: application/octet-stream", "unreadable"),
                    NULL);
}

static GBytes *
pictures (void)
{
  return make_mail ("related", prose (),
                    make_base64_part ("image/png", "logo.png", world.ca->der), NULL);
}

/* @depth: mails around the one with the request */
static GBytes *
nest (guint depth)
{
  GBytes *mail = plain ();

  for (guint i = 0; i < depth; i++)
    {
      g_autoptr (GBytes) inner = mail;
      g_autofree char *text =
          g_strndup (g_bytes_get_data (inner, NULL), g_bytes_get_size (inner));
      g_autofree char *boundary = g_strdup_printf ("mixed%u", i);
      GString *outer = g_string_new (HEAD);

      g_string_append_printf (outer,
                              "Content-Type: multipart/mixed; boundary=%s\n\n--%s\n"
                              "Content-Type: message/rfc822\n\n%s\n--%s--\n",
                              boundary, boundary, text, boundary);
      mail = g_string_free_to_bytes (outer);
    }
  return mail;
}

static GBytes *
forwarded (void)
{
  return nest (1);
}

static GBytes *
forwarded_thrice (void)
{
  return nest (3);
}

static GBytes *
forwarded_often (void)
{
  return nest (4);
}

static GBytes *
forwarded_base64 (void)
{
  g_autoptr (GBytes) inner = plain ();

  return make_mail ("mixed", prose (),
                    make_base64_part ("application/octet-stream", "csr.eml", inner), NULL);
}

static GBytes *
with_key (void)
{
  char *key = mint_key_to_pem (world.leaf);
  g_autoptr (GBytes) octets = world_take_text (key);

  return make_mail (
      "mixed", prose (), make_base64_part ("application/x-pem-file", "server.pem", octets),
      make_base64_part ("application/pkix-cert", "ca.crt", world.ca->der), NULL);
}

static GBytes *
cut_off (void)
{
  g_autoptr (GBytes) whole = attached ();

  return g_bytes_new_from_bytes (whole, 0, g_bytes_get_size (whole) - 200);
}

/* What was pasted of a mail's source. */
static GBytes *
one_part (void)
{
  g_autofree char *part =
      make_base64_part ("application/octet-stream", "my.csr", world.request);

  return world_take_text (g_strconcat (part, "--frontier--\n", NULL));
}

static const DocumentInput inputs[] = {
  { "plain", plain, "r", "mail, PEM" },
  { "quoted", plain_quoted, "r", "mail, PEM" },
  { "mailbox", mailbox, "r", "mail, PEM" },
  { "quoted-printable", quoted_printable, "l", "mail, PEM" },
  { "base64", whole_base64, "l", "mail, DER" },
  { "attached", attached, "lr", "mail, DER" },
  { "attached in UTF-16", attached_wide, "l", "mail, PEM" },
  { "attached zip", attached_zip, "l", "mail, zip, DER" },
  { "alternatives", alternative, "l", "mail, PEM" },
  { "alternatives, HTML alone", alternative_html, "l", "mail, PEM" },
  { "signed", signed_mail, "r", "mail, PEM" },
  { "encrypted", encrypted_mail, "", "mail", KP_DOCUMENT_ENCRYPTED },
  { "pictures", pictures, "", "mail" },
  { "attached mail", forwarded, "r", "mail, PEM" },
  { "attached mail of base64", forwarded_base64, "r", "mail, PEM" },
  { "four mails", forwarded_thrice, "r", "mail, PEM" },
  { "five mails", forwarded_often, "r", "mail, PEM", KP_DOCUMENT_TOO_LARGE },
  { "private key", with_key, "c", "mail, DER", 0, KP_PRIVATE_KEY_PEM },
  { "cut off", cut_off, "l", "mail, DER", KP_DOCUMENT_DAMAGED },
  { "one part of it", one_part, "r", "base64" },
};

static void
test_inputs (void)
{
  world_check (inputs, G_N_ELEMENTS (inputs));
}

static void
test_sources (void)
{
  g_autoptr (KpDocument) document = kp_document_new ();
  g_autoptr (GBytes) octets = attached_zip ();
  g_autofree char *text = NULL;

  kp_document_read (document, octets, "answer.eml");
  g_assert_cmpuint (document->parts->len, ==, 1);
  g_assert_cmpstr (((KpDocumentPart *) document->parts->pdata[0])->source, ==,
                   "answer.eml › ca.zip › folder/file");
  text = kp_document_describe (document);
  g_assert_cmpstr (text, ==, "DER in mail, zip: 1 certificate");
}

/* Two words and colons are no mail, and what OpenSSL says about a certificate is none. */
static void
test_prose (void)
{
  static const char *const heads[] = {
    "Subject: CN=my.kite.example\nIssuer: CN=Kite CA\n\n",
    "Certificate:\n    Data:\n        Version: 3 (0x2)\n",
    "Bag Attributes\n    friendlyName: From: To: x\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      g_autoptr (KpDocument) document = kp_document_new ();
      g_autoptr (GBytes) octets =
          world_take_text (g_strconcat (heads[i], world.leaf_pem, NULL));

      kp_document_read (document, octets, NULL);
      g_assert_cmpuint (document->parts->len, ==, 1);
      g_assert_cmpuint (document->formats->len, ==, 1);
    }
}

/* More parts than are looked at. */
static void
test_many_parts (void)
{
  GString *text = g_string_new (HEAD "Content-Type: multipart/mixed; boundary=b\n\n");
  g_autoptr (KpDocument) document = kp_document_new ();
  g_autoptr (GBytes) octets = NULL;

  for (guint i = 0; i <= KP_DOCUMENT_MAX_ENTRIES; i++)
    g_string_append_printf (text, "--b\nContent-Type: text/plain\n\n%s\n",
                            i % KP_DOCUMENT_MAX_ENTRIES == 0 ? world.leaf_pem : "");
  g_string_append (text, "--b--\n");
  octets = g_string_free_to_bytes (text);
  kp_document_read (document, octets, NULL);
  g_assert_cmpuint (document->parts->len, ==, 1);
  g_assert_cmpuint (document->problems, ==, KP_DOCUMENT_TOO_LARGE);
}

/* Groups of addresses within groups have taken all of the stack. */
static void
test_groups (void)
{
  g_autofree char *groups = g_malloc0 (400001);
  g_autoptr (KpDocument) document = kp_document_new ();
  g_autoptr (GBytes) octets = NULL;

  for (guint i = 0; i < 400000; i += 2)
    {
      groups[i] = 'a';
      groups[i + 1] = ':';
    }
  octets = world_take_text (g_strconcat (HEAD "Cc: ", groups,
                                         "\nContent-Type: message/rfc822\n\nTo \t:", groups,
                                         "\n\n", world.request_pem, NULL));
  kp_document_read (document, octets, NULL);
  g_assert_cmpuint (document->parts->len, ==, 1);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  world_make ();
  g_test_add_func ("/document/mail/inputs", test_inputs);
  g_test_add_func ("/document/mail/sources", test_sources);
  g_test_add_func ("/document/mail/prose", test_prose);
  g_test_add_func ("/document/mail/many-parts", test_many_parts);
  g_test_add_func ("/document/mail/groups", test_groups);
  status = g_test_run ();
  world_free ();
  return status;
}
