import { useEffect, useReducer, useState } from 'preact/hooks';
import { messageOf } from '../../common/errors';

/** Changes that come faster than this are one. */
const PAUSE_MS = 40;

export interface DebouncedRequest<Query, Answer> {
  /** Sends the query, unless it is the last one again. */
  request(query: Query): void;
  /** The latest answer. */
  readonly answer: Answer | undefined;
  /** Why the last query failed, in a sentence. */
  readonly problem: string | undefined;
  /** Whether the answer belongs to an earlier query. */
  readonly waiting: boolean;
}

/**
 * Debounced request: of queries that change faster than they are answered the last one counts; stale answers are
 * dropped.
 *
 * @param ask answers null for what was cancelled
 * @param changed called when answer or problem is new
 */
export function debouncedRequest<Query, Answer>(
  ask: (query: Query) => Promise<Answer | null>,
  changed: () => void,
): DebouncedRequest<Query, Answer> {
  let requested: string | undefined;
  let answered: string | undefined;
  let answer: Answer | undefined;
  let problem: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function load(query: Query, key: string): Promise<void> {
    try {
      const next = await ask(query);
      if (key !== requested) return;
      if (next === null) {
        // Cancelled, but still displayed: the next drawing requests it again.
        requested = undefined;
        changed();
        return;
      }
      answer = next;
      problem = undefined;
    } catch (thrown) {
      if (key !== requested) return;
      problem = messageOf(thrown);
    }
    answered = key;
    changed();
  }

  return {
    request(query) {
      const key = JSON.stringify(query);
      if (key === requested) return;
      requested = key;
      clearTimeout(timer);
      timer = setTimeout(() => void load(query, key), PAUSE_MS);
    },
    get answer() {
      return answer;
    },
    get problem() {
      return problem;
    },
    get waiting() {
      return requested !== answered;
    },
  };
}

/** A debounced request of a component, which is rendered again when its answer has come. */
export function useDebouncedRequest<Query, Answer>(
  query: Query | undefined,
  ask: (query: Query) => Promise<Answer | null>,
): Omit<DebouncedRequest<Query, Answer>, 'request'> {
  const [renders, render] = useReducer((n: number, _: undefined) => n + 1, 0);
  const [pending] = useState(() => debouncedRequest(ask, () => render(undefined)));
  const key = JSON.stringify(query);
  // A cancelled request changes neither, but is rendered again to be repeated.
  useEffect(() => {
    if (query !== undefined) pending.request(query);
  }, [key, renders]);
  return pending;
}
