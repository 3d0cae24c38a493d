import './table.css';
import type { RefObject } from 'preact';
import { memo } from 'preact/compat';
import { useImperativeHandle, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Icon } from './controls';
import { Menu } from './menu';
import { type Column, fittingColumns, orderedColumns, PADDING_PX, type Sort } from './table-columns';
import { useSize } from './use-size';

/** Pixels, as VS Code's lists; `--row`. */
const ROW_HEIGHT_PX = 22;
/** Rows beyond the visible ones, so that scrolling never shows a gap. */
const SPARE = 6;

/** Operations of a view on the table. */
export interface TableHandle {
  /** `still` does not scroll: in a narrow view the list would scroll away. */
  focus(still?: boolean): void;
  /** Number of visible rows. */
  page(): number;
}

export interface TableProps {
  label: string;
  /** Prefix of row ids. */
  id: string;
  /** By priority: the last ones are hidden in a narrow view. */
  columns: readonly Column[];
  rows: number;
  keyOf(row: number): string | number;
  classOf?(row: number): string;
  /** A sentence that a row shows from a column on, in place of its cells: why there is nothing in them. */
  sentence?: { from: string; of(row: number): string | undefined };
  isSelected(row: number): boolean;
  /** The current row, which is scrolled into view when it changes. −1 for none. */
  current: number;
  sort?: Sort;
  onSort?(column: string): void;
  onSelect(row: number, how: 'one' | 'range' | 'toggle'): void;
  onOpen?(row: number): void;
  handle?: RefObject<TableHandle | null>;
}

/**
 * A virtual table: only the visible rows exist, under a sticky header. Columns that do not fit are never clipped: they
 * are in the menu "+3" and come to the front when chosen there.
 */
export function Table(props: TableProps) {
  const { label, id, rows, current, handle } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(scroller);
  const [front, setFront] = useState<readonly string[]>([]);
  // The same lists while the table is scrolled, so that only rows that come into sight are drawn.
  const { shown, left } = useMemo(() => {
    const columns = orderedColumns(props.columns, front);
    const fitting = fittingColumns(columns, width, scroller.current);
    return { shown: fitting, left: columns.filter((column) => !fitting.includes(column)) };
  }, [props.columns, front, width]);
  const top = useScrollTop(scroller, head, current, rows);
  useImperativeHandle(handle ?? null, () => ({
    focus: (still = false) => scroller.current?.focus({ preventScroll: still }),
    page: () => Math.max(1, Math.floor(bodyHeight(scroller.current, head.current) / ROW_HEIGHT_PX) - 1),
  }));
  const first = Math.max(0, Math.floor(top / ROW_HEIGHT_PX) - SPARE);
  const last = Math.min(rows, Math.ceil((top + height) / ROW_HEIGHT_PX) + SPARE);
  const visible = Array.from({ length: Math.max(0, last - first) }, (_, i) => first + i);
  const template = `${shown.map(trackOf).join(' ')} ${left.length > 0 ? '44px' : '0'}`;
  return (
    <div
      class="table"
      ref={scroller}
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-multiselectable={true}
      aria-rowcount={rows + 1}
      aria-activedescendant={current >= first && current < last ? `${id}-${props.keyOf(current)}` : undefined}
    >
      <div class="table-row table-head" role="row" ref={head} style={{ gridTemplateColumns: template }}>
        {shown.map((column) => (
          <Heading key={column.id} column={column} sort={props.sort} onSort={props.onSort} />
        ))}
        {left.length > 0 && (
          <div class="cell" role="columnheader">
            <MoreColumns columns={left} onChoose={(column) => setFront([column, ...front])} />
          </div>
        )}
      </div>
      <div class="table-body" role="presentation" style={{ height: `${rows * ROW_HEIGHT_PX}px` }}>
        {visible.map((row) => (
          <Row key={props.keyOf(row)} row={row} columns={shown} template={template} table={props} />
        ))}
      </div>
    </div>
  );
}

/** Grid track of a column: as wide as its text, plus its share of the remaining width. */
function trackOf({ width_ch, fixed }: Column): string {
  const width = `calc(${width_ch}ch + ${PADDING_PX}px)`;
  return fixed ? width : `minmax(${width}, 1fr)`;
}

interface RowProps {
  row: number;
  columns: readonly Column[];
  template: string;
  table: TableProps;
}

