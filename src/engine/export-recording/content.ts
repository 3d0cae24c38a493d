import { UserError } from '../../common/errors';
import type { Task } from '../../common/task';
import { analysedUnit } from '../../common/traces/units';
import type { Recording } from '../recordings/recording';
import type { ResultsFile } from '../results/results-file';
import { breathe } from '../scheduling/breathe';

/** Content of a converted file: a recording and its detected events. */
export interface Content {
  recording: Recording & { rateHz: number };
  results: ResultsFile | undefined;
  /** ISO 8601, for recordings without a start; a time zone may follow. */
  start: string | undefined;
  subject?: Subject;
  /** The cell, for formats that store it; the file name of the recording by default. */
  cell?: string;
  /** Further facts that a person said, such as the group in an experiment. */
  about?: readonly (readonly [name: string, value: string])[];
}

/** The animal, for formats that store it: https://nwb-schema.readthedocs.io, "Subject". */
export interface Subject {
  subject_id?: string;
  /** "Mus musculus". */
  species?: string;
  /** "M", "F", "U" (unknown), "O" (other). */
  sex?: string;
  /** An ISO 8601 duration: "P60D". */
  age?: string;
}

/** Notes for the user, one sentence for each thing that the format cannot store. */
export type Notes = string[];

/**
 * A recording in the units in which its channels are analysed, amperes as pA and volts as mV.
 *
 * @throws UserError if the sampling rate is unknown
 */
export function analysed(recording: Recording): Content['recording'] {
  const { rateHz, path, channels } = recording;
  if (rateHz === undefined)
    throw new UserError(`${path} has no sampling rate. Give it with the parameter sampling, in Hz.`);
  const units = channels.map(({ unit }) => analysedUnit(unit, null));
  return {
    ...recording,
    rateHz,
    channels: channels.map(({ name }, c) => ({ name, unit: units[c].unit })),
    read(channel, sweep, from, to) {
      const values = recording.read(channel, sweep, from, to);
      const { scaling } = units[channel];
      if (scaling !== 1) for (let i = 0; i < values.length; i++) values[i] *= scaling;
      return values;
    },
    close: () => recording.close(),
  };
}

export const WRITING = 'writing the recording';

/** Reports the number of samples of all channels that a phase has processed. */
export function progressReporter({ channels, sweeps }: Recording, phase: string, task: Task) {
  const total = channels.length * sweeps.reduce((sum, { samples }) => sum + samples, 0);
  let done = 0;
  return async (samples: number): Promise<void> => {
    done += samples;
    task.report({ phase, done, total, unit: 'samples' });
    await breathe(task);
  };
}
