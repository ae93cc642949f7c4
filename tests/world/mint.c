/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mint DIR [LIST]: the certificates of the loopback world, thousands in a second.
 *
 * Makes DIR's authorities when they are absent (world root, issuing and second issuing CA,
 * a private root, an unknown root, an expired root, the resolvers' own certificate), then
 * one PEM file (leaf, chain as the kind wants it, key) per line of LIST:
 *
 *   NAME <tab> KIND <tab> FILE        FILE is relative to DIR, its folder must exist
 *
 * Kinds: see kinds[] below; also "seconds:N", a valid one that ends N seconds from now.
 * MINT_AIA in the environment is the URL that leaves give for their issuer. */
#include <errno.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define HOUR 3600L
#define DAY (24 * HOUR)
/* Half a day to spare: the days that are left stay the same number while a test runs. */
#define LONG (60 * DAY + 12 * HOUR)
#define YEARS (3650 * DAY)
#define OK(call) check ((call), #call, __LINE__)

typedef struct
{
  gnutls_x509_crt_t crt;
  gnutls_x509_privkey_t key;
} Pair;

typedef enum
{
  ISSUER_WORLD,   /* the world's issuing CA, which chains to ca.pem */
  ISSUER_SECOND,  /* a CA below the issuing CA: a chain of two intermediates */
  ISSUER_PRIVATE, /* straight below private-root.pem */
  ISSUER_UNKNOWN, /* an intermediate of a root that nobody has */
  ISSUER_SELF,
} Issuer;

typedef enum
{
  CHAIN_RIGHT,
  CHAIN_NONE,
  CHAIN_REORDERED,
  CHAIN_EXTRA, /* an intermediate that has nothing to do with the leaf */
  CHAIN_ROOT,  /* the root is served too */
} Chain;

typedef enum
{
  NAME_RIGHT,
  NAME_OTHER,
  NAME_WILDCARD,
  NAME_CN_ONLY,
} Naming;

typedef struct
{
  const char *kind;
  long from; /* seconds relative to now */
  long to;
  Issuer issuer;
  Chain chain;
  Naming naming;
  bool rsa;
} Kind;

static const Kind kinds[] = {
  { "valid", -30 * DAY, LONG, ISSUER_WORLD, CHAIN_RIGHT, NAME_RIGHT, false },
  { "fresh", -HOUR, 90 * DAY + 12 * HOUR, ISSUER_WORLD, CHAIN_RIGHT, NAME_RIGHT, false },
  { "rsa", -30 * DAY, LONG, ISSUER_WORLD, CHAIN_RIGHT, NAME_RIGHT, true },
  { "expired", -93 * DAY, -3 * DAY - 12 * HOUR, ISSUER_WORLD, CHAIN_RIGHT, NAME_RIGHT,
    false },
  { "soon", -85 * DAY, 5 * DAY + HOUR, ISSUER_WORLD, CHAIN_RIGHT, NAME_RIGHT, false },
  { "soon12", -78 * DAY, 12 * DAY + HOUR, ISSUER_WORLD, CHAIN_RIGHT, NAME_RIGHT, false },
  { "notyet", 2 * DAY, 92 * DAY, ISSUER_WORLD, CHAIN_RIGHT, NAME_RIGHT, false },
  { "othername", -30 * DAY, LONG, ISSUER_WORLD, CHAIN_RIGHT, NAME_OTHER, false },
  { "wildcard", -30 * DAY, LONG, ISSUER_WORLD, CHAIN_RIGHT, NAME_WILDCARD, false },
  { "cnonly", -30 * DAY, LONG, ISSUER_WORLD, CHAIN_RIGHT, NAME_CN_ONLY, false },
  { "tls10", -30 * DAY, LONG, ISSUER_WORLD, CHAIN_RIGHT, NAME_RIGHT, true },
  { "nochain", -30 * DAY, LONG, ISSUER_WORLD, CHAIN_NONE, NAME_RIGHT, false },
  { "reordered", -30 * DAY, LONG, ISSUER_SECOND, CHAIN_REORDERED, NAME_RIGHT, false },
  { "extra", -30 * DAY, LONG, ISSUER_WORLD, CHAIN_EXTRA, NAME_RIGHT, false },
  { "rootserved", -30 * DAY, LONG, ISSUER_WORLD, CHAIN_ROOT, NAME_RIGHT, false },
  { "selfsigned", -30 * DAY, LONG, ISSUER_SELF, CHAIN_NONE, NAME_RIGHT, false },
  { "unknownca", -30 * DAY, LONG, ISSUER_UNKNOWN, CHAIN_RIGHT, NAME_RIGHT, false },
  { "private-root", -30 * DAY, LONG, ISSUER_PRIVATE, CHAIN_RIGHT, NAME_RIGHT, false },
};

