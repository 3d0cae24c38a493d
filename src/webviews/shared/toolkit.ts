import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeProgressRing,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';
import { h, icon, setAttributes } from './dom';

// The toolkit is archived: this module is the only one that knows it, so it can be replaced here.
provideVSCodeDesignSystem().register(
  vsCodeButton(),
  vsCodeDropdown(),
  vsCodeOption(),
  vsCodeProgressRing(),
  vsCodeTextField(),
);

export interface Control {
  readonly element: HTMLElement;
}

export interface Button extends Control {
  setEnabled(enabled: boolean): void;
  /** For a button that is on or off. */
  setPressed(pressed: boolean): void;
  setTitle(title: string): void;
}

export interface ButtonOptions {
  label: string;
  icon?: string;
  /** Shown when hovered; also says the key. */
  title?: string;
  look: 'primary' | 'secondary' | 'icon';
  onClick(): void;
}

/** A button with its words, or with an icon that stands for them. */
export function button({ label, icon: name, title, look, onClick }: ButtonOptions): Button {
  const element = document.createElement('vscode-button');
  setAttributes(element, { appearance: look, title: title ?? label, 'aria-label': label });
  if (look === 'icon' && name) element.append(icon(name));
  else {
    if (name) {
      const start = icon(name);
      start.slot = 'start';
      element.append(start);
    }
    element.append(label);
  }
  element.addEventListener('click', onClick);
  return {
    element,
    setEnabled: (enabled) => setAttributes(element, { disabled: enabled ? null : '' }),
    setPressed: (pressed) => setAttributes(element, { 'aria-pressed': pressed }),
    setTitle: (text) => setAttributes(element, { title: text }),
  };
}

export interface Dropdown extends Control {
  set(options: readonly string[], selected: number): void;
}

/** A choice from a list; `onChoose` is told the index. */
export function dropdown(label: string, onChoose: (index: number) => void): Dropdown {
  const element = document.createElement('vscode-dropdown') as HTMLElement & { selectedIndex: number };
  setAttributes(element, { 'aria-label': label, title: label });
  let shown = '';
  let current = -1;
  element.addEventListener('change', () => {
    if (element.selectedIndex === current) return;
    current = element.selectedIndex;
    onChoose(current);
  });
  return {
    element,
    set(options, selected) {
      const text = options.join('\n');
      if (text !== shown) {
        element.replaceChildren(
          ...options.map((option) => {
            const item = document.createElement('vscode-option');
            item.textContent = option;
            return item;
          }),
        );
        shown = text;
        current = -1;
      }
      if (selected === current) return;
      current = selected;
      // The toolkit takes up new options after a turn of its own.
      requestAnimationFrame(() => {
        element.selectedIndex = selected;
      });
    },
  };
}

export interface TextField extends Control {
  value(): string;
  setValue(value: string): void;
}

export function textField(label: string, onEnter: () => void): TextField {
  const element = document.createElement('vscode-text-field') as HTMLElement & { value: string };
  element.textContent = label;
  element.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') onEnter();
  });
  return {
    element,
    value: () => element.value,
    setValue: (value) => {
      element.value = value;
    },
  };
}

export function progressRing(): HTMLElement {
  return document.createElement('vscode-progress-ring');
}

/** Words that act like a button, within a line of text. */
export function link(label: string, onClick: () => void): HTMLElement {
  return h('button', { class: 'link', type: 'button', onclick: onClick }, label);
}
