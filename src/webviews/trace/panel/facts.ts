import type { RecordingInfo } from '../../../common/api/engine/engine-api';
import { h } from '../../shared/dom';
import { duration, fixed, withUnit } from '../../shared/numbers';
import { link } from '../../shared/toolkit';

/** What the file says about itself, folded away. */
export function createFacts(on: { describe(): void; info(): void }) {
  const list = h('dl', { class: 'facts' });
  const element = h(
    'details',
    { class: 'panel-section facts-section' },
    h('summary', {}, 'File'),
    list,
    h(
      'div',
      { class: 'links' },
      link('Set rate and unit…', on.describe),
      link('Open recording info', on.info),
    ),
  );
  let shown: RecordingInfo | undefined;
  return {
    element,
    update(info: RecordingInfo) {
      if (info === shown) return;
      shown = info;
      list.replaceChildren(
        ...factsOf(info).flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]),
      );
    },
  };
}

function factsOf(info: RecordingInfo): [name: string, value: string][] {
  const facts: [string, string | null][] = [
    ['Format', [info.format, info.version].filter(Boolean).join(' ')],
    ['Series', info.series],
    ['Rate', info.rate_hz === null ? 'not in the file' : withUnit(fixed(info.rate_hz, 0), 'Hz')],
    ['Duration', duration(info.duration_s)],
    ['Sweeps', fixed(info.sweeps, 0)],
    [
      'Channels',
      info.channels.map(({ name, unit }) => withUnit(name || 'unnamed', unit && `(${unit})`)).join(', '),
    ],
    ['Protocol', info.protocol],
    ['Start', info.start],
    ...info.facts,
  ];
  return facts.filter((fact): fact is [string, string] => Boolean(fact[1]));
}
