import { UserError } from '../../../common/errors';
import { takeFromBudget } from '../budget';
import { decodeText } from '../text';
import { isCutShort, noteLost } from './file-system';
import { type Hdf5Dataset, type Hdf5Group, linkedFile, pathOfFile } from './hdf5';
import { dealtWith } from './library';
import { absolutePath, linkedFileAt, whereIs } from './links';

/** A value small enough to hold at once, with integers of any width as numbers. */
export type Hdf5Value = number | string | boolean | readonly number[] | readonly string[];

/** Maximum size of a value read as a whole; longer data are read in ranges. */
const MOST_BYTES = 128 * 1024 ** 2;

/** The dataset at a path, or undefined if there is none: no object, a group, a dangling link. */
export function datasetAt(group: Hdf5Group, path: string): Hdf5Dataset | undefined {
  return objectAt(group, path, 'Dataset') as Hdf5Dataset | undefined;
}

/** The group at a path, or undefined if there is none. */
export function groupAt(group: Hdf5Group, path: string): Hdf5Group | undefined {
  return objectAt(group, path, 'Group') as Hdf5Group | undefined;
}

/**
 * The object at a path. Links into other files are followed here instead of by HDF5, which reads texts of variable
 * length from the wrong file then.
 */
function objectAt(group: Hdf5Group, path: string, type: string, depth = 0): unknown {
  try {
    const full = absolutePath(group, path);
    const found = whereIs(group, full);
    if (found === 'nowhere') return undefined;
    if (found !== 'here') {
      const target = depth < MOST_LINKS ? linkedFile(group, found.filename) : undefined;
      return target && objectAt(target, found.path, type, depth + 1);
    }
    const object = group.get(full);
    return object && 'type' in object && String(object.type) === type ? object : undefined;
  } catch (thrown) {
    // A cyclic soft link.
    dealtWith(thrown);
    return undefined;
  }
}

/** The paths of all objects below a group, relative to it, through links into other files too. */
export function pathsBelow(group: Hdf5Group, depth = 0): string[] {
  return group.paths().flatMap((name) => {
    if (depth >= MOST_LINKS || linkedFileAt(group, name) === undefined) return [name];
    const inside = groupAt(group, name);
    return [name, ...(inside ? pathsBelow(inside, depth + 1).map((below) => `${name}/${below}`) : [])];
  });
}

/** Maximum length of a chain of links. */
const MOST_LINKS = 8;

/** Attributes of objects: the library looks up the names of all of them each time it is asked. */
const knownAttributes = new WeakMap<Hdf5Group | Hdf5Dataset, Hdf5Group['attrs']>();

/**
 * The value of an attribute; undefined if it is absent or neither number nor text, or in the missing part of a file that
 * was cut short.
 */
export function attributeOf(object: Hdf5Group | Hdf5Dataset, name: string): Hdf5Value | undefined {
  const attributes = attributesOf(object);
  const attribute = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  if (attribute === undefined) return undefined;
  const bytes = attribute.metadata.size * attribute.metadata.total_size;
  if (bytes > MOST_BYTES) return undefined;
  takeFromBudget(object.file_id, bytes);
  try {
    return plainValue(attribute.json_value);
  } catch (thrown) {
    const file = pathOfFile(object);
    if (file === undefined || !isCutShort(file)) throw thrown;
    dealtWith(thrown);
    noteLost(file);
    return undefined;
  }
}

function attributesOf(object: Hdf5Group | Hdf5Dataset): Hdf5Group['attrs'] {
  const known = knownAttributes.get(object);
  if (known) return known;
  const { attrs } = object;
  knownAttributes.set(object, attrs);
  return attrs;
}

/** The text of an attribute, undefined if it is absent or not text. */
export function textAttribute(object: Hdf5Group | Hdf5Dataset, name: string): string | undefined {
  const value = attributeOf(object, name);
  const text = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return typeof text === 'string' ? text : undefined;
}

/** The number of an attribute, undefined if it is absent or not a number. */
export function numberAttribute(object: Hdf5Group | Hdf5Dataset, name: string): number | undefined {
  const value = attributeOf(object, name);
  const number = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return typeof number === 'number' ? number : undefined;
}

/**
 * All numbers of a dataset, row-major, whatever their width; a scalar is one number.
 *
 * @throws UserError naming `what` when the dataset is not numeric or is too large to read at once
 */
