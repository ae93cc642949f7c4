/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/host-name.h"

#include <string.h>

typedef struct
{
  const char *text;
  const char *host;
  guint16 port;
} Good;

static const Good good[] = {
  { "cp.kite.io", "cp.kite.io" },
  { "CP.Kite.IO", "cp.kite.io" },
  { "  cp.kite.io\t\n", "cp.kite.io" },
  { "cp.kite.io.", "cp.kite.io" },
  { "kite.io", "kite.io" },
  { "a.b.c.d.e.kite.io", "a.b.c.d.e.kite.io" },
  { "1.kite.io", "1.kite.io" },
  { "4free-mail.kite.io", "4free-mail.kite.io" },
  { "cp.1x.kite.io", "cp.1x.kite.io" },

  { "cp.kite.io:443", "cp.kite.io", 443 },
  { "cp.kite.io:8443", "cp.kite.io", 8443 },
  { "cp.kite.io.:8443", "cp.kite.io", 8443 },
  { "cp.kite.io:1", "cp.kite.io", 1 },
  { "cp.kite.io:65535", "cp.kite.io", 65535 },

  { "https://cp.kite.io", "cp.kite.io" },
  { "https://CP.Kite.io/login", "cp.kite.io" },
  { "https://cp.kite.io:8443/login?x=1#top", "cp.kite.io", 8443 },
  { "HTTPS://cp.kite.io?x=http://other.example/", "cp.kite.io" },
  { "http://cp.kite.io/", "cp.kite.io" },
  { "http://cp.kite.io:80/", "cp.kite.io" },
  { " HTTP://cp.kite.io:8080/login", "cp.kite.io" },
  { "https://cp.kite.io:80/", "cp.kite.io", 80 },
  { "https://cp.kite.io:/", "cp.kite.io" },
  { "https://cp.kite.io#a@b", "cp.kite.io" },
  { "https://user@cp.kite.io/", "cp.kite.io" },
  { "https://user:secret@cp.kite.io:444/", "cp.kite.io", 444 },
  /* What a browser would open, not what it looks like. */
  { "https://cp.kite.io@evil.example/", "evil.example" },
  { "//cp.kite.io/login", "cp.kite.io" },
  { "cp.kite.io/login", "cp.kite.io" },
  { "cp.kite.io:8443/login", "cp.kite.io", 8443 },
  { "cp.kite.io?next=https://other.example", "cp.kite.io" },
  { "cp.kite.io/a@b", "cp.kite.io" },

  { "cp.bücher.example", "cp.xn--bcher-kva.example" },
  { "CP.BÜCHER.Example", "cp.xn--bcher-kva.example" },
  /* The same letter in two characters. */
  { "cp.bu\xcc\x88"
    "cher.example",
    "cp.xn--bcher-kva.example" },
  { "cp.xn--bcher-kva.example", "cp.xn--bcher-kva.example" },
  { "CP.XN--BCHER-KVA.EXAMPLE", "cp.xn--bcher-kva.example" },
  /* IDNA2008 keeps it; the transition is over (UTS 46 section 4). */
  { "straße.example", "xn--strae-oqa.example" },
  { "cp。kite．io", "cp.kite.io" },
  { "ｃｐ.kite.io", "cp.kite.io" },
  { "пример.example", "xn--e1afmkfd.example" },
  { "例え.example", "xn--r8jz45g.example" },
  { "東京タワー.example", "xn--5ck2eqb538s34z.example" },
  { "웹사이트.example", "xn--vf4b78iuk958a.example" },
  { "中文web.example", "xn--web-u68do18h.example" },
  { "ελλάδα.example", "xn--hxakic4aa.example" },
  { "דוגמה.example", "xn--6dbbec0c.example" },
  { "हिन्दी.example", "xn--j2bd4cyah0f.example" },
  /* Labels of different scripts are fine; it is one label that must not mix. */
  { "cp.пример.example", "cp.xn--e1afmkfd.example" },
};

typedef struct
{
  const char *text;
  int code; /* KpHostNameError */
} Bad;

