import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import type { DetectedEvent } from '../../../src/common/events/detection';
import { columnsOf, eventFrom, readerOf, STORED_IDS } from '../../../src/common/events/event-columns';
import { fileUnit, VIEW_MEASURES, viewMeasureOf, viewUnit } from '../../../src/common/events/measure-views';
import { STORED_MEASURES } from '../../../src/common/events/measures';
import { withHdf5, writeHdf5 } from '../../../src/engine/files/hdf5/hdf5';
import { datasetAt, numbersOf } from '../../../src/engine/files/hdf5/values';
import { statisticsOf } from '../../../src/engine/measuring/statistics';
import { writeEvents } from '../../../src/engine/results/events-h5';
import { PYTHON_MEASURES } from '../../../src/engine/results/python-layout';
import { eventRows } from '../../../src/engine/results/results-tables';
import { emptyFolder } from '../../support/command-line';
import { eventAt, someDetection } from '../../support/detection';

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
    weighted_decay: 'ms',
    slope: 'mV/s',
    interval: 's',
    score: '',
    baseline: 'mV',
  });
});

test('the weighted decay of −20 pA with −0.1 pC is 5 ms, in files and statistics too; without a charge there is none', async (t) => {
  const event = (charge: number) => ({ ...numbered(), border: false, amplitude: -20, charge });
  const events = [event(-0.1), event(-0.2), event(0.1), event(Number.NaN)];
  assert.deepEqual(events.map(readerOf('weighted_decay')), [0.005, 0.01, Number.NaN, Number.NaN]);
  assert.equal(viewMeasureOf('weighted_decay').values(columnsOf(events), 'pA')[0], 5);
  const { weighted_decay_s } = statisticsOf(events, 1, Number.NaN);
  assert.deepEqual([weighted_decay_s.n, weighted_decay_s.mean], [2, 0.0075]);
  const detection = { ...someDetection(), events: [eventAt(1000, { amplitude: -20, charge: -0.1 })] };
  const [header, row] = eventRows(detection);
  assert.equal(row[header.indexOf('weighted_decay (s)')], 0.005);
  const file = path.join(await emptyFolder(t), 'events.h5');
  await writeHdf5(file, (open) => writeEvents(open, 'events', detection.events));
  const stored = await withHdf5(file, (open) => numbersOf(datasetAt(open, 'events/weighted_decay')!, file));
  assert.deepEqual([...stored], [0.005]);
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
