# SPDX-License-Identifier: GPL-3.0-or-later
"""test-checks.py UI-CHECK WITH-DISPLAY: every rule finds the violation planted for it, and finds
nothing in a tree without one."""

import os
import stat
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SPDX_C = '/* SPDX-License-Identifier: GPL-3.0-or-later */\n'
SPDX = '# SPDX-License-Identifier: GPL-3.0-or-later\n'
SPDX_XML = '<!-- SPDX-License-Identifier: GPL-3.0-or-later -->\n'

HEADER = SPDX_C + '''#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * kp_name_check:
 * @text: (nullable): what was typed
 * @strict: whether to be strict
 *
 * Returns: whether it is a name
 */
gboolean kp_name_check (const char *text, gboolean strict);
/** kp_name_length: Returns: in letters */
guint kp_name_length (const char *text);
/** kp_name_find_async: Finish gives the name. */
void kp_name_find_async (void);
char *kp_name_find_finish (void);

G_END_DECLS
'''
SOURCE = SPDX_C + '''#include "config.h"

#include "core/dns/name.h"

#include "core/base/clock.h"

gboolean
kp_name_check (const char *text, gboolean strict)
{
  return text != NULL; /* not strcpy (), and "time (" is only said */
}
'''
LOCK = SPDX_C + '''#include "config.h"

#include "widget/lock.h"

#include "core/dns/name.h"

static guint
measure (const char *name)
{
  kp_name_find_async ();
  g_free (kp_name_find_finish ());
  return kp_name_check (name, TRUE) ? kp_name_length (name) : 0;
}
'''
PAGE = SPDX_C + '''#include "config.h"

#include "page/site-page.h"

#include <glib/gi18n.h>

#include "core/dns/name.h"
#include "widget/lock.h"

const char *
kp_site_page_title (void)
{
  /* Translators: %s is a host name. */
  return _ ("Site %s");
}
'''
UI = '<?xml version="1.0" encoding="UTF-8"?>\n' + SPDX_XML + '''<interface>
  <template class="KpSitePage" parent="GtkBox">
    <property name="site">nothing</property>
    <child><object class="GtkLabel"><property name="label" translatable="yes">Site</property>
      <binding name="tooltip-text"><lookup name="hint">KpSitePage</lookup></binding>
    </object></child>
  </template>
  <menu id="menu">
    <section><item><attribute name="label" translatable="yes">_Copy</attribute></item></section>
    <section><item><attribute name="label" translatable="yes">_Fingerprint</attribute></item>
    </section>
  </menu>
</interface>
'''
CATALOGUE = SPDX + '''msgid ""
msgstr ""
"Project-Id-Version: keyplate\\n"
"PO-Revision-Date: 2026-11-30 12:00+0000\\n"
"Last-Translator: Somebody\\n"
"Language-Team: German\\n"
"Language: de\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

#. Translators: %s is a host name.
#, c-format
msgid "Site %s"
msgstr "Website von %s"

msgid "Site"
msgstr "Website"

msgid "CNAME that loops"
msgstr "CNAME im Kreis"

msgid "Width"
msgstr "Breite"

msgid "_Copy"
msgstr "_Kopieren"

msgid "_Fingerprint"
msgstr "_Fingerabdruck"

'''
DESKTOP = SPDX + '''[Desktop Entry]
Type=Application
Name=Keyplate
Exec=keyplate
Icon=io.example.Keyplate
Categories=Network;
DBusActivatable=true
'''
METAINFO = '<?xml version="1.0" encoding="UTF-8"?>\n' + SPDX_XML + '''<component
    type="desktop-application">
  <id>io.example.Keyplate</id>
  <metadata_license>CC0-1.0</metadata_license>
  <project_license>GPL-3.0-or-later</project_license>
  <name>Keyplate</name>
  <developer_name>Keyplate</developer_name>
  <summary>Watch branded sites</summary>
  <description><p>Watches branded sites, their addresses and their certificates.</p></description>
  <launchable type="desktop-id">io.example.Keyplate.desktop</launchable>
  <url type="homepage">https://example.com/</url>
  <content_rating type="oars-1.1"/>
  <provides><binary>keyplate</binary></provides>
  <releases><release version="0.1.0" date="2026-01-01"/></releases>
</component>
'''
SCHEMA = '<?xml version="1.0" encoding="UTF-8"?>\n' + SPDX_XML + '''<schemalist>
  <schema id="io.example.Keyplate" path="/io/example/Keyplate/">
    <key name="width" type="i"><default>800</default><summary>Width</summary></key>
  </schema>
</schemalist>
'''
SVG = '<svg xmlns="http://www.w3.org/2000/svg">' + SPDX_XML + '</svg>\n'
GRESOURCE = '<?xml version="1.0" encoding="UTF-8"?>\n' + SPDX_XML + '''<gresources>
  <gresource prefix="/"><file>page/site-page.ui</file></gresource>
</gresources>
'''
MAN = '''.\\" SPDX-License-Identifier: GPL-3.0-or-later
.TH KEYPLATECTL 1 "" "Keyplate" "User Commands"
.SH COMMANDS
.TP
.B site list
Lists, also as
.BR \\-\\-json .
'''
FINDING = SPDX_C + '''#include "config.h"

#include <glib/gi18n.h>

static const Row rows[] = {
  [KP_FINDING_DNS_LOOP] = { "dns.loop", KP_SEVERITY_WRONG, OPENS, N_ ("CNAME that loops"),
                            NULL },
};
'''
INDEX = '<?xml version="1.0" encoding="UTF-8"?>\n' + SPDX_XML + '''<page
    xmlns="http://projectmallard.org/1.0/" type="guide" id="index">
  <info><desc>Help</desc></info>
  <title>Keyplate</title>
  <p>Press <gui>Site</gui>.</p>
</page>
'''
LOOP = '<?xml version="1.0" encoding="UTF-8"?>\n' + SPDX_XML + '''<page
    xmlns="http://projectmallard.org/1.0/" type="topic" id="dns.loop">
  <info><link type="guide" xref="index"/><desc>Round and round</desc></info>
  <title>CNAME that loops</title>
  <p>''' + 'It leads back to itself. ' * 12 + '''</p>
</page>
'''

