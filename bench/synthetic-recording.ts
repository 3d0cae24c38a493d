import { open } from 'node:fs/promises';
import type { Task } from '../src/common/task';
import { breathe } from '../src/engine/scheduling/breathe';
import { Random } from '../src/engine/signal/random';

const HEADER_BYTES = 6144;

/**
 * Writes a gap-free ABF 1.83 file with one channel of int16 noise in pA: a recording of any length to measure
 * the opening of files on. Fields at the offsets of ABFFileHeader, ABF File Support Pack.
 */
export async function writeSyntheticRecording(
  file: string,
  { samples, rateHz }: { samples: number; rateHz: number },
  task: Task,
): Promise<void> {
  const noise = noiseBlock(1 << 20);
  const handle = await open(file, 'w');
  try {
    await handle.write(header(samples, rateHz));
    for (let done = 0; done < samples; done += noise.length) {
      const block = noise.subarray(0, Math.min(noise.length, samples - done));
      await handle.write(new Uint8Array(block.buffer, 0, block.byteLength));
      task.report({ phase: 'writing a recording', done, total: samples, unit: 'samples' });
      await breathe(task);
    }
  } finally {
    await handle.close();
  }
}

function noiseBlock(samples: number): Int16Array {
  const random = new Random(7);
  return Int16Array.from({ length: samples }, () => 300 * random.normal());
}

function header(samples: number, rateHz: number): Uint8Array {
  const bytes = Buffer.alloc(HEADER_BYTES);
  bytes.write('ABF ', 0, 'latin1');
  bytes.writeFloatLE(1.83, 4);
  bytes.writeInt16LE(3, 8); // gap-free
  bytes.writeInt32LE(samples, 10);
  bytes.writeInt32LE(20_240_101, 20);
  bytes.writeInt32LE(HEADER_BYTES / 512, 40); // block of the first sample
  bytes.writeInt16LE(1, 120); // channels
  bytes.writeFloatLE(1e6 / rateHz, 122); // µs between samples
  bytes.writeFloatLE(10, 244); // range of the converter, V
  bytes.writeInt32LE(32_768, 252); // its steps
  bytes.writeInt16LE(-1, 412); // no second input
  bytes.write('I_mon'.padEnd(10), 442, 'latin1');
  bytes.write('pA'.padEnd(8), 602, 'latin1');
  bytes.writeFloatLE(1, 730);
  bytes.writeFloatLE(0.01, 922); // V per pA
  bytes.writeFloatLE(1, 1050);
  return bytes;
}
