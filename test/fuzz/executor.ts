import { rmSync } from 'node:fs';
import { Session } from 'node:inspector';
import { messageOf, UserError } from '../../src/common/errors';
import { lookNoFurther } from '../../src/engine/files/hdf5/first-look';
import { READERS } from './readers';

/** One execution: a file to read. */
export interface Execution {
  reader: string;
  file: string;
}

export interface Outcome {
  /** Why it is a fault; undefined for a file that was read or refused in one sentence. */
  fault?: string;
  refused: boolean;
  /** Whether code ran that no execution of this process ran before. */
  fresh: boolean;
  /** Processor time: a busy machine is no fault of the file. */
  cpu_ms: number;
  /** Highest memory of this process so far. */
  memory_kB: number;
}

const LONGEST_SENTENCE = 1000;

// A process of its own, that may be killed. Coverage is V8's own, by blocks.
const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
console.log = console.warn = console.error = () => {};
lookNoFurther();

const seen = new Set<string>();

/** Whether the blocks run since the last call, with orders of magnitude of their counts, have new ones among them. */
function isFresh(): boolean {
  let fresh = false;
  session.post('Profiler.takePreciseCoverage', (error, covered) => {
    if (error) throw error;
    for (const { url, functions } of covered.result)
      if (url.endsWith(__filename.slice(-20)))
        for (const { ranges } of functions)
          for (const { startOffset, count } of ranges) {
            const key = `${startOffset}:${Math.min(6, Math.ceil(Math.log2(count + 1)))}`;
            if (count === 0 || seen.has(key)) continue;
            seen.add(key);
            fresh = true;
          }
  });
  return fresh;
}

async function execute({ reader, file }: Execution): Promise<Outcome> {
  let fault: string | undefined;
  let refused = false;
  const begun = process.cpuUsage();
  try {
    await READERS[reader]?.read(file);
  } catch (thrown) {
    refused = true;
    if (!(thrown instanceof UserError))
      fault = thrown instanceof Error ? (thrown.stack ?? thrown.message) : messageOf(thrown);
    else if (thrown.message.includes('\n') || thrown.message.length > LONGEST_SENTENCE)
      fault = `no sentence: ${thrown.message}`;
  }
  const { user, system } = process.cpuUsage(begun);
  rmSync(file, { force: true });
  return {
    fault,
    refused,
    fresh: isFresh(),
    cpu_ms: (user + system) / 1000,
    memory_kB: process.resourceUsage().maxRSS,
  };
}

process.on('message', (execution: Execution) => {
  void execute(execution).then((outcome) => process.send?.(outcome));
});
process.send?.('ready');
