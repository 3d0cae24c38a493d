import '../shared/base.css';
import '../shared/chart-box.css';
import '../trace/plot/plot.css';
import './tuning.css';
import './parameter-field.css';
import './filters/filters.css';
import './preprocessing/preprocessing.css';
import './window-size/window-size.css';
import { startApp } from './app';

startApp(document.getElementById('root')!);