static const Bad bad[] = {
  { NULL, KP_HOST_NAME_ERROR_EMPTY },
  { "", KP_HOST_NAME_ERROR_EMPTY },
  { " \t ", KP_HOST_NAME_ERROR_EMPTY },
  { "https://", KP_HOST_NAME_ERROR_EMPTY },
  { "https:///path", KP_HOST_NAME_ERROR_EMPTY },
  { ":443", KP_HOST_NAME_ERROR_EMPTY },
  { "/", KP_HOST_NAME_ERROR_EMPTY },

  { "localhost", KP_HOST_NAME_ERROR_SINGLE_LABEL },
  { "io.", KP_HOST_NAME_ERROR_SINGLE_LABEL },
  { "bücher", KP_HOST_NAME_ERROR_SINGLE_LABEL },

  { "192.0.2.1", KP_HOST_NAME_ERROR_ADDRESS },
  { "192.0.2.1:443", KP_HOST_NAME_ERROR_ADDRESS },
  { "192.0.2.1.", KP_HOST_NAME_ERROR_ADDRESS },
  { "https://192.0.2.1/", KP_HOST_NAME_ERROR_ADDRESS },
  { "127.1", KP_HOST_NAME_ERROR_ADDRESS },
  { "2130706433", KP_HOST_NAME_ERROR_ADDRESS },
  { "0x7f000001", KP_HOST_NAME_ERROR_ADDRESS },
  { "0x7f.0.0.0X1", KP_HOST_NAME_ERROR_ADDRESS },
  { "0300.0.2.1", KP_HOST_NAME_ERROR_ADDRESS },
  { "cp.kite.1", KP_HOST_NAME_ERROR_ADDRESS },
  { "１９２.0.2.１", KP_HOST_NAME_ERROR_ADDRESS },
  { "2001:db8::1", KP_HOST_NAME_ERROR_ADDRESS },
  { "::1", KP_HOST_NAME_ERROR_ADDRESS },
  { "[2001:db8::1]", KP_HOST_NAME_ERROR_ADDRESS },
  { "https://[2001:db8::1]:443/", KP_HOST_NAME_ERROR_ADDRESS },
  { "fe80::1%eth0", KP_HOST_NAME_ERROR_ADDRESS },

  { "*.kite.io", KP_HOST_NAME_ERROR_WILDCARD },
  { "https://*.kite.io/", KP_HOST_NAME_ERROR_WILDCARD },
  { "cp.*.io", KP_HOST_NAME_ERROR_CHARACTER },
  { "c*p.kite.io", KP_HOST_NAME_ERROR_CHARACTER },
  { "*", KP_HOST_NAME_ERROR_CHARACTER },

  { "my_cp.kite.io", KP_HOST_NAME_ERROR_CHARACTER },
  { "_dmarc.kite.io", KP_HOST_NAME_ERROR_CHARACTER },
  { "cp kite.io", KP_HOST_NAME_ERROR_CHARACTER },
  { "cp.kite.io my.kite.io", KP_HOST_NAME_ERROR_CHARACTER },
  { "cp.kite.io\nmy.kite.io", KP_HOST_NAME_ERROR_CHARACTER },
  { "cp.\x01kite.io", KP_HOST_NAME_ERROR_CHARACTER },
  { "cp.kite.io\x7f", KP_HOST_NAME_ERROR_CHARACTER },
  { "cp.kite\xc2\xa0.io", KP_HOST_NAME_ERROR_CHARACTER },
  { "cp.ki\xe2\x80\xaete.io", KP_HOST_NAME_ERROR_CHARACTER },
  { "\xe2\x80\x8e"
    "cp.kite.io",
    KP_HOST_NAME_ERROR_CHARACTER },
  { "cp.ki\xe2\x80\x8bte.io", KP_HOST_NAME_ERROR_CHARACTER },
  { "cp.ki\xc2\xadte.io", KP_HOST_NAME_ERROR_CHARACTER },
  { "cp.ki\xff.io", KP_HOST_NAME_ERROR_CHARACTER },
  { "cp.kite.io,my.kite.io", KP_HOST_NAME_ERROR_CHARACTER },
  { "https://good.example\\@evil.example/", KP_HOST_NAME_ERROR_CHARACTER },
  { "https://cp%2ekite.io/", KP_HOST_NAME_ERROR_CHARACTER },
  { "dns@kite.io", KP_HOST_NAME_ERROR_CHARACTER },
  { "mailto:dns@kite.io", KP_HOST_NAME_ERROR_CHARACTER },
  /* Maps to "a/c" and "1/2": nothing of it may come through. */
  { "℀.kite.io", KP_HOST_NAME_ERROR_CHARACTER },
  { "½.kite.io", KP_HOST_NAME_ERROR_IDNA },

  { "cp..kite.io", KP_HOST_NAME_ERROR_LABEL },
  { ".kite.io", KP_HOST_NAME_ERROR_LABEL },
  { "cp.kite.io..", KP_HOST_NAME_ERROR_LABEL },
  { ".", KP_HOST_NAME_ERROR_LABEL },
  { "-cp.kite.io", KP_HOST_NAME_ERROR_LABEL },
  { "cp-.kite.io", KP_HOST_NAME_ERROR_LABEL },
  { "ab--cd.kite.io", KP_HOST_NAME_ERROR_LABEL },

  { "cp.kite.io:", KP_HOST_NAME_ERROR_PORT },
  { "cp.kite.io:0", KP_HOST_NAME_ERROR_PORT },
  { "cp.kite.io:65536", KP_HOST_NAME_ERROR_PORT },
  { "cp.kite.io:4294967739", KP_HOST_NAME_ERROR_PORT },
  { "cp.kite.io:-1", KP_HOST_NAME_ERROR_PORT },
  { "cp.kite.io:https", KP_HOST_NAME_ERROR_PORT },
  { "cp.kite.io:443:443", KP_HOST_NAME_ERROR_PORT },
  { "https://cp.kite.io: 443/", KP_HOST_NAME_ERROR_PORT },
  { "http://cp.kite.io:99999/", KP_HOST_NAME_ERROR_PORT },

  /* A Cyrillic а, a Greek ο, a Cyrillic label with one Latin letter. */
  { "p\xd0\xb0ypal.example", KP_HOST_NAME_ERROR_SCRIPTS },
  { "g\xce\xbf\xce\xbfgle.example", KP_HOST_NAME_ERROR_SCRIPTS },
  { "xn--pypal-4ve.example", KP_HOST_NAME_ERROR_SCRIPTS },
  { "пpимер.example", KP_HOST_NAME_ERROR_SCRIPTS },
  /* Each with Latin and Han would do; both together not. */
  { "한ひ.example", KP_HOST_NAME_ERROR_SCRIPTS },

  { "xn--a.example", KP_HOST_NAME_ERROR_IDNA },
  { "xn--.example", KP_HOST_NAME_ERROR_LABEL },
  { "xn--zzzzzzzzzzzz99999.example", KP_HOST_NAME_ERROR_IDNA },
  /* Stands for what is not allowed, or for plain ASCII. */
  { "xn--kite-.example", KP_HOST_NAME_ERROR_LABEL },
  { "xn--n3h.example", KP_HOST_NAME_ERROR_IDNA },
  { "☃.example", KP_HOST_NAME_ERROR_IDNA },
  { "\xcc\x88"
    "a.example",
    KP_HOST_NAME_ERROR_IDNA },
  { "אa.example", KP_HOST_NAME_ERROR_IDNA },
};

