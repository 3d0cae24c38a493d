import './toolbar.css';
import type { ComponentChildren, RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Button, Icon } from './controls';
import { Menu, type MenuEntry } from './menu';

/** A button of a toolbar: with its icon, or with its text if it is the primary action. */
export interface Tool extends MenuEntry {
  icon: string;
  /** Tooltip, if it says more than the label. */
  title?: string;
  /** The primary action of the view. */
  primary?: boolean;
  /** Always in the overflow menu "…". */
  rare?: boolean;
  /** Turns its icon by a quarter: an arrow across becomes an upright one. */
  upright?: boolean;
  /** Begins a group: a gap before it. */
  begins?: boolean;
}

/** Other parts of a toolbar: choices and positions. */
export interface ToolbarPart {
  id: string;
  content: ComponentChildren;
}

export interface ToolbarProps {
  label: string;
  /** In this order: choices, toggles, the primary action, position. The last ones overflow first. */
  items: readonly (Tool | ToolbarPart)[];
  counts?: string;
  /** Opens the list of keys. */
  help: Tool;
}

/** A toolbar in one line, without wrapping: items that do not fit are in the menu "…". */
export function Toolbar({ label, items, counts, help }: ToolbarProps) {
  const row = useRef<HTMLDivElement>(null);
  const shown = items.filter((item) => !isTool(item) || !item.rare);
  const fitting = useFitting(row, `${shown.map(({ id }) => id)} ${counts}`);
  const hidden = items.filter((item) => isTool(item) && (item.rare || shown.indexOf(item) >= fitting));
  return (
    <div class="bar" role="toolbar" aria-label={label}>
      <div class="bar-items" ref={row}>
        {shown.map((item, i) => (
          <div
            key={item.id}
            class={`bar-item${i >= fitting ? ' overflowed' : ''}${isTool(item) && item.begins ? ' begins' : ''}`}
          >
            {isTool(item) ? <ToolButton tool={item} /> : item.content}
          </div>
        ))}
      </div>
      {counts !== undefined && <Counts text={counts} />}
      {hidden.length > 0 && (
        <Menu label="More" entries={hidden as Tool[]}>
          <Icon name="ellipsis" />
        </Menu>
      )}
      <ToolButton tool={help} />
    </div>
  );
}

/** "14 recordings · 2 groups": where it is narrow, the first of them stays. */
function Counts({ text }: { text: string }) {
  const [first] = text.split(' · ');
  return (
    <span class="counts" title={text} style={{ minWidth: `${Math.min(MOST_KEPT, first.length)}ch` }}>
      {text}
    </span>
  );
}

/** Maximum number of characters of the counts that are kept. */
const MOST_KEPT = 20;

function isTool(item: Tool | ToolbarPart): item is Tool {
  return 'onClick' in item;
}

function ToolButton({ tool }: { tool: Tool }) {
  const { label, icon, title = label, key, primary, upright, pressed, disabled, onClick } = tool;
  return (
    <Button
      label={label}
      icon={icon}
      title={key === undefined ? title : `${title} (${key})`}
      look={primary ? 'primary' : 'icon'}
      class={upright ? 'upright' : undefined}
      pressed={pressed}
      disabled={disabled}
      onClick={onClick}
    />
  );
}

/**
 * Number of items that fit into the line. The row wraps invisibly, so that the browser measures it.
 *
 * @param content changes whenever items may change their width
 */
function useFitting(row: RefObject<HTMLElement | null>, content: string): number {
  const [fitting, setFitting] = useState(Number.POSITIVE_INFINITY);
  useLayoutEffect(() => {
    const element = row.current!;
    const measure = () => {
      const items = [...element.children] as HTMLElement[];
      const top = items[0]?.offsetTop ?? 0;
      const first = items.findIndex((item) => item.offsetTop > top + item.offsetHeight / 2);
      setFitting(first < 0 ? Number.POSITIVE_INFINITY : first);
    };
    const observer = new ResizeObserver(measure);
    for (const observed of [element, ...element.children]) observer.observe(observed);
    return () => observer.disconnect();
  }, [row, content]);
  return fitting;
}

/** "◂ 12 of 53 ▸" */
export function Position(props: {
  /** Counted noun: "event". */
  noun: string;
  /** From 1; null without a selection. */
  at: number | null;
  of: number;
  keys?: { previous?: string; next?: string };
  onPrevious(): void;
  onNext(): void;
}) {
  const { noun, at, of, keys, onPrevious, onNext } = props;
  const titled = (label: string, key?: string) => (key ? `${label} (${key})` : label);
  return (
    <div class="bar-position">
      <Button
        label={`Previous ${noun}`}
        title={titled(`Previous ${noun}`, keys?.previous)}
        icon="chevron-left"
        look="icon"
        disabled={of === 0}
        onClick={onPrevious}
      />
      <span class="position">
        {at ?? '–'} of {of}
      </span>
      <Button
        label={`Next ${noun}`}
        title={titled(`Next ${noun}`, keys?.next)}
        icon="chevron-right"
        look="icon"
        disabled={of === 0}
        onClick={onNext}
      />
    </div>
  );
}
