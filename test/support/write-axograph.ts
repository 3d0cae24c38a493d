/** An AxoGraph file as the program's manual describes it, big-endian; the first column is time. */
export interface AxoGraphContents {
  /** 1: graph, 2: digitised, 3 to 6: AxoGraph X. */
  version: number;
  interval_s: number;
  /** Titles with units, "Current (A)", and the stored numbers of each signal. */
  columns: readonly { title: string; stored: readonly number[]; scale: number; shift: number }[];
  /** How AxoGraph X stores a signal. */
  kind?: 'scaled' | 'float32' | 'float64' | 'int32' | 'int16';
}

const CODES = { int16: 4, int32: 5, float32: 6, float64: 7, scaled: 10 } as const;

export function axoGraphBytes({ version, interval_s, columns, kind = 'scaled' }: AxoGraphContents): Buffer {
  const parts: Buffer[] = [];
  const number = (bytes: number, write: (buffer: Buffer) => unknown) => {
    const buffer = Buffer.alloc(bytes);
    write(buffer);
    parts.push(buffer);
  };
  const int16 = (value: number) => number(2, (buffer) => buffer.writeInt16BE(value));
  const int32 = (value: number) => number(4, (buffer) => buffer.writeInt32BE(value));
  const float32 = (value: number) => number(4, (buffer) => buffer.writeFloatBE(value));
  const float64 = (value: number) => number(8, (buffer) => buffer.writeDoubleBE(value));
  const title = (text: string) => {
    if (version >= 3) {
      const bytes = Buffer.from(text, 'utf16le').swap16();
      int32(bytes.length);
      parts.push(bytes);
    } else {
      const bytes = Buffer.alloc(80);
      bytes[0] = bytes.write(text, 1, 'latin1');
      parts.push(bytes);
    }
  };
  parts.push(Buffer.from(version >= 3 ? 'axgx' : 'AxGr', 'latin1'));
  const count = version >= 3 ? int32 : int16;
  count(version);
  count(columns.length + 1);
  const points = columns[0].stored.length;
  int32(points);
  if (version >= 3) int32(9);
  title('Time (s)');
  if (version === 1) for (let i = 0; i < points; i++) float32(i * interval_s);
  else for (const value of [0, interval_s]) (version >= 3 ? float64 : float32)(value);
  for (const { title: name, stored, scale, shift } of columns) {
    int32(stored.length);
    if (version >= 3) int32(CODES[kind]);
    title(name);
    if (version === 1) for (const value of stored) float32(value * scale);
    else if (version === 2) {
      float32(scale);
      for (const value of stored) int16(value);
    } else if (kind === 'scaled') {
      float64(scale);
      float64(shift);
      for (const value of stored) int16(value);
    } else {
      const write = { int16, int32, float32, float64 }[kind];
      for (const value of stored) write(kind.startsWith('float') ? value * scale + shift : value);
    }
  }
  return Buffer.concat(parts);
}
