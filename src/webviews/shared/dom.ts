type Child = Node | string | null | undefined | false;

type Properties<T extends HTMLElement> = Partial<Omit<T, 'style' | 'dataset' | 'children' | 'attributes'>> & {
  class?: string;
  /** Attributes that are not properties: roles and aria-…; null omits one. */
  attributes?: Record<string, string | number | boolean | null>;
};

/** Makes an element: its properties, its attributes, its children. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties<HTMLElementTagNameMap[K]> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const { class: className, attributes, ...rest } = properties;
  const element = document.createElement(tag);
  if (className) element.className = className;
  Object.assign(element, rest);
  setAttributes(element, attributes);
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export function setAttributes(
  element: Element,
  attributes: Record<string, string | number | boolean | null> = {},
): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null) element.removeAttribute(name);
    else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
  }
}

/** A codicon, as decoration beside text. */
export function icon(name: string): HTMLElement {
  return h('span', { class: `codicon codicon-${name}`, attributes: { 'aria-hidden': 'true' } });
}

/** Writes only changed text, so that screen readers do not read it again. */
export function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
