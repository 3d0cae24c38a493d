import { readdir } from 'node:fs/promises';
import path from 'node:path';
import {
  type CompletionItem,
  CompletionItemKind,
  InsertTextFormat,
  type TextEdit,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { ParameterDocument, Range } from '../common/parameters/document';
import { DECLARATIONS, PARAMETER_NAMES, type ParameterName } from '../common/parameters/parameters';
import type { RecordingFacts } from '../engine/parameter-files/diagnostics/facts';
import { describeParameter } from './annotations';
import { placeAt, textRange } from './navigation';

/** Completions at an offset: names of parameters not given yet, or values of a parameter. */
export async function complete(
  text: TextDocument,
  document: ParameterDocument,
  offset: number,
  recording: RecordingFacts | undefined,
): Promise<CompletionItem[]> {
  const place = placeAt(document, offset);
  if (place?.in === 'value' && place.member.name)
    return values(place.member.name, document, recording, replacing(text, place.member.valueRange));
  if (place?.in === 'key')
    return names(document, replacing(text, place.member.keyRange), place.member.key, false);
  const behind = valueWanted(document.text, offset);
  if (behind) return values(behind, document, recording, replacing(text, { from: offset, to: offset }));
  return names(document, replacing(text, quotedBefore(document.text, offset)), undefined, true);
}

type Replacing = (newText: string) => TextEdit;

function replacing(text: TextDocument, range: Range): Replacing {
  return (newText) => ({ range: textRange(text, range), newText });
}

/** An incomplete key from its opening quote on: `"win` before the cursor. */
function quotedBefore(text: string, offset: number): Range {
  const start = /(?:"|(?<![\w-]))[\w-]*$/.exec(text.slice(0, offset))!.index;
  return { from: start, to: text[offset] === '"' ? offset + 1 : offset };
}

/** The parameter whose value is missing at the offset. */
function valueWanted(text: string, offset: number): ParameterName | undefined {
  const key = /"(\w+)"\s*:\s*$/.exec(text.slice(0, offset))?.[1];
  return PARAMETER_NAMES.find((name) => name === key);
}

function names(
  { members }: ParameterDocument,
  edit: Replacing,
  current: string | undefined,
  withValue: boolean,
): CompletionItem[] {
  const given = new Set(members.filter(({ key }) => key !== current).map(({ name }) => name));
  return PARAMETER_NAMES.filter((name) => !given.has(name)).map((name, order) => ({
    label: name,
    kind: CompletionItemKind.Property,
    detail: DECLARATIONS[name].group,
    documentation: { kind: 'markdown', value: describeParameter(name) },
    // In the order of declaration: the most frequently set first.
    sortText: String(order).padStart(3, '0'),
    filterText: [`"${name}"`, name, ...(DECLARATIONS[name].aliases ?? [])].join(' '),
    insertTextFormat: withValue ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    textEdit: edit(withValue ? `"${name}": ${snippet(name)}` : `"${name}"`),
  }));
}

function snippet(name: ParameterName): string {
  const declaration = DECLARATIONS[name];
  if (declaration.kind === 'choice')
    return `"\${1|${[declaration.default, ...declaration.choices.filter((c) => c !== declaration.default)].join(',')}|}"`;
  if (declaration.kind === 'boolean') return `\${1|${declaration.default},${!declaration.default}|}`;
  const example = JSON.stringify(declaration.examples?.[0] ?? declaration.default);
  return example.startsWith('"') ? `"\${1:${example.slice(1, -1)}}"` : `\${1:${example}}`;
}

async function values(
  name: ParameterName,
  document: ParameterDocument,
  recording: RecordingFacts | undefined,
  edit: Replacing,
): Promise<CompletionItem[]> {
  const item = (value: unknown, detail?: string): CompletionItem => ({
    label: JSON.stringify(value),
    kind: CompletionItemKind.Value,
    detail,
    textEdit: edit(JSON.stringify(value)),
  });
  const declaration = DECLARATIONS[name];
  const items: CompletionItem[] = [];
  if (declaration.kind === 'choice') items.push(...declaration.choices.map((choice) => item(choice)));
  else if (declaration.kind === 'boolean') items.push(item(true), item(false));
  else if (name === 'channel')
    items.push(...(recording?.channels ?? []).map(({ name: label, unit }, i) => item(i, `${label} ${unit}`)));
  else if (name === 'series') items.push(...(recording?.series ?? []).map((series) => item(series)));
  else if (declaration.kind === 'path')
    items.push(
      ...(await filesFor(name, document)).map((file) => ({ ...item(file), kind: CompletionItemKind.File })),
    );
  else items.push(...(declaration.examples ?? []).map((example) => item(example, 'example')));
  if (
    declaration.default !== null &&
    !items.some(({ label }) => label === JSON.stringify(declaration.default))
  )
    items.push(item(declaration.default, 'default'));
  if (declaration.whenNull !== undefined) items.push(item(null, declaration.whenNull));
  return items;
}

const FILES: Partial<Record<ParameterName, RegExp>> = {
  model_path: /\.(h5|hdf5|keras)$/i,
  recording: /\.(abf|dat|h5|hdf5|nwb)$/i,
};

/** Maximum depth of the file search below the parameter file's folder, and maximum number of results. */
const DEPTH = 3;
const MOST_FILES = 200;

/** Files that a parameter may name, relative to the parameter file, with forward slashes. */
async function filesFor(name: ParameterName, { path: file }: ParameterDocument): Promise<string[]> {
  const wanted = FILES[name];
  if (!wanted || file === undefined) return [];
  const root = path.dirname(file);
  const found: string[] = [];
  async function visit(folder: string, depth: number): Promise<void> {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      if (found.length >= MOST_FILES) return;
      const full = path.join(folder, entry.name);
      if (entry.isFile() && wanted?.test(entry.name))
        found.push(path.relative(root, full).split(path.sep).join('/'));
      else if (
        entry.isDirectory() &&
        depth > 0 &&
        !entry.name.startsWith('.') &&
        entry.name !== 'node_modules'
      )
        await visit(full, depth - 1);
    }
  }
  await visit(root, DEPTH);
  return found.sort();
}
