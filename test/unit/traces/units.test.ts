import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analysedUnit, conversionFactor, scaledUnit } from '../../../src/common/traces/units';

test('amperes are analysed as pA and volts as mV; all else as it is stored', () => {
  assert.deepEqual(analysedUnit('A', null), { unit: 'pA', scaling: 1e12 });
  assert.deepEqual(analysedUnit('Volts', null), { unit: 'mV', scaling: 1000 });
  for (const unit of ['pA', 'nA', 'mV', '°C', ''])
    assert.deepEqual(analysedUnit(unit, null), { unit, scaling: 1 });
  assert.deepEqual(analysedUnit('A', 'A'), { unit: 'A', scaling: 1 });
});

test('a power of a thousand changes the prefix, any other factor corrects a gain', () => {
  assert.equal(scaledUnit('A', 1e12), 'pA');
  assert.equal(scaledUnit('uV', 1e-3), 'mV');
  assert.equal(scaledUnit('V', 5), 'V');
  assert.equal(scaledUnit('', 1000), '');
});

test('the factor between two units of one quantity is exact', () => {
  assert.equal(conversionFactor('A', 'pA'), 1e12);
  assert.equal(conversionFactor('mV', 'V'), 1e-3);
  assert.equal(conversionFactor('uV', 'µV'), 1);
  assert.equal(conversionFactor('pA', 'mV'), undefined);
  assert.equal(conversionFactor('', 'pA'), undefined);
  assert.equal(conversionFactor('AU', 'AU'), 1);
});
