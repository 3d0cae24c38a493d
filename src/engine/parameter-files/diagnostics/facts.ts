import type { Suggestion } from '../../../common/api/engine/window-sizes';
import { messageOf, UserError } from '../../../common/errors';
import type { Parameters } from '../../../common/parameters/parameters';
import type { OpenOptions } from '../../../common/traces/recipe';
import { type ModelFacts, modelFacts } from '../../advice/model-rules';
import { fileStamp } from '../../files/file-stamp';
import { mayOpenNamed, notOpenedSentence } from '../../files/named-paths';
import { recordedTrace } from '../../recordings/joined-trace';
import { openRecording } from '../../recordings/open';
import type { Recording } from '../../recordings/recording';
import { suggestParameters } from '../../tuning/suggest';

/** Facts about a recording that rules depend on. */
export interface RecordingFacts {
  rateHz: number | undefined;
  channels: { name: string; unit: string }[];
  series: readonly string[];
  /** Number of samples of each sweep. */
  sweeps: number[];
  /**
   * First estimate of the events of a channel, without excluded intervals; undefined without a rate, without such a
   * channel, or without clear events.
   */
  suggestion(parameters: Pick<Parameters, 'channel' | 'exclude'>): Promise<Suggestion | undefined>;
}

/**
 * Facts about files that a parameter file names; a string is the reason why there are none, undefined means a missing
 * file.
 */
export interface Facts {
  /** @param by absolute path of the parameter file */
  model(path: string, by: string | undefined): Promise<ModelFacts | string | undefined>;
  recording(
    path: string,
    by: string | undefined,
    open: OpenOptions,
  ): Promise<RecordingFacts | string | undefined>;
}

/** Reads the facts from the files, cached as long as a file does not change. */
export function factsOfFiles(): Facts {
  const models = new Map<string, Promise<ModelFacts | string>>();
  const recordings = new Map<string, Promise<RecordingFacts | string>>();
  return {
    model: async (path, by) =>
      mayOpenNamed(path, by) ? remembered(models, path, '', () => modelFacts(path)) : notOpenedSentence(path),
    recording: async (path, by, open) =>
      mayOpenNamed(path, by)
        ? remembered(recordings, path, JSON.stringify(open), () => recordingFacts(path, open))
        : notOpenedSentence(path),
  };
}

/** Cache size: the number of files that an editing session uses; older ones are read again. */
const MOST_REMEMBERED = 64;

async function remembered<T>(
  known: Map<string, Promise<T | string>>,
  path: string,
  options: string,
  look: () => Promise<T>,
): Promise<T | string | undefined> {
  const stamp = await fileStamp(path);
  if (stamp === undefined) return undefined;
  const key = `${path}\n${stamp}\n${options}`;
  let answer = known.get(key);
  if (!answer) {
    answer = look().catch((thrown: unknown) => {
      if (thrown instanceof UserError) return messageOf(thrown);
      throw thrown;
    });
    if (known.size >= MOST_REMEMBERED) known.delete(known.keys().next().value!);
    known.set(key, answer);
  }
  return answer;
}

async function recordingFacts(path: string, open: OpenOptions): Promise<RecordingFacts> {
  const suggestions = new Map<string, Promise<Suggestion | undefined>>();
  return withRecording(path, open, ({ rateHz, channels, allSeries, sweeps }) => ({
    rateHz,
    channels: [...channels],
    series: allSeries,
    sweeps: sweeps.map(({ samples }) => samples),
    suggestion({ channel, exclude }) {
      if (rateHz === undefined || channel >= channels.length) return Promise.resolve(undefined);
      const key = JSON.stringify([channel, exclude]);
      const known =
        suggestions.get(key) ??
        withRecording(path, open, (recording) =>
          suggestParameters(recordedTrace(recording, channel), { exclude }),
        );
      if (suggestions.size >= MOST_REMEMBERED) suggestions.delete(suggestions.keys().next().value!);
      suggestions.set(key, known);
      return known;
    },
  }));
}

async function withRecording<T>(path: string, open: OpenOptions, use: (r: Recording) => T): Promise<T> {
  const recording = await openRecording(path, open);
  try {
    return use(recording);
  } finally {
    recording.close();
  }
}
