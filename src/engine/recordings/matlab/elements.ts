import { constants, inflateSync } from 'node:zlib';
import { UserError } from '../../../common/errors';
import { Budget } from '../../files/budget';
import type { ByteSource } from '../../files/bytes';
import { fieldsOf } from '../../files/fields';

/** A variable of numbers or of text; values are read on demand. */
export interface MatVariable {
  /** "data"; for a field of a structure with the names of all around it: "rec.data", "sweeps(2).data". */
  name: string;
  /** "numbers", "text", or MATLAB's name for others: "a structure". */
  kind: string;
  rows: number;
  /** In an array of three dimensions the columns of all its pages. */
  columns: number;
  /** Lengths of the dimensions, two or three. */
  shape: readonly number[];
  /** Whether its last values take decompressing all of them. */
  packed: boolean;
  /** Values `from` ≤ i < `to` in file order, column by column. */
  values(from: number, to: number): Float64Array;
}

const HEADER_BYTES = 128;
const TAG_BYTES = 8;
const MATRIX = 14;
const COMPRESSED = 15;
/** Number of bytes decompressed for headers of variables; the rest is decompressed when values are requested. */
const START_BYTES = 2048;
/** The first values are decompressed alone: they tell the rate and the range of a large variable. */
const BEGINNING_BYTES = 40_000;
/** Numbers that were measured do not compress further than this. */
const MOST_PLAUSIBLE = 64;
/** Maximum decompressed size; deflate has no random access. */
const LARGEST_UNPACKED = 1024 ** 3;
/** Deflate compresses at most 1032:1. */
const MOST_COMPRESSION = 1100;
const MOST_VARIABLES = 10_000;
/** Maximum depth of structures in structures. */
const DEEPEST = 6;
const LONGEST_FIELD_NAME = 64;

const CLASSES: Readonly<Record<number, string>> = {
  1: 'a cell array',
  2: 'a structure',
  3: 'an object',
  4: 'text',
  5: 'a sparse matrix',
  16: 'a function handle',
  17: 'an object',
};

const STRUCTURE = 2;
const FIRST_OPAQUE = 16;
const NOTHING = { rows: 0, columns: 0, shape: [0, 0], packed: false, values: () => new Float64Array(0) };

/** Readers by number type in the file, which may be narrower than the variable's class. */
const READERS: Readonly<
  Record<number, { bytes: number; read: (view: DataView, at: number, little: boolean) => number }>
> = {
  1: { bytes: 1, read: (view, at) => view.getInt8(at) },
  2: { bytes: 1, read: (view, at) => view.getUint8(at) },
  3: { bytes: 2, read: (view, at, little) => view.getInt16(at, little) },
  4: { bytes: 2, read: (view, at, little) => view.getUint16(at, little) },
  5: { bytes: 4, read: (view, at, little) => view.getInt32(at, little) },
  6: { bytes: 4, read: (view, at, little) => view.getUint32(at, little) },
  7: { bytes: 4, read: (view, at, little) => view.getFloat32(at, little) },
  9: { bytes: 8, read: (view, at, little) => view.getFloat64(at, little) },
  12: { bytes: 8, read: (view, at, little) => Number(view.getBigInt64(at, little)) },
  13: { bytes: 8, read: (view, at, little) => Number(view.getBigUint64(at, little)) },
  16: { bytes: 1, read: (view, at) => view.getUint8(at) },
  17: { bytes: 2, read: (view, at, little) => view.getUint16(at, little) },
};

/**
 * The variables of a MATLAB file, version 5 to 7.2, either byte order, and the fields of its structures; MathWorks,
 * "MAT-File Format". Reads the headers of variables only.
 *
 * @throws UserError when the file is cut short or damaged
 */
export function readVariables(source: ByteSource): MatVariable[] {
  const little = fieldsOf(source.read(0, HEADER_BYTES, 'header')).text(126, 2) === 'IM';
  const budget = new Budget(source.path, source.size);
  const variables: MatVariable[] = [];
  for (let at = HEADER_BYTES; at + TAG_BYTES <= source.size; ) {
    const tag = fieldsOf(source.read(at, TAG_BYTES, 'variable'), little);
    const [type, length] = [tag.uint32(0), tag.uint32(4)];
    const body = at + TAG_BYTES;
    if (body + length > source.size)
      throw new UserError(
        `${source.path} is cut short: a variable should reach byte ${body + length}, but the file has ${source.size} bytes.`,
      );
    const bytes =
      type === COMPRESSED
        ? packed(source, body, length, { little, budget })
        : type === MATRIX
          ? plain(source, body, length)
          : undefined;
    // MATLAB keeps the insides of objects in a variable without a name.
    const found = bytes ? variablesIn({ path: source.path, little }, bytes) : [];
    variables.push(...found.filter(({ name }) => name !== ''));
    if (variables.length > MOST_VARIABLES)
      throw new UserError(`${source.path} is damaged: it has too many variables.`);
    at = body + length;
  }
  return variables;
}

