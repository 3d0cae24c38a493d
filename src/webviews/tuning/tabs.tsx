import type { ComponentChildren } from 'preact';

interface TabListProps<Id extends string> {
  label: string;
  tabs: readonly { id: Id; label: string }[];
  shown: Id;
  onChoose(id: Id): void;
}

/**
 * Tabs by the WAI-ARIA pattern: one tab stop, and the panel of the chosen tab. Arrows, Home and End are contributed
 * keys like all others.
 */
export function TabList<Id extends string>({ label, tabs, shown, onChoose }: TabListProps<Id>) {
  return (
    <div class="tabs" role="tablist" aria-label={label}>
      {tabs.map(({ id, label: text }) => (
        <button
          key={id}
          class="tab"
          type="button"
          role="tab"
          id={`tab-${id}`}
          aria-controls={`panel-${id}`}
          aria-selected={id === shown}
          tabIndex={id === shown ? 0 : -1}
          onClick={() => onChoose(id)}
        >
          {text}
        </button>
      ))}
    </div>
  );
}

interface TabPanelProps {
  id: string;
  shown: boolean;
  children: ComponentChildren;
}

export function TabPanel({ id, shown, children }: TabPanelProps) {
  return (
    <div
      class={`tab-panel${shown ? '' : ' hidden'}`}
      id={`panel-${id}`}
      role="tabpanel"
      aria-labelledby={`tab-${id}`}
    >
      {children}
    </div>
  );
}
