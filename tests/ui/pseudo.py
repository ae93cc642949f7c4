# SPDX-License-Identifier: GPL-3.0-or-later
"""pseudo.py ROOT FOLDER [LANGUAGE]: a language that nobody speaks, to see what is not translated
and what has no room. Every text of po/POTFILES gets letters with accents, is two fifths longer,
and stands between ⟦ and ⟧; placeholders and markup stay. FOLDER/en_XA/LC_MESSAGES/keyplate.mo is
its catalogue (or that of LANGUAGE), and FOLDER/en_XA.utf8 a locale of that name, for LOCPATH: the
C library of a machine without any other has that of C.UTF-8, in which gettext need not translate.

pseudo (text) is what a text becomes, so that a test finds what it looks for."""

import os
import re
import struct
import subprocess
import sys

LANGUAGE = 'en_XA'
DOMAIN = 'keyplate'
OPEN, CLOSE = '⟦', '⟧'
LETTERS = dict(zip('AaBbCcDdEeFfGgHhIiJjKkLlMmNnOoPpQqRrSsTtUuVvWwXxYyZz',
                   'ÀàƁƀÇçÐðÉéƑƒĜĝĤĥÎîĴĵĶķĻļṀṁÑñÖöÞþǪǫŔŕŠšŢţÛûṼṽŴŵẊẋÝýŽž'))
# What is made longer is made so in words, that can wrap as others do.
FILLING = 'ļöŕéṁ îþšûṁ ðöļöŕ šîţ àṁéţ '
# Not of the text: conversions of printf and of g_date_time_format (), a mnemonic, tags, entities,
# and what a program puts in.
KEPT = re.compile(r'%(?:\d+\$)?[-+ #0\']*(?:\d+|\*)?(?:\.(?:\d+|\*))?(?:hh|h|ll|l|z|j|t)?'
                  r'<PRI\w+>|%(?:\d+\$)?[-+ #0\'_^EO]*(?:\d+|\*)?(?:\.(?:\d+|\*))?'
                  r'(?:hh|h|ll|l|z|j|t)?[A-Za-z%]|</?[A-Za-z][^<>]*>|&#?\w+;|\{\w*\}')
# A translator leaves these as they are, too.
AS_IT_IS = re.compile(r'don.t translate|translator-credits')
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
ESCAPES = {'n': '\n', 't': '\t', 'r': '\r', '"': '"', '\\': '\\'}


def accented(text):
    """TEXT with accents, and how many letters of it are its own."""
    said, letters, at = [], 0, 0
    for match in [*KEPT.finditer(text), None]:
        own = text[at:match.start() if match else len(text)]
        letters += len(own)
        said.append(''.join(LETTERS.get(letter, letter) for letter in own))
        if match:
            said.append(match.group())
            at = match.end()
    return ''.join(said), letters


def pseudo(text):
    body = text.strip('\n')
    before, _, after = text.partition(body) if body else (text, '', '')
    said, letters = accented(body)
    more = max(1, round(letters * .4)) if letters > 1 else 0
    filling = (FILLING * (more // len(FILLING) + 1))[:more].rstrip() if more else ''
    return f'{before}{OPEN}{said}{" " if filling else ""}{filling}{CLOSE}{after}' if body else text


def unquoted(lines):
    whole = ''.join(match.group(1) for line in lines for match in QUOTED.finditer(line))
    return re.sub(r'\\(.)', lambda match: ESCAPES[match.group(1)], whole)


def entries(pot):
    """(context, text, plural, what translators are told) of each entry but the header."""
    for entry in re.split(r'\n\n+', pot):
        fields, notes = {}, []
        for line in entry.splitlines():
            word = re.match(r'(msgctxt|msgid_plural|msgid|msgstr)\b', line)
            if word:
                field = fields.setdefault(word.group(1), [])
            if line.startswith('#.'):
                notes.append(line[2:].strip())
            elif not line.startswith('#') and fields:
                field.append(line)
        text = unquoted(fields.get('msgid', ()))
        if text:
            yield (unquoted(fields['msgctxt']) if 'msgctxt' in fields else None, text,
                   unquoted(fields['msgid_plural']) if 'msgid_plural' in fields else None,
                   ' '.join(notes))


def template(root):
    """All texts of the program, as the one who translates gets them."""
    return subprocess.run(
        ['xgettext', '--from-code=UTF-8', '--add-comments', '--no-location', '-k_', '-kN_',
         '-kC_:1c,2', '-kNC_:1c,2', '-kngettext:1,2', '-kg_dngettext:2,3', '-D', root, '-f',
         os.path.join(root, 'po', 'POTFILES'), '-o', '-'],
        capture_output=True, text=True, check=True, timeout=120).stdout


def catalogue(pot):
    """Texts and what they become, in the octets of a .mo file."""
    known = {'': 'Content-Type: text/plain; charset=UTF-8\n'
                 'Plural-Forms: nplurals=2; plural=(n != 1);\n'}
    for context, text, plural, notes in entries(pot):
        said = [text if AS_IT_IS.search(notes) or AS_IT_IS.search(one) else pseudo(one)
                for one in (text, plural) if one is not None]
        key = text if plural is None else f'{text}\0{plural}'
        known[key if context is None else f'{context}\4{key}'] = '\0'.join(said)
    return known


def mo(known):
    pairs = sorted((key.encode(), said.encode()) for key, said in known.items())
    count = len(pairs)
    tables, strings, at = [], b'', 28 + 16 * count
    for column in zip(*pairs):
        for one in column:
            tables += [len(one), at + len(strings)]
            strings += one + b'\0'
    return struct.pack('<7I', 0x950412de, 0, count, 28, 28 + 8 * count, 0, 0) \
        + struct.pack(f'<{len(tables)}I', *tables) + strings


def install(root, folder, language=LANGUAGE):
    """Makes it the translation into LANGUAGE, in FOLDER; returns the environment of a program
    that speaks it. One that is written from right to left mirrors the windows."""
    texts = os.path.join(folder, language, 'LC_MESSAGES')
    os.makedirs(texts)
    with open(os.path.join(texts, f'{DOMAIN}.mo'), 'wb') as file:
        file.write(mo(catalogue(template(root))))
    os.symlink('/usr/lib/locale/C.utf8', os.path.join(folder, f'{language}.utf8'))
    return {'LOCPATH': folder, 'LC_ALL': f'{language}.UTF-8', 'LANGUAGE': language,
            'KEYPLATE_TEST_LOCALES': folder}


if __name__ == '__main__':
    install(*sys.argv[1:])
