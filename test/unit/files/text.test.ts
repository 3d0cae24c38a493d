import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cleanUnit, decodeText } from '../../../src/engine/files/text';

const latin = (text: string) => Buffer.from(text, 'latin1');

describe('text in binary files', () => {
  it('ends at the first NUL and loses its padding', () => {
    assert.equal(decodeText(latin('IN 0      ')), 'IN 0');
    assert.equal(decodeText(latin('pA\0garbage')), 'pA');
    assert.equal(decodeText(latin('\0\0\0')), '');
    assert.equal(decodeText(latin('two\r\nlines\t')), 'two lines');
  });

  it('is UTF-8 if it can be, else what Western Windows writes', () => {
    assert.equal(decodeText(Buffer.from('µV °C résultats')), 'µV °C résultats');
    assert.equal(decodeText(latin('\xb5V \xb0C r\xe9sultats \x96 1')), 'µV °C résultats – 1');
  });
});

describe('units', () => {
  const cases: [written: string, clean: string][] = [
    ['pA', 'pA'],
    [' V ', 'V'],
    ['deg C', 'deg C'],
    ['mmHg', 'mmHg'],
    ['\u03bcV', 'µV'],
    ['Âµm', 'µm'],
    ['Î¼A', 'µA'],
    ['Â°C', '°C'],
    ['\ufffdA', 'µA'],
    ['\ufffd\ufffdm', 'µm'],
    ['\ufffdC', '°C'],
    ['\ufffd', ''],
    ['', ''],
  ];
  for (const [written, clean] of cases)
    it(`${JSON.stringify(written)} is ${JSON.stringify(clean)}`, () =>
      assert.equal(cleanUnit(written), clean));
});
