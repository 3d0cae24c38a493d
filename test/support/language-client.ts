import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { createConnection } from 'vscode-languageserver/node';
import { factsOfFiles } from '../../src/engine/parameters/diagnostics/facts';
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
  change(uri: string, version: number, text: string): void;
  /** Resolves with the diagnostics of this version of a document. */
  diagnostics(uri: string, version?: number): Promise<PublishedDiagnostic[]>;
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
    for (const waiter of waiting) if (waiter.key === key) waiter.resolve(diagnostics);
  });
  connection.listen();
  await connection.sendRequest('initialize', { processId: null, rootUri: null, capabilities: {} });
  await connection.sendNotification('initialized', {});
  return {
    open(file, text) {
      const uri = pathToFileURL(file).href;
      void connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId: 'miniml-parameters', version: 1, text },
      });
      return uri;
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
