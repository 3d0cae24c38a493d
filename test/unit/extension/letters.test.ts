import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  experimentKeys,
  resultsKeys,
  scoringKeys,
  traceKeys,
  tuningKeys,
} from '../../../src/extension/key-list';
import { allCommands } from '../../../src/extension/manifest';

/** What each letter is for, in every editor that has it: the titles of its commands, however many say the same. */
const meanings: Readonly<Record<string, RegExp>> = {
  A: /amplitude fit|common scale/i,
  B: /bookmark/i,
  C: /channel/i,
  D: /^detect events/i,
  E: /^export/i,
  F: /filtered|smoothed/i,
  G: /^go to/i,
  H: /^show (the )?keys/i,
  I: /info/i,
  J: /disagreement|difference/i,
  K: /^compare/i,
  L: /(event list|trace|recording)$/i,
  M: /measure/i,
  N: /^next/i,
  O: /recording|trace in editor/i,
  P: /^previous/i,
  Q: /filter|fields/i,
  R: /restore|discard changes/i,
  S: /sweep/i,
  T: /^tune/i,
  U: /unscored/i,
  V: /side panel|overview/i,
  W: /explain/i,
  X: /exclu/i,
  Y: /^suggest/i,
  Z: /^undo/i,
};

const editors = {
  trace: traceKeys,
  scoring: scoringKeys,
  results: resultsKeys,
  tuning: tuningKeys,
  experiment: experimentKeys,
};

test('a letter means one thing in all editors, and every letter that is used has a meaning', () => {
  for (const [editor, keys] of Object.entries(editors))
    for (const { title, keys: names } of keys)
      for (const letter of names.filter((name) => /^[A-Z]$/.test(name)))
        assert.match(title, meanings[letter] ?? /^$/, `${letter} in ${editor}`);
});

test('a list of keys begins with what acts anywhere; no key stands twice in one place', () => {
  for (const [editor, keys] of Object.entries(editors)) {
    assert.equal(keys[0].place, 'Anywhere', editor);
    const names = keys.flatMap(({ place, keys: own }) =>
      own.map((name) => `${name}, ${place.toLowerCase()}`),
    );
    assert.deepEqual(
      names.filter((name, i) => names.indexOf(name) !== i),
      [],
      editor,
    );
  }
});

/** What each icon is for, wherever a command has it. */
const iconMeanings: Readonly<Record<string, RegExp>> = {
  'play-circle': /^play through/i,
  'run-all': /^detect/i,
  'settings-gear': /settings$/i,
  'mortar-board': /^train/i,
  'link-external': /^(show|open)/i,
  'compare-changes': /^compare/i,
  'new-file': /^new/i,
  'chevron-left': /^previous/i,
  'chevron-right': /^next/i,
  'debug-stop': /^cancel/i,
  'folder-opened': /^open/i,
  'list-tree': /values and sources$/i,
  'zoom-in': /^zoom in/i,
  'zoom-out': /^zoom out/i,
  book: /^get started/i,
  bookmark: /bookmark/i,
  combine: /^extract/i,
  export: /^export/i,
  eye: /^open recording with/i,
  info: /info$/i,
  play: /^detect/i,
  refresh: /^refresh/i,
  settings: /^tune/i,
  trash: /^delete/i,
  wand: /^choose parameters/i,
};

test('an icon means one thing, and every icon that is used has a meaning', () => {
  for (const { title, icon } of Object.values(allCommands))
    if (icon) assert.match(title, iconMeanings[icon.slice(2, -1)] ?? /^$/, icon);
});
