import { parseArgs } from 'node:util';
import { messageOf, UserError } from '../common/errors';
import { nearest } from '../common/parameters/names';
import type { Flag, Flags, FlagValues, NumberFlag } from './flags';
/** Wrong usage of the command line: exit code 2, with one line that names the right usage. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** One line for the user. An internal error is named as such, with its stack if asked for. */
export function errorLine(thrown: unknown): string {
  if (thrown instanceof UserError) return oneLine(thrown.message);
  if (process.env['MINIML_STACK'] && thrown instanceof Error && thrown.stack) return thrown.stack;
  return oneLine(
    `This should not happen, please report it (MINIML_STACK=1 shows where): ${messageOf(thrown)}`,
  );
}

/**
 * Removes control characters: a message may quote the contents of a damaged file, which must not reach the terminal
 * raw.
 */
function oneLine(text: string): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, (run) => (/\p{Cc}/u.test(run) ? ' ' : run)).trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

const LONGEST = 1000;

/**
 * Parses the arguments after the verb.
 *
 * @throws UsageError for an unknown flag, a missing value, or one of the wrong type
 */
export function parseFlags<F extends Flags>(
  flags: F,
  args: readonly string[],
): { operands: string[]; values: FlagValues<F> } {
  const { positionals, values } = parsed(flags, args);
  const read = Object.entries(flags).map(([name, flag]) => [name, valueOfFlag(name, flag, values[name])]);
  return { operands: positionals, values: Object.fromEntries(read) as FlagValues<F> };
}

type Raw = Record<string, string | boolean | (string | boolean)[] | undefined>;

function parsed(flags: Flags, args: readonly string[]): { positionals: string[]; values: Raw } {
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, flag]) => [
      name,
      {
        type: flag.kind === 'switch' ? ('boolean' as const) : ('string' as const),
        multiple: 'repeatable' in flag && flag.repeatable === true,
      },
    ]),
  );
  try {
    return parseArgs({ args: withSigns(args), options, allowPositionals: true, strict: true });
  } catch (thrown) {
    const { code, message } = thrown as Error & { code?: string };
    if (!code?.startsWith('ERR_PARSE_ARGS')) throw thrown;
    throw new UsageError(sentence(message, flags));
  }
}

/** Joins a flag and a negative number into one word, since Node takes "-1" for a flag. */
function withSigns(args: readonly string[]): string[] {
  const words: string[] = [];
  for (const word of args) {
    const last = words.at(-1);
    if (/^-[\d.]/.test(word) && last?.startsWith('--') && last !== '--' && !last.includes('='))
      words[words.length - 1] = `${last}=${word}`;
    else words.push(word);
  }
  return words;
}

function valueOfFlag(name: string, flag: Flag, raw: Raw[string]): unknown {
  switch (flag.kind) {
    case 'switch':
      return raw === true;
    case 'choice':
      if (raw !== undefined && !flag.choices.includes(raw as string))
        throw new UsageError(`--${name} is "${raw}" but must be ${flag.choices.join(', ')}.`);
      return raw;
    case 'integer':
    case 'number':
      return raw === undefined ? undefined : number(name, flag, raw as string);
    case 'text':
      if (flag.repeatable) return raw ?? [];
      if (raw === '') throw new UsageError(`--${name} is empty. Give it ${flag.value}.`);
      if (flag.required && raw === undefined) throw new UsageError(`--${name} ${flag.value} is missing.`);
      return raw;
    default:
      return raw;
  }
}

function number(name: string, flag: NumberFlag, raw: string): number {
  const value = raw.trim() === '' ? Number.NaN : Number(raw);
  const { minimum, maximum = Number.POSITIVE_INFINITY } = flag;
  const right =
    (flag.kind === 'integer' ? Number.isSafeInteger(value) : Number.isFinite(value)) &&
    value >= minimum &&
    value <= maximum;
  if (right) return value;
  const noun = flag.kind === 'integer' ? 'a whole number' : 'a number';
  const limit = Number.isFinite(maximum) ? `from ${minimum} to ${maximum}` : `of at least ${minimum}`;
  throw new UsageError(`--${name} is "${raw}" but must be ${noun} ${limit}.`);
}

/** Rewrites Node's message and suggests the nearest flag. */
function sentence(message: string, flags: Flags): string {
  const unknown = /^Unknown option '(-[^']*)'/.exec(message)?.[1];
  if (unknown === undefined) return message.split('\n', 1)[0].replace(/([^.])$/, '$1.');
  const guess = nearest(unknown.replace(/^-+/, ''), Object.keys(flags));
  return `There is no flag ${unknown} here${guess === undefined ? '.' : `. Did you mean --${guess}?`}`;
}
