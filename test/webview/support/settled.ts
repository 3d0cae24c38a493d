import type { Page } from 'playwright-core';

/** What the page still waits for, by what {@link watchWork} puts in its way. */
interface Watching {
  work: Set<string>;
  /** How often a function was given to a timer since the page was last waited for. */
  timed: Map<unknown, number>;
}

/** Longer waits are not about what was just done: a message that goes by itself, a rate that is shown anew. */
const longest_ms = 1000;

/** A timer that is set anew this often while it is waited for goes on for ever. */
const REPEATS = 5;

/** Before a page's own scripts: notes its timers, its frames and what it asks its host, until they are through. */
export function watchWorkSource(): string {
  return `(${watchWork})(${longest_ms}, ${REPEATS})`;
}

/** Runs in the page. */
function watchWork(longest: number, repeats: number): void {
  const work = new Set<string>();
  const timed = new Map<unknown, number>();
  Object.assign(globalThis, { work, timed });
  window.addEventListener('message', ({ data }) => work.delete(`request ${data?.id}`));
  const { setTimeout: later, requestAnimationFrame: next } = window;
  const { clearTimeout: noTimer, cancelAnimationFrame: noFrame } = window;
  Object.assign(window, {
    setTimeout(run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) {
      const id = later(() => {
        work.delete(`timer ${id}`);
        run(...args);
      }, ms);
      timed.set(run, (timed.get(run) ?? 0) + 1);
      // A picture that stays provisional is asked for again and again: that is no work with an end.
      if (ms <= longest && timed.get(run)! <= repeats) work.add(`timer ${id}`);
      return id;
    },
    clearTimeout(id: number) {
      work.delete(`timer ${id}`);
      noTimer(id);
    },
    requestAnimationFrame(run: FrameRequestCallback) {
      const id = next((time) => {
        work.delete(`frame ${id}`);
        run(time);
      });
      work.add(`frame ${id}`);
      return id;
    },
    cancelAnimationFrame(id: number) {
      work.delete(`frame ${id}`);
      noFrame(id);
    },
  });
}

/** Waits until a view has done what it was told: it waits for nothing, and drew that. */
export function settled(page: Page): Promise<void> {
  return page.evaluate(async () => {
    const { work, timed } = globalThis as unknown as Watching;
    timed.clear();
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    // What observes sizes is told between frames, and may begin something.
    for (let still = 0; still < 3; still = work.size === 0 ? still + 1 : 0) await frame();
  });
}

/** Waits until colours and sizes that change gradually, as after a change of theme, have come to rest; rings may turn on. */
export async function stilled(page: Page): Promise<void> {
  await settled(page);
  await page.evaluate(async () => {
    const roots = (root: Document | ShadowRoot): (Document | ShadowRoot)[] => [
      root,
      ...[...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => (shadowRoot ? roots(shadowRoot) : [])),
    ];
    const ending = roots(document)
      .flatMap((root) => root.getAnimations())
      .filter(({ effect }) => effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY);
    // One that is cancelled has ended as well.
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
}
