import '../shared/base.css';
import '../facts/facts.css';
import './model.css';
import { render } from 'preact';
import type { ModelNotices, ModelRequests } from '../../common/api/views/model';
import { connectHost } from '../shared/host';
import { messageOf } from '../shared/message-of';
import { ModelView } from './model-view';

const ask = connectHost<ModelRequests, ModelNotices>({});
const root = document.getElementById('root')!;

ask('page', {}).then(
  (page) => render(<ModelView page={page} run={(action) => void ask('run', { action })} />, root),
  (thrown) =>
    render(
      <main>
        <p role="alert">{messageOf(thrown)}</p>
      </main>,
      root,
    ),
);
