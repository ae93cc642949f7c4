/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate/program.h"

#include <string.h>

#include "core/certificate/csr-check.h"
#include "core/certificate/csr-maker.h"
#include "patience.h"

#define HOST "cp.kite.example"
#define WHOLE "/C=GB/ST=Greater London/L=London/O=Kite, Söhne & Co"
#define NAME "/CN=cp.kite.example"
#define SAN "subjectAltName=DNS:cp.kite.example"

/* What openssl makes, what it is told to be, and whether openssl verifies it. */
typedef struct
{
  const char *name;
  const char *key;
  const char *subject;
  const char *extension;  /* (nullable) */
  const char *options[5]; /* up to %NULL */
  const char *ids;        /* of the findings, in their order */
} Row;

static const Row rows[] = {
  { "good", "p256", WHOLE NAME, SAN, { NULL }, "csr.ok" },
  { "p521", "p521", WHOLE NAME, SAN, { NULL }, "csr.ok" },
  { "odd-size", "rsa2056", WHOLE NAME, SAN, { "-sha384" }, "csr.ok" },
  { "no-subject", "p256", "/CN=cp.kite.example", NULL, { NULL }, "csr.ok csr.no-san" },
  { "upper", "p256", WHOLE NAME, "subjectAltName=DNS:CP.Kite.EXAMPLE", { NULL }, "csr.ok" },
  { "wildcard", "p256", WHOLE, "subjectAltName=DNS:*.kite.example", { NULL }, "csr.ok" },
  { "extra",
    "p256",
    WHOLE NAME,
    SAN ",DNS:www.kite.example",
    { NULL },
    "csr.ok csr.extra-name" },
  { "odd-names",
    "p256",
    WHOLE NAME,
    SAN ",IP:192.0.2.1,email:ada@kite.example",
    { NULL },
    "csr.ok csr.extra-name csr.has-email" },
  { "unit",
    "p256",
    WHOLE "/OU=IT/emailAddress=ada@kite.example" NAME,
    SAN,
    { NULL },
    "csr.ok csr.has-organizational-unit csr.has-email" },
  { "other-name",
    "p256",
    WHOLE NAME,
    "subjectAltName=DNS:my.kite.example",
    { NULL },
    "csr.missing-name" },
  { "deep-wildcard",
    "p256",
    WHOLE,
    "subjectAltName=DNS:*.example,DNS:*.cp.kite.example",
    { NULL },
    "csr.missing-name" },
  { "no-name", "p256", WHOLE "/CN=Kite Ltd", NULL, { NULL }, "csr.missing-name" },
  { "url",
    "p256",
    WHOLE "/CN=https:\\/\\/cp.kite.example",
    NULL,
    { NULL },
    "csr.missing-name" },
  { "idn",
    "p256",
    "/CN=bücher.example",
    NULL,
    { NULL },
    "csr.missing-name csr.subject-differs csr.subject-differs csr.subject-differs "
    "csr.subject-differs csr.no-san" },
  { "rsa1024", "rsa1024", WHOLE NAME, SAN, { NULL }, "csr.weak-key" },
  { "rsa2052", "rsa2052", WHOLE NAME, SAN, { NULL }, "csr.weak-key" },
  { "exponent", "rsa-e3", WHOLE NAME, SAN, { NULL }, "csr.weak-key" },
  { "sha1", "rsa2056", WHOLE NAME, SAN, { "-sha1" }, "csr.weak-signature" },
  { "md5", "rsa2056", WHOLE NAME, SAN, { "-md5" }, "csr.weak-signature" },
  { "pss",
    "rsa2056",
    WHOLE NAME,
    SAN,
    { "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:32" },
    "csr.ok" },
  { "pss-salt",
    "rsa2056",
    WHOLE NAME,
    SAN,
    { "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:max" },
    "csr.signature" },
  { "pss-sha1",
    "rsa2056",
    WHOLE NAME,
    SAN,
    { "-sha1", "-sigopt", "rsa_padding_mode:pss", NULL },
    "csr.signature csr.weak-signature" },
  { "ed25519", "ed25519", WHOLE NAME, SAN, { NULL }, "csr.key-type" },
  { "must-staple",
    "p256",
    WHOLE NAME,
    SAN,
    { "-addext", "tlsfeature=status_request" },
    "csr.must-staple" },
  { "differs",
    "p256",
    "/C=gb/ST=greater  london/L=Londn/O=KITE, SÖHNE & CO" NAME,
    SAN,
    { NULL },
    "csr.subject-differs" },
  { "lacks",
    "p256",
    "/C=DE/L=London" NAME,
    SAN,
    { NULL },
    "csr.subject-differs csr.subject-differs csr.subject-differs" },
  { "uk",
    "p256",
    "/C=UK/ST=Greater London/L=London/O=Kite, Söhne & Co" NAME,
    SAN,
    { NULL },
    "csr.country" },
  { "xx",
    "p256",
    "/C=XX/ST=Greater London/L=London/O=Kite, Söhne & Co" NAME,
    SAN,
    { NULL },
    "csr.subject-differs csr.country" },
};

