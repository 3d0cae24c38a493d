import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DetectedEvent } from '../../../src/common/events/detection';
import { columnsOf, eventFrom, readerOf, STORED_IDS } from '../../../src/common/events/event-columns';
import { fileUnit, VIEW_MEASURES, viewMeasureOf, viewUnit } from '../../../src/common/events/measure-views';
import { STORED_MEASURES } from '../../../src/common/events/measures';
import { PYTHON_MEASURES } from '../../../src/engine/results/python-layout';

/** An event whose measures are 0.5, 1.5, …, in the order of the table; flags are set. */
function numbered(): DetectedEvent {
  return eventFrom((id) => (STORED_MEASURES[id].type === 'flag' ? 1 : STORED_IDS.indexOf(id) + 0.5));
}

test('each stored measure of an event is read back from where it was put', () => {
  const event = numbered();
  for (const [at, id] of STORED_IDS.entries())
    assert.equal(readerOf(id)(event), STORED_MEASURES[id].type === 'flag' ? 1 : at + 0.5, id);
  assert.equal(event.halfwidth_s, STORED_IDS.indexOf('halfwidth') + 0.5);
  assert.equal(event.origin.sample, STORED_IDS.indexOf('sweep_sample') + 0.5);
  assert.equal(event.reason.gradient, STORED_IDS.indexOf('gradient') + 0.5);
  assert.deepEqual([event.isolated, event.border, event.added, event.excluded], [true, true, true, true]);
});

test('flags that are not set are false where an event always has them and absent where it need not', () => {
  const event = eventFrom(() => 0);
  assert.deepEqual([event.isolated, event.border], [false, false]);
  assert.equal('added' in event || 'excluded' in event, false);
});

test('columns of a view hold the stored numbers of each event', () => {
  const columns = columnsOf([numbered(), eventFrom(() => Number.NaN)]);
  assert.deepEqual([...columns.halfwidth_s], [numbered().halfwidth_s, Number.NaN]);
  assert.deepEqual([...columns.gradient], [numbered().reason.gradient, Number.NaN]);
  assert.deepEqual([...columns.border], [1, 0]);
});

test('an integral over a current is a charge: 2 pA·s is 2 pC, shown as 2000 fC, and in files as pA s', () => {
  const charge = (unit: string) => viewUnit('charge', unit);
  assert.deepEqual(charge('pA'), { unit: 'fC', factor: 1000 });
  assert.deepEqual(charge('nA'), { unit: 'pC', factor: 1000 });
  assert.deepEqual(charge('A'), { unit: 'mC', factor: 1000 });
  assert.deepEqual(charge('mV'), { unit: 'mV·ms', factor: 1000 });
  assert.deepEqual(charge(''), { unit: '', factor: 1000 });
  assert.equal(fileUnit('charge', 'pA'), 'pA s');
  const columns = columnsOf([eventFrom((id) => (id === 'charge' ? 2 : 0))]);
  assert.deepEqual([...viewMeasureOf('charge').values(columns, 'pA')], [2000]);
});

test('each measure has one unit in views: times in ms or s, slopes in the unit of the trace per second', () => {
  const units = Object.fromEntries(VIEW_MEASURES.map(({ id, unit }) => [id, unit('mV')]));
  assert.deepEqual(units, {
    time: 's',
    amplitude: 'mV',
    risetime: 'ms',
    halfdecay: 'ms',
    halfwidth: 'ms',
    charge: 'mV·ms',
    slope: 'mV/s',
    interval: 's',
    score: '',
    baseline: 'mV',
  });
});

test('the measures of the Python program keep its names and its order', () => {
  assert.deepEqual(
    PYTHON_MEASURES.map(({ dataset }) => dataset),
    [
      'event_locations',
      'event_scores',
      'event_amplitudes',
      'event_charges',
      'event_risetimes',
      'event_halfdecays',
      'event_halfwidths',
      'event_bsls',
      'event_intervals',
    ],
  );
});
