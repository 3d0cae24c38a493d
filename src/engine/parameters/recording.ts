import type { Declaration } from './declaration';

/** Which samples of a file are meant, and what the file does not say about them. */
export const recordingParameters = {
  series: {
    kind: 'text',
    group: 'recording',
    default: null,
    whenNull: 'the first series of the file',
    doc: 'Series of a HEKA bundle, time series of an NWB file or dataset of an HDF5 file, by name or number from 0.',
    aliases: ['tracename', 'dataset', 'rectype'],
    examples: ['mini_data', '0'],
  },
  channel: {
    kind: 'integer',
    group: 'recording',
    default: 0,
    minimum: 0,
    doc: 'Channel of the recording, counted from 0.',
  },
  sweep: {
    kind: 'integer',
    group: 'recording',
    default: null,
    whenNull: 'all sweeps, joined in order',
    minimum: 0,
    doc: 'One sweep of the recording, counted from 0.',
  },
  sampling: {
    kind: 'number',
    group: 'recording',
    default: null,
    whenNull: 'the rate in the file',
    unit: 'Hz',
    exclusiveMinimum: 0,
    doc: 'Samples per second, for files that do not say it.',
    aliases: ['sampling_rate', 'rate', 'rate_hz'],
    examples: [20000, 50000],
  },
  scaling: {
    kind: 'number',
    group: 'recording',
    default: 1,
    doc: 'Factor from the values in the file to the unit: 1e12 for amperes to pA, 1e3 for volts to mV.',
    examples: [1e12, 1000],
  },
  unit: {
    kind: 'text',
    group: 'recording',
    default: null,
    whenNull: 'the unit in the file',
    doc: 'Unit of the values after scaling.',
    aliases: ['y_unit'],
    examples: ['pA', 'mV'],
  },
} as const satisfies Record<string, Declaration>;