SERVICE = SPDX + '''[D-BUS Service]
Name=io.example.Keyplate
Exec=/usr/bin/keyplate --gapplication-service
'''
MESON = SPDX + '''project('keyplate',
  version: '0.1.0')
foreach place, name : {'bin': 'run', 'share/metainfo': 'data/io.example.Keyplate.metainfo.xml',
    'share/applications': 'data/io.example.Keyplate.desktop',
    'share/dbus-1/services': 'data/io.example.Keyplate.service',
    'share/glib-2.0/schemas': 'data/io.example.Keyplate.gschema.xml'}
  install_data(name, rename: name == 'run' ? 'keyplate' : [], install_dir: place)
endforeach
foreach place, name : {'share/man/man1': 'keyplate.1',
    'share/icons/hicolor/scalable/apps': 'io.example.Keyplate.svg',
    'share/icons/hicolor/symbolic/apps': 'io.example.Keyplate-symbolic.svg',
    'share/bash-completion/completions': 'keyplatectl',
    'share/fish/vendor_completions.d': 'keyplatectl.fish',
    'share/zsh/site-functions': '_keyplatectl'}
  install_data('COPYING', rename: name, install_dir: place)
endforeach
'''
MANIFEST = '''{
  "finish-args": ["--share=network", "--share=ipc", "--socket=wayland", "--socket=fallback-x11",
                  "--device=dri"],
  "modules": [
    { "name": "gmime", "x-licence": "LGPL-2.1-or-later", "x-provides": ["gmime-3.0"],
      "post-install": ["install COPYING /app/share/licenses/gmime"],
      "sources": [{ "type": "archive", "url": "https://example.com/gmime-3.2.15.tar.xz",
                    "sha256": "''' + 'ab' * 32 + '''" }] },
    { "name": "keyplate", "x-licence": "GPL-3.0-or-later",
      "post-install": ["install COPYING /app/share/licenses/keyplate"],
      "sources": [{ "type": "dir", "path": "../..",
                    "skip": [".git", "build-check", "build-flatpak"] }] }
  ]
}
'''