const Row = memo(function Row({ row, columns, template, table }: RowProps) {
  const selected = table.isSelected(row);
  const sentence = table.sentence?.of(row);
  const from = columns.findIndex(({ id }) => id === table.sentence?.from);
  const cells = sentence === undefined || from < 0 ? columns : columns.slice(0, from);
  const classes = [
    'table-row',
    selected && 'selected',
    row === table.current && 'current',
    table.classOf?.(row),
  ];
  return (
    <div
      class={classes.filter(Boolean).join(' ')}
      id={`${table.id}-${table.keyOf(row)}`}
      role="row"
      style={{ gridTemplateColumns: template, transform: `translateY(${row * ROW_HEIGHT_PX}px)` }}
      aria-rowindex={row + 2}
      aria-selected={selected}
      onClick={({ shiftKey, ctrlKey, metaKey }) =>
        table.onSelect(row, shiftKey ? 'range' : ctrlKey || metaKey ? 'toggle' : 'one')
      }
      onDblClick={() => table.onOpen?.(row)}
    >
      {cells.map((column) => (
        <Cell key={column.id} column={column} row={row} />
      ))}
      {sentence !== undefined && (
        <div
          class="cell sentence"
          role="gridcell"
          title={sentence}
          aria-colspan={Math.max(1, columns.length - cells.length)}
          style={{ gridColumn: `${cells.length + 1} / -1` }}
        >
          {sentence}
        </div>
      )}
    </div>
  );
});

function Cell({ column, row }: { column: Column; row: number }) {
  const words = column.title?.(row) || undefined;
  return (
    <div class={`cell ${column.id}`} role="gridcell" title={words} aria-label={words}>
      {column.text(row)}
    </div>
  );
}

function Heading(props: { column: Column; sort?: Sort; onSort?(column: string): void }) {
  const { column, sort, onSort } = props;
  const { id, heading, name, unit, fixed, histogram } = column;
  const mine = sort?.column === id;
  const sorted = mine ? (sort.descending ? 'descending' : 'ascending') : 'none';
  if (fixed || !onSort)
    return (
      <div class={`cell ${id}`} role="columnheader">
        {heading || <span class="visually-hidden">{name}</span>}
      </div>
    );
  return (
    <div class={`cell ${id}`} role="columnheader" aria-sort={sorted}>
      <button type="button" title={`Sort by ${name.toLowerCase()}`} onClick={() => onSort(id)}>
        <span class="heading">
          {mine && <Icon name={sort.descending ? 'arrow-small-down' : 'arrow-small-up'} />}
          {heading}
        </span>
        <span class="unit">{unit}</span>
        {histogram && <Bars counts={histogram} />}
      </button>
    </div>
  );
}

/** A histogram as high as a line of text. */
function Bars({ counts }: { counts: readonly number[] }) {
  const most = Math.max(1, ...counts);
  const path = counts.map((n, i) => `M${i} 10v${-(10 * n) / most}h0.85v${(10 * n) / most}z`).join('');
  return (
    <svg class="bars" aria-hidden="true" viewBox={`0 0 ${counts.length} 10`} preserveAspectRatio="none">
      <path d={path} />
    </svg>
  );
}

function MoreColumns(props: { columns: readonly Column[]; onChoose(column: string): void }) {
  const { columns, onChoose } = props;
  return (
    <Menu
      label={`${columns.length} more columns`}
      entries={columns.map(({ id, name, unit }) => ({
        id,
        label: unit ? `${name} (${unit})` : name,
        onClick: () => onChoose(id),
      }))}
    >
      +{columns.length}
    </Menu>
  );
}

function bodyHeight(scroller: HTMLElement | null, head: HTMLElement | null): number {
  return (scroller?.clientHeight ?? 0) - (head?.offsetHeight ?? 0);
}

/** Scroll position of the rows; scrolls minimally to the current row, with one row to spare. */
function useScrollTop(
  scroller: RefObject<HTMLElement | null>,
  head: RefObject<HTMLElement | null>,
  current: number,
  rows: number,
): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const element = scroller.current!;
    const follow = () => setTop(element.scrollTop);
    element.addEventListener('scroll', follow, { passive: true });
    return () => element.removeEventListener('scroll', follow);
  }, [scroller]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || current < 0) return;
    const at = current * ROW_HEIGHT_PX;
    const lowest = at + ROW_HEIGHT_PX - bodyHeight(element, head.current);
    if (element.scrollTop > at) element.scrollTop = Math.max(0, at - ROW_HEIGHT_PX);
    else if (element.scrollTop < lowest) element.scrollTop = lowest + ROW_HEIGHT_PX;
    setTop(element.scrollTop);
  }, [scroller, head, current, rows]);
  return top;
}
