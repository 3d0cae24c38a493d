import { UserError } from '../../../common/errors';
import { StuckError } from '../../files/apart/reading-thread';
import type { ReadChannel, SweepInfo } from '../recording';

/** Events are measured one after another, each from a few hundred samples; a request to a thread costs as much as some thousand. */
const SMALL_SAMPLES = 8192;
const AHEAD_SAMPLES = 32_768;

interface Block {
  channel: number;
  sweep: number;
  from: number;
  values: Float64Array;
}

/** Reads ahead where small reads follow each other; others are passed on. */
export function readAhead(read: ReadChannel, sweeps: readonly SweepInfo[]): ReadChannel {
  let block: Block | undefined;
  let last = { channel: -1, sweep: -1, end: 0 };

  function ahead(channel: number, sweep: number, from: number): void {
    const end = Math.min(sweeps[sweep].samples, from + AHEAD_SAMPLES);
    try {
      block = { channel, sweep, from, values: read(channel, sweep, from, end) };
    } catch (thrown) {
      // Samples that nobody asked for may be unreadable.
      block = undefined;
      if (!(thrown instanceof UserError) || thrown instanceof StuckError) throw thrown;
    }
  }

  function fromBlock(channel: number, sweep: number, from: number, to: number): Float64Array | undefined {
    if (block?.channel !== channel || block.sweep !== sweep || from < block.from) return undefined;
    const at = from - block.from;
    return at + to - from <= block.values.length ? block.values.slice(at, at + to - from) : undefined;
  }

  return (channel, sweep, from, to) => {
    if (to - from > SMALL_SAMPLES || !(to >= from)) return read(channel, sweep, from, to);
    const known = fromBlock(channel, sweep, from, to);
    if (known) return known;
    const follows =
      last.channel === channel &&
      last.sweep === sweep &&
      from >= last.end - SMALL_SAMPLES &&
      from <= last.end + AHEAD_SAMPLES;
    last = { channel, sweep, end: to };
    if (follows && to <= (sweeps[sweep]?.samples ?? 0)) ahead(channel, sweep, from);
    return fromBlock(channel, sweep, from, to) ?? read(channel, sweep, from, to);
  };
}
