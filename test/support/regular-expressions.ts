import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { transformSync } from 'esbuild';

/** A regular expression of the sources, and the file that it is in. */
export interface FoundExpression {
  source: string;
  flags: string;
  file: string;
}

/** All literal regular expressions in the TypeScript below a folder. */
export function regularExpressionsIn(folder: string): FoundExpression[] {
  const found = new Map<string, FoundExpression>();
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.tsx?$/.test(file) || file.endsWith('.d.ts')) continue;
    const text = readFileSync(path.join(folder, file), 'utf8').replace(/^#!.*/, '');
    // Plain JavaScript has neither comments nor elements whose text could be taken for code.
    const { code } = transformSync(text, {
      loader: file.endsWith('x') ? 'tsx' : 'ts',
      jsx: 'transform',
      target: 'esnext',
    });
    for (const literal of literalsIn(code)) {
      const end = literal.lastIndexOf('/');
      found.set(literal, { source: literal.slice(1, end), flags: literal.slice(end + 1), file });
    }
  }
  return [...found.values()];
}

/** Values of what a template names that is no constant: parameters of functions, and lists. */
const GIVEN: Readonly<Record<string, string>> = {
  'xlsx-table.ts name': 'row',
  'html.ts element': 'script',
  "find-recordings.ts recordingExtensions.join('|')": 'abf|dat|h5|nwb',
};

/**
 * All regular expressions below a folder that are put together from text.
 *
 * @throws Error for one whose text is not known here
 */
export function builtExpressionsIn(folder: string): FoundExpression[] {
  const found: FoundExpression[] = [];
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.tsx?$/.test(file)) continue;
    const text = readFileSync(path.join(folder, file), 'utf8');
    for (const [, argument = '', flags = ''] of text.matchAll(
      /\bnew RegExp\(\s*(`(?:[^`\\]|\\.)*`|[\w.]+)\s*(?:,\s*'([a-z]*)')?\s*\)/g,
    ))
      found.push({ source: textOf(argument, path.join(folder, file)), flags, file });
    const places = [...text.matchAll(/\bRegExp\(/g)].length;
    const known = found.filter((expression) => expression.file === file).length;
    if (places !== known)
      throw new Error(`${file} builds a regular expression in a way that is not known here`);
  }
  return found;
}

/** The value of a constant, or of a template of such. */
function textOf(expression: string, file: string): string {
  const text = readFileSync(file, 'utf8');
  const [, raw, quote, inside] = /^(String\.raw)?([`'"])(.*)\2$/s.exec(expression) ?? [];
  if (quote !== undefined && inside !== undefined) {
    const filled = inside.replace(/\$\{([^}]*)\}/g, (_, name: string) =>
      textOf(name, file).replaceAll('\\', raw ? '\\' : '\\\\'),
    );
    return raw ? filled : (JSON.parse(`"${filled.replaceAll('"', '\\"')}"`) as string);
  }
  const given = GIVEN[`${path.basename(file)} ${expression}`];
  if (given !== undefined) return given;
  const value = new RegExp(
    `\\bconst ${expression.replaceAll('.', '\\.')}(?:: \\w+)? = ((?:String\\.raw)?([\`'"]).*?\\2);`,
    's',
  ).exec(text)?.[1];
  if (value !== undefined) return textOf(value, file);
  const from = new RegExp(`import \\{[^}]*\\b${expression}\\b[^}]*\\} from '([^']+)'`).exec(text)?.[1];
  if (from === undefined) throw new Error(`${expression} in ${file} has no value that is known here`);
  return textOf(expression, `${path.resolve(path.dirname(file), from)}.ts`);
}

const TOKEN = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\/\*.*?\*\/|\/\/[^\n]*|[\w$]+|\s+|./gsy;
/** Behind these a slash begins an expression and does not divide. */
const BEFORE_EXPRESSION =
  /^(?:return|typeof|case|of|in|do|else|void|throw|await|yield|[(,=:[!&|?{};<>+*%~^-])$/;

function literalsIn(code: string): string[] {
  const literals: string[] = [];
  /** Open braces, those of expressions in templates among them. */
  const braces: ('code' | 'template')[] = [];
  let at = 0;
  let previous = '(';

  function template(): void {
    for (; at < code.length; at++) {
      if (code[at] === '\\') at++;
      else if (code[at] === '`') {
        at++;
        previous = '`';
        return;
      } else if (code.startsWith('${', at)) {
        at += 2;
        braces.push('template');
        previous = '(';
        return;
      }
    }
  }

  function literal(): string | undefined {
    const match = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
    match.lastIndex = at;
    return match.exec(code)?.[0];
  }

  while (at < code.length) {
    const expression =
      code[at] === '/' && BEFORE_EXPRESSION.test(previous) && !/^\/[/*]/.test(code.slice(at, at + 2));
    const found = expression ? literal() : undefined;
    if (found !== undefined) {
      literals.push(found);
      at += found.length;
      previous = '/';
      continue;
    }
    TOKEN.lastIndex = at;
    const [token = ''] = TOKEN.exec(code) ?? [];
    at += token.length;
    if (token === '`') template();
    else if (token === '}' && braces.pop() === 'template') template();
    else if (!/^(?:\s|\/[/*])/.test(token)) {
      if (token === '{') braces.push('code');
      previous = token;
    }
  }
  return literals;
}
