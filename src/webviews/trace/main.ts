import '../shared/base.css';
import './pages.css';
import './panel/panel.css';
import './trace.css';
import { startApp } from './app';

startApp(document.getElementById('root')!);
