import { IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { exitWith } from '../backends/exit';
import { readingThread } from '../files/apart/reading-thread';
import { serveEngine } from '../rpc/server';
import { engineHandlers } from './handlers';

/**
 * Answers the engine's API over the IPC channel this process was forked with (`serialization: 'advanced'`). When the
 * channel closes, the extension has ended and so does this process.
 */
export function serve(): void {
  process.once('disconnect', () => exitWith(0));
  // It starts beside the first requests, of which most open a recording.
  readingThread();
  serveEngine(new IPCMessageReader(process), new IPCMessageWriter(process), engineHandlers);
}
