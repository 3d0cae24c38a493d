import { h } from '../../shared/dom';
import type { TuningServices, TuningView } from '../view';

export function createFiltersView(_services: TuningServices): TuningView {
  const element = h('div', { class: 'filters' });
  return { element, show() {}, hide() {} };
}
