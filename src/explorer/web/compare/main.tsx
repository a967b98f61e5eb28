import '../shared/theme.css';
import './style/page.css';
import './style/cards.css';
import './style/query.css';
import './style/result.css';
import { render } from 'preact';
import { ComparePage } from './ComparePage.js';

render(<ComparePage />, document.getElementById('root')!);
