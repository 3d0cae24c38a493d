import { expected } from '../common/parameters/check';
import { DECLARATIONS, PARAMETER_NAMES, type ParameterName } from '../common/parameters/parameters';
import { commonFlags, type Flag, type Flags, parameterFlags } from './flags';
import type { Verb } from './verb';

const WIDTH = 88;

/** Output of `miniml --help`. */
export function overview(verbs: readonly Verb[]): string {
  const rows = verbs.map(
    ({ name, operands, summary }) => [`${name} ${operands.usage}`.trim(), summary] as const,
  );
  return [
    'miniml detects and measures synaptic events in electrophysiological recordings, and trains models on scored windows.',
    '',
    'Usage: miniml VERB [FLAGS] [FILES]',
    '',
    ...columns(rows),
    '',
    '"miniml VERB --help" explains a verb, "miniml --version" prints the version.',
    'Exit code: 0 done, 1 the work failed, 2 wrong usage, 130 cancelled.',
  ].join('\n');
}

/** Output of `miniml VERB --help`: its flags, and the parameters it takes. */
export function explain(verb: Verb): string {
  const lines = [
    `Usage: miniml ${verb.name} [FLAGS] ${verb.operands.usage}`.trimEnd(),
    '',
    ...wrapped(verb.summary, WIDTH),
    '',
    'Flags:',
    ...columns(flagRows(flagsOf(verb))),
  ];
  const parameters = PARAMETER_NAMES.filter((name) => verb.parameters?.includes(DECLARATIONS[name].group));
  if (parameters.length > 0)
    lines.push('', 'Parameters, for --set and parameter files:', ...columns(parameters.map(parameterRow)));
  return lines.join('\n');
}

/** Every flag a verb understands. */
export function flagsOf({ flags, parameters }: Pick<Verb, 'flags' | 'parameters'>): Flags {
  return { ...flags, ...(parameters && parameterFlags), ...commonFlags };
}

function flagRows(flags: Flags): (readonly [string, string])[] {
  return Object.entries(flags).map(([name, flag]) => [`--${name} ${valueName(flag)}`.trimEnd(), docOf(flag)]);
}

function valueName(flag: Flag): string {
  if (flag.kind === 'switch') return '';
  return flag.kind === 'choice' ? flag.choices.join('|') : flag.value;
}

function docOf(flag: Flag): string {
  if (flag.kind !== 'parameter') return flag.doc;
  return DECLARATIONS[flag.parameter].doc;
}

function parameterRow(name: ParameterName): readonly [string, string] {
  const declaration = DECLARATIONS[name];
  const aliases = declaration.aliases ? ` Also: ${declaration.aliases.join(', ')}.` : '';
  return [
    `${name}=${declaration.default ?? 'null'}`,
    `${declaration.doc} Must be ${expected(declaration)}.${aliases}`,
  ];
}

/** Two columns, the second wrapped; a long first entry has a line of its own. */
function columns(rows: readonly (readonly [string, string])[]): string[] {
  const left = Math.min(28, Math.max(...rows.map(([first]) => first.length)) + 2);
  return rows.flatMap(([first, second]) => {
    const [top = '', ...rest] = wrapped(second, WIDTH - left - 2);
    const indent = ' '.repeat(left + 2);
    const below = rest.map((line) => indent + line);
    if (first.length + 2 > left) return [`  ${first}`, indent + top, ...below];
    return [`  ${first.padEnd(left)}${top}`, ...below];
  });
}

function wrapped(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > columns) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