/* Under valgrind and the sanitizers keys of an odd kind are left out: what tells them from
 * others is arithmetic, and they take the time of all the rest. */
static gboolean
is_slow (const Row *row)
{
  return patience () > 1
         && (g_str_equal (row->key, "rsa2052") || g_str_equal (row->key, "rsa-e3"));
}

static GBytes *minted[G_N_ELEMENTS (rows)];
static gboolean verified[G_N_ELEMENTS (rows)];
static char *key_text; /* PEM of "p256" */

static char *
make_key (const char *name)
{
  static const struct
  {
    const char *name;
    const char *options[5];
  } keys[] = {
    { "rsa1024", { "RSA", "rsa_keygen_bits:1024" } },
    { "rsa2052", { "RSA", "rsa_keygen_bits:2052" } },
    { "rsa2056", { "RSA", "rsa_keygen_bits:2056" } },
    { "rsa-e3", { "RSA", "rsa_keygen_bits:2048", "-pkeyopt", "rsa_keygen_pubexp:3" } },
    { "p256", { "EC", "ec_paramgen_curve:P-256" } },
    { "p521", { "EC", "ec_paramgen_curve:P-521" } },
    { "ed25519", { "ED25519" } },
  };
  g_autofree char *file = g_strconcat (name, ".key", NULL);
  char *path = program_write_file (file, "", 0);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_str_equal (keys[i].name, name))
      {
        const char *const *options = keys[i].options;
        g_autofree char *told =
            program_run ("openssl", "genpkey", "-quiet", "-out", path, "-algorithm",
                         options[0], options[1] != NULL ? "-pkeyopt" : NULL, options[1],
                         options[2], options[3], NULL);

        g_assert_nonnull (told);
      }
  return path;
}

static GBytes *
read_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *octets = NULL;
  gsize length = 0;

  g_file_get_contents (path, &octets, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (octets, length);
}

/* Made and verified in one go. */
static void
mint (guint i, GHashTable *keys)
{
  const Row *row = &rows[i];
  g_autofree char *path = program_write_file ("csr", "", 0);
  char *key = g_hash_table_lookup (keys, row->key);
  const char *const *options = row->options;
  g_autofree char *told = NULL;

  if (key == NULL)
    {
      key = make_key (row->key);
      g_hash_table_insert (keys, (gpointer) row->key, key);
    }
  told = program_run ("openssl", "req", "-new", "-batch", "-utf8", "-verify", "-outform",
                      "DER", "-out", path, "-key", key, "-subj", row->subject, "-addext",
                      row->extension != NULL ? row->extension : "keyUsage=digitalSignature",
                      options[0], options[0] != NULL ? options[1] : NULL, options[2],
                      options[3], options[4], NULL);
  g_assert_nonnull (told);
  verified[i] = strstr (told, "verify OK") != NULL;
  minted[i] = read_file (path);
}

static void
mint_all (void)
{
  g_autoptr (GHashTable) keys =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (!is_slow (&rows[i]))
      mint (i, keys);
  g_file_get_contents (g_hash_table_lookup (keys, "p256"), &key_text, NULL, NULL);
  g_assert_nonnull (key_text);
}

static GBytes *
get (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i].name, name))
      return minted[i];
  g_assert_not_reached ();
}

static KpCsr *
read_csr (GBytes *der)
{
  g_autoptr (GError) error = NULL;
  KpCsr *csr = kp_csr_new_from_der (der, &error);

  g_assert_no_error (error);
  return csr;
}

