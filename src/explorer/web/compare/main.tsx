import { render } from 'preact';

render(<h1>Liandong</h1>, document.getElementById('root')!);
