import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DECLARATIONS, defaultParameters, PARAMETER_NAMES } from '../../src/common/parameters/parameters';

test('every default lies in its declared range', () => {
  const defaults = defaultParameters();
  for (const name of PARAMETER_NAMES) {
    const declaration = DECLARATIONS[name];
    const value = defaults[name];
    if (value === null) assert.ok(declaration.whenNull, `${name} says what null means`);
    else if (declaration.kind === 'number' || declaration.kind === 'integer') {
      assert.ok((value as number) >= (declaration.minimum ?? -Infinity), name);
      assert.ok((value as number) <= (declaration.maximum ?? Infinity), name);
    } else if (declaration.kind === 'choice') assert.ok(declaration.choices.includes(value as string), name);
  }
});

test('no name and no alias means two parameters', () => {
  const owners = new Map<string, string>();
  for (const name of PARAMETER_NAMES)
    for (const known of [name, ...(DECLARATIONS[name].aliases ?? [])]) {
      assert.equal(owners.get(known), undefined, `${known} is ${owners.get(known)} and ${name}`);
      owners.set(known, name);
    }
});

test('no window of samples is left without a limit, so that none takes all memory', () => {
  const windows = [
    'win_size',
    'convolve_win',
    'gradient_convolve_win',
    'hann',
    'template_smoothing',
  ] as const;
  for (const name of windows) {
    const declaration = DECLARATIONS[name];
    assert.ok(declaration.kind === 'integer' && declaration.maximum! <= 2_000_000, name);
  }
});
