import { deflateSync } from 'node:zlib';

/** A variable of a MATLAB file: numbers column by column, or text. */
export interface MatToWrite {
  name: string;
  values: readonly number[] | string;
  rows?: number;
  columns?: number;
  /** In place of rows and columns. */
  shape?: readonly number[];
  /** Type of the numbers in the file; their class stays double. */
  stored?: 'float64' | 'int16' | 'uint8';
  /** An object of a class, such as a table; its values are MATLAB's own. */
  object?: true;
  /** A structure, or an array of structures: the fields of each. */
  structures?: readonly (readonly MatToWrite[])[];
}

const STORED = { float64: { type: 9, bytes: 8 }, int16: { type: 3, bytes: 2 }, uint8: { type: 2, bytes: 1 } };

/** A MATLAB 5 file as bytes: MathWorks, "MAT-File Format". */
export function matBytes(
  variables: readonly MatToWrite[],
  { little = true, compressed = false } = {},
): Buffer {
  const header = Buffer.alloc(128, ' ');
  header.write('MATLAB 5.0 MAT-file, for tests', 'latin1');
  header.fill(0, 116, 124);
  writeInteger(header, 0x0100, 124, 2, little);
  header.write(little ? 'IM' : 'MI', 126, 'latin1');
  const elements = variables.map((variable) => {
    const body = bodyOf(variable, little);
    const matrix = element(14, body, little);
    // Compressed elements are not padded.
    return compressed ? element(15, deflateSync(matrix), little, false) : matrix;
  });
  return Buffer.concat([header, ...elements]);
}

function bodyOf(variable: MatToWrite, little: boolean): Buffer {
  if (variable.structures) return structureOf(variable.name, variable.structures, little);
  return variable.object ? objectOf(variable, little) : matrixOf(variable, little);
}

const FIELD_NAME_BYTES = 32;

function structureOf(name: string, structures: readonly (readonly MatToWrite[])[], little: boolean): Buffer {
  const flags = Buffer.alloc(8);
  writeInteger(flags, 2, 0, 4, little);
  const sizes = Buffer.alloc(8);
  writeInteger(sizes, 1, 0, 4, little);
  writeInteger(sizes, structures.length, 4, 4, little);
  const length = Buffer.alloc(4);
  writeInteger(length, FIELD_NAME_BYTES, 0, 4, little);
  const names = Buffer.alloc(FIELD_NAME_BYTES * structures[0].length);
  structures[0].forEach((field, i) => {
    names.write(field.name, i * FIELD_NAME_BYTES, 'latin1');
  });
  return Buffer.concat([
    element(6, flags, little),
    element(5, sizes, little),
    element(1, Buffer.from(name, 'latin1'), little),
    element(5, length, little),
    element(1, names, little),
    ...structures.flat().map((field) => element(14, bodyOf({ ...field, name: '' }, little), little)),
  ]);
}

/** An object of a class: flags, names, and a matrix of references. */
function objectOf({ name, values }: MatToWrite, little: boolean): Buffer {
  const flags = Buffer.alloc(8);
  writeInteger(flags, 17, 0, 4, little);
  const texts = [name, 'MCOS', 'table'].map((text) => element(1, Buffer.from(text, 'latin1'), little));
  const references = element(14, matrixOf({ name: '', values, stored: 'uint8' }, little), little);
  return Buffer.concat([element(6, flags, little), ...texts, references]);
}

function matrixOf(
  { name, values, rows, columns, shape, stored = 'float64' }: MatToWrite,
  little: boolean,
): Buffer {
  const text = typeof values === 'string';
  const { type, bytes } = text ? { type: 16, bytes: 1 } : STORED[stored];
  const lengths = shape ?? [rows ?? 1, columns ?? values.length];
  const flags = Buffer.alloc(8);
  writeInteger(flags, text ? 4 : 6, 0, 4, little);
  const sizes = Buffer.alloc(4 * lengths.length);
  lengths.forEach((length, axis) => {
    writeInteger(sizes, length, 4 * axis, 4, little);
  });
  const data = Buffer.alloc(values.length * bytes);
  if (text) data.write(values, 'latin1');
  else
    values.forEach((value, i) => {
      if (stored !== 'float64') writeInteger(data, value, i * bytes, bytes, little);
      else if (little) data.writeDoubleLE(value, i * 8);
      else data.writeDoubleBE(value, i * 8);
    });
  return Buffer.concat([
    element(6, flags, little),
    element(5, sizes, little),
    element(1, Buffer.from(name, 'latin1'), little),
    element(type, data, little),
  ]);
}

function element(type: number, data: Buffer, little: boolean, padded = true): Buffer {
  if (data.length <= 4 && data.length > 0 && type !== 14 && type !== 15) {
    const small = Buffer.alloc(8);
    writeInteger(small, data.length * 65_536 + type, 0, 4, little);
    data.copy(small, 4);
    return small;
  }
  const bytes = Buffer.alloc(8 + (padded ? Math.ceil(data.length / 8) * 8 : data.length));
  writeInteger(bytes, type, 0, 4, little);
  writeInteger(bytes, padded && type === 14 ? bytes.length - 8 : data.length, 4, 4, little);
  data.copy(bytes, 8);
  return bytes;
}

function writeInteger(bytes: Buffer, value: number, at: number, size: number, little: boolean): void {
  if (little) bytes.writeUIntLE(value < 0 ? value + 2 ** (8 * size) : value, at, size);
  else bytes.writeUIntBE(value < 0 ? value + 2 ** (8 * size) : value, at, size);
}