/** The contents of a matrix element, compressed or not. */
interface Contents {
  length: number;
  packed: boolean;
  /** The first bytes, enough for a header unless the element is shorter. */
  start: Uint8Array;
  range(offset: number, length: number): Uint8Array;
}

function plain(source: ByteSource, offset: number, length: number): Contents {
  return {
    length,
    packed: false,
    start: source.read(offset, Math.min(length, START_BYTES), 'variable'),
    range(from, count) {
      const bytes = new Uint8Array(count);
      source.readInto(bytes, offset + from, 'variable');
      return bytes;
    },
  };
}

function packed(
  source: ByteSource,
  offset: number,
  length: number,
  { little, budget }: { little: boolean; budget: Budget },
): Contents | undefined {
  const damaged = () =>
    new UserError(`${source.path} is damaged: a compressed variable cannot be decompressed.`);
  const unpack = (bytes: Uint8Array, most: number, partial: boolean) => {
    try {
      return inflateSync(bytes, {
        maxOutputLength: most,
        ...(partial && { finishFlush: constants.Z_SYNC_FLUSH }),
      });
    } catch {
      throw damaged();
    }
  };
  // 2 KB of zeros decompress to 2 MB.
  const start = unpack(source.read(offset, Math.min(length, START_BYTES), 'variable'), 16 * 1024 ** 2, true);
  budget.take(start.length);
  const tag = fieldsOf(start, little);
  const size = tag.uint32(4);
  if (tag.uint32(0) !== MATRIX) return undefined;
  if (size > length * MOST_COMPRESSION) throw damaged();
  let whole: Uint8Array | undefined;
  let known: Uint8Array | undefined;

  /** The first bytes alone, of a variable that is not suspiciously small; undefined if they are not enough. */
  function beginning(end: number): Uint8Array | undefined {
    if (end > BEGINNING_BYTES || size > MOST_PLAUSIBLE * length) return undefined;
    // Deflate never takes notably more bytes than it stores.
    for (const bytes of [BEGINNING_BYTES / 4, 2 * BEGINNING_BYTES]) {
      if (known && known.length >= end) return known;
      const piece = source.read(offset, Math.min(length, bytes), 'variable');
      known = unpack(piece, bytes * MOST_COMPRESSION, true).slice(0, BEGINNING_BYTES);
    }
    return known && known.length >= end ? known : undefined;
  }
  return {
    length: size,
    packed: true,
    // A copy, which does not keep the rest in memory.
    start: Uint8Array.from(start.subarray(TAG_BYTES, TAG_BYTES + START_BYTES)),
    range(from, count) {
      const end = TAG_BYTES + from + count;
      const first = whole ? undefined : beginning(end);
      if (first) return first.subarray(TAG_BYTES + from, end);
      if (size > LARGEST_UNPACKED)
        throw new UserError(
          `${source.path} holds a compressed variable of ${Math.round(size / 1024 ** 2)} MB. Save it with -v7.3.`,
        );
      if (!whole) {
        budget.take(size);
        whole = unpack(readAll(source, offset, length), size + TAG_BYTES, false);
      }
      if (TAG_BYTES + from + count > whole.length) throw damaged();
      return whole.subarray(TAG_BYTES + from, TAG_BYTES + from + count);
    },
  };
}

function readAll(source: ByteSource, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  source.readInto(bytes, offset, 'variable');
  return bytes;
}

interface MatFile {
  path: string;
  little: boolean;
}

/** The variable in a matrix element; for a structure its fields, or itself if it has none. */
function variablesIn(file: MatFile, contents: Contents, givenName = '', depth = 0): MatVariable[] {
  const header = headerIn(file, contents);
  const name = givenName || header.name;
  if (header.class !== STRUCTURE || depth >= DEEPEST)
    return [variableOf(file, contents, { ...header, name })];
  const inside = fieldsOfStructure(file, contents, header, name).flatMap((field) =>
    variablesIn(file, field.contents, field.name, depth + 1),
  );
  return inside.length > 0 ? inside : [{ ...NOTHING, name, kind: CLASSES[STRUCTURE] }];
}

