import { fileURLToPath } from 'node:url';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { type ParameterDocument, parseParameterDocument } from '../common/parameters/document';
import { openOptionsOf } from '../common/traces/recipe';
import { allRules, analyse } from '../engine/parameter-files/diagnostics/analyse';
import type { Diagnostic } from '../engine/parameter-files/diagnostics/diagnostic';
import type { Facts, RecordingFacts } from '../engine/parameter-files/diagnostics/facts';
import { subjectOf } from '../engine/parameter-files/diagnostics/subject';
import { recordingOf } from '../engine/parameter-files/file';
import type { KnownRecording } from './annotations';

/** Parsed documents, cached per version, with facts of files shared by all. */
export interface ParameterFiles {
  parse(text: TextDocument): ParameterDocument;
  diagnose(text: TextDocument): Promise<Diagnostic[]>;
  /** The recording that a text names, undefined if none can be opened. */
  recording(text: TextDocument): Promise<RecordingFacts | undefined>;
  /** The same with a sampling rate, from the file or the text. */
  knownRecording(text: TextDocument): Promise<KnownRecording | undefined>;
}

export function parameterFiles(facts: Facts): ParameterFiles {
  const parsed = new WeakMap<TextDocument, { version: number; document: ParameterDocument }>();
  const rules = allRules(facts);

  function parse(text: TextDocument): ParameterDocument {
    const known = parsed.get(text);
    if (known?.version === text.version) return known.document;
    const document = parseParameterDocument(text.getText(), pathOf(text.uri));
    parsed.set(text, { version: text.version, document });
    return document;
  }

  async function recording(text: TextDocument): Promise<RecordingFacts | undefined> {
    const document = parse(text);
    const { values } = subjectOf(document);
    const file = await recordingOf(values, document.path);
    const found = file && (await facts.recording(file, document.path, openOptionsOf(values)));
    return typeof found === 'object' ? found : undefined;
  }

  return {
    parse,
    diagnose: (text) => analyse(parse(text), rules),
    recording,
    async knownRecording(text) {
      const found = await recording(text);
      return found?.rateHz === undefined ? undefined : { channels: found.channels, rateHz: found.rateHz };
    },
  };
}

/** The path of a saved document; undefined for an unsaved one. */
function pathOf(uri: string): string | undefined {
  return uri.startsWith('file:') ? fileURLToPath(uri) : undefined;
}
