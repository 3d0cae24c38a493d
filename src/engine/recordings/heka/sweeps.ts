import { UserError } from '../../../common/errors';
import { SAMPLE_BYTES } from '../samples';
import { type TraceRecord, traceRecord } from './trace-record';
import { type PulsedTree, SWEEP, TRACE, type TreeNode } from './tree';

/** The sweeps of a series with the traces that all of them have: the channels of the recording. */
export interface HekaSweeps {
  sweeps: { samples: number; start_s: number; traces: ReadableTrace[] }[];
  /** Labels of traces that are no channel, since their rate differs or a sweep lacks them. */
  leftOut: string[];
}

export type ReadableTrace = TraceRecord & { format: NonNullable<TraceRecord['format']> };

/**
 * The sweeps of one or more series. Channels are the traces of the first sweep that stand, with the same
 * label, unit and rate as there, in all sweeps; a sweep is as long as the shortest of its channels.
 *
 * @throws UserError when there is nothing to read, or the file lacks samples that its tree promises
 */
export function sweepsOf(path: string, size: number, tree: PulsedTree, series: TreeNode[]): HekaSweeps {
  const nodes = series.flatMap((node) => node.children).filter(({ children }) => children.length > 0);
  const all = nodes.map(({ children }) => children.map((node) => traceRecord(tree.fields(node, TRACE))));
  const [first] = all;
  if (first === undefined) throw new UserError(`${path} has no sweeps in the chosen series: choose another.`);

  const isChannel = first.map(({ label, unit }, i) =>
    all.every((traces) => {
      const trace = traces[i];
      return trace?.label === label && trace.unit === unit && sameRate(trace.interval_s, first[0].interval_s);
    }),
  );
  if (!isChannel.includes(true))
    throw new UserError(
      `${path} has traces of different rates or names in the sweeps of the chosen series: choose another.`,
    );
  const times = startTimes(tree, nodes);
  const sweeps = all.map((traces, i) => {
    const channels = traces.filter((_, t) => isChannel[t]).map((trace) => requireReadable(path, size, trace));
    const samples = Math.min(...channels.map((trace) => trace.samples));
    return { samples, start_s: times[i], traces: channels };
  });
  return { sweeps, leftOut: first.filter((_, t) => !isChannel[t]).map(({ label }) => label) };
}

function sameRate(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) <= 1e-9 * Math.abs(b);
}

/** Seconds from the start of the first sweep; 0 for all where a clock is missing or ran backwards. */
function startTimes(tree: PulsedTree, nodes: readonly TreeNode[]): number[] {
  const times = nodes.map((node) => tree.fields(node, SWEEP).float64(48));
  const ordered = times.every((time, i) => Number.isFinite(time) && (i === 0 || time >= times[i - 1]));
  return times.map((time) => (ordered ? time - times[0] : 0));
}

function requireReadable(path: string, size: number, trace: TraceRecord): ReadableTrace {
  const { format, scale, offset, samples, run, label } = trace;
  const damaged = (why: string) => new UserError(`${path} is damaged: trace "${label}" ${why}.`);
  if (format === undefined) throw damaged('has samples of an unknown format');
  if (!Number.isFinite(scale) || scale === 0) throw damaged(`has the scale ${scale}`);
  if (offset < 0 || samples < 0) throw damaged('would lie before the start of the file');
  const bytes = SAMPLE_BYTES[format];
  if (run.samples !== samples && !(Number.isInteger(run.samples) && run.bytes >= run.samples * bytes))
    throw damaged('has its samples in overlapping pieces');
  const runs = samples === 0 ? 0 : Math.ceil(samples / run.samples) - 1;
  const end = offset + runs * run.bytes + (samples - runs * run.samples) * bytes;
  if (end > size)
    throw new UserError(
      `${path} is cut short: trace "${label}" should reach to byte ${end}, the file has ${size}; ` +
        'copy it again from where it was recorded.',
    );
  return { ...trace, format };
}
