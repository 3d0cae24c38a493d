import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { parameterNamed } from './names';
import type { ParameterName } from './parameters';

/**
 * Parsed text of a parameter file: JSON with comments, one object whose members are parameters. Any text gives a
 * document; errors are listed in `problems` and in the members.
 */
export interface ParameterDocument {
  text: string;
  /** Absolute path once saved. Relative paths in the text start at its folder. */
  path?: string;
  /** Errors of syntax, or a text that is not one object. */
  problems: { message: string; range: Range }[];
  /** In order of appearance, including repeated and unknown ones, without `$schema`. */
  members: Member[];
}

/** Offsets into the text, in UTF-16 units. */
export interface Range {
  from: number;
  to: number;
}

export interface Member {
  /** As written. */
  key: string;
  keyRange: Range;
  /** The parameter that goes by this key, undefined for unknown ones. */
  name: ParameterName | undefined;
  value: unknown;
  valueRange: Range;
}

/** Extension of parameter files. */
export const PARAMETER_FILE_EXTENSION = '.miniml.json';

/** Limits of depth and length; nobody writes larger parameter files, and parsing one would cost time and stack. */
const LONGEST = 1_000_000;

export function parseParameterDocument(text: string, path?: string): ParameterDocument {
  const whole = { from: 0, to: text.length };
  const broken = (message: string) => ({ text, path, problems: [{ message, range: whole }], members: [] });
  if (text.length > LONGEST) return broken('The file is too long for a parameter file.');
  if (text.trim() === '') return broken('The file is empty. A parameter file starts with { and ends with }.');

  const errors: ParseError[] = [];
  let root: Node | undefined;
  try {
    // A byte order mark is not JSON; a space in its place keeps the offsets.
    root = parseTree(text.replace(/^\uFEFF/, ' '), errors, { allowTrailingComma: true });
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    return broken('Values are nested too deeply to be parameters.');
  }
  const problems = errors.map(({ error, offset, length }) => ({
    message: sentences[printParseErrorCode(error)] ?? 'Invalid JSON.',
    range: { from: offset, to: offset + length },
  }));
  if (root && root.type !== 'object')
    problems.push({
      message: 'A parameter file holds one object: { "win_size": 600, … }.',
      range: rangeOfNode(root),
    });
  const members = root?.type === 'object' ? (root.children ?? []).flatMap(memberOf) : [];
  return { text, path, problems, members };
}

function memberOf({ children }: Node): Member[] {
  const [key, value] = children ?? [];
  // A member without a value is already among the problems.
  if (!key || !value || key.value === '$schema') return [];
  return [
    {
      key: key.value,
      keyRange: rangeOfNode(key),
      name: parameterNamed(key.value),
      value: value.type === 'object' ? {} : value.type === 'array' ? [] : value.value,
      valueRange: rangeOfNode(value),
    },
  ];
}

function rangeOfNode({ offset, length }: Node): Range {
  return { from: offset, to: offset + length };
}

/** Keyed by jsonc-parser's names of errors. */
const sentences: Record<string, string> = {
  InvalidSymbol: 'Invalid JSON value. Text needs double quotes; true, false and null have none.',
  InvalidNumberFormat: 'Invalid JSON number.',
  PropertyNameExpected: 'A parameter name in double quotes is missing here.',
  ValueExpected: 'A value is missing here.',
  ColonExpected: 'A colon is missing between name and value.',
  CommaExpected: 'A comma is missing here.',
  CloseBraceExpected: 'The closing } is missing.',
  CloseBracketExpected: 'The closing ] is missing.',
  EndOfFileExpected: 'Nothing may follow the closing }.',
  InvalidCommentToken: 'Comments start with // or are enclosed in /* and */.',
  UnexpectedEndOfComment: 'The comment is not closed by */.',
  UnexpectedEndOfString: 'The closing quote is missing.',
  UnexpectedEndOfNumber: 'This number is not complete.',
  InvalidUnicode: 'A \\u must be followed by four hexadecimal digits.',
  InvalidEscapeCharacter: 'Invalid escape. A backslash is written \\\\.',
  InvalidCharacter: 'Invalid character in JSON text. Write it as an escape such as \\n.',
};
