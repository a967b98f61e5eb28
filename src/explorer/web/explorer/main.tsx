import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import '../shared/theme.css';
import './explorer.css';
import './header/header.css';
import { createRoot } from 'react-dom/client';
import { fetchIdentities } from '../shared/identities.js';
import { Explorer } from './Explorer.js';

/** The server says in the page what it is, so that in production nobody asks for what does not exist there. */
const mode = document.querySelector<HTMLMetaElement>('meta[name="liandong"]')?.content;
const identities = mode === 'development' ? await fetchIdentities() : null;

createRoot(document.getElementById('root')!).render(<Explorer identities={identities} />);