static KpSubject *
make_asked (void)
{
  KpSubject *subject = kp_subject_new (NULL);

  g_object_set (subject, "country", "GB", "state", "Greater London", "locality", "London",
                "organization", "Kite, Söhne & Co", "organizational-unit", "Sales", "email",
                "bob@kite.example", NULL);
  return subject;
}

static char *
join_ids (GPtrArray *findings)
{
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      const KpFinding *finding = g_ptr_array_index (findings, i);

      g_string_append_printf (ids, "%s%s", i > 0 ? " " : "",
                              kp_finding_id_to_string (finding->id));
      /* Every one is a sentence that names something; what is wrong has a way out. */
      g_assert_true (g_str_has_suffix (finding->text, "."));
      g_assert_true (g_utf8_validate (finding->text, -1, NULL));
      if (finding->severity == KP_SEVERITY_WRONG)
        g_assert_nonnull (finding->fix);
    }
  return g_string_free (ids, FALSE);
}

static const KpFinding *
find (GPtrArray *findings, KpFindingId id)
{
  for (guint i = 0; i < findings->len; i++)
    if (((KpFinding *) g_ptr_array_index (findings, i))->id == id)
      return g_ptr_array_index (findings, i);
  g_error ("no %s", kp_finding_id_to_string (id));
}

static GPtrArray *
check (GBytes *der)
{
  g_autoptr (KpCsr) csr = read_csr (der);
  g_autoptr (KpSubject) asked = make_asked ();
  const KpCsrExpectation expected = { HOST, asked, NULL };

  return kp_csr_check (csr, &expected);
}

static void
says (const char *name, KpFindingId id, const char *text)
{
  g_autoptr (GPtrArray) findings = check (get (name));

  g_assert_cmpstr (find (findings, id)->text, ==, text);
}

static void
test_findings (void)
{
  g_autoptr (KpSubject) asked = make_asked ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const KpCsrExpectation expected = {
        HOST, g_str_equal (rows[i].name, "no-subject") ? NULL : asked, NULL
      };
      g_autoptr (KpCsr) csr = NULL;
      g_autoptr (GPtrArray) findings = NULL;
      g_autofree char *ids = NULL;

      if (is_slow (&rows[i]))
        continue;
      csr = read_csr (minted[i]);
      findings = kp_csr_check (csr, &expected);
      ids = join_ids (findings);
      g_test_message ("%s", rows[i].name);
      g_assert_cmpstr (ids, ==, rows[i].ids);
      /* openssl agrees wherever we know. */
      g_assert_true (verified[i]);
      g_assert_cmpint (csr->signature, !=, KP_CSR_SIGNATURE_WRONG);
    }
}

/* The concrete values. */
static void
test_texts (void)
{
  says ("good", KP_FINDING_CSR_OK,
        "It is for cp.kite.example, has a key of ECDSA P-256 and is signed with SHA-256.");
  says ("odd-size", KP_FINDING_CSR_OK,
        "It is for cp.kite.example, has a key of RSA 2056 and is signed with SHA-384.");
  says ("extra", KP_FINDING_CSR_EXTRA_NAME, "It is also for www.kite.example.");
  says ("other-name", KP_FINDING_CSR_MISSING_NAME,
        "cp.kite.example is its common name, yet is not among its alternative names, which "
        "alone count: my.kite.example.");
  says ("deep-wildcard", KP_FINDING_CSR_MISSING_NAME,
        "It is for *.example, *.cp.kite.example, not for cp.kite.example.");
  says ("no-name", KP_FINDING_CSR_MISSING_NAME, "It is for no host name.");
  says ("rsa1024", KP_FINDING_CSR_WEAK_KEY,
        "Its RSA key has 1024 bits; at least 2048 are needed.");
  if (patience () == 1)
    says ("rsa2052", KP_FINDING_CSR_WEAK_KEY,
          "Its RSA key has 2052 bits, which can’t be divided by 8.");
  says ("md5", KP_FINDING_CSR_WEAK_SIGNATURE, "It is signed with MD5, which CAs refuse.");
  says ("pss-sha1", KP_FINDING_CSR_WEAK_SIGNATURE,
        "It is signed with SHA-1, which CAs refuse.");
  says ("ed25519", KP_FINDING_CSR_KEY_TYPE,
        "Its key is Ed25519, which no public CA takes.");
  says ("differs", KP_FINDING_CSR_SUBJECT_DIFFERS,
        "Locality: “London” was asked for, “Londn” is in it.");
  says ("lacks", KP_FINDING_CSR_SUBJECT_DIFFERS,
        "Country: “GB” was asked for, “DE” is in it.");
  says ("uk", KP_FINDING_CSR_COUNTRY,
        "“UK” is not a country code; the code of United Kingdom is GB.");
  says ("unit", KP_FINDING_CSR_HAS_ORGANIZATIONAL_UNIT,
        "It names the organizational unit “IT”.");
  says ("odd-names", KP_FINDING_CSR_HAS_EMAIL,
        "It has the email address “ada@kite.example”.");
}

