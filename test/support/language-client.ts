import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { createConnection } from 'vscode-languageserver/node';
import { factsOfFiles } from '../../src/engine/parameter-files/diagnostics/facts';
import { serveParameterFiles } from '../../src/language-server/server';

export interface PublishedDiagnostic {
  code: string;
  severity: number;
  message: string;
  range: { start: { line: number; character: number }; end: { line: number; character: number } };
}

/** An editor's side of the language server, over the protocol itself. */
export interface LanguageClient {
  open(file: string, text: string): string;
  /** A text that has no file yet. */
  openUntitled(text: string): string;
  change(uri: string, version: number, text: string): void;
  /** Resolves with the diagnostics of this version of a document. */
  diagnostics(uri: string, version?: number): Promise<PublishedDiagnostic[]>;
  /** Resolves with what is said of a document the next time. */
  nextDiagnostics(uri: string): Promise<PublishedDiagnostic[]>;
  /** Says that files other than the open ones have changed. */
  filesChanged(): void;
  request<T>(method: string, params: unknown): Promise<T>;
  close(): void;
}

export async function startLanguageServer(): Promise<LanguageClient> {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  serveParameterFiles(createConnection(toServer, toClient), factsOfFiles());
  const connection: MessageConnection = createMessageConnection(
    new StreamMessageReader(toClient),
    new StreamMessageWriter(toServer),
  );
  const published = new Map<string, PublishedDiagnostic[]>();
  const waiting: { key: string; resolve(found: PublishedDiagnostic[]): void }[] = [];
  connection.onNotification('textDocument/publishDiagnostics', ({ uri, version, diagnostics }) => {
    const key = `${uri}#${version}`;
    published.set(key, diagnostics);
    for (const waiter of waiting) if (waiter.key === key || waiter.key === uri) waiter.resolve(diagnostics);
  });
  connection.listen();
  await connection.sendRequest('initialize', { processId: null, rootUri: null, capabilities: {} });
  await connection.sendNotification('initialized', {});
  function open(uri: string, text: string): string {
    void connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'miniml-parameters', version: 1, text },
    });
    return uri;
  }
  return {
    open: (file, text) => open(pathToFileURL(file).href, text),
    openUntitled: (text) => open('untitled:Untitled-1', text),
    nextDiagnostics: (uri) => new Promise((resolve) => waiting.push({ key: uri, resolve })),
    filesChanged() {
      void connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [] });
    },
    change(uri, version, text) {
      void connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges: [{ text }],
      });
    },
    diagnostics(uri, version = 1) {
      const key = `${uri}#${version}`;
      const known = published.get(key);
      return known ? Promise.resolve(known) : new Promise((resolve) => waiting.push({ key, resolve }));
    },
    request: (method, params) => connection.sendRequest(method, params),
    close: () => connection.dispose(),
  };
}