static time_t now;
static const char *dir;
static Pair root, issuing, second, private_root, unknown_root, unknown, expired_root;

static void
check (int code, const char *what, int line)
{
  if (code >= 0)
    return;
  fprintf (stderr, "mint: line %d: %s: %s\n", line, what, gnutls_strerror (code));
  exit (1);
}

static char *
path_of (const char *name)
{
  char *path = NULL;

  if (asprintf (&path, "%s/%s", dir, name) < 0)
    abort ();
  return path;
}

/* Keys are written, so nobody else may read what is opened here. */
static FILE *
open_new (const char *name)
{
  char *path = path_of (name);
  FILE *file = fopen (path, "w");

  if (file == NULL)
    {
      fprintf (stderr, "mint: %s: %s\n", path, strerror (errno));
      exit (1);
    }
  free (path);
  return file;
}

static void
close_new (FILE *file)
{
  if (fclose (file) == 0)
    return;
  fprintf (stderr, "mint: writing failed: %s\n", strerror (errno));
  exit (1);
}

static void
put_crt (FILE *file, gnutls_x509_crt_t crt)
{
  gnutls_datum_t pem;

  OK (gnutls_x509_crt_export2 (crt, GNUTLS_X509_FMT_PEM, &pem));
  fwrite (pem.data, 1, pem.size, file);
  gnutls_free (pem.data);
}

static void
put_key (FILE *file, gnutls_x509_privkey_t key)
{
  gnutls_datum_t pem;

  OK (gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN,
                                         &pem));
  fwrite (pem.data, 1, pem.size, file);
  gnutls_free (pem.data);
}

static gnutls_x509_privkey_t
new_key (bool rsa)
{
  gnutls_x509_privkey_t key;

  OK (gnutls_x509_privkey_init (&key));
  if (rsa)
    OK (gnutls_x509_privkey_generate (key, GNUTLS_PK_RSA, 2048, 0));
  else
    OK (gnutls_x509_privkey_generate (
        key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0));
  return key;
}

/* What authorities and leaves have in common; unsigned. */
static gnutls_x509_crt_t
new_crt (const char *cn, gnutls_x509_privkey_t key, time_t from, time_t to)
{
  gnutls_x509_crt_t crt;
  unsigned char serial[16], id[64];
  size_t id_size = sizeof id;

  OK (gnutls_rnd (GNUTLS_RND_NONCE, serial, sizeof serial));
  serial[0] = (serial[0] & 0x7f) | 0x40;
  OK (gnutls_x509_crt_init (&crt));
  OK (gnutls_x509_crt_set_version (crt, 3));
  OK (gnutls_x509_crt_set_serial (crt, serial, sizeof serial));
  /* A common name holds 64 characters; a longer host name does without. */
  if (strlen (cn) <= 64)
    OK (gnutls_x509_crt_set_dn_by_oid (crt, GNUTLS_OID_X520_COMMON_NAME, 0, cn,
                                       strlen (cn)));
  OK (gnutls_x509_crt_set_key (crt, key));
  OK (gnutls_x509_crt_set_activation_time (crt, from));
  OK (gnutls_x509_crt_set_expiration_time (crt, to));
  OK (gnutls_x509_privkey_get_key_id (key, 0, id, &id_size));
  OK (gnutls_x509_crt_set_subject_key_id (crt, id, id_size));
  return crt;
}

static void
sign (gnutls_x509_crt_t crt, gnutls_x509_crt_t issuer, gnutls_x509_privkey_t issuer_key)
{
  unsigned char id[64];
  size_t id_size = sizeof id;

  OK (gnutls_x509_privkey_get_key_id (issuer_key, 0, id, &id_size));
  OK (gnutls_x509_crt_set_authority_key_id (crt, id, id_size));
  OK (gnutls_x509_crt_sign2 (crt, issuer, issuer_key, GNUTLS_DIG_SHA256, 0));
}

static void
new_authority (Pair *pair, const char *name, const char *cn, const Pair *issuer, long to)
{
  char file_name[64];
  FILE *file;

  pair->key = new_key (false);
  pair->crt = new_crt (cn, pair->key, now - 400 * DAY, now + to);
  OK (gnutls_x509_crt_set_basic_constraints (pair->crt, 1, -1));
  OK (gnutls_x509_crt_set_key_usage (pair->crt,
                                     GNUTLS_KEY_KEY_CERT_SIGN | GNUTLS_KEY_CRL_SIGN));
  sign (pair->crt, issuer ? issuer->crt : pair->crt, issuer ? issuer->key : pair->key);
  snprintf (file_name, sizeof file_name, "%s.pem", name);
  file = open_new (file_name);
  put_crt (file, pair->crt);
  close_new (file);
  snprintf (file_name, sizeof file_name, "%s.key", name);
  file = open_new (file_name);
  put_key (file, pair->key);
  close_new (file);
}

