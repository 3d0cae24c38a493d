import type { OpenOptions } from '../../../common/traces/recipe';
import type { ReadFile } from '../../files/apart/messages';
import { LostThreadError, readingThread } from '../../files/apart/reading-thread';
import type { Verdict } from '../../files/hdf5/first-look';
import type { ReadChannel, Recording } from '../recording';
import { requireInside } from '../recording';
import type { CloseRequest, OpenRequest, ReadRequest, RecordingFacts } from './messages';
import { readAhead } from './read-ahead';

/** Number of values that are passed at once, through shared memory: they fit into the processor's cache. */
const PIECE_VALUES = 128 * 1024;

let shared: Float64Array<SharedArrayBuffer> | undefined;
let recordings = 0;

/** How a recording is opened. */
export interface Opening {
  options: OpenOptions;
  looked: Verdict | undefined;
}

/**
 * Opens a recording in the reading thread, which also reads it: that thread is ended if it is stuck in a damaged file,
 * and the other recordings are opened again in the next one.
 *
 * @throws UserError
 */
export async function openRemote(file: ReadFile, opening: Opening): Promise<Recording> {
  const request: OpenRequest = { recording: ++recordings, ...opening };
  for (;;) {
    const thread = readingThread();
    try {
      const { hasExtremes, ...facts } = (await thread.ask('open', file, request)) as RecordingFacts;
      return { ...facts, ...reader(file, request, facts, hasExtremes, thread) };
    } catch (thrown) {
      if (!(thrown instanceof LostThreadError)) throw thrown;
    }
  }
}

function reader(
  file: ReadFile,
  opening: OpenRequest,
  facts: Pick<Recording, 'channels' | 'sweeps'>,
  hasExtremes: boolean,
  opener: ReturnType<typeof readingThread>,
): Pick<Recording, 'read' | 'close'> {
  const { recording } = opening;
  let thread = opener;
  let closed = false;

  function ask(request: ReadRequest): void {
    for (;;) {
      try {
        if (thread.ended) {
          thread = readingThread();
          thread.askAndWait('open', file, opening);
        }
        thread.askAndWait('read', file, request);
        return;
      } catch (thrown) {
        if (!(thrown instanceof LostThreadError)) throw thrown;
      }
    }
  }

  function requireOpen(): void {
    if (closed) throw new Error(`${file.path} was read after it was closed`);
  }

  /** Reads as many values as `values` has, piece by piece. */
  function fill(values: Float64Array, piece: (at: number, end: number) => Omit<ReadRequest, 'into'>) {
    requireOpen();
    shared ??= new Float64Array(new SharedArrayBuffer(PIECE_VALUES * Float64Array.BYTES_PER_ELEMENT));
    for (let at = 0; at < values.length; at += PIECE_VALUES) {
      const end = Math.min(values.length, at + PIECE_VALUES);
      const into = shared.subarray(0, end - at);
      ask({ ...piece(at, end), into });
      values.set(into, at);
    }
    return values;
  }

  const read: ReadChannel = (channel, sweep, from, to) => {
    requireInside(facts, channel, sweep, from, to);
    return fill(new Float64Array(to - from), (at, end) => ({
      recording,
      channel,
      sweep,
      from: from + at,
      to: from + end,
      bucket: undefined,
    }));
  };
  if (hasExtremes)
    read.extremes = (channel, sweep, from, to, bucket) => {
      requireInside(facts, channel, sweep, from, to);
      return fill(new Float64Array(2 * Math.ceil((to - from) / bucket)), (at, end) => ({
        recording,
        channel,
        sweep,
        from: from + (at / 2) * bucket,
        to: Math.min(to, from + (end / 2) * bucket),
        bucket,
      }));
    };

  const ahead = readAhead(read, facts.sweeps);
  const whileOpen: ReadChannel = (channel, sweep, from, to) => {
    requireOpen();
    return ahead(channel, sweep, from, to);
  };
  whileOpen.extremes = read.extremes;

  return {
    read: whileOpen,
    close() {
      if (closed) return;
      closed = true;
      // Waits, so that the file can be replaced at once.
      if (!thread.ended) thread.askAndWait('close', file, { recording } satisfies CloseRequest);
    },
  };
}
