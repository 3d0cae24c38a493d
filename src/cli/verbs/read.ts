import { UserError } from '../../common/errors';
import { throwIfCancelled } from '../../common/task';
import { openOptionsOf } from '../../common/traces/recipe';
import { openRecording } from '../../engine/recordings/open';
import { countedTrace } from '../../engine/recordings/recipe-trace';
import { recordingFlags } from '../flags';
import { Streamed } from '../json';
import { verb } from '../verb';

/** Samples read at a time. */
const BLOCK = 1 << 18;

export const read = verb({
  name: 'read',
  summary: "Read samples of a recording, in the file's unit: one sweep, or all joined in order.",
  operands: { usage: 'FILE', minimum: 1, maximum: 1 },
  flags: {
    ...recordingFlags,
    from: { kind: 'integer', value: 'I', minimum: 0, doc: 'First sample, counted from 0.' },
    to: { kind: 'integer', value: 'J', minimum: 0, doc: 'Sample after the last one.' },
  },
  parameters: ['recording'],
  async run({ operands: [file = ''], flags, parameters, task }) {
    const recording = await openRecording(file, openOptionsOf(parameters));
    const trace = countedTrace(recording, parameters.channel, parameters.sweep ?? undefined);
    const { from, to } = requireRange(file, trace.samples, flags.from, flags.to);

    function* blocks() {
      try {
        for (let start = from; start < to; start += BLOCK) {
          throwIfCancelled(task);
          task.report({ phase: 'reading', done: start - from, total: to - from, unit: 'samples' });
          yield trace.read(start, Math.min(start + BLOCK, to));
        }
      } finally {
        recording.close();
      }
    }
    return {
      json: {
        file,
        series: recording.series,
        channel: parameters.channel,
        sweep: parameters.sweep,
        rate_hz: recording.rateHz ?? null,
        unit: trace.unit,
        from,
        values: new Streamed(blocks),
      },
      text: lines(blocks()),
    };
  },
});

function requireRange(file: string, samples: number, from = 0, to = samples): { from: number; to: number } {
  if (to > samples) throw new UserError(`--to is ${to}, but ${file} has ${samples} samples here.`);
  if (from > to) throw new UserError(`--from is ${from}, but the range to read from ${file} ends at ${to}.`);
  return { from, to };
}

/** One value per line. */
function* lines(blocks: Iterable<Float64Array>): Generator<string> {
  let separator = '';
  for (const values of blocks) {
    yield separator + values.join('\n');
    separator = '\n';
  }
}
