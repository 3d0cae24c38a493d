import type { Page } from 'playwright-core';

/** What the page still waits for, by what {@link watchWork} puts in its way. */
interface Watching {
  work: Set<string>;
}

/** Longer waits are not about what was just done: a message that goes by itself, a rate that is shown anew. */
const longest_ms = 1000;

/** Before a page's own scripts: notes its timers, its frames and what it asks its host, until they are through. */
export function watchWorkSource(): string {
  return `(${watchWork})(${longest_ms})`;
}

/** Runs in the page. */
function watchWork(longest: number): void {
  const work = new Set<string>();
  Object.assign(globalThis, { work });
  window.addEventListener('message', ({ data }) => work.delete(`request ${data?.id}`));
  const { setTimeout: later, requestAnimationFrame: next } = window;
  const { clearTimeout: noTimer, cancelAnimationFrame: noFrame } = window;
  Object.assign(window, {
    setTimeout(run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) {
      const id = later(() => {
        work.delete(`timer ${id}`);
        run(...args);
      }, ms);
      if (ms <= longest) work.add(`timer ${id}`);
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
    const { work } = globalThis as unknown as Watching;
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    // What observes sizes is told between frames, and may begin something.
    for (let still = 0; still < 3; still = work.size === 0 ? still + 1 : 0) await frame();
  });
}
