/** Changes that come faster than this are one. */
const pause_ms = 40;

export interface Latest<W, A> {
  /** Asks, unless the same was asked before. */
  want(wish: W): void;
  /** What came last. */
  readonly answer: A | undefined;
  /** Why the last wish has none, in a sentence. */
  readonly problem: string | undefined;
  /** Whether the answer is to another wish than the last. */
  readonly waiting: boolean;
}

/**
 * Answers to a wish that changes faster than it can be answered: what was asked before the last wish is of no
 * interest any more, and its answer is not used.
 *
 * @param ask answers null for what was cancelled
 * @param changed something here is new
 */
export function latest<W, A>(ask: (wish: W) => Promise<A | null>, changed: () => void): Latest<W, A> {
  let wanted: string | undefined;
  let answered: string | undefined;
  let answer: A | undefined;
  let problem: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function load(wish: W, key: string): Promise<void> {
    try {
      const next = await ask(wish);
      if (key !== wanted) return;
      if (next === null) {
        // Cancelled, but still of interest: whoever shows it asks again.
        wanted = undefined;
        changed();
        return;
      }
      answer = next;
      problem = undefined;
    } catch (thrown) {
      if (key !== wanted) return;
      problem = thrown instanceof Error ? thrown.message : String(thrown);
    }
    answered = key;
    changed();
  }

  return {
    want(wish) {
      const key = JSON.stringify(wish);
      if (key === wanted) return;
      wanted = key;
      clearTimeout(timer);
      timer = setTimeout(() => void load(wish, key), pause_ms);
    },
    get answer() {
      return answer;
    },
    get problem() {
      return problem;
    },
    get waiting() {
      return wanted !== answered;
    },
  };
}
