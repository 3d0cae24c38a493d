import { h } from './dom';

/** What the lines of a learning curve mean. */
export function learningLegend(): (Node | string)[] {
  return [
    h('i', { class: 'learning' }),
    'training',
    h('i', { class: 'validating' }),
    'validation',
    h('i', { class: 'mark' }),
    'best epoch',
  ];
}
