import type { ComponentChild, HTMLAttributes } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useSize } from '../../shared/use-size';

/** Rows beyond the visible ones, so that scrolling never shows a gap. */
const SPARE = 6;

interface VirtualListProps {
  rows: number;
  rowHeight_px: number;
  /** Index of a row to scroll to when it changes; −1 for none. */
  revealed: number;
  attributes: HTMLAttributes<HTMLDivElement>;
  renderRow(row: number, style: { transform: string }): ComponentChild;
}

/** A virtual list: only the visible rows exist. */
export function VirtualList({ rows, rowHeight_px, revealed, attributes, renderRow }: VirtualListProps) {
  const element = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const { height } = useSize(element);
  useLayoutEffect(() => {
    if (element.current && revealed >= 0) reveal(element.current, revealed * rowHeight_px, rowHeight_px);
  }, [revealed, rowHeight_px]);
  const first = Math.max(0, Math.floor(top / rowHeight_px) - SPARE);
  const last = Math.min(rows, Math.ceil((top + height) / rowHeight_px) + SPARE);
  const visible = Array.from({ length: Math.max(0, last - first) }, (_, i) => first + i);
  return (
    <div
      {...attributes}
      ref={element}
      class="virtual-rows"
      tabIndex={0}
      onScroll={({ currentTarget }) => setTop(currentTarget.scrollTop)}
    >
      <div class="virtual-space" role="presentation" style={{ height: `${rows * rowHeight_px}px` }}>
        {visible.map((row) => renderRow(row, { transform: `translateY(${row * rowHeight_px}px)` }))}
      </div>
    </div>
  );
}

/** Scrolls as little as needed, with one row to spare. */
function reveal(element: HTMLElement, top: number, height: number): void {
  const bottom = top + height - element.clientHeight;
  if (element.scrollTop > top) element.scrollTop = Math.max(0, top - height);
  else if (element.scrollTop < bottom) element.scrollTop = bottom + height;
}
