import type { MessagePort } from 'node:worker_threads';
import type { UserErrorReason } from '../../../common/errors';
import type { LifeCells } from '../../scheduling/sign-of-life';

/** Shared with the thread when it starts. */
export interface ThreadSetup {
  life: LifeCells;
  /** Numbers at the places of {@link CONTROL}. */
  control: Int32Array;
  /** For answers to requests that the asking thread waits for. */
  port: MessagePort;
}

/** Places in the shared control numbers. */
export const CONTROL = {
  /** 1 once the thread is ready. */
  ready: 0,
  /** Id of the request that is handled; 0 between requests. */
  current: 1,
  /** Id of the last answered request that its asker waits for. */
  answered: 2,
} as const;

/** What the thread can do, as `do` in a request; the rest of a request is up to its handler. */
export type Work = 'look' | 'open' | 'read' | 'close' | 'call';

/** The file that a request reads. */
export interface ReadFile {
  path: string;
  bytes: number;
  /** Differs once the file has changed. */
  state: string;
}

export type Request = ReadFile & { id: number; do: Work; waits: boolean; more: unknown };

export type Answer = { id: number; result: unknown } | { id: number; failure: Failure };

/** An error on its way to the asking thread. */
export interface Failure {
  kind: 'user' | 'range' | 'other';
  message: string;
  reason?: UserErrorReason;
  stack?: string;
}