/* Forged is said only of what is, and what some CAs refuse is told before it is paid. */
static void
test_advice (void)
{
  static const struct
  {
    const char *name;
    const char *word; /* (nullable) */
  } keys[] = { { "good", NULL }, { "p521", "P-521" }, { "odd-size", "4096" } };
  g_autoptr (GPtrArray) pss = check (get ("pss-salt"));

  g_assert_nonnull (strstr (find (pss, KP_FINDING_CSR_SIGNATURE)->text,
                            "RSA-PSS with unsupported parameters"));
  g_assert_nonnull (
      strstr (find (pss, KP_FINDING_CSR_SIGNATURE)->text, "need not be forged"));
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (GPtrArray) findings = check (get (keys[i].name));
      const char *fix = find (findings, KP_FINDING_CSR_OK)->fix;

      if (keys[i].word == NULL)
        g_assert_null (fix);
      else
        g_assert_nonnull (strstr (fix, keys[i].word));
    }
}

/* @der with the first @from made @to, which is as long */
static GBytes *
change (GBytes *der, const char *from, const char *to, gsize length)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (der, &size);
  guint8 *copy = g_memdup2 (data, size);
  guint8 *at = memmem (copy, size, from, length);

  g_assert_nonnull (at);
  memcpy (at, to, length);
  return g_bytes_new_take (copy, size);
}

static void
test_forged (void)
{
  g_autoptr (GBytes) changed = change (get ("good"), "London", "Lindon", 6);
  g_autoptr (GPtrArray) findings = check (changed);
  g_autofree char *path = program_write_file ("forged", g_bytes_get_data (changed, NULL),
                                              g_bytes_get_size (changed));
  g_autofree char *told = program_run ("openssl", "req", "-inform", "DER", "-in", path,
                                       "-noout", "-verify", NULL);
  g_autofree char *ids = join_ids (findings);

  g_assert_true (told == NULL || strstr (told, "verify failure") != NULL);
  g_assert_cmpstr (ids, ==, "csr.signature csr.subject-differs");
  g_assert_nonnull (strstr (find (findings, KP_FINDING_CSR_SIGNATURE)->text, "own key"));
}

/* A NUL ends a name early for some readers and not for others. */
static void
test_hostile_names (void)
{
  g_autoptr (GBytes) der =
      change (get ("extra"), "www.kite.example", "cp.kite\0example", 16);
  g_autoptr (KpCsr) csr = read_csr (der);
  g_autoptr (GPtrArray) findings = check (der);

  g_assert_cmpuint (csr->names->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (csr->names, 0), ==, HOST);
  g_assert_cmpuint (csr->n_other, ==, 1);
  g_assert_cmpstr (find (findings, KP_FINDING_CSR_EXTRA_NAME)->text, ==,
                   "It has 1 alternative name more that is no host name.");
}

/* Whatever kind of string it is, and however many there are. */
static void
test_encodings (void)
{
  static const struct
  {
    const char *octets; /* instead of "London" as UTF8String */
    const char *locality;
  } cases[] = {
    { "\x0c\x06L\xc3\xb6ndn", "Löndn" },
    { "\x14\x06L\xf6ndon", "Löndon" },
    { "\x1e\x06\0L\0o\x26\x3a", "Lo☺" },
    { "\x1e\x06\0L\0\0\0o", "L\xef\xbf\xbdo" },
    { "\x0c\x06L\x1b[31m", "L\xef\xbf\xbd[31m" },
  };
  g_autoptr (KpCsr) idn = read_csr (get ("idn"));

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) der = change (get ("good"), "\x0c\x06London", cases[i].octets, 8);
      g_autoptr (KpCsr) csr = read_csr (der);

      g_assert_cmpstr (kp_subject_get_field (csr->subject, KP_SUBJECT_LOCALITY), ==,
                       cases[i].locality);
    }
  g_assert_cmpuint (idn->names->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (idn->names, 0), ==, "xn--bcher-kva.example");
}