export function numbersOf(dataset: Hdf5Dataset, what: string): Float64Array {
  const value = wholeValue(dataset, what);
  if (value instanceof Float64Array) return value;
  if (value instanceof BigInt64Array || value instanceof BigUint64Array) return numbersIn(value);
  if (ArrayBuffer.isView(value)) return Float64Array.from(value as unknown as ArrayLike<number>);
  if (typeof value === 'number' || typeof value === 'bigint') return Float64Array.of(Number(value));
  throw new UserError(`${what} does not hold numbers.`);
}

/** Like `Float64Array.from(integers, Number)`, but ten times as fast. */
function numbersIn(integers: BigInt64Array | BigUint64Array): Float64Array {
  const numbers = new Float64Array(integers.length);
  for (let i = 0; i < numbers.length; i++) numbers[i] = Number(integers[i]);
  return numbers;
}

/** Whether a dataset holds text. */
export function isText(dataset: Hdf5Dataset): boolean {
  return dataset.metadata.type === TEXT;
}

/**
 * All texts of a dataset, of fixed or variable length; a scalar is one text.
 *
 * @throws UserError naming `what` when the dataset is not text or is too large to read at once
 */
export function textsOf(dataset: Hdf5Dataset, what: string): string[] {
  const { type, vlen } = dataset.metadata;
  if (type === TEXT && !vlen) return fixedTexts(dataset, what);
  const value = wholeValue(dataset, what);
  if (typeof value === 'string') return [value];
  if (Array.isArray(value) && value.every((v) => typeof v === 'string')) return value;
  throw new UserError(`${what} does not hold text.`);
}

/** Classes of the HDF5 specification, 3.2.4.d "Datatype Message". */
const INTEGER = 0;
const FLOAT = 1;
const TEXT = 3;
const OPAQUE = 5;

/**
 * Decodes texts of fixed length. The library does that one by one and slowly; declared as opaque, they are returned as
 * bytes. A hundred thousand labels of windows are mostly the same few, so decoded texts are cached.
 */
function fixedTexts(dataset: Hdf5Dataset, what: string): string[] {
  const { metadata } = dataset;
  const { size } = metadata;
  metadata.type = OPAQUE;
  const bytes = Buffer.from(wholeValue(dataset, what) as Uint8Array);
  metadata.type = TEXT;
  const decoded = new Map<string, string>();
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, i) => {
    const raw = bytes.toString('latin1', i * size, (i + 1) * size);
    const known = decoded.get(raw) ?? decodeText(bytes.subarray(i * size, (i + 1) * size));
    decoded.set(raw, known);
    return known;
  });
}

/** Longer ones are data, not facts about data. */
const MOST_STATED = 64;

/**
 * The value of a small dataset: a number, a text, or a few of them; undefined for others. MATLAB stores texts as arrays
 * of UTF-16.
 */
export function plainDatasetValue(dataset: Hdf5Dataset): Hdf5Value | undefined {
  const { total_size, size, type } = dataset.metadata;
  if (!(total_size >= 1 && total_size <= 4096) || size * total_size > MOST_BYTES) return undefined;
  if (size === 2 && type === INTEGER && textAttribute(dataset, 'MATLAB_class') === 'char')
    return String.fromCharCode(...numbersOf(dataset, dataset.path));
  if (total_size > MOST_STATED) return undefined;
  if (type === TEXT) {
    const texts = textsOf(dataset, dataset.path);
    return texts.length === 1 ? texts[0] : texts;
  }
  if (type !== INTEGER && type !== FLOAT) return undefined;
  const numbers = [...numbersOf(dataset, dataset.path)];
  return numbers.length === 1 ? numbers[0] : numbers;
}

/**
 * The whole value of a dataset, as the library returns it.
 *
 * @throws UserError when that is too large to read at once, or more than the file can contain
 */
export function wholeValue(dataset: Hdf5Dataset, what: string): Hdf5Dataset['value'] {
  const { size, total_size } = dataset.metadata;
  takeFromBudget(dataset.file_id, size * total_size);
  if (size * total_size > MOST_BYTES) throw new UserError(`${what} claims ${total_size} values: too many.`);
  return dataset.value;
}

function plainValue(value: unknown): Hdf5Value | undefined {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value;
  if (!Array.isArray(value)) return undefined;
  const values = value.flat(2).map((v) => (typeof v === 'bigint' ? Number(v) : v));
  if (values.every((v) => typeof v === 'number')) return values;
  return values.every((v) => typeof v === 'string') ? values : undefined;
}
