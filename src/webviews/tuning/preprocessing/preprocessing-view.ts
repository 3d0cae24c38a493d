import { h } from '../../shared/dom';
import type { TuningServices, TuningView } from '../view';

export function createPreprocessingView(_services: TuningServices): TuningView {
  const element = h('div', { class: 'preprocessing' });
  return { element, show() {}, hide() {} };
}
