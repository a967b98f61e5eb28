import { GraphiQL } from 'graphiql';
import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import { createRoot } from 'react-dom/client';

createRoot(document.getElementById('root')!).render(<GraphiQL fetcher={() => ({ data: null })} />);