/** The fields of a structure, or of each structure in an array: matrix elements, one after the other. */
function fieldsOfStructure(
  { path, little }: MatFile,
  contents: Contents,
  { sizes, end }: Header,
  name: string,
): { name: string; contents: Contents }[] {
  const damaged = () => new UserError(`${path} is damaged: its structure "${name}" cannot be read.`);
  const read = (at: number, length: number) => {
    if (at + length > contents.length) throw damaged();
    return contents.range(at, length);
  };
  const count = sizes.reduce((product, size) => product * size, 1);
  if (!(count > 0)) return [];
  // The maximum length of names is a small element, and their list an ordinary one.
  const list = fieldsOf(read(end, 2 * TAG_BYTES), little);
  const [longest, bytes] = [list.uint32(4), list.uint32(12)];
  if (bytes === 0) return [];
  if (!(longest > 0 && longest <= LONGEST_FIELD_NAME) || bytes > longest * MOST_VARIABLES) throw damaged();
  const texts = fieldsOf(read(end + 2 * TAG_BYTES, bytes), little);
  const names = Array.from({ length: Math.floor(bytes / longest) }, (_, i) =>
    texts.text(i * longest, longest),
  );
  if (count * names.length > MOST_VARIABLES) throw damaged();
  let at = end + 2 * TAG_BYTES + Math.ceil(bytes / 8) * 8;
  return Array.from({ length: count * names.length }, (_, i) => {
    const tag = fieldsOf(read(at, TAG_BYTES), little);
    const [type, length, body] = [tag.uint32(0), tag.uint32(4), at + TAG_BYTES];
    if (type !== MATRIX || body + length > contents.length) throw damaged();
    at = body + length;
    const place = count > 1 ? `(${Math.floor(i / names.length) + 1})` : '';
    return {
      name: `${name}${place}.${names[i % names.length]}`,
      contents: {
        length,
        packed: contents.packed,
        start: read(body, Math.min(length, START_BYTES)),
        range: (from: number, bytesWanted: number) => contents.range(body + from, bytesWanted),
      },
    };
  });
}

/** What a matrix element says before its values. */
interface Header {
  class: number;
  name: string;
  isComplex: boolean;
  sizes: number[];
  /** Where the header ends and the values begin. */
  end: number;
  elementAt(at: number): { type: number; bytes: number; data: number; end: number };
}

function headerIn({ little }: MatFile, contents: Contents): Header {
  const fields = fieldsOf(contents.start, little);
  const elementAt = (at: number) => {
    const first = fields.uint32(at);
    // Contents of up to four bytes are in the tag itself.
    if (first >>> 16 !== 0) return { type: first & 0xffff, bytes: first >>> 16, data: at + 4, end: at + 8 };
    const bytes = fields.uint32(at + 4);
    return { type: first, bytes, data: at + 8, end: at + 8 + Math.ceil(bytes / 8) * 8 };
  };
  // An empty field of a structure has no contents at all.
  if (contents.length === 0) return { class: 0, name: '', isComplex: false, sizes: [], end: 0, elementAt };
  const flags = elementAt(0);
  const flagBits = fields.uint32(flags.data);
  const header = { class: flagBits & 0xff, isComplex: (flagBits & 0x800) !== 0, elementAt };
  const nameAt = (element: ReturnType<typeof elementAt>) =>
    fields.text(element.data, Math.min(element.bytes, 64));
  // Objects of classes have a name in place of dimensions.
  if (header.class >= FIRST_OPAQUE && CLASSES[header.class] !== undefined) {
    const opaque = elementAt(flags.end);
    return { ...header, name: nameAt(opaque), sizes: [], end: opaque.end };
  }
  const dimensions = elementAt(flags.end);
  const named = elementAt(dimensions.end);
  const sizes = Array.from({ length: Math.min(32, dimensions.bytes / 4) }, (_, i) =>
    fields.int32(dimensions.data + 4 * i),
  );
  return { ...header, name: nameAt(named), sizes, end: named.end };
}

function variableOf({ path, little }: MatFile, contents: Contents, header: Header): MatVariable {
  const { name, sizes, end, elementAt } = header;
  const kind = CLASSES[header.class] ?? (header.isComplex ? 'complex numbers' : 'numbers');
  const empty = { ...NOTHING, name };
  const long = sizes.filter((size) => size !== 1);
  if ((kind !== 'numbers' && kind !== 'text') || sizes.length === 0) return { ...empty, kind };
  const real = elementAt(end);
  if (long.length > 3 || (long.length === 3 && kind === 'text'))
    return { ...empty, kind: `an array of ${long.length} dimensions` };
  const reader = READERS[real.type];
  const shape = sizes.length === 2 ? sizes : long.length === 3 ? long : [long[0] ?? 1, long[1] ?? 1];
  const [rows, columns] = [shape[0], shape[1] * (shape[2] ?? 1)];
  if (real.data > contents.start.length || sizes.some((size) => size < 0) || (!reader && rows * columns > 0))
    throw new UserError(`${path} is damaged: its variable "${name}" has no readable values.`);
  if (rows * columns === 0) return { ...empty, kind };
  // Text in UTF-8 may take more bytes than characters.
  const count = kind === 'text' ? Math.floor(real.bytes / reader.bytes) : rows * columns;
  if (count * reader.bytes > real.bytes || real.data + real.bytes > contents.length)
    throw new UserError(
      `${path} is damaged: its variable "${name}" claims ${count} values, more than it holds.`,
    );
  return {
    name,
    kind,
    rows: kind === 'text' ? count : rows,
    columns: kind === 'text' ? 1 : columns,
    shape,
    packed: contents.packed,
    values(from, to) {
      const bytes = contents.range(real.data + from * reader.bytes, (to - from) * reader.bytes);
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const values = new Float64Array(to - from);
      for (let i = 0; i < values.length; i++) values[i] = reader.read(view, i * reader.bytes, little);
      return values;
    },
  };
}
