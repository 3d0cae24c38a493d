import '../shared/base.css';
import '../facts/facts.css';
import './model.css';
import { render } from 'preact';
import type { ModelNotices, ModelPage, ModelRequests } from '../../common/api/views/model';
import { messageOf } from '../../common/errors';
import { connectHost } from '../shared/host';
import { ModelView } from './model-view';

const root = document.getElementById('root')!;
let shown: ModelPage | undefined;
const ask = connectHost<ModelRequests, ModelNotices>({
  inUse: (inUse) => shown && show({ ...shown, inUse }),
});

function show(page: ModelPage): void {
  shown = page;
  render(<ModelView page={page} run={(action) => void ask('run', { action })} />, root);
}

ask('page', {}).then(show, (thrown) =>
  render(
    <main>
      <p role="alert">{messageOf(thrown)}</p>
    </main>,
    root,
  ),
);
