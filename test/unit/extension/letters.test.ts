import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resultsKeys, scoringKeys, traceKeys, tuningKeys } from '../../../src/extension/key-list';

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

const editors = { trace: traceKeys, scoring: scoringKeys, results: resultsKeys, tuning: tuningKeys };

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
