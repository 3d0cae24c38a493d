import { useState } from 'preact/hooks';
import { count } from '../../common/text/numbers';
import { Link } from '../shared/controls';
import type { Part } from './experiment-app';
import { basename, statusReason, statusText } from './row-text';

/** The current row: its status in words, its flags, and its parameters with where each was set. */
export function Details({ state, experiment }: Part) {
  const [all, setAll] = useState(false);
  const row = experiment.rows.find(({ line }) => line === state.view.current);
  if (!row) return null;
  const list = state.parameters?.line === row.line ? state.parameters.list : [];
  const set = list.filter(({ isDefault }) => !isDefault);
  const shown = all ? list : set;
  const reason = statusReason(row);
  return (
    <section class="details" aria-label="Details of the row" tabIndex={0}>
      <h2>{basename(row.recording)}</h2>
      <p class="status-line">
        {statusText(row)}
        {reason && `. ${reason}`}
      </p>
      {row.report && row.report.flags.length > 0 && <p>Flags: {row.report.flags.join(', ')}</p>}
      <h3>Parameters</h3>
      {list.length > 0 && set.length === 0 && <p>All have their defaults.</p>}
      <dl class="parameters">
        {shown.map(({ name, value, source }) => [
          <dt key={name}>{name}</dt>,
          <dd key={`${name} value`}>
            {value} <span class="source">{source}</span>
          </dd>,
        ])}
      </dl>
      {list.length > set.length && (
        <Link onClick={() => setAll(!all)}>
          {all ? 'Only what is set' : count(list.length - set.length, 'default')}
        </Link>
      )}
    </section>
  );
}
