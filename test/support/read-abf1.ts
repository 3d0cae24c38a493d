import { readFileSync } from 'node:fs';

/** What an independent reading of an ABF 1 file finds, by the offsets of ABFFileHeader (Molecular Devices). */
export interface Abf1Read {
  rateHz: number;
  names: string[];
  units: string[];
  /** By sweep and channel. */
  values: Float64Array[][];
}

/** Reads a whole ABF 1 file of 16-bit integers; it shares no line with the reader of the program. */
export function readAbf1(file: string): Abf1Read {
  const bytes = readFileSync(file);
  if (bytes.toString('latin1', 0, 4) !== 'ABF ') throw new Error(`${file} is not ABF 1`);
  const channels = bytes.readInt16LE(120);
  const samples = bytes.readInt32LE(10);
  const dataAt = 512 * bytes.readInt32LE(40);
  const input = Array.from({ length: channels }, (_, i) => bytes.readInt16LE(410 + 2 * i));
  const text = (at: number, length: number) => bytes.toString('latin1', at, at + length).trim();
  // lADCResolution counts for fADCRange volts; the instrument's factor and the gain lead to the unit.
  const step = input.map(
    (i) =>
      bytes.readFloatLE(244) /
      bytes.readInt32LE(252) /
      bytes.readFloatLE(922 + 4 * i) /
      bytes.readFloatLE(1050 + 4 * i),
  );
  const shift = input.map((i) => bytes.readFloatLE(986 + 4 * i));
  const listed = bytes.readInt32LE(96);
  const lengths =
    listed === 0
      ? [samples]
      : Array.from({ length: listed }, (_, s) => bytes.readInt32LE(512 * bytes.readInt32LE(92) + 8 * s + 4));
  let at = 0;
  const values = lengths.map((length) => {
    const sweep = input.map((_, c) =>
      Float64Array.from(
        { length: length / channels },
        (__, n) => bytes.readInt16LE(dataAt + 2 * (at + n * channels + c)) * step[c] + shift[c],
      ),
    );
    at += length;
    return sweep;
  });
  return {
    rateHz: 1e6 / bytes.readFloatLE(122) / channels,
    names: input.map((i) => text(442 + 10 * i, 10)),
    units: input.map((i) => text(602 + 8 * i, 8)),
    values,
  };
}