static void
test_many_names (void)
{
  g_autofree char *key = program_write_file ("many.key", key_text, strlen (key_text));
  g_autofree char *path = program_write_file ("many", "", 0);
  g_autoptr (GString) names = g_string_new (SAN);
  g_autofree char *told = NULL;
  g_autoptr (GBytes) der = NULL;
  g_autoptr (KpCsr) csr = NULL;

  for (guint i = 0; i < 299; i++)
    g_string_append_printf (names, ",DNS:n%u.kite.example", i);
  told = program_run ("openssl", "req", "-new", "-batch", "-outform", "DER", "-out", path,
                      "-key", key, "-subj", "/CN=cp.kite.example", "-addext", names->str,
                      NULL);
  g_assert_nonnull (told);
  der = read_file (path);
  csr = read_csr (der);
  g_assert_cmpuint (csr->names->len, ==, KP_CSR_MAX_READ_NAMES);
  g_assert_cmpuint (csr->n_other, ==, 300 - KP_CSR_MAX_READ_NAMES);
}

static GBytes *
make (const char *const *texts, KpKey *key)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = kp_csr_read_names (texts, &error);
  GBytes *der;

  g_assert_no_error (error);
  der = kp_csr_make (key, (const char *const *) names, NULL, FALSE, &error);
  g_assert_no_error (error);
  return der;
}

/* What is made here is good, whose key it has, and what is known of that. */
static void
test_own (void)
{
  g_autoptr (KpKey) key = program_make_key (KP_KEY_ECDSA_P384);
  g_autoptr (GBytes) der =
      make ((const char *const[]){ "bücher.example", "cp.kite.example", NULL }, key);
  g_autoptr (KpCsr) csr = read_csr (der);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, der);
  KpCsrExpectation expected = { "xn--bcher-kva.example", NULL,
                                kp_key_get_spki_sha256 (key) };
  g_autoptr (GPtrArray) same = kp_csr_check (csr, &expected);
  g_autoptr (GPtrArray) new = NULL;
  g_autofree char *ids = join_ids (same);
  g_autofree char *other = NULL;

  g_assert_cmpstr (csr->sha256, ==, sha256);
  g_assert_cmpstr (csr->spki_sha256, ==, kp_key_get_spki_sha256 (key));
  g_assert_cmpstr (csr->key, ==, "ECDSA P-384");
  g_assert_cmpstr (csr->common_name, ==, "xn--bcher-kva.example");
  g_assert_true (csr->has_san);
  g_assert_cmpstr (ids, ==, "csr.ok csr.extra-name csr.same-key-as-live");
  expected.live_spki_sha256 = sha256;
  expected.host = HOST;
  new = kp_csr_check (csr, &expected);
  other = join_ids (new);
  g_assert_cmpstr (other, ==, "csr.ok csr.extra-name csr.new-key");
}

/* Without anything to hold it against it still must have a name. */
static void
test_no_expectation (void)
{
  static const char *const names[][2] = { { "good", "csr.ok" },
                                          { "other-name", "csr.ok" },
                                          { "no-name", "csr.missing-name" } };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (KpCsr) csr = read_csr (get (names[i][0]));
      g_autoptr (GPtrArray) findings = kp_csr_check (csr, NULL);
      g_autofree char *ids = join_ids (findings);

      g_assert_cmpstr (ids, ==, names[i][1]);
    }
}

