import '../shared/base.css';
import './training.css';
import type { TrainingNotices, TrainingRequests, TrainingSnapshot } from '../../common/api/views/training';
import { h } from '../shared/dom';
import { connectHost } from '../shared/host';
import { messageOf } from '../shared/message-of';
import { onThemeChange } from '../shared/theme';
import { trainingPage } from './page';

let snapshot: TrainingSnapshot | undefined;

const ask = connectHost<TrainingRequests, TrainingNotices>({
  snapshot: (whole) => show(whole),
  epoch({ record, progress }) {
    if (snapshot) show({ ...snapshot, progress, history: [...snapshot.history, record] });
  },
  progress(progress) {
    if (snapshot) show({ ...snapshot, progress });
  },
});

const page = trainingPage({
  run: (action) => void ask('run', { action }),
  openMistake: (index) => void ask('openMistake', { index }),
});
const root = document.getElementById('root')!;
root.append(page.element);

function show(next: TrainingSnapshot): void {
  snapshot = next;
  page.show(next);
}

ask('snapshot', {}).then(show, (thrown) =>
  root.replaceChildren(h('p', { attributes: { role: 'alert' } }, messageOf(thrown))),
);
const redraw = () => {
  if (snapshot) page.show(snapshot);
};
onThemeChange(redraw);
new ResizeObserver(redraw).observe(root);
