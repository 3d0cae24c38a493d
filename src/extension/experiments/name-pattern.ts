import path from 'node:path';

/** What a pattern can name. */
export const PATTERN_FIELDS = ['group', 'animal', 'condition', 'date', 'cell'] as const;
export type PatternField = (typeof PATTERN_FIELDS)[number];

/** Values that a pattern finds in a name. */
export type NameFields = Partial<Record<PatternField, string>>;

/**
 * Compiles a pattern such as `{group}/{animal}_{cell}`: a field takes text without slashes, `*` is any such text that is
 * not used, all else stands for itself. It is matched against the path of a recording below the common folder, without
 * its extension.
 *
 * @returns a function from that path to its fields, undefined where it does not match; or a sentence about the pattern
 */
export function compilePattern(pattern: string): ((name: string) => NameFields | undefined) | string {
  const parts = pattern.split(/(\{[^{}]*\}|\*)/);
  const fields: PatternField[] = [];
  const folders: Piece[][] = [[]];
  const add = (piece: Piece) => void folders.at(-1)!.push(piece);
  for (const [i, part] of parts.entries()) {
    if (i % 2 === 0) {
      for (const [j, text] of part.split('/').entries()) {
        if (j > 0) folders.push([]);
        if (text !== '') add({ text });
      }
      continue;
    }
    if (part === '*') {
      add({ field: undefined, least: 0 });
      continue;
    }
    const field = PATTERN_FIELDS.find((name) => `{${name}}` === part.toLowerCase());
    if (!field)
      return `${part} is not a field. Use ${PATTERN_FIELDS.map((name) => `{${name}}`).join(', ')}, or * for any text.`;
    if (fields.includes(field)) return `{${field}} stands twice in the pattern. Use it once.`;
    fields.push(field);
    add({ field, least: 1 });
  }
  return (name) => {
    const texts = name.split('/');
    const found: NameFields = {};
    const matches = folders.every((pieces, i) => takeFields(pieces, texts[i] ?? '', found));
    return matches && texts.length === folders.length ? found : undefined;
  };
}

interface Wildcard {
  field: PatternField | undefined;
  /** Minimum number of characters. */
  least: 0 | 1;
}
type Piece = { text: string } | Wildcard;

function leastOf(wildcards: readonly Wildcard[]): number {
  return wildcards.reduce((sum, { least }) => sum + least, 0);
}

/**
 * Matches a name without slashes, each wildcard as short as it can be. A text is taken where it stands first, which leaves
 * most for what follows, so that nothing is tried twice: a regular expression would take for ever for many wildcards.
 */
function takeFields(pieces: readonly Piece[], name: string, found: NameFields): boolean {
  let at = 0;
  let open: Wildcard[] = [];
  const close = (to: number): boolean => {
    if (open.length === 0 ? to !== at : to < at + leastOf(open)) return false;
    for (const [i, { field, least: length }] of open.entries()) {
      const end = i === open.length - 1 ? to : at + length;
      if (field) found[field] = name.slice(at, end).trim();
      at = end;
    }
    open = [];
    return true;
  };
  for (const [i, piece] of pieces.entries()) {
    if (!('text' in piece)) {
      open.push(piece);
      continue;
    }
    const { text } = piece;
    const isLast = i === pieces.length - 1;
    const to = isLast
      ? name.length - text.length
      : open.length === 0
        ? at
        : name.indexOf(text, at + leastOf(open));
    if (to < 0 || !name.startsWith(text, to) || !close(to)) return false;
    at = to + text.length;
  }
  return close(name.length);
}

/** Path of a recording as patterns see it: below `folder`, with slashes, without its extension. */
export function patternName(recording: string, folder: string): string {
  const below = path.relative(folder, recording).split(path.sep).join('/');
  return below.slice(0, below.length - path.extname(below).length);
}

/** Parts of a name between separators, and the separators. */
const SEPARATORS = /([/_\-. ]+)/;

interface TokenColumn {
  values: string[];
  distinct: number;
  isFolder: boolean;
}

const DATE = /^(19|20)?\d{2}[01]\d[0-3]\d$/;
const ANIMAL = /^(mouse|mice|rat|animal|m|r|a|ms)\d+$/i;
const NUMBER = /^\d+$/;

/**
 * Guesses the pattern of names: parts that all names share stand for themselves, dates are dates, words that repeat are
 * the group (the first of them), m1 or mouse12 is the animal, and what differs in every file is the cell.
 *
 * @param names of {@link patternName}
 * @returns `{cell}` where names have different numbers of parts
 */
export function guessPattern(names: readonly string[]): string {
  const split = names.map((name) => name.split(SEPARATORS));
  const first = split[0];
  const even = first && split.every((parts) => sameShape(parts, first));
  if (!even || first.length < 2) return fallback(names);
  const columns = first.map((_, at): TokenColumn => {
    const values = split.map((parts) => parts[at]);
    return {
      values,
      distinct: new Set(values).size,
      isFolder: first.slice(at + 1).some((s) => s.includes('/')),
    };
  });
  const fields = new Map<number, PatternField>();
  const free = () =>
    columns.map((_, at) => at).filter((at) => at % 2 === 0 && !fields.has(at) && columns[at].distinct > 1);
  const take = (field: PatternField, fits: (column: TokenColumn) => boolean) => {
    const at = free().find((index) => fits(columns[index]));
    if (at !== undefined) fields.set(at, field);
  };
  take('date', ({ values }) => values.every((value) => DATE.test(value)));
  take('animal', ({ values }) => values.every((value) => ANIMAL.test(value)));
  // Folders gather recordings; a word in a name may repeat by chance.
  const repeats = ({ distinct, values, isFolder }: TokenColumn) =>
    isFolder ? distinct < values.length : distinct <= values.length / 2;
  take('group', (column) => repeats(column) && !column.values.every((value) => NUMBER.test(value)));
  if (![...fields.values()].includes('animal'))
    take('animal', (column) => repeats(column) && column.isFolder);
  const last = free().at(-1);
  if (last !== undefined) fields.set(last, 'cell');
  return columns
    .map(({ values, distinct }, at) => {
      const field = fields.get(at);
      return field ? `{${field}}` : distinct > 1 ? '*' : values[0];
    })
    .join('');
}

function sameShape(parts: readonly string[], first: readonly string[]): boolean {
  return parts.length === first.length && parts.every((part, i) => i % 2 === 0 || part === first[i]);
}

/** The first folder is the group where recordings lie in several folders of equal depth. */
function fallback(names: readonly string[]): string {
  const depths = new Set(names.map((name) => name.split('/').length));
  const [depth = 1] = depths;
  if (depths.size !== 1 || depth === 1) return '{cell}';
  const folders = names.map((name) => name.split('/').slice(0, -1));
  const parts = Array.from({ length: depth - 1 }, (_, i) => new Set(folders.map((folder) => folder[i])));
  let used = 0;
  const fields = parts.map((values) => {
    if (values.size === 1) return [...values][0];
    return ['{group}', '{animal}'][used++] ?? '*';
  });
  return [...fields, '{cell}'].join('/');
}
