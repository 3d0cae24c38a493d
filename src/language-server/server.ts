import { pathToFileURL } from 'node:url';
import {
  CodeActionKind,
  type Connection,
  type InitializeResult,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { messageOf } from '../common/errors';
import type { Facts } from '../engine/parameter-files/diagnostics/facts';
import { subjectOf } from '../engine/parameter-files/diagnostics/subject';
import { derived, describeParameter, inlayHints, lensesOf } from './annotations';
import { complete } from './completion';
import { mentionedFiles, placeAt, renamable, rename, textRange } from './navigation';
import { parameterFiles } from './parameter-files';
import { editorDiagnostic, formatText, quickFixes } from './text-edits';

/** Debounce of diagnostics after a keystroke. */
const SETTLE_MS = 150;

/** The language server for parameter files, on any connection. It answers for any text. */
export function serveParameterFiles(connection: Connection, facts: Facts): void {
  const texts = new TextDocuments(TextDocument);
  const files = parameterFiles(facts);
  connection.onInitialize(() => capabilities);
  publishDiagnostics(connection, texts, files);
  answerReaders(connection, texts, files);
  answerWriters(connection, texts, files);
  texts.listen(connection);
  connection.listen();
}

type Texts = TextDocuments<TextDocument>;
type Files = ReturnType<typeof parameterFiles>;

/** Checks a text when it changes, and all of them when a file that they may name does. */
function publishDiagnostics(connection: Connection, texts: Texts, files: Files): void {
  const waiting = new Map<string, NodeJS.Timeout>();

  async function diagnose(uri: string): Promise<void> {
    waiting.delete(uri);
    const text = texts.get(uri);
    if (!text) return;
    const { version } = text;
    try {
      const found = await files.diagnose(text);
      // Diagnostics of an older text would be at wrong positions.
      if (texts.get(uri)?.version !== version) return;
      await connection.sendDiagnostics({
        uri,
        version,
        diagnostics: found.map((d) => editorDiagnostic(text, d)),
      });
    } catch (thrown) {
      connection.console.error(messageOf(thrown));
    }
  }

  function schedule(uri: string): void {
    clearTimeout(waiting.get(uri));
    waiting.set(
      uri,
      setTimeout(() => void diagnose(uri), SETTLE_MS),
    );
  }

  texts.onDidChangeContent(({ document }) => schedule(document.uri));
  texts.onDidClose(({ document }) => {
    clearTimeout(waiting.get(document.uri));
    waiting.delete(document.uri);
    void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
  });
  // A model or recording was created, changed or deleted, which may change the diagnostics.
  connection.onDidChangeWatchedFiles(() => {
    for (const { uri } of texts.all()) schedule(uri);
  });
}

/** Read requests: annotations of a text, and definitions of its names. */
function answerReaders(connection: Connection, texts: Texts, files: Files): void {
  connection.onHover(async ({ textDocument, position }) => {
    const text = texts.get(textDocument.uri);
    if (!text) return null;
    const place = placeAt(files.parse(text), text.offsetAt(position));
    if (!place?.member.name) return null;
    const { name } = place.member;
    const { values } = subjectOf(files.parse(text));
    const value = describeParameter(name, derived(name, values, await files.knownRecording(text)));
    return {
      contents: { kind: 'markdown', value },
      range: textRange(text, place.in === 'key' ? place.member.keyRange : place.member.valueRange),
    };
  });

  connection.onDocumentLinks(({ textDocument }) => {
    const text = texts.get(textDocument.uri);
    if (!text) return [];
    return mentionedFiles(files.parse(text)).map(({ member, file }) => ({
      range: textRange(text, { from: member.valueRange.from + 1, to: member.valueRange.to - 1 }),
      target: pathToFileURL(file).href,
    }));
  });

  connection.onDefinition(({ textDocument, position }) => {
    const text = texts.get(textDocument.uri);
    const place = text && placeAt(files.parse(text), text.offsetAt(position));
    const mentioned =
      text && mentionedFiles(files.parse(text)).find(({ member }) => member === place?.member);
    if (!mentioned) return null;
    const start = { line: 0, character: 0 };
    return { uri: pathToFileURL(mentioned.file).href, range: { start, end: start } };
  });

  connection.languages.inlayHint.on(async ({ textDocument }) => {
    const text = texts.get(textDocument.uri);
    return text ? inlayHints(text, files.parse(text), await files.knownRecording(text)) : [];
  });

  connection.onCodeLens(({ textDocument }) => {
    const text = texts.get(textDocument.uri);
    return text ? lensesOf(text) : [];
  });
}

/** Requests that change a text. */
function answerWriters(connection: Connection, texts: Texts, files: Files): void {
  connection.onCompletion(async ({ textDocument, position }) => {
    const text = texts.get(textDocument.uri);
    if (!text) return [];
    return complete(text, files.parse(text), text.offsetAt(position), await files.recording(text));
  });

  connection.onCodeAction(async ({ textDocument, range }) => {
    const text = texts.get(textDocument.uri);
    if (!text) return [];
    const within = { from: text.offsetAt(range.start), to: text.offsetAt(range.end) };
    return quickFixes(text, await files.diagnose(text), within);
  });

  connection.onDocumentFormatting(({ textDocument, options }) => {
    const text = texts.get(textDocument.uri);
    return text ? formatText(text, options) : [];
  });

  connection.onPrepareRename(({ textDocument, position }) => {
    const text = texts.get(textDocument.uri);
    const place = text && renamable(files.parse(text), text.offsetAt(position));
    if (!place) return null;
    const { key, keyRange, value, valueRange } = place.member;
    return place.in === 'key'
      ? { range: textRange(text, keyRange), placeholder: key }
      : { range: textRange(text, valueRange), placeholder: String(value) };
  });

  connection.onRenameRequest(({ textDocument, position, newName }) => {
    const text = texts.get(textDocument.uri);
    if (!text) return null;
    const all = texts.all().map((t) => ({ text: t, document: files.parse(t) }));
    const target = { text, document: files.parse(text) };
    return { changes: rename(target, text.offsetAt(position), newName, all) };
  });
}

const capabilities: InitializeResult = {
  capabilities: {
    textDocumentSync: TextDocumentSyncKind.Incremental,
    completionProvider: { triggerCharacters: ['"', ':', ' '] },
    hoverProvider: true,
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
    documentLinkProvider: {},
    definitionProvider: true,
    inlayHintProvider: true,
    codeLensProvider: {},
    documentFormattingProvider: true,
    renameProvider: { prepareProvider: true },
  },
  serverInfo: { name: 'miniML parameter files' },
};
