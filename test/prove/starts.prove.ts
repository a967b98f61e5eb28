import { inject, it } from 'vitest';
import { withClient } from '../../src/database/install.js';
import '../support/figures.js';

it('starts', async ({ task }) => {
  const { rows } = await withClient(inject('superuser'), (superuser) =>
    superuser.query<{ version: string }>("select current_setting('server_version') as version"),
  );
  task.meta.figures = { postgres: rows[0]!.version };
});