static void
test_good (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      guint16 port = 7;
      g_autofree char *host = kp_host_name_parse (good[i].text, &port, &error);
      g_autofree char *again = NULL;

      g_test_message ("%s", good[i].text);
      g_assert_no_error (error);
      g_assert_cmpstr (host, ==, good[i].host);
      g_assert_cmpuint (port, ==, good[i].port);
      again = kp_host_name_parse (host, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (again, ==, host);
    }
}

static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      guint16 port = 7;
      g_autofree char *host = kp_host_name_parse (bad[i].text, &port, &error);
      g_autofree char *shown = bad[i].text != NULL ? g_strescape (bad[i].text, NULL) : NULL;

      g_test_message ("%s: %s", shown != NULL ? shown : "(null)",
                      error != NULL ? error->message : "fine");
      g_assert_null (host);
      g_assert_error (error, KP_HOST_NAME_ERROR, bad[i].code);
      g_assert_cmpuint (port, ==, 7);
    }
}

/* A message shows what was typed, so that it can be found again. */
static void
test_words (void)
{
  static const struct
  {
    const char *text, *says;
  } rows[] = {
    { ".", "“.” has nothing before or between its dots" },
    { "cp.kite.example..", "“cp.kite.example..” has nothing" },
    { "cp.kite.example:", "“cp.kite.example:” has no port after its colon" },
    { "cp.kite.example:x", "“x” is no port" },
    { "cp_x.kite.example", "holds an underscore, which no certificate may have" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (kp_host_name_parse (rows[i].text, NULL, &error));
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, rows[i].says));
    }
}