CLEAN = {
    '.clang-format': open(os.path.join(HERE, '../../.clang-format'), encoding='utf-8').read(),
    'COPYING': 'the licence\n',
    'README.md': '```\n$ ./run --demo\n```\nand `keyplatectl site list`\n',
    'HACKING.md': 'Run `./run`.\n',
    'run': '#!/bin/sh\n' + SPDX + 'echo "--demo"\n',
    'meson.build': MESON,
    'app/meson.build': SPDX + "dependency('gmime-3.0')\n"
                       "files('page/site-page.c', 'widget/lock.c', 'core/model/finding.c')\n",
    'app/core/base/clock.h': SPDX_C + '#pragma once\n',
    'app/core/desk.h': SPDX_C + '#pragma once\n',
    'app/core/dns/meson.build': SPDX + "files('name.c')\n",
    'app/core/dns/name.c': SOURCE,
    'app/core/dns/name.h': HEADER,
    'app/core/model/finding.c': FINDING,
    'app/page/site-page.c': PAGE,
    'app/page/site-page.h': SPDX_C + '#pragma once\n',
    'app/widget/lock.c': LOCK,
    'app/widget/lock.h': SPDX_C + '#pragma once\n#include <gtk/gtk.h>\n',
    'tests/checks/meson.build': SPDX + "checks = ['banned']\n",
    'tests/checks/banned.py': SPDX,
    'ui/page/site-page.ui': UI,
    'ui/keyplate.gresource.xml': GRESOURCE,
    'po/LINGUAS': SPDX + 'de\n',
    'po/de.po': CATALOGUE,
    'po/POTFILES': SPDX + '\n'.join(['app/core/model/finding.c', 'app/page/site-page.c',
                                     'data/io.example.Keyplate.gschema.xml',
                                     'ui/page/site-page.ui']) + '\n',
    'data/io.example.Keyplate.desktop': DESKTOP,
    'data/io.example.Keyplate.metainfo.xml': METAINFO,
    'data/io.example.Keyplate.service': SERVICE,
    'data/flatpak/io.example.Keyplate.json': MANIFEST,
    'data/io.example.Keyplate.gschema.xml': SCHEMA,
    'data/providers/own.json': '{ "id": "own" }\n',
    'data/icons/lock.svg': SVG,
    'data/keyplatectl.1': MAN,
    'data/help/meson.build': SPDX + "pages = ['dns.loop.page', 'index.page']\n",
    'data/help/C/index.page': INDEX,
    'data/help/C/dns.loop.page': LOOP,
}


def catalogue(old, new):
    return CATALOGUE.replace(old, new)


# A private key's text, made here so that it stands nowhere.
KEY = '-----BEGIN ' + 'PRIVATE KEY-----\n' + 'QUJD' * 16 + '\n-----END ' + 'PRIVATE KEY-----\n'
BARE_KEY = 'MIIEvQIB' + 'ADANBgkqhkiG9w0BAQEFAASC' + 'QUJD' * 16 + '\n'


def body(lines):
    return SPDX_C + '#include "config.h"\n\nint\nlong_one (void)\n{\n' + '  ;\n' * lines + '}\n'


def line(text):
    """name.c with one more line in its function."""
    return SOURCE.replace('  return', f'  {text}\n  return')


def ui(old, new):
    return UI.replace(old, new)


