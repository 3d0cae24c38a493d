import { CancelledError } from '../common/errors';
import { nearest } from '../common/parameters/names';
import type { WrittenParameters } from '../common/parameters/parameters';
import { VERSION } from '../common/version';
import { exitWith } from '../engine/backends/exit';
import type { Flags } from './flags';
import { explain, flagsOf, overview } from './help';
import { tolerateClosedReaders, writeJson, writePieces } from './output';
import { parametersOf } from './parameters';
import { errorLine, parseFlags, UsageError } from './parse';
import { progressBar } from './progress-bar';
import type { Call, Verb } from './verb';

/**
 * Runs one command line (the arguments after the program's name) and resolves with the exit code: 0 done, 1 the work
 * failed, 2 wrong usage, 130 cancelled. Results go to stdout, everything else to stderr.
 */
export async function runCommandLine(args: readonly string[], verbs: readonly Verb[]): Promise<number> {
  tolerateClosedReaders(process.stdout, process.stderr);
  const bar = progressBar(process.stderr);
  const say = (line: string) => {
    bar.clear();
    process.stderr.write(`${line}\n`);
  };
  const tell = (line: string) => {
    if (process.stderr.isTTY) say(line);
  };
  const { signal, exitCode } = onInterrupt(say);
  process.once('uncaughtException', (thrown) => {
    say(`miniml: ${errorLine(thrown)}`);
    void exitWith(1);
  });
  try {
    const around = { task: { signal, report: bar.report }, say, tell, clear: bar.clear };
    const code = await dispatch(args, verbs, around);
    // Work that keeps its result when cancelled, as training does, has printed it.
    return signal.aborted ? exitCode : code;
  } catch (thrown) {
    if (thrown instanceof CancelledError || signal.aborted) {
      say('Cancelled.');
      return exitCode;
    }
    if (thrown instanceof UsageError) {
      say(`miniml: ${thrown.message}`);
      return 2;
    }
    say(`miniml: ${errorLine(thrown)}`);
    return 1;
  }
}

interface Surroundings extends Pick<Call<Flags>, 'task' | 'say' | 'tell'> {
  clear(): void;
}

async function dispatch(
  args: readonly string[],
  verbs: readonly Verb[],
  around: Surroundings,
): Promise<number> {
  const [first = ''] = args;
  if (first === '--version') return print(VERSION);
  if (first === '--help' || args.join() === 'help') return print(overview(verbs));
  if (first === 'help') return print(explain(verbOf(args.slice(1), verbs).verb));
  if (first === '') {
    around.say(overview(verbs));
    return 2;
  }
  const { verb, rest } = verbOf(args, verbs);
  if (asksForHelp(rest)) return print(explain(verb));
  const { operands, values } = parseFlags(flagsOf(verb), rest);
  requireOperands(verb, operands.length);
  const { like, layers, ...resolved } = await parametersOf(verb.flags, values);
  const parameters = resolved.values;
  const inputs = inputsOf(verb, operands, values, parameters);
  const outcome = await verb.run({
    ...around,
    operands,
    flags: values,
    layers,
    parameters,
    resolved,
    like,
    inputs,
  });
  around.clear();
  if (values['json'] === true) await writeJson(process.stdout, outcome.json);
  else await print(outcome.text);
  return outcome.failed ? 1 : 0;
}

function inputsOf(
  verb: Verb,
  operands: readonly string[],
  values: Readonly<Record<string, unknown>>,
  { model_path, recording }: WrittenParameters,
): string[] {
  const flags = Object.entries(flagsOf(verb)).flatMap(([name, flag]) =>
    flag.kind === 'text' && flag.reads ? [values[name]].flat() : [],
  );
  return [...operands, ...flags, model_path, recording].filter((name) => typeof name === 'string');
}

/** Help is shown even if other arguments are missing or wrong. */
function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args.slice(0, end < 0 ? undefined : end).includes('--help');
}

function verbOf(args: readonly string[], verbs: readonly Verb[]): { verb: Verb; rest: readonly string[] } {
  for (const words of [2, 1]) {
    const verb = verbs.find(({ name }) => name === args.slice(0, words).join(' '));
    if (verb) return { verb, rest: args.slice(words) };
  }
  const [first = ''] = args;
  const longer = verbs.filter(({ name }) => name.startsWith(`${first} `));
  if (longer.length > 0)
    throw new UsageError(
      `"${first}" needs a second word: ${longer.map((v) => v.name.split(' ')[1]).join(' or ')}.`,
    );
  const guess = nearest(
    first,
    verbs.map(({ name }) => name.split(' ', 1)[0]),
  );
  const remedy = guess === undefined ? '"miniml --help" lists the verbs.' : `Did you mean ${guess}?`;
  throw new UsageError(`There is no verb "${first}". ${remedy}`);
}

function requireOperands({ name, operands }: Verb, count: number): void {
  if (count >= operands.minimum && count <= operands.maximum) return;
  const usage = `miniml ${name} ${operands.usage}`.trimEnd();
  throw new UsageError(`${count < operands.minimum ? 'Too few operands' : 'Too many operands'}: ${usage}`);
}

async function print(text: string | Iterable<string>): Promise<number> {
  await writePieces(process.stdout, typeof text === 'string' ? [text] : text);
  return 0;
}

/** The exit code of work that was cancelled, by whatever signal. */
const CANCELLED = 130;

/**
 * The first signal cancels, so that temporary files are removed; the second ends the process at once.
 *
 * @returns an abort signal, and the exit code after it
 */
export function onInterrupt(say: (line: string) => void): { signal: AbortSignal; exitCode: number } {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(name, () => {
      if (controller.signal.aborted) {
        void exitWith(CANCELLED);
        return;
      }
      say('Cancelling. Press Ctrl+C again to stop immediately.');
      controller.abort();
    });
  return { signal: controller.signal, exitCode: CANCELLED };
}
