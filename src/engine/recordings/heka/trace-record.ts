import type { Fields } from '../../files/fields';
import { cleanUnit } from '../../files/text';
import { SAMPLE_BYTES, type SampleFormat } from '../samples';

/** Trace record: the samples of one channel in one sweep. */
export interface TraceRecord {
  label: string;
  unit: string;
  /** Offset of the first sample in bytes. */
  offset: number;
  samples: number;
  /** undefined for an unknown format. */
  format: SampleFormat | undefined;
  littleEndian: boolean;
  scale: number;
  /** Seconds between samples. */
  interval_s: number;
  /** Number of contiguous samples in a run, and bytes from one run to the next; contiguous traces are one run. */
  run: { samples: number; bytes: number };
  mode: string;
  bandwidth_hz: number;
  /** Zero offset in the unit; PatchMaster subtracts it from displayed values if set to do so. */
  zeroOffset: number;
}

const FORMATS: readonly SampleFormat[] = ['int16', 'int32', 'float32', 'float64'];
const MODES = ['inside out', 'on cell', 'outside out', 'whole cell', 'current clamp', 'voltage clamp', ''];
const SECONDS: Readonly<Record<string, number>> = { ms: 1e-3, µs: 1e-6, us: 1e-6 };

/** From this record size on (PatchMaster Next, 2025), offsets and counts have 64 bits, and later fields move. */
const WIDE_BYTES = 528;

/**
 * The fields of a trace record of any PatchMaster version. PulsedFile_v9, _v1000, _v2000; values are stored × scale in
 * all four formats. The zero offset that PatchMaster can subtract is reported but not subtracted.
 */
export function traceRecord(fields: Fields): TraceRecord {
  const wide = fields.length >= WIDE_BYTES;
  const moved = wide ? 8 : 0;
  const count = (at: number) => (wide ? fields.int64(at) : fields.uint32(at));
  const samples = count(wide ? 48 : 44);
  const format = FORMATS[fields.uint8(70 + moved)];
  const together = count(wide ? 300 : 292);
  return {
    label: fields.text(4, 32),
    unit: cleanUnit(fields.text(96 + moved, 8)),
    offset: count(40),
    samples,
    format,
    littleEndian: (fields.int16(64 + moved) & 1) !== 0,
    scale: fields.float64(72 + moved),
    interval_s: fields.float64(104 + moved) * (SECONDS[fields.text(120 + moved, 8)] ?? 1),
    run:
      together === 0 || format === undefined
        ? { samples, bytes: 0 }
        : { samples: together / SAMPLE_BYTES[format], bytes: count(wide ? 308 : 296) },
    mode: MODES[fields.uint8(68 + moved)] ?? '',
    bandwidth_hz: fields.float64(144 + moved),
    zeroOffset: fields.float64(88 + moved),
  };
}