FLATPAK = 'data/flatpak/io.example.Keyplate.json'
# check, rule as it is printed, what is changed in the clean tree (None: taken out), what is said
PLANTED = [
    ('layers', 'no upward include', {'app/core/base/clock.h':
        HEADER.replace('<glib.h>', '"core/dns/name.h"')}, 'core/base is below it'),
    ('layers', 'no upward include', {'app/core/dns/name.h':
        HEADER.replace('<glib.h>', '<gtk/gtk.h>')}, 'built without GTK'),
    ('layers', 'no upward include', {'app/ctl/main.c':
        SPDX_C + '#include <adwaita.h>\n'}, 'built without GTK'),
    ('layers', 'no upward include', {'app/ctl/main.c':
        SPDX_C + '#include "widget/lock.h"\n'}, 'below it'),
    ('layers', 'no upward include', {'app/core/dns/name.h':
        HEADER.replace('<glib.h>', '"core/desk.h"')}, 'below it'),
    ('layers', 'no upward include', {'app/core/dns/name.h':
        HEADER.replace('<glib.h>', '"../base/clock.h"')}, 'from app/ down'),
    ('layers', 'no upward include', {'app/widget/lock.h':
        SPDX_C + '#include "page/site-page.h"\n'}, 'below it'),
    ('layers', 'no upward include', {'app/core/utils/x.h': SPDX_C}, 'no layer'),
    ('layers', 'no upward include', {'app/core/dns/name.h':
        HEADER.replace('<glib.h>', '<sqlite3.h>')}, 'knows the engine'),
    ('layers', 'no GTK in the flags of core', {'compile_commands.json':
        '[{"directory": "@ROOT@", "file": "app/core/dns/name.c", "command": '
        '"cc -I/usr/include/gtk-4.0"}]'}, 'flags of GTK'),
    ('banned', 'no unsafe call', {'app/core/dns/name.c': line('strcpy (a, b);')}, 'name.c:11'),
    ('banned', 'no unsafe call', {'tests/x.c': SPDX_C + 'int x = atoi("1");\n'}, 'atoi'),
    ('banned', 'no text is cut between octets', {'app/core/dns/name.c':
        line('f ("%.40s", x);')}, 'kp_plain_text_shorten'),
    ('banned', 'the time of day only through KpClock', {'app/core/dns/name.c':
        line('time (NULL);')}, 'time'),
    ('banned', 'the time of day only through KpClock', {'app/page/site-page.c':
        line('g_date_time_new_now_utc ();')}, 'now_utc'),
    ('banned', 'the time of day only through KpClock', {'app/core/dns/name.c':
        line('clock_gettime (CLOCK_REALTIME, &t);')}, 'CLOCK_REALTIME'),
    ('banned', 'core prints nothing and logs only for debugging', {'app/core/dns/name.c':
        line('g_print ("x");')}, 'g_print'),
    ('banned', 'no secret in a text', {'app/core/dns/name.c':
        line('g_debug ("%s", kp_secret_get_text (key));')}, 'g_debug'),
    ('banned', 'no secret in a text', {'app/ctl/main.c':
        SPDX_C + 'char *f (KpSecret *s)\n{\n  return g_strdup (\n  kp_secret_get_text (s));\n}\n'},
     'g_strdup'),
    ('banned', 'what the floor deprecates only in widget/compat', {'app/page/site-page.c':
        line('adw_message_dialog_new (NULL, NULL, NULL);')}, 'compat'),
    ('banned', 'addresses are opened only in widget/launch', {'app/widget/compat.c':
        line('gtk_show_uri_full (NULL, uri, 0, NULL, NULL, NULL);')}, 'launch'),
    ('banned', 'no provider named in code', {'app/core/dns/name.c':
        line('return "cloud-' 'office" != NULL;')}, 'profile'),
    ('banned', 'no provider named in code', {'ui/page/site-page.ui':
        ui('>Site<', '>Pex' 'ip<')}, 'profile'),
    ('banned', 'nothing unfinished', {'app/core/dns/name.c':
        line('/* TO' 'DO: more */')}, 'finish it'),
    ('banned', 'nothing unfinished', {'run': '#!/bin/sh\n# FIX' 'ME\n'}, 'finish it'),
    ('length', 'functions are short', {'app/core/dns/name.c': body(100)}, 'long_one has'),
    ('length', 'files are short', {'app/core/dns/name.c': SPDX_C + '\n' * 900}, '901 lines'),
    ('length', 'files are short', {'tests/x.c': SPDX_C + '\n' * 1200}, '1201 lines'),
    ('length', 'lines are short', {'app/core/dns/name.c':
        line('/* ' + 'x' * 100 + ' */')}, 'columns'),
    ('length', 'lines are short', {'run': '#!/bin/sh\n# ' + 'x' * 100 + '\n'}, 'columns'),
    ('licence', 'licence named in every file', {'app/core/dns/name.c': '\n'}, 'name.c'),
    ('licence', 'licence named in every file', {'run': '#!/bin/sh\n'}, 'run: no SPDX'),
    ('licence', 'the licence itself', {'COPYING': None}, 'missing'),
    ('format', 'formatting', {'app/core/dns/name.c': SOURCE.replace('(const', '( const')},
     'name.c'),
    ('includes', 'config.h, then the own header', {'app/core/dns/name.c':
        SOURCE.replace('#include "config.h"\n', '')}, 'not "config.h"'),
    ('includes', 'config.h, then the own header', {'app/core/dns/name.c':
        SOURCE.replace('#include "core/dns/name.h"\n', '')}, 'own "core/dns/name.h"'),
    ('includes', 'headers guard themselves', {'app/core/dns/name.h': SPDX_C}, 'pragma once'),
    ('includes', 'headers guard themselves', {'app/core/dns/name.h':
        HEADER.replace('<glib.h>', '"config.h"')}, 'belongs into'),
    ('includes', 'what is used is named', {'app/core/dns/name.c':
        line('soup_session_new ();')}, 'libsoup'),
    ('includes', 'what is used is named', {'app/core/dns/name.c': line('close (1);')}, 'unistd'),
    ('docstrings', 'public functions are described', {'app/core/dns/name.h':
        HEADER.replace('/**', '/*')}, 'above it'),
    ('docstrings', 'public functions are described', {'app/core/dns/name.h':
        HEADER.replace('kp_name_check:', 'kp_name:')}, 'begin with'),
    ('docstrings', 'public functions are described', {'app/core/dns/name.h':
        HEADER.replace('@text', '@string')}, 'does not take'),
    ('docstrings', 'public functions are described', {'app/core/dns/name.h':
        HEADER.replace(' * @text: (nullable): what was typed\n', '')}, 'not describe @text'),
    ('docstrings', 'public functions are described', {'app/core/dns/name.h':
        HEADER.replace('Returns:', 'Gives')}, 'returns'),
    ('docstrings', 'public functions are described', {'app/core/dns/name.h':
        HEADER.replace('kp_name_find_finish', 'kp_name_lose_finish')}, 'kp_name_lose_finish'),
    ('docstrings', 'public functions are described', {'app/core/dns/name.h':
        HEADER.replace('kp_name_length: Returns: in', 'kp_name_length: In')}, 'kp_name_length'),
    ('docstrings', 'public functions are described', {'app/core/dns/name.h':
        HEADER.replace('G_END', 'struct X\n{\n  int a;\n};\nint kp_y (void);\nG_END')}, 'kp_y'),
    ('listed', 'every C file is built', {'app/core/dns/new.c': SPDX_C}, 'new.c'),
    ('listed', 'every public function is used', {'app/widget/lock.c':
        LOCK.replace(' ? kp_name_length (name) : 0', '')}, 'kp_name_length'),
    ('listed', 'every public function is used', {'app/widget/lock.c':
        LOCK.replace('kp_name_check (name, TRUE) ? ', '')}, 'kp_name_check'),
    ('listed', 'every check is run', {'tests/checks/new.py': SPDX}, 'new.py'),
    ('leaks', 'no private key', {'tests/x.pem': KEY}, 'x.pem'),
    ('leaks', 'no private key', {'tests/x.c': SPDX_C + 'char *k = "' +
                                 KEY.replace('\n', '\\n') + '";\n'}, 'x.c'),
    ('leaks', 'no private key', {'tests/x.txt': BARE_KEY}, 'x.txt'),
    ('leaks', 'no private key', {'tests/x.key': 'x'}, 'x.key'),
    ('leaks', 'no path of one machine', {'run': '#!/bin/sh\ncd /home' '/me/x\n'}, 'run:2'),
    ('leaks', 'no path of one machine', {'run': '#!/bin/sh\ncd @ROOT@/x\n'}, 'run:2'),
    ('potfiles', 'POTFILES is complete', {'po/POTFILES': SPDX}, 'not in po/POTFILES'),
    ('potfiles', 'POTFILES is complete', {'app/page/site-page.c': None}, 'no such file'),
    ('potfiles', 'POTFILES is complete', {'app/page/site-page.c': SPDX_C}, 'nothing there'),
    ('potfiles', 'POTFILES is complete', {'app/widget/lock.c':
        SPDX_C + 'char *x = _("x");\n'}, 'lock.c'),
    ('potfiles', 'placeholders are explained to translators', {'app/page/site-page.c':
        PAGE.replace('Translators: ', '')}, 'Site %s'),
    ('potfiles', 'comments reach the translators', {'app/page/site-page.c':
        PAGE.replace('name. */', 'name. */\n  kp_lock_show ();')}, 'a host name'),
    ('catalogues', 'the texts can be taken out', {'app/page/site-page.c':
        PAGE.replace('_ ("', 'ngettext ("Site %s", "Sites", 2), _ ("')}, 'with plural'),
    ('catalogues', 'every catalogue is listed', {'po/LINGUAS': SPDX + 'de\nfr\n'}, 'fr'),
    ('catalogues', 'every catalogue is listed', {'po/fr.po': CATALOGUE}, 'po/fr.po'),
    ('catalogues', 'catalogues are valid', {'po/de.po': catalogue('von %s', 'von %d')}, 'de.po'),
    ('catalogues', 'catalogues are valid', {'po/de.po': CATALOGUE + 'msgid "x\n'}, 'de.po'),
    ('catalogues', 'catalogues are complete', {'app/page/site-page.c':
        PAGE.replace('Site %s', 'Sites %s')}, 'not translated: “Sites %s”'),
    ('catalogues', 'catalogues are complete', {'po/de.po':
        catalogue('"Website von %s"', '""')}, 'not translated: “Site %s”'),
    ('catalogues', 'catalogues are complete', {'po/de.po':
        catalogue('c-format', 'fuzzy, c-format')}, 'only guessed: “Site %s”'),
    ('catalogues', 'catalogues are complete', {'po/de.po': CATALOGUE +
        ''.join(f'\n#~ msgid "gone {i}"\n#~ msgstr "weg"\n' for i in range(21))}, '21 texts'),
    ('catalogues', 'translations have the placeholders of their source', {'po/de.po':
        CATALOGUE + '\nmsgid "for {site}"\nmsgstr "für {seite}"\n'}, '{site}'),
    ('catalogues', 'translations end as their source', {'po/de.po':
        CATALOGUE + '\nmsgid "Note:"\nmsgstr "Notiz"\n'}, 'Note:'),
    ('catalogues', 'translations end as their source', {'po/de.po':
        CATALOGUE + '\nmsgid "Edit…"\nmsgstr "Bearbeiten..."\n'}, 'Edit…'),
    ('catalogues', 'translations end as their source', {'po/de.po':
        CATALOGUE + '\nmsgid " more"\nmsgstr "mehr"\n'}, ' more'),
    ('catalogues', 'quotation marks are typographic', {'po/de.po':
        CATALOGUE + '\nmsgid "“%s”"\nmsgstr "\\"%s\\""\n'}, '“%s”'),
    ('catalogues', 'no menu has a letter twice', {'po/de.po':
        catalogue('_Fingerabdruck', '_Kopie')}, 'same letter'),
    ('catalogues', 'no menu has a letter twice', {'po/de.po':
        catalogue('_Fingerabdruck', 'Fingerabdruck')}, 'a letter to reach it'),
    ('data-files', 'JSON is valid', {'data/providers/own.json': '{'}, 'own.json'),
    ('data-files', 'JSON is valid', {'data/providers/own.json': '{ "a": 1, "a": 2 }'}, 'twice'),
    ('data-files', 'desktop file is valid', {'data/io.example.Keyplate.desktop':
        DESKTOP.replace('=Application', '=App')}, 'Type'),
    ('data-files', 'metainfo is valid', {'data/io.example.Keyplate.metainfo.xml':
        METAINFO.replace('</id>', '</ix>')}, 'metainfo'),
    ('data-files', 'settings schema is valid', {'data/io.example.Keyplate.gschema.xml':
        SCHEMA.replace('800', '"wide"')}, 'can not parse'),
    ('data-files', 'drawings are XML', {'data/icons/lock.svg': '<svg>'}, 'lock.svg'),
    ('flatpak', 'the sandbox has the permissions it is meant to have', {FLATPAK:
        MANIFEST.replace('--device=dri', '--device=all')}, 'dri is missing'),
    ('flatpak', 'the sandbox has the permissions it is meant to have', {FLATPAK:
        MANIFEST.replace('"--device', '"--talk-name=org.a.B", "--device')}, 'too much'),
    ('flatpak', 'what the runtime lacks is brought, and nothing else', {'app/meson.build':
        SPDX + "x = dependency('gmime-3.0')\ny = dependency('libfoo')\n"}, 'libfoo'),
    ('flatpak', 'what the runtime lacks is brought, and nothing else', {FLATPAK:
        MANIFEST.replace('"gmime-3.0"', '"gmime-3.0", "gtk4"')}, 'the runtime has it'),
    ('flatpak', 'what the runtime lacks is brought, and nothing else', {'app/meson.build':
        SPDX + "x = dependency('gtk4')\n"}, 'nobody wants it'),
    ('flatpak', 'what is brought has a checksum and a licence', {FLATPAK:
        MANIFEST.replace('ab' * 32, 'ab' * 31)}, 'SHA-256'),
    ('flatpak', 'what is brought has a checksum and a licence', {FLATPAK:
        MANIFEST.replace('https:', 'http:')}, 'HTTPS'),
    ('flatpak', 'what is brought has a checksum and a licence', {FLATPAK:
        MANIFEST.replace('LGPL-2.1-or-later', '')}, 'licence'),
    ('flatpak', 'what is brought has a checksum and a licence', {FLATPAK:
        MANIFEST.replace('install COPYING /app/share/licenses/gmime', 'true')}, 'text'),
    ('flatpak', 'what is brought has a checksum and a licence', {FLATPAK:
        MANIFEST.replace('"build-flatpak"', '"build"')}, 'build-flatpak is copied'),
    ('install', 'it can be installed', {'meson.build':
        MESON + "meson.add_install_script('false')\n"}, 'false'),
    ('install', 'what is installed fits together', {'data/io.example.Keyplate.service':
        SERVICE.replace('/usr/bin', '/opt/bin')}, 'starts /opt'),
    ('install', 'what is installed fits together', {'data/io.example.Keyplate.desktop':
        DESKTOP.replace('DBusActivatable=true', '')}, 'not activated'),
    ('install', 'what is installed fits together', {'data/io.example.Keyplate.metainfo.xml':
        METAINFO.replace('<binary>keyplate', '<binary>keyplated')}, 'no program keyplated'),
    ('install', 'what is installed fits together', {'meson.build':
        MESON.replace('-symbolic', '-symbol')}, 'symbolic.svg'),
    ('install', 'the metainfo tells of this release', {'meson.build':
        MESON.replace('0.1.0', '0.2.0')}, '0.2.0 is built'),
    ('install', 'uninstalling leaves nothing', {'meson.build': MESON +
        "meson.add_install_script('sh', '-c', 'touch $MESON_INSTALL_DESTDIR_PREFIX/more')\n"},
     'usr/more is left'),
    ('readme', 'the commands of the papers exist', {'run': None}, './run'),
    ('readme', 'the commands of the papers exist', {'README.md': '`./run --fly`\n'}, '--fly'),
    ('readme', 'the commands of the papers exist', {'README.md':
        '```\nkeyplatectl site dance\n```\n'}, 'dance'),
    ('readme', 'the commands of the papers exist', {'README.md':
        '`keyplatectl site list --fast`\n'}, '--fast'),
    ('readme', 'the commands of the papers exist', {'data/help/C/index.page':
        INDEX.replace('<gui>Site</gui>', '<cmd>keyplatectl site dance</cmd>')}, 'dance'),
    ('readme', 'the man page explains every command', {'data/keyplatectl.1':
        MAN.replace('site list', 'site lost')}, 'site list'),
    ('readme', 'the man page explains every command', {'data/keyplatectl.1':
        MAN.replace('-json', '-jsons')}, '--json'),
    ('readme', 'man pages are clean', {'data/keyplatectl.1': MAN + '.XY\n'}, 'XY'),
    ('readme', 'HACKING.md is short', {'HACKING.md': 'x\n' * 201}, '201 lines'),
    ('help', 'the guide is valid', {'data/help/C/index.page':
        INDEX.replace('<p>', '<q>')}, 'index'),
    ('help', 'the guide is valid', {'data/help/C/index.page':
        INDEX.replace('<gui>', '<button>').replace('</gui>', '</button>')}, 'button'),
    ('help', 'the links of the guide lead somewhere', {'data/help/C/dns.loop.page':
        LOOP.replace('xref="index"', 'xref="there"')}, 'nowhere'),
    ('help', 'the links of the guide lead somewhere', {'data/help/C/dns.loop.page':
        LOOP.replace('type="guide" xref', 'xref')}, 'no way'),
    ('help', 'the links of the guide lead somewhere', {'data/help/C/dns.loop.page':
        LOOP.replace('id="dns', 'id="tls')}, 'tls.loop'),
    ('help', 'every finding has its page', {'data/help/C/dns.loop.page': None}, 'no page'),
    ('help', 'every finding has its page', {'data/help/C/dns.loop.page':
        LOOP.replace('>CNAME', '>A CNAME')}, 'is called'),
    ('help', 'every finding has its page', {'data/help/C/dns.loop.page':
        LOOP.replace('itself. ', '')}, 'words'),
    ('help', 'every finding has its page', {'data/help/C/dns.hole.page':
        LOOP.replace('dns.loop', 'dns.hole')}, 'no finding'),
    ('help', 'the guide names what is there', {'data/help/C/index.page':
        INDEX.replace('>Site<', '>Sites<')}, 'Sites'),
    ('help', 'every page is installed', {'data/help/meson.build': SPDX + "'index.page'\n"},
     'dns.loop'),
    ('ui-files', 'ui files are XML', {'ui/page/site-page.ui': ui('</interface>', '')}, 'site-page'),
    ('ui-files', 'GTK builds the ui files', {'ui/page/site-page.ui':
        ui('"label" trans', '"labels" trans')}, 'labels'),
    ('ui-files', 'GTK builds the ui files', {'ui/page/site-page.ui':
        ui('parent="GtkBox"', 'parent="GtkBoxx"')}, 'GtkBoxx'),
    ('ui-files', 'GTK builds the ui files', {'ui/page/site-page.ui':
        ui('name="hint">', 'name="hint" type="GtkLabel">')}, 'hint'),
    ('ui-files', 'the program carries the ui files', {'ui/keyplate.gresource.xml':
        GRESOURCE.replace('site-page', 'other')}, 'site-page'),
    ('ui-files', 'the program carries the ui files', {'ui/keyplate.gresource.xml':
        GRESOURCE.replace('<file>', '<file alias="a">page/site-page.ui</file><file>')},
     'named twice'),
    ('ui-files', 'a template lies beside its class', {'app/page/site-page.c': None}, 'site-page'),
    ('ui-files', 'a parent of ours is there', {'ui/page/site-page.ui':
        ui('parent="GtkBox"', 'parent="KpBoxx"')}, 'KpBoxx'),
]
CHECKS = sorted({check for check, *_ in PLANTED})

