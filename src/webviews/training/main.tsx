import '../shared/base.css';
import './training.css';
import { render } from 'preact';
import type { TrainingNotices, TrainingRequests } from '../../common/api/views/training';
import { messageOf } from '../../common/errors';
import { connectHost } from '../shared/host';
import { createStore } from '../shared/store';
import { MOST_MISTAKES } from './components/mistakes';
import { TrainingPage } from './components/page';
import { initialState, update } from './store';

const store = createStore(initialState, update);
const ask = connectHost<TrainingRequests, TrainingNotices>({
  snapshot: (snapshot) => store.send({ type: 'snapshot', snapshot }),
  epoch: (notice) => store.send({ type: 'epoch', ...notice }),
  inUse: (inUse) => store.send({ type: 'inUse', inUse }),
  progress: (progress) => store.send({ type: 'progress', progress }),
});

// Requests the misclassified windows of a new report; without samples they are listed by name.
store.subscribe(({ snapshot }, before) => {
  const report = snapshot?.report;
  if (!report || report === before.snapshot?.report || report.mistakes.length === 0) return;
  ask('mistakeSamples', { most: MOST_MISTAKES }).then(
    (samples) => {
      if (store.state.snapshot?.report === report) store.send({ type: 'samples', samples });
    },
    () => {},
  );
});

ask('inUse', {}).then(
  (inUse) => store.send({ type: 'inUse', inUse }),
  () => {},
);
ask('snapshot', {}).then(
  (snapshot) => store.send({ type: 'snapshot', snapshot }),
  (thrown) => store.send({ type: 'failure', failure: messageOf(thrown) }),
);

render(
  <TrainingPage
    store={store}
    on={{
      run: (action) => void ask('run', { action }),
      openMistake: (index) => void ask('openMistake', { index }),
      setThreshold: (threshold) => store.send({ type: 'threshold', threshold }),
    }}
  />,
  document.getElementById('root')!,
);