static void
test_compare (void)
{
  static const KpCsrRow expected[] = {
    { (char *) "Country", (char *) "GB", (char *) "gb", TRUE },
    { (char *) "State or province", (char *) "Greater London", (char *) "greater  london",
      TRUE },
    { (char *) "Locality", (char *) "London", (char *) "Londn", FALSE },
    { (char *) "Organization", (char *) "Kite, Söhne & Co", (char *) "KITE, SÖHNE & CO",
      TRUE },
    /* For the provider alone. */
    { (char *) "Organizational unit", (char *) "Sales", (char *) "", TRUE },
    { (char *) "Email", (char *) "bob@kite.example", (char *) "", TRUE },
  };
  g_autoptr (KpCsr) csr = read_csr (get ("differs"));
  g_autoptr (KpSubject) asked = make_asked ();
  g_autoptr (GPtrArray) found = kp_csr_compare (csr, asked);
  g_autoptr (GPtrArray) alone = kp_csr_compare (csr, NULL);

  g_assert_cmpuint (found->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < found->len; i++)
    {
      const KpCsrRow *row = g_ptr_array_index (found, i);

      g_assert_cmpstr (row->label, ==, expected[i].label);
      g_assert_cmpstr (row->asked, ==, expected[i].asked);
      g_assert_cmpstr (row->found, ==, expected[i].found);
      g_assert_true (row->same == expected[i].same);
    }
  g_assert_cmpuint (alone->len, ==, 4);
}

static void
append (GByteArray *out, guint8 tag, const guint8 *data, gsize length)
{
  const guint8 header[] = { tag, 0x83, (guint8) (length >> 16), (guint8) (length >> 8),
                            (guint8) length };

  g_byte_array_append (out, header, sizeof header);
  g_byte_array_append (out, data, (guint) length);
}

/* One with a modulus of that many octets; no tool has the patience to make such a key. */
static GBytes *
assemble (gsize octets)
{
  static const guint8 rsa[] = { 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86,
                                0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00 };
  static const guint8 sha256[] = { 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86,
                                   0xf7, 0x0d, 0x01, 0x01, 0x0b, 0x05, 0x00 };
  static const guint8 exponent[] = { 0x02, 0x03, 0x01, 0x00, 0x01 };
  static const guint8 version[] = { 0x02, 0x01, 0x00 };
  static const guint8 zero[] = { 0x00 };
  g_autofree guint8 *modulus = g_malloc0 (octets + 1);
  g_autoptr (GByteArray) numbers = g_byte_array_new ();
  g_autoptr (GByteArray) key = g_byte_array_new ();
  g_autoptr (GByteArray) bits = g_byte_array_new ();
  g_autoptr (GByteArray) spki = g_byte_array_new ();
  g_autoptr (GByteArray) info = g_byte_array_new ();
  g_autoptr (GByteArray) request = g_byte_array_new ();
  GByteArray *whole = g_byte_array_new ();

  memset (modulus + 1, 0xff, octets);
  append (numbers, 0x02, modulus, octets + 1);
  g_byte_array_append (numbers, exponent, sizeof exponent);
  append (key, 0x30, numbers->data, numbers->len);
  g_byte_array_append (bits, zero, 1);
  g_byte_array_append (bits, key->data, key->len);
  g_byte_array_append (spki, rsa, sizeof rsa);
  append (spki, 0x03, bits->data, bits->len);
  g_byte_array_append (info, version, sizeof version);
  append (info, 0x30, NULL, 0);
  append (info, 0x30, spki->data, spki->len);
  append (info, 0xa0, NULL, 0);
  append (request, 0x30, info->data, info->len);
  g_byte_array_append (request, sha256, sizeof sha256);
  g_byte_array_set_size (bits, 1);
  g_byte_array_append (bits, modulus, (guint) octets);
  append (request, 0x03, bits->data, bits->len);
  append (whole, 0x30, request->data, request->len);
  return g_byte_array_free_to_bytes (whole);
}

static char *
to_pem (const char *name)
{
  return kp_csr_to_pem (get (name));
}

/* @text: (transfer full): what was pasted. Returns: (transfer full): the ids */
static char *
take (char *text, KpCsr **csr)
{
  g_autoptr (KpDocument) document = kp_document_new ();
  g_autoptr (GBytes) octets = g_bytes_new_take (text, strlen (text));
  g_autoptr (GPtrArray) findings = NULL;
  const KpCsrExpectation expected = { HOST, NULL, NULL };

  kp_document_read (document, octets, "mail");
  *csr = kp_csr_take (document, &expected, &findings);
  return join_ids (findings);
}

