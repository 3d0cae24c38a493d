/** A command in the list of keys that `?` shows. */
export interface KeyListEntry<Action extends string> {
  /** null for commands that the extension itself carries out. */
  action: Action | null;
  title: string;
  /** Where these keys act: "Anywhere", "In the list of events". A command has an entry for each such place. */
  place: string;
  keys: string[];
}

/** Navigation actions common to all views of a trace. */
export type NavigationAction =
  | 'zoomIn'
  | 'zoomOut'
  | 'showAll'
  | 'panLeft'
  | 'panRight'
  | 'pageLeft'
  | 'pageRight';

/** Actions common to all views of a list: moving in it, and selecting. */
export type ListAction =
  | 'next'
  | 'previous'
  | 'first'
  | 'last'
  | 'pageDown'
  | 'pageUp'
  | 'extendDown'
  | 'extendUp'
  | 'selectAll'
  | 'clearSelection';
