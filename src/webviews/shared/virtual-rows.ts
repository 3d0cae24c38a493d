import { coalesced } from './coalesced';
import { h } from './dom';

export interface VirtualRows {
  readonly element: HTMLElement;
  /** How many rows there are; all are drawn again. */
  setCount(count: number): void;
  /** Draws the visible rows again. */
  refresh(): void;
  reveal(row: number): void;
}

/** Rows beyond the visible ones, so that scrolling never shows a gap. */
const spare = 6;

/**
 * A list of any length of which only the visible rows exist. `fill` writes row number `index` into an element
 * that is used again and again.
 */
export function virtualRows(
  rowHeight: number,
  makeRow: () => HTMLElement,
  fill: (row: HTMLElement, index: number) => void,
): VirtualRows {
  const space = h('div', { class: 'virtual-space', attributes: { role: 'presentation' } });
  const element = h('div', { class: 'virtual-rows' }, space);
  const pool: HTMLElement[] = [];
  let count = 0;

  function draw(): void {
    const first = Math.max(0, Math.floor(element.scrollTop / rowHeight) - spare);
    const last = Math.min(count, Math.ceil((element.scrollTop + element.clientHeight) / rowHeight) + spare);
    while (pool.length < last - first) {
      const row = makeRow();
      pool.push(row);
      space.append(row);
    }
    for (const [place, row] of pool.entries()) {
      const index = first + place;
      row.hidden = index >= last;
      if (row.hidden) continue;
      row.style.transform = `translateY(${index * rowHeight}px)`;
      fill(row, index);
    }
  }
  const soon = coalesced(requestAnimationFrame, draw);
  element.addEventListener('scroll', soon, { passive: true });
  new ResizeObserver(soon).observe(element);

  return {
    element,
    setCount(next) {
      count = next;
      space.style.height = `${count * rowHeight}px`;
      draw();
    },
    refresh: draw,
    reveal(row) {
      const top = row * rowHeight;
      const bottom = top + rowHeight - element.clientHeight;
      if (element.scrollTop > top) element.scrollTop = Math.max(0, top - rowHeight);
      else if (element.scrollTop < bottom) element.scrollTop = bottom + rowHeight;
      draw();
    },
  };
}
