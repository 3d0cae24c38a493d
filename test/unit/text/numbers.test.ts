import assert from 'node:assert/strict';
import { test } from 'node:test';
import { amountOfTime, clock, duration, timeLeft } from '../../../src/common/text/duration';
import {
  amount,
  columnDecimals,
  count,
  decimalsFor,
  fixed,
  meanAndSd,
  probability,
  share,
  significant,
  wilsonInterval,
} from '../../../src/common/text/numbers';

test('numbers have a true minus, groups from 10 000 on and as many digits as asked for', () => {
  assert.equal(fixed(-9.14, 1), '\u22129.1');
  assert.equal(fixed(-0.04, 1), '0.0');
  assert.equal(fixed(1268, 0), '1268');
  assert.equal(fixed(12345.6, 0), '12\u202f346');
  assert.equal(fixed(Number.NaN, 2), '–');
  assert.equal(fixed(null, 2), '–');
});

test('significant digits move with the size of the number', () => {
  assert.equal(significant(0.012345), '0.0123');
  assert.equal(significant(999.96, 4), '1000');
  assert.equal(significant(-1234567), '\u22121\u202f234\u202f567');
  assert.equal(significant(1.5e-12), '1.50e\u221212');
  assert.equal(significant(0), '0');
});

test('numbers that somebody set get no digits that nobody gave', () => {
  assert.deepEqual(
    [0, -9.7035, 4.5, 1234.5, 20000, 1.5e-7, Number.NaN].map((v) => amount(v)),
    ['0', '−9.7', '4.5', '1230', '20\u202f000', '1.50e−7', '–'],
  );
  assert.deepEqual([0.000523, 0.0123, 1.5, 90.8, Number.NaN].map(amountOfTime), [
    '523\u00a0µs',
    '12.3\u00a0ms',
    '1.5\u00a0s',
    '90.8\u00a0s',
    '–',
  ]);
});

test('times are said in the unit a person would use, and by the clock past 120 s', () => {
  assert.equal(duration(0.00325), '3.25\u00a0ms');
  assert.equal(duration(0.00002), '20.0\u00a0µs');
  assert.equal(duration(90.8), '90.8\u00a0s');
  assert.equal(duration(119.9), '120\u00a0s');
  assert.equal(duration(300), '0:05:00');
  assert.equal(duration(13_539.6), '3:45:40');
  assert.equal(duration(null), '–');
  assert.equal(clock(-61), '\u22120:01:01');
});

test('time left is said in whole seconds, never less than what is left', () => {
  assert.equal(timeLeft(0.2), '1\u00a0s');
  assert.equal(timeLeft(59.5), '60\u00a0s');
  assert.equal(timeLeft(124.1), '0:02:05');
  assert.equal(timeLeft(11_225), '3:07:05');
});

test('the decimals of a column show a typical value to three digits', () => {
  assert.equal(columnDecimals([-9.1, -12.3, -1000]), 1);
  assert.equal(columnDecimals([0.00123, Number.NaN, 0.002]), 5);
  assert.equal(columnDecimals([]), 0);
});

test('mean and standard deviation have the decimals of a two-digit standard deviation', () => {
  assert.equal(meanAndSd(-14.31, 3.69, 'pA'), '\u221214.3 ± 3.7\u00a0pA');
  assert.equal(meanAndSd(1268, 42.4, ''), '1268 ± 42');
  assert.equal(meanAndSd(0.00123, 0.00001, 'Hz'), '0.001230 ± 0.000010\u00a0Hz');
  assert.equal(meanAndSd(5, 9.96, ''), '5 ± 10');
  assert.equal(meanAndSd(3, null, 'ms'), '3.00\u00a0ms');
  assert.equal(meanAndSd(null, null, 'ms'), '–');
});

test('a share comes with its counts and its 95 % interval, decimals from 1000 on', () => {
  assert.equal(share(32, 40), '80\u00a0% (32 of 40, 65–90\u00a0%)');
  assert.equal(share(1234, 2000), '61.7\u00a0% (1234 of 2000, 59.5–63.8\u00a0%)');
  assert.equal(share(0, 0), '–');
  // Newcombe, Stat. Med. 17 (1998) 857, table I: 81 of 263 and 0 of 20.
  const close = (found: number[], wanted: number[]) =>
    found.forEach((value, i) => {
      assert.ok(Math.abs(value - wanted[i]) < 5e-5, `${found} is not ${wanted}`);
    });
  close(wilsonInterval(81, 263), [0.2553, 0.3662]);
  close(wilsonInterval(0, 20), [0, 0.1611]);
});

test('a probability has two decimals, or is below the least of them', () => {
  assert.deepEqual(
    [0.997, 0.5, 0.0042, 0, Number.NaN].map((p) => probability(p)),
    ['1.00', '0.50', '<\u00a00.01', '<\u00a00.01', '–'],
  );
});

test('counts agree with their noun', () => {
  assert.equal(count(1, 'event'), '1 event');
  assert.equal(count(1200, 'event'), '1200 events');
});

test('decimals tell ticks apart', () => {
  assert.equal(decimalsFor(0.05), 2);
  assert.equal(decimalsFor(0.1), 1);
  assert.equal(decimalsFor(20), 0);
  assert.equal(decimalsFor(0), 0);
});