/* No certificate is for a target: it may have an underscore, and is never the site. */
static void
test_target (void)
{
  static const struct
  {
    const char *text, *target;
    int code;
  } rows[] = {
    { "_edge.proxy_1.example.", "_edge.proxy_1.example", 0 },
    { "PL-10.admin.emailsrvr.com", "pl-10.admin.emailsrvr.com", 0 },
    { "cp.kite.example.", NULL, KP_HOST_NAME_ERROR_SELF },
    { "https://CP.kite.example/", NULL, KP_HOST_NAME_ERROR_SELF },
    { "no target", NULL, KP_HOST_NAME_ERROR_CHARACTER },
    { "-x.example", NULL, KP_HOST_NAME_ERROR_LABEL },
    { "192.0.2.1", NULL, KP_HOST_NAME_ERROR_ADDRESS },
    { NULL, NULL, KP_HOST_NAME_ERROR_EMPTY },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *target =
          kp_host_name_parse_target (rows[i].text, "cp.kite.example", &error);

      g_test_message ("%s", rows[i].text != NULL ? rows[i].text : "(null)");
      g_assert_cmpstr (target, ==, rows[i].target);
      if (rows[i].target == NULL)
        g_assert_error (error, KP_HOST_NAME_ERROR, rows[i].code);
      else
        g_assert_no_error (error);
    }
}

static char *
repeat (const char *part, guint n, const char *tail)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (text, part);
  g_string_append (text, tail);
  return g_string_free (text, FALSE);
}

