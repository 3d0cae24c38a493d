import { NotificationType, ProgressType, RequestType, ResponseError } from 'vscode-jsonrpc/node';
import type { EngineApi, EngineMethod, RequestOf, ResponseOf } from '../../common/api/engine/engine-api';
import { CancelledError, messageOf, UserError, type UserErrorReason } from '../../common/errors';
import type { Progress } from '../../common/task';

/**
 * Transport of {@link EngineApi}: JSON-RPC messages over Node's IPC channel with `serialization: 'advanced'`, which
 * preserves typed arrays, NaN and Infinity. Both ends of the channel are built from the same bundle version, so there
 * is no version handshake.
 */

/** A request with the token of its progress reports, absent without a listener. */
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

/** A line of the engine for the log. */
export const logType = new NotificationType<{ line: string }>('log');

/** Data of a failure besides its sentence. */
export interface FailureData {
  /** Stack of a bug. */
  stack?: string;
  /** Reason, if callers can react to it. */
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

/** Converts the result of {@link failureOf} into the error to throw on the caller's side. */
export function errorOf(thrown: unknown): Error {
  if (!(thrown instanceof ResponseError)) return new Error(messageOf(thrown));
  if (thrown.code === codes.cancelled) return new CancelledError();
  const data = thrown.data as FailureData | undefined;
  if (thrown.code === codes.user) return new UserError(thrown.message, data?.reason);
  const error = new Error(thrown.message);
  if (data?.stack !== undefined) error.stack = data.stack;
  return error;
}
