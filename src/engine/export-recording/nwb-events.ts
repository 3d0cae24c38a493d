import { MEASURE_IDS, measureRow, readerOf } from '../../common/events/event-columns';
import { fileUnit } from '../../common/events/measure-views';
import type { Hdf5Group } from '../files/hdf5/hdf5';
import type { Recording } from '../recordings/recording';
import type { ResultsFile } from '../results/results-file';
import { type Column, dynamicTable, typedGroup } from './nwb-object';

const DTYPES = { count: '<q', number: '<d', flag: '<B' } as const;

/** Writes detected events, and the model and the parameters they were detected with, as tables of a processing module. */
export function writeEvents(root: Hdf5Group, results: ResultsFile, recording: Recording): void {
  const processing = root.get('processing') as Hdf5Group;
  const module = typedGroup(processing, 'icephys', ['core', 'ProcessingModule'], {
    description: `Synaptic events detected by miniML, written by ${results.writtenBy}`,
  });
  const { events, unit, source } = results.detection;
  const place = `channel "${source.channel_name}"${source.sweep === null ? ', all sweeps joined' : `, sweep ${source.sweep}`}`;
  // Programs that read tables fail on empty ones.
  if (events.length > 0)
    dynamicTable(module, 'events', `Detected events of ${place}, one row per event.`, [
      {
        name: 'timestamp',
        description: 'Time of the steepest rise from the start of the session, in s.',
        values: events.map(({ origin }) => sessionTime(recording, origin)),
        dtype: '<d',
      },
      ...MEASURE_IDS.map((id): Column => {
        const { doc, type } = measureRow(id);
        const measured = fileUnit(id, unit);
        return {
          name: id,
          description: measured === '' ? doc : `${doc} Unit: ${measured}.`,
          values: events.map(readerOf(id)),
          dtype: DTYPES[type],
        };
      }),
    ]);
  const facts = factsOf(results);
  dynamicTable(module, 'detection', 'The recording, the model and the parameters of the detection.', [
    {
      name: 'parameter',
      description: 'Name of a parameter or a fact.',
      values: facts.map(([name]) => name),
      dtype: 'S',
    },
    {
      name: 'value',
      description: 'Its value, as JSON.',
      values: facts.map(([, value]) => value),
      dtype: 'S',
    },
  ]);
}

function sessionTime({ sweeps, rateHz }: Recording, { sweep, sample }: { sweep: number; sample: number }) {
  return sweeps[sweep].start_s + sample / rateHz!;
}

function factsOf({ writtenBy, detection, deletedCount }: ResultsFile): [name: string, value: string][] {
  const { source, model, parameters } = detection;
  const facts = {
    program: writtenBy,
    recording_sha256: source.sha256,
    recording_series: source.series,
    recording_channel: source.channel,
    recording_sweep: source.sweep,
    model_name: model.name,
    model_sha256: model.sha256,
    model_input_length: model.input_length,
    gradient_threshold: detection.gradient_threshold,
    events: detection.events.length,
    deleted_events: deletedCount,
    frequency_hz: detection.statistics.frequency_hz,
    duration_s: detection.statistics.duration_s,
    ...parameters,
    stride: detection.stride,
    // Paths are facts about the computer, not about the events.
    recording: null,
    model_path: null,
  };
  return Object.entries(facts)
    .filter(([, value]) => value !== null && value !== '' && !Number.isNaN(value))
    .map(([name, value]) => [name, JSON.stringify(value)]);
}
