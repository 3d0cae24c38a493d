import type { RecordingInfo } from '../../../common/api/engine/file-info';
import { duration } from '../../../common/text/duration';
import { fixed, withUnit } from '../../../common/text/numbers';
import { Link } from '../../shared/controls';
import type { TraceServices } from '../services';

/** Facts about the file, collapsed. */
export function Facts({ info, services }: { info: RecordingInfo; services: TraceServices }) {
  return (
    <details class="panel-section facts-section">
      <summary>File</summary>
      <dl class="facts">
        {factsOf(info).flatMap(([name, value]) => [
          <dt key={`${name} name`}>{name}</dt>,
          <dd key={name}>{value}</dd>,
        ])}
      </dl>
      <div class="links">
        <Link onClick={() => services.act('describe')}>Set Rate and Unit…</Link>
        <Link onClick={() => services.run('info')}>Open Recording Info</Link>
      </div>
    </details>
  );
}

function factsOf(info: RecordingInfo): [name: string, value: string][] {
  const facts: [string, string | null][] = [
    ['Format', [info.format, info.version].filter(Boolean).join(' ')],
    ['Series', info.series],
    ['Sampling rate', info.rate_hz === null ? 'not in the file' : withUnit(fixed(info.rate_hz, 0), 'Hz')],
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