# Stands in for keyplatectl: one command, one option.
CTL = '''#!/bin/sh
case "$*" in
  --help) echo '  site list  Lists' ;;
  'site list --help') echo --json ;;
  'site --help') echo list ;;
  *) exit 2 ;;
esac
'''


def plant(root, files):
    for path, text in files.items():
        if text is None:
            continue
        absolute = os.path.join(root, path)
        os.makedirs(os.path.dirname(absolute), exist_ok=True)
        with open(absolute, 'w', encoding='utf-8') as file:
            file.write(text.replace('@ROOT@', os.path.realpath(root)))
        if text.startswith('#!'):
            os.chmod(absolute, stat.S_IRWXU)


def run(check, root, programs):
    built = root + '-built'
    if check == 'install':
        subprocess.run(['meson', 'setup', '--prefix=/usr', built, root], capture_output=True,
                       timeout=60, check=True)
    arguments = {'layers': [root] if os.path.exists(root + '/compile_commands.json') else [],
                 'install': [built],
                 'readme': [programs['build']],
                 'ui-files': programs['ui']}.get(check, [])
    return subprocess.run(['/usr/bin/python3', '-B', os.path.join(HERE, check + '.py'), root,
                           *arguments], capture_output=True, text=True, timeout=60, check=False)


def judge_clean(check, directory, programs):
    root = os.path.join(directory, 'clean')
    if not os.path.exists(root):
        plant(root, CLEAN)
    result = run(check, root, programs)
    if result.returncode != 0 or 'not ok' in result.stdout:
        return f'finds a fault in a clean tree:\n{result.stdout}{result.stderr}'
    return None


