/** An Igor binary wave of version 2 in single precision: WaveMetrics, PTN003. */
export function igorWave(name: string, values: readonly number[], interval_s: number): Buffer {
  const bytes = Buffer.alloc(16 + 126 + 4 * values.length + 16);
  bytes.writeInt16LE(2, 0);
  bytes.writeInt32LE(126 + 4 * values.length, 2);
  bytes.writeInt16LE(2, 16);
  bytes.write(name, 22, 'latin1');
  bytes.write('pA', 50, 'latin1');
  bytes.write('s', 54, 'latin1');
  bytes.writeInt32LE(values.length, 58);
  bytes.writeDoubleLE(interval_s, 64);
  values.forEach((value, i) => {
    bytes.writeFloatLE(value, 126 + 4 * i);
  });
  let sum = 0;
  for (let at = 0; at < 142; at += 2) sum += bytes.readInt16LE(at);
  bytes.writeUInt16LE(-sum & 0xffff, 14);
  return bytes;
}

/** A record of a packed experiment. */
export function igorRecord(type: number, data: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt16LE(type, 0);
  header.writeInt32LE(data.length, 4);
  return Buffer.concat([header, data]);
}
