const HEADER = 512;
const CHANNEL_HEADER = 140;
const BLOCK_HEADER = 20;
const TICK_S = 5e-5;

/** A run of samples without a pause, on the clock of 50 µs. */
export interface Spike2Run {
  start: number;
  values: readonly number[];
}

/** Bytes of a Spike2 file (.smr, version 8) with one channel of 16-bit integers at 20 kHz, in pA as stored / 655.36. */
export function spike2Bytes(runs: readonly Spike2Run[], blockSamples = 100): Buffer {
  const blocks = runs.flatMap(({ start, values }) =>
    Array.from({ length: Math.ceil(values.length / blockSamples) }, (_, k) => ({
      start: start + k * blockSamples,
      values: values.slice(k * blockSamples, (k + 1) * blockSamples),
    })),
  );
  const size = BLOCK_HEADER + 2 * blockSamples;
  const first = HEADER + CHANNEL_HEADER;
  const bytes = Buffer.alloc(first + size * blocks.length);
  bytes.writeInt16LE(8, 0);
  bytes.write('(C) CED 87', 2, 'latin1');
  bytes.writeInt16LE(1, 20);
  bytes.writeInt16LE(1, 22);
  bytes.writeInt16LE(1, 30);
  bytes.writeDoubleLE(TICK_S, 44);
  bytes.writeInt32LE(first, HEADER + 6);
  bytes.writeUInt16LE(blocks.length, HEADER + 14);
  bytes.writeInt32LE(1, HEADER + 102);
  bytes.write('\x02Im', HEADER + 108, 'latin1');
  bytes.writeUInt8(1, HEADER + 122);
  bytes.writeFloatLE(10, HEADER + 124);
  bytes.write('\x02pA', HEADER + 132, 'latin1');
  blocks.forEach(({ start, values }, i) => {
    const at = first + i * size;
    bytes.writeInt32LE(i === 0 ? -1 : at - size, at);
    bytes.writeInt32LE(i === blocks.length - 1 ? -1 : at + size, at + 4);
    bytes.writeInt32LE(start, at + 8);
    bytes.writeInt32LE(start + values.length - 1, at + 12);
    bytes.writeInt16LE(0, at + 16);
    bytes.writeUInt16LE(values.length, at + 18);
    values.forEach((value, k) => {
      bytes.writeInt16LE(value, at + BLOCK_HEADER + 2 * k);
    });
  });
  return bytes;
}