static void
test_lengths (void)
{
  static const struct
  {
    const char *part;
    guint n;
    const char *tail;
    gboolean fits;
  } rows[] = {
    { "a", 63, ".example", TRUE },
    { "a", 64, ".example", FALSE },
    { "a", 300, "", FALSE },
    { "ab.", 84, "c", TRUE },
    { "ab.", 84, "c.", TRUE },
    { "ab.", 84, "cd", FALSE },
    { "ab.", 100, "example", FALSE },
    { "ü", 57, ".example", TRUE },
    { "ü", 60, ".example", FALSE },
    { "ü.", 300, "example", FALSE },
    { "漢", 100000, ".example", FALSE },
    { "a", 1000000, ".example", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = repeat (rows[i].part, rows[i].n, rows[i].tail);
      g_autoptr (GError) error = NULL;
      g_autofree char *host = kp_host_name_parse (text, NULL, &error);

      g_test_message ("row %u: %s", i, error != NULL ? error->message : "fits");
      if (rows[i].fits)
        g_assert_no_error (error);
      else
        {
          g_assert_error (error, KP_HOST_NAME_ERROR, KP_HOST_NAME_ERROR_TOO_LONG);
          g_assert_cmpuint (g_utf8_strlen (error->message, -1), <=, 200);
        }
    }
}

/* A long path is no long name. */
static void
test_long_url (void)
{
  g_autofree char *path = repeat ("x/", 4000, "");
  g_autofree char *url = g_strconcat ("https://cp.kite.io/", path, NULL);
  g_autofree char *host = kp_host_name_parse (url, NULL, NULL);

  g_assert_cmpstr (host, ==, "cp.kite.io");
}

/* What a message repeats can't turn the line it stands in round. */
static void
test_messages (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (kp_host_name_parse ("cp.ki\xe2\x80\xaete\x1b[31m.io", NULL, &error));
  g_assert_nonnull (strstr (error->message, "<U+202E>"));
  g_assert_null (strchr (error->message, '\x1b'));
}

static void
test_unicode (void)
{
  static const struct
  {
    const char *host;
    const char *unicode;
  } rows[] = {
    { "cp.kite.io", "cp.kite.io" },
    { "cp.xn--bcher-kva.example", "cp.bücher.example" },
    { "xn--strae-oqa.example", "straße.example" },
    { "xn--e1afmkfd.example", "пример.example" },
    /* Never shown as what it would imitate, or what it can't stand for. */
    { "xn--pypal-4ve.example", "xn--pypal-4ve.example" },
    { "xn--n3h.example", "xn--n3h.example" },
    { "xn--a.example", "xn--a.example" },
    { "xn--kite-.example", "xn--kite-.example" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *unicode = kp_host_name_to_unicode (rows[i].host);

      g_assert_cmpstr (unicode, ==, rows[i].unicode);
    }
}

static void
test_below (void)
{
  static const struct
  {
    const char *host;
    const char *domain;
    gboolean below;
  } rows[] = {
    { "cp.kite.io", "kite.io", TRUE },  { "a.cp.kite.io", "kite.io", TRUE },
    { "kite.io", "kite.io", TRUE },     { "mykite.io", "kite.io", FALSE },
    { "kite.io", "cp.kite.io", FALSE }, { "kite.io.example", "kite.io", FALSE },
    { "cp.kite.io", "", FALSE },        { "", "kite.io", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (kp_host_name_is_below (rows[i].host, rows[i].domain), ==,
                     rows[i].below);
}

static void
test_valid_dns (void)
{
  static const struct
  {
    const char *name;
    gboolean valid;
  } rows[] = {
    { "cp.kite.io", TRUE },
    { "_dmarc.kite.io", TRUE },
    { "*.kite.io", TRUE },
    { "0/26.2.0.192.in-addr.arpa", TRUE },
    { "com", TRUE },
    { "", FALSE },
    { "cp..io", FALSE },
    { "cp.kite.io.", FALSE },
    { ".io", FALSE },
    { "cp\\.x.kite.io", FALSE },
    { "cp kite.io", FALSE },
    { "b\xc3\xbc.io", FALSE },
    { "cp.\x1bkite.io", FALSE },
    { "c\"p.io", FALSE },
  };
  g_autofree char *label = repeat ("a", 64, ".io");
  g_autofree char *name = repeat ("a.", 127, "io");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i].name);
      g_assert_cmpint (kp_host_name_is_valid_dns (rows[i].name), ==, rows[i].valid);
    }
  g_assert_false (kp_host_name_is_valid_dns (label));
  g_assert_false (kp_host_name_is_valid_dns (name));
}

static void
test_format_site (void)
{
  g_autofree char *usual = kp_host_name_format_site ("cp.kite.io", 443);
  g_autofree char *other = kp_host_name_format_site ("cp.kite.io", 8443);

  g_assert_cmpstr (usual, ==, "cp.kite.io");
  g_assert_cmpstr (other, ==, "cp.kite.io:8443");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/host-name/good", test_good);
  g_test_add_func ("/host-name/bad", test_bad);
  g_test_add_func ("/host-name/words", test_words);
  g_test_add_func ("/host-name/target", test_target);
  g_test_add_func ("/host-name/lengths", test_lengths);
  g_test_add_func ("/host-name/long-url", test_long_url);
  g_test_add_func ("/host-name/messages", test_messages);
  g_test_add_func ("/host-name/unicode", test_unicode);
  g_test_add_func ("/host-name/below", test_below);
  g_test_add_func ("/host-name/valid-dns", test_valid_dns);
  g_test_add_func ("/host-name/format-site", test_format_site);

  return g_test_run ();
}
