/** An ABF 1 file as bytes: episodic, 16-bit, with the fields that the tests vary. */
export interface Abf1ToWrite {
  /** 1.3 has the short header without telegraphs of its own. */
  version: number;
  rateHz: number;
  /** Physical inputs in the order they were sampled; names and units by input. */
  inputs: { input: number; name: string; unit: string; scale: number; offset?: number }[];
  /** Stored integers of all channels in turns. */
  stored: Int16Array;
  /** Lengths of the sweeps, in stored integers; without: one gap-free stretch. */
  sweeps?: number[];
  tags?: { at: number; comment: string }[];
  /** Old programs know one telegraph, for one input. */
  oldTelegraph?: { input: number; gain: number };
  signalConditioner?: { input: number; gain: number; offset: number };
  pointsIgnored?: number;
}

const BLOCK = 512;

export function abf1Bytes(abf: Abf1ToWrite): Buffer {
  const headerBytes = abf.version < 1.6 ? 2048 : 6144;
  const ignored = abf.pointsIgnored ?? 0;
  const dataBlocks = Math.ceil((2 * (ignored + abf.stored.length)) / BLOCK);
  const synchAt = headerBytes / BLOCK + dataBlocks;
  const sweeps = abf.sweeps ?? [];
  const tags = abf.tags ?? [];
  const tagsAt = synchAt + Math.ceil((8 * sweeps.length) / BLOCK);
  const bytes = Buffer.alloc(tagsAt * BLOCK + 64 * tags.length);

  bytes.write('ABF ', 0, 'latin1');
  bytes.writeFloatLE(abf.version, 4);
  bytes.writeInt16LE(sweeps.length > 0 ? 5 : 3, 8);
  bytes.writeInt32LE(abf.stored.length, 10);
  bytes.writeInt16LE(ignored, 14);
  bytes.writeInt32LE(sweeps.length, 16);
  bytes.writeInt32LE(19_990_704, 20);
  bytes.writeInt32LE(3_723, 24);
  bytes.writeInt32LE(headerBytes / BLOCK, 40);
  bytes.writeInt32LE(tags.length > 0 ? tagsAt : 0, 44);
  bytes.writeInt32LE(tags.length, 48);
  bytes.writeInt32LE(sweeps.length > 0 ? synchAt : 0, 92);
  bytes.writeInt32LE(sweeps.length, 96);
  bytes.writeInt16LE(abf.inputs.length, 120);
  bytes.writeFloatLE(1e6 / abf.rateHz / abf.inputs.length, 122);
  bytes.writeInt32LE(sweeps[0] ?? 0, 138);
  bytes.writeFloatLE(10, 244);
  bytes.writeInt32LE(32_768, 252);
  bytes.write('Clampex', 294, 'latin1');
  abf.inputs.forEach(({ input, name, unit, scale, offset }, i) => {
    bytes.writeInt16LE(input, 410 + 2 * i);
    bytes.write(name.padEnd(10), 442 + 10 * input, 10, 'latin1');
    bytes.write(unit.padEnd(8), 602 + 8 * input, 8, 'latin1');
    bytes.writeFloatLE(1, 730 + 4 * input);
    bytes.writeFloatLE(10 / 32_768 / scale, 922 + 4 * input);
    bytes.writeFloatLE(offset ?? 0, 986 + 4 * input);
  });
  if (abf.oldTelegraph) {
    bytes.writeInt16LE(1, 262);
    bytes.writeInt16LE(abf.oldTelegraph.input, 264);
    bytes.writeFloatLE(abf.oldTelegraph.gain, 268);
  }
  if (abf.signalConditioner) {
    const { input, gain, offset } = abf.signalConditioner;
    bytes.writeInt16LE(1, 1410);
    bytes.writeFloatLE(gain, 1050 + 4 * input);
    bytes.writeFloatLE(offset, 1114 + 4 * input);
  }
  Buffer.from(abf.stored.buffer, abf.stored.byteOffset, abf.stored.byteLength).copy(
    bytes,
    headerBytes + 2 * ignored,
  );
  let start = 0;
  sweeps.forEach((length, i) => {
    bytes.writeInt32LE(start, synchAt * BLOCK + 8 * i);
    bytes.writeInt32LE(length, synchAt * BLOCK + 8 * i + 4);
    start += length;
  });
  tags.forEach(({ at, comment }, i) => {
    bytes.writeInt32LE(at, tagsAt * BLOCK + 64 * i);
    bytes.write(comment, tagsAt * BLOCK + 64 * i + 4, 56, 'latin1');
  });
  return bytes;
}
