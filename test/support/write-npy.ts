export interface ArrayToWrite {
  descr?: string;
  fortran?: boolean;
  shape: string;
  major?: number;
}

/** NumPy Enhancement Proposal 1: the header is padded so that the numbers begin at a multiple of 64. */
export function npyBytes(
  values: readonly number[],
  { descr = '<f8', fortran, shape, major = 1 }: ArrayToWrite,
): Buffer {
  const text = `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${shape}, }`;
  const before = major === 1 ? 10 : 12;
  const length = Math.ceil((before + text.length + 1) / 64) * 64 - before;
  const head = Buffer.alloc(before);
  head.write('\x93NUMPY', 'latin1');
  head[6] = major;
  if (major === 1) head.writeUInt16LE(length, 8);
  else head.writeUInt32LE(length, 8);
  const size = Number(descr.at(-1));
  const data = Buffer.alloc(values.length * size);
  const writers: Record<string, Buffer['writeDoubleLE']> = {
    '<f8': data.writeDoubleLE,
    '>f8': data.writeDoubleBE,
    '<f4': data.writeFloatLE,
    '<i2': data.writeInt16LE,
    '>i4': data.writeInt32BE,
  };
  for (const [i, value] of values.entries()) writers[descr].call(data, value, i * size);
  return Buffer.concat([head, Buffer.from(`${text.padEnd(length - 1)}\n`, 'latin1'), data]);
}
