import '../shared/base.css';
import './pages.css';
import './panel/panel.css';
import './plot/plot.css';
import './trace.css';
import { startApp } from './app';

startApp(document.getElementById('root')!);
