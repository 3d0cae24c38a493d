import type { Handlers, RequestOf, Requests } from '../../../src/common/api/views/messages';

/** What a view asked of its host, in order. */
export interface Watched<R extends Requests<R>> {
  asked: { method: string; request: unknown }[];
  /** The requests of one method. */
  of<M extends keyof R>(method: M): RequestOf<R, M>[];
  handlers: Handlers<R>;
}

/** Handlers that note what they are asked. @param answers those that the test needs */
export function watched<R extends Requests<R>>(answers: Partial<Handlers<R>>): Watched<R> {
  const asked: Watched<R>['asked'] = [];
  const handlers = Object.fromEntries(
    Object.entries<(request: never) => unknown>(answers as never).map(([method, answer]) => [
      method,
      (request: never) => {
        asked.push({ method, request });
        return answer(request);
      },
    ]),
  ) as Handlers<R>;
  return {
    asked,
    of: (method) => asked.filter((each) => each.method === method).map(({ request }) => request as never),
    handlers,
  };
}