static void
test_take (void)
{
  g_autofree char *good = to_pem ("good");
  g_autofree char *other = to_pem ("other-name");
  g_auto (GStrv) lines = g_strsplit (good, "\n", -1);
  g_autofree char *quoted = g_strjoinv ("\n> ", lines);
  g_autoptr (GBytes) large = assemble (9000);
  struct
  {
    char *text;
    const char *ids;
    gboolean taken;
  } cases[] = {
    { g_strdup (good), "csr.ok", TRUE },
    { g_strconcat ("Hello,\n> ", quoted, "\nRegards", NULL), "csr.ok", TRUE },
    { g_strconcat (good, "\nand again:\n", good, NULL), "csr.ok", TRUE },
    { g_strdup (other), "csr.missing-name", TRUE },
    { g_strconcat (good, other, NULL), "csr.several", FALSE },
    { g_strdup ("It comes tomorrow."), "csr.not-a-csr", FALSE },
    { g_strdup (""), "csr.not-a-csr", FALSE },
    { g_strconcat (good, key_text, NULL), "csr.private-key", FALSE },
    { g_strdup (key_text), "csr.private-key", FALSE },
    { kp_csr_to_pem (large), "csr.too-large", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KpCsr) csr = NULL;
      g_autofree char *ids = take (cases[i].text, &csr);

      g_assert_cmpstr (ids, ==, cases[i].ids);
      g_assert_true ((csr != NULL) == cases[i].taken);
    }
}

/* Nothing is computed with a key that would take hours. */
static void
test_large_key (void)
{
  g_autoptr (GBytes) der = assemble (6000);
  gint64 start = g_get_monotonic_time ();
  g_autoptr (KpCsr) csr = kp_csr_new_from_der (der, NULL);
  g_autoptr (GPtrArray) findings = NULL;
  g_autofree char *ids = NULL;

  g_assert_nonnull (csr);
  g_assert_cmpint (g_get_monotonic_time () - start, <, patience () * G_USEC_PER_SEC);
  g_assert_cmpstr (csr->key, ==, "RSA 48000");
  g_assert_cmpint (csr->signature, ==, KP_CSR_SIGNATURE_UNKNOWN);
  findings = kp_csr_check (csr, NULL);
  ids = join_ids (findings);
  g_assert_cmpstr (ids, ==, "csr.missing-name csr.key-type");
}

static void
test_bounds (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) large = assemble (9000);
  gsize length;
  const guint8 *data = g_bytes_get_data (get ("good"), &length);
  g_autoptr (GByteArray) longer = g_byte_array_new ();
  g_autoptr (GBytes) more = NULL;

  g_assert_null (kp_csr_new_from_der (large, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
  g_assert_cmpstr (error->message, ==,
                   "The signing request has 18 KiB; at most 16 are read.");
  g_clear_error (&error);
  for (gsize i = 0; i < length; i++)
    {
      g_autoptr (GBytes) cut = g_bytes_new_static (data, i);

      g_assert_null (kp_csr_new_from_der (cut, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      g_clear_error (&error);
    }
  /* What stands behind it would change its fingerprint. */
  g_byte_array_append (longer, data, (guint) length);
  g_byte_array_append (longer, (const guint8 *) "\n", 1);
  more = g_bytes_new (longer->data, longer->len);
  g_assert_null (kp_csr_new_from_der (more, NULL));
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  mint_all ();
  g_test_add_func ("/csr-check/findings", test_findings);
  g_test_add_func ("/csr-check/texts", test_texts);
  g_test_add_func ("/csr-check/advice", test_advice);
  g_test_add_func ("/csr-check/forged", test_forged);
  g_test_add_func ("/csr-check/hostile-names", test_hostile_names);
  g_test_add_func ("/csr-check/encodings", test_encodings);
  g_test_add_func ("/csr-check/many-names", test_many_names);
  g_test_add_func ("/csr-check/own", test_own);
  g_test_add_func ("/csr-check/no-expectation", test_no_expectation);
  g_test_add_func ("/csr-check/compare", test_compare);
  g_test_add_func ("/csr-check/take", test_take);
  g_test_add_func ("/csr-check/large-key", test_large_key);
  g_test_add_func ("/csr-check/bounds", test_bounds);
  status = g_test_run ();
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_clear_pointer (&minted[i], g_bytes_unref);
  g_free (key_text);
  program_clean_up ();
  return status;
}