def judge_planted(number, planted, directory, programs):
    check, rule, changes, said = planted
    root = os.path.join(directory, f'planted{number}')
    plant(root, {**CLEAN, **changes})
    result = run(check, root, programs)
    failed = [l for l in result.stdout.splitlines() if l.startswith('not ok')]
    if result.returncode != 1 or not any(f'- {rule} (' in l for l in failed):
        return f'did not find it:\n{result.stdout}{result.stderr}'
    reasons = [l for l in result.stdout.splitlines() if l.startswith('# ')]
    if not any(said in l for l in reasons):
        return f'did not say "{said}":\n{result.stdout}'
    return None


def main():
    with tempfile.TemporaryDirectory(prefix='keyplate-checks.') as directory:
        programs = {'build': os.path.join(directory, 'build'), 'ui': sys.argv[1:3]}
        plant(directory, {'build/app/ctl/keyplatectl': CTL})
        print(f'1..{len(CHECKS) + len(PLANTED)}')
        outcomes = [(f'{check}: a clean tree', judge_clean(check, directory, programs))
                    for check in CHECKS]
        for number, planted in enumerate(PLANTED):
            outcomes.append((f'{planted[0]}: {planted[1]}: {planted[3]}',
                             judge_planted(number, planted, directory, programs)))
    for number, (name, fault) in enumerate(outcomes, 1):
        if fault is not None:
            print('\n'.join('# ' + l for l in fault.splitlines()))
        print(f'{"not ok" if fault else "ok"} {number} - {name}')
    sys.exit(1 if any(fault for _, fault in outcomes) else 0)


main()
