/** A PatchMaster bundle as bytes, with what the tests vary: byte order, format, runs, generation. */
export interface HekaToWrite {
  littleEndian?: boolean;
  /** 64-bit offsets, as PatchMaster Next writes them since 2025. */
  wide?: boolean;
  groups: { label: string; series: HekaSeriesToWrite[] }[];
}

export interface HekaSeriesToWrite {
  label: string;
  sweeps: { time_s: number; traces: HekaTraceToWrite[] }[];
}

export interface HekaTraceToWrite {
  label: string;
  unit: string;
  interval_s: number;
  scale: number;
  format: 'int16' | 'int32' | 'float32' | 'float64';
  stored: number[];
  /** Samples of each run, and samples of other things between two runs. */
  runs?: { samples: number; between: number };
}

const FORMATS = ['int16', 'int32', 'float32', 'float64'] as const;
const BYTES = { int16: 2, int32: 4, float32: 4, float64: 8 } as const;
const NARROW_RECORDS = [640, 144, 1408, 288, 512];
const WIDE_RECORDS = [640, 144, 1728, 352, 528];

export function hekaBytes(heka: HekaToWrite): Buffer {
  const { data, tree } = hekaParts(heka);
  const { littleEndian = true, wide = false } = heka;
  data.write('DAT2', 0, 'latin1');
  data.write('v2x92, 1-June-2023', 8, 'latin1');
  data[52] = littleEndian ? 1 : 0;
  const items: [number, number, string][] = [
    [headerBytes(wide), data.length - headerBytes(wide), '.dat'],
    [data.length, tree.length, '.pul'],
  ];
  const view = new DataView(data.buffer, data.byteOffset);
  items.forEach(([start, length, extension], i) => {
    const at = 64 + i * (wide ? 24 : 16);
    if (wide) {
      view.setBigInt64(at, BigInt(start), littleEndian);
      view.setBigInt64(at + 8, BigInt(length), littleEndian);
    } else {
      view.setInt32(at, start, littleEndian);
      view.setInt32(at + 4, length, littleEndian);
    }
    data.write(extension, at + (wide ? 16 : 8), 'latin1');
  });
  return Buffer.concat([data, tree]);
}

/** The raw data, with room for a header before them, and the tree apart. */
export function hekaParts(heka: HekaToWrite): { data: Buffer; tree: Buffer } {
  const { littleEndian = true, wide = false } = heka;
  const pieces: Buffer[] = [Buffer.alloc(headerBytes(wide))];
  const sizes = wide ? WIDE_RECORDS : NARROW_RECORDS;
  let offset = pieces[0].length;

  const record = (
    level: number,
    children: Buffer[],
    fill: (view: DataView, bytes: Buffer) => void,
  ): Buffer => {
    const bytes = Buffer.alloc(sizes[level] + 4);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    fill(view, bytes);
    view.setInt32(sizes[level], children.length, littleEndian);
    return Buffer.concat([bytes, ...children]);
  };
  const traceRecord = (trace: HekaTraceToWrite): Buffer => {
    const start = offset;
    const stored = storedBytes(trace, littleEndian);
    pieces.push(stored);
    offset += stored.length;
    const moved = wide ? 8 : 0;
    return record(4, [], (view, bytes) => {
      const count = (at: number, value: number) =>
        wide ? view.setBigInt64(at, BigInt(value), littleEndian) : view.setInt32(at, value, littleEndian);
      bytes.write(trace.label, 4, 'latin1');
      count(40, start);
      count(wide ? 48 : 44, trace.stored.length);
      view.setInt16(64 + moved, littleEndian ? 1 : 0, littleEndian);
      bytes[68 + moved] = 3;
      bytes[70 + moved] = FORMATS.indexOf(trace.format);
      view.setFloat64(72 + moved, trace.scale, littleEndian);
      bytes.write(trace.unit, 96 + moved, 'latin1');
      view.setFloat64(104 + moved, trace.interval_s, littleEndian);
      bytes.write('s', 120 + moved, 'latin1');
      if (trace.runs) {
        count(wide ? 300 : 292, trace.runs.samples * BYTES[trace.format]);
        count(wide ? 308 : 296, (trace.runs.samples + trace.runs.between) * BYTES[trace.format]);
      }
    });
  };
  const named = (level: number, label: string, children: Buffer[]) =>
    record(level, children, (_, bytes) => bytes.write(label, 4, 'latin1'));

  const groups = heka.groups.map((group) =>
    named(
      1,
      group.label,
      group.series.map((series) =>
        named(
          2,
          series.label,
          series.sweeps.map((sweep) =>
            record(3, sweep.traces.map(traceRecord), (view) =>
              view.setFloat64(48, sweep.time_s, littleEndian),
            ),
          ),
        ),
      ),
    ),
  );
  const root = record(0, groups, (_, bytes) => bytes.write('v9', 8, 'latin1'));
  const head = Buffer.alloc(8 + 4 * sizes.length);
  const view = new DataView(head.buffer, head.byteOffset);
  head.write(littleEndian ? 'eerT' : 'Tree', 0, 'latin1');
  [sizes.length, ...sizes].forEach((n, i) => {
    view.setInt32(4 + 4 * i, n, littleEndian);
  });
  return { data: Buffer.concat(pieces), tree: Buffer.concat([head, root]) };
}

function headerBytes(wide: boolean): number {
  return wide ? 352 : 256;
}

function storedBytes({ format, stored, runs }: HekaTraceToWrite, littleEndian: boolean): Buffer {
  const run = runs ?? { samples: Math.max(1, stored.length), between: 0 };
  const bytes = Buffer.alloc(
    Math.ceil(stored.length / run.samples) * (run.samples + run.between) * BYTES[format],
  );
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  stored.forEach((value, i) => {
    const at = (i + Math.floor(i / run.samples) * run.between) * BYTES[format];
    if (format === 'int16') view.setInt16(at, value, littleEndian);
    else if (format === 'int32') view.setInt32(at, value, littleEndian);
    else if (format === 'float32') view.setFloat32(at, value, littleEndian);
    else view.setFloat64(at, value, littleEndian);
  });
  return bytes;
}
