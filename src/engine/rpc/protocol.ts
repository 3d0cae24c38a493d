import { NotificationType, ProgressType, RequestType, ResponseError } from 'vscode-jsonrpc/node';
import type { EngineApi, EngineMethod, RequestOf, ResponseOf } from '../../common/api/engine/engine-api';
import { CancelledError, messageOf, UserError, type UserErrorReason } from '../../common/errors';
import type { Progress } from '../../common/task';

/**
 * How {@link EngineApi} travels: JSON-RPC messages over Node's IPC channel with `serialization: 'advanced'`,
 * so that typed arrays, NaN and Infinity arrive as they left. Both ends of the channel are built from the same
 * bundle version, so there is no version handshake.
 */

/** A request with the name its progress reports carry, absent when nobody listens. */
export interface Call<M extends EngineMethod> {
  request: RequestOf<M>;
  progressToken?: number;
}

export function requestType<M extends EngineMethod>(
  method: M,
): RequestType<Call<M>, ResponseOf<M>, FailureData> {
  return new RequestType(method);
}

export const progressType = new ProgressType<Progress>();

/** A line for the log, from the engine. */
export const logType = new NotificationType<{ line: string }>('log');

/** What a failure carries besides its sentence. */
export interface FailureData {
  /** Where the failure is a defect of ours. */
  stack?: string;
  /** Where a caller can do something about it. */
  reason?: UserErrorReason;
}

/** JSON-RPC error codes of ours, and LSP's for a cancelled request. */
const codes = { user: 1, defect: 2, cancelled: -32800 } as const;

export function failureOf(thrown: unknown): ResponseError<FailureData> {
  if (thrown instanceof CancelledError) return new ResponseError(codes.cancelled, thrown.message);
  if (thrown instanceof UserError)
    return new ResponseError(codes.user, thrown.message, { reason: thrown.reason });
  const stack = thrown instanceof Error ? thrown.stack : undefined;
  return new ResponseError(codes.defect, messageOf(thrown), { stack });
}

/** The error to throw on the caller's side for what {@link failureOf} sent. */
export function errorOf(thrown: unknown): Error {
  if (!(thrown instanceof ResponseError)) return new Error(messageOf(thrown));
  if (thrown.code === codes.cancelled) return new CancelledError();
  const data = thrown.data as FailureData | undefined;
  if (thrown.code === codes.user) return new UserError(thrown.message, data?.reason);
  const error = new Error(thrown.message);
  if (data?.stack !== undefined) error.stack = data.stack;
  return error;
}