static void
load_authority (Pair *pair, const char *name)
{
  char file_name[64];
  gnutls_datum_t data;
  char *path;

  OK (gnutls_x509_crt_init (&pair->crt));
  OK (gnutls_x509_privkey_init (&pair->key));
  snprintf (file_name, sizeof file_name, "%s.pem", name);
  path = path_of (file_name);
  OK (gnutls_load_file (path, &data));
  OK (gnutls_x509_crt_import (pair->crt, &data, GNUTLS_X509_FMT_PEM));
  gnutls_free (data.data);
  free (path);
  snprintf (file_name, sizeof file_name, "%s.key", name);
  path = path_of (file_name);
  OK (gnutls_load_file (path, &data));
  OK (gnutls_x509_privkey_import2 (pair->key, &data, GNUTLS_X509_FMT_PEM, NULL, 0));
  gnutls_free (data.data);
  free (path);
}

static gnutls_x509_crt_t
new_leaf (const char *cn, gnutls_x509_privkey_t key, long from, long to, bool rsa)
{
  gnutls_x509_crt_t crt = new_crt (cn, key, now + from, now + to);
  const char *aia = getenv ("MINT_AIA");
  unsigned usage = GNUTLS_KEY_DIGITAL_SIGNATURE;

  if (rsa)
    usage |= GNUTLS_KEY_KEY_ENCIPHERMENT;
  OK (gnutls_x509_crt_set_basic_constraints (crt, 0, -1));
  OK (gnutls_x509_crt_set_key_usage (crt, usage));
  OK (gnutls_x509_crt_set_key_purpose_oid (crt, GNUTLS_KP_TLS_WWW_SERVER, 0));
  if (aia != NULL)
    {
      gnutls_datum_t url = { (unsigned char *) aia, (unsigned) strlen (aia) };

      OK (gnutls_x509_crt_set_authority_info_access (crt, GNUTLS_IA_CAISSUERS_URI, &url));
    }
  return crt;
}

static void
add_name (gnutls_x509_crt_t crt, const char *name)
{
  OK (gnutls_x509_crt_set_subject_alt_name (crt, GNUTLS_SAN_DNSNAME, name,
                                            (unsigned) strlen (name), GNUTLS_FSAN_APPEND));
}

/* One certificate for all DoH resolvers: localhost and 127.0.0.1. */
static void
mint_resolver (void)
{
  static const unsigned char loopback[4] = { 127, 0, 0, 1 };
  gnutls_x509_privkey_t key = new_key (false);
  gnutls_x509_crt_t crt = new_leaf ("localhost", key, -DAY, 365 * DAY, false);
  FILE *file;

  add_name (crt, "localhost");
  OK (gnutls_x509_crt_set_subject_alt_name (crt, GNUTLS_SAN_IPADDRESS, loopback,
                                            sizeof loopback, GNUTLS_FSAN_APPEND));
  sign (crt, issuing.crt, issuing.key);
  file = open_new ("server.crt");
  put_crt (file, crt);
  put_crt (file, issuing.crt);
  close_new (file);
  file = open_new ("server.key");
  put_key (file, key);
  close_new (file);
  gnutls_x509_crt_deinit (crt);
  gnutls_x509_privkey_deinit (key);
}

static void
put_issuing_der (void)
{
  FILE *file = open_new ("issuing.der");
  gnutls_datum_t der;

  OK (gnutls_x509_crt_export2 (issuing.crt, GNUTLS_X509_FMT_DER, &der));
  fwrite (der.data, 1, der.size, file);
  gnutls_free (der.data);
  close_new (file);
}

static void
authorities (void)
{
  char *path = path_of ("server.key"); /* written last: there, all is there */
  bool present = access (path, R_OK) == 0;

  free (path);
  if (present)
    {
      load_authority (&root, "ca");
      load_authority (&issuing, "issuing");
      load_authority (&second, "second");
      load_authority (&private_root, "private-root");
      load_authority (&unknown, "unknown");
      return;
    }
  new_authority (&root, "ca", "Keyplate World Root", NULL, YEARS);
  new_authority (&issuing, "issuing", "Keyplate World Issuing CA", &root, YEARS);
  new_authority (&second, "second", "Keyplate World Second CA", &issuing, YEARS);
  new_authority (&private_root, "private-root", "Private Office Root", NULL, YEARS);
  new_authority (&unknown_root, "unknown-root", "Nobody Knows Root", NULL, YEARS);
  new_authority (&unknown, "unknown", "Nobody Knows CA", &unknown_root, YEARS);
  new_authority (&expired_root, "expired-root", "Bygone Root", NULL, -30 * DAY);
  put_issuing_der ();
  mint_resolver ();
}

