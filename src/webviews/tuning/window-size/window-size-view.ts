import { h } from '../../shared/dom';
import type { TuningServices, TuningView } from '../view';

export function createWindowSizeView(_services: TuningServices): TuningView {
  const element = h('div', { class: 'window-size' });
  return { element, show() {}, hide() {} };
}
