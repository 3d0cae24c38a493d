import './menu.css';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Icon } from './controls';

export interface MenuEntry {
  id: string;
  label: string;
  icon?: string;
  /** Key, at the end of the entry's line. */
  key?: string;
  /** State of a toggle entry. */
  pressed?: boolean;
  disabled?: boolean;
  onClick(): void;
}

/** A button that opens a menu. Arrow keys move in it; Escape and losing the focus close it. */
export function Menu(props: { label: string; entries: readonly MenuEntry[]; children: ComponentChildren }) {
  const [open, setOpen] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    if (open && list.current && button.current) openBelow(list.current, button.current);
  }, [open]);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <div class="menu">
      <button
        type="button"
        class="menu-button"
        ref={button}
        title={props.label}
        aria-label={props.label}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {props.children}
      </button>
      {open && (
        <div
          class="menu-list"
          popover="manual"
          role="menu"
          tabIndex={-1}
          aria-label={props.label}
          ref={list}
          onKeyDown={(event) => moveInMenu(event, list.current, close)}
          onFocusOut={({ relatedTarget }) => {
            const inside = relatedTarget instanceof Node && list.current?.contains(relatedTarget);
            if (!inside && relatedTarget !== button.current) setOpen(false);
          }}
        >
          {props.entries.map((entry) => (
            <Entry key={entry.id} entry={entry} close={close} />
          ))}
        </div>
      )}
    </div>
  );
}

/** Opens the list in the browser's top layer, so that it is not clipped. */
function openBelow(list: HTMLElement, button: HTMLElement): void {
  const { bottom, right } = button.getBoundingClientRect();
  list.showPopover();
  list.style.top = `${bottom}px`;
  list.style.left = `${Math.max(0, right - list.offsetWidth)}px`;
  (itemsOf(list)[0] ?? list).focus();
}

function Entry({ entry, close }: { entry: MenuEntry; close(): void }) {
  const { label, icon, key, pressed, disabled, onClick } = entry;
  const isToggle = pressed !== undefined;
  return (
    <button
      type="button"
      class="menu-entry"
      {...(isToggle ? { role: 'menuitemcheckbox', 'aria-checked': pressed } : { role: 'menuitem' })}
      disabled={disabled}
      tabIndex={-1}
      onClick={() => {
        close();
        onClick();
      }}
    >
      <Icon name={pressed ? 'check' : (icon ?? 'blank')} />
      <span class="menu-label">{label}</span>
      {key && <span class="menu-key">{key}</span>}
    </button>
  );
}

function itemsOf(root: HTMLElement | null): HTMLElement[] {
  return [...(root?.querySelectorAll<HTMLElement>('.menu-entry:not(:disabled)') ?? [])];
}

function moveInMenu(event: KeyboardEvent, root: HTMLElement | null, close: () => void): void {
  const items = itemsOf(root);
  if (items.length === 0) return;
  const place = items.indexOf(document.activeElement as HTMLElement);
  const next: Record<string, number> = {
    ArrowDown: (place + 1) % items.length,
    ArrowUp: (place + items.length - (place < 0 ? 0 : 1)) % items.length,
    Home: 0,
    End: items.length - 1,
  };
  if (event.key === 'Escape') close();
  else if (event.key in next) items[next[event.key]].focus();
  else return;
  event.preventDefault();
  // The key is not forwarded while a menu is open.
  event.stopPropagation();
}