static void
put_chain (FILE *file, const Kind *kind)
{
  if (kind->issuer == ISSUER_UNKNOWN)
    put_crt (file, unknown.crt);
  if (kind->chain == CHAIN_NONE || kind->issuer == ISSUER_PRIVATE
      || kind->issuer == ISSUER_UNKNOWN)
    return;
  if (kind->issuer == ISSUER_SECOND && kind->chain != CHAIN_REORDERED)
    put_crt (file, second.crt);
  put_crt (file, issuing.crt);
  if (kind->issuer == ISSUER_SECOND && kind->chain == CHAIN_REORDERED)
    put_crt (file, second.crt);
  if (kind->chain == CHAIN_EXTRA)
    put_crt (file, unknown.crt);
  if (kind->chain == CHAIN_ROOT)
    put_crt (file, root.crt);
}

static const Pair *
issuer_of (const Kind *kind)
{
  switch (kind->issuer)
    {
    case ISSUER_WORLD:
      return &issuing;
    case ISSUER_SECOND:
      return &second;
    case ISSUER_PRIVATE:
      return &private_root;
    case ISSUER_UNKNOWN:
      return &unknown;
    case ISSUER_SELF:
    default:
      return NULL;
    }
}

static bool
kind_from_string (const char *text, Kind *out)
{
  if (strncmp (text, "seconds:", 8) == 0)
    {
      char *end = NULL;

      *out = kinds[0];
      out->to = strtol (text + 8, &end, 10);
      return end != text + 8 && *end == '\0' && out->to > 0 && out->to < 3650 * DAY;
    }
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
    if (strcmp (kinds[i].kind, text) == 0)
      {
        *out = kinds[i];
        return true;
      }
  return false;
}

static void
mint_site (const char *host, const Kind *kind, const char *file_name)
{
  gnutls_x509_privkey_t key = new_key (kind->rsa);
  const Pair *issuer = issuer_of (kind);
  const char *dot = strchr (host, '.');
  gnutls_x509_crt_t crt;
  char name[320];
  FILE *file;

  snprintf (name, sizeof name, "%s", host);
  if (kind->naming == NAME_OTHER)
    snprintf (name, sizeof name, "other-%s", host);
  else if (kind->naming == NAME_WILDCARD && dot != NULL)
    snprintf (name, sizeof name, "*%s", dot);
  crt = new_leaf (name, key, kind->from, kind->to, kind->rsa);
  if (kind->naming != NAME_CN_ONLY)
    add_name (crt, name);
  sign (crt, issuer ? issuer->crt : crt, issuer ? issuer->key : key);
  file = open_new (file_name);
  put_crt (file, crt);
  put_chain (file, kind);
  put_key (file, key);
  close_new (file);
  gnutls_x509_crt_deinit (crt);
  gnutls_x509_privkey_deinit (key);
}

static int
mint_list (const char *list_path)
{
  FILE *list = fopen (list_path, "r");
  char line[1024];
  int number = 0;

  if (list == NULL)
    {
      fprintf (stderr, "mint: %s: %s\n", list_path, strerror (errno));
      return 1;
    }
  while (fgets (line, sizeof line, list) != NULL)
    {
      char host[300], kind_name[64], file_name[400];
      Kind kind;

      number++;
      if (sscanf (line, "%299[^\t]\t%63[^\t]\t%399[^\t\n]", host, kind_name, file_name)
          != 3)
        {
          fprintf (stderr, "mint: %s:%d: wanted NAME, KIND, FILE\n", list_path, number);
          return 1;
        }
      if (!kind_from_string (kind_name, &kind))
        {
          fprintf (stderr, "mint: %s:%d: no such kind: %s\n", list_path, number, kind_name);
          return 1;
        }
      mint_site (host, &kind, file_name);
    }
  fclose (list);
  return 0;
}

int
main (int argc, char **argv)
{
  if (argc == 2 && strcmp (argv[1], "--kinds") == 0)
    {
      for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        puts (kinds[i].kind);
      return 0;
    }
  if (argc < 2 || argc > 3)
    {
      fprintf (stderr, "Usage: mint DIR [LIST] | mint --kinds\n");
      return 2;
    }
  umask (077);
  now = time (NULL);
  dir = argv[1];
  if (mkdir (dir, 0700) != 0 && errno != EEXIST)
    {
      fprintf (stderr, "mint: %s: %s\n", dir, strerror (errno));
      return 1;
    }
  authorities ();
  return argc == 3 ? mint_list (argv[2]) : 0;
}
