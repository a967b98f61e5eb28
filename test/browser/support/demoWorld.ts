import { seedDemo } from '../../../src/demo/seedDemo.js';
import { cloneDatabase, type TestDatabase } from '../../support/database.js';
import { alone } from './alone.js';

const TEMPLATE = 'template_demo';

/** A database of one's own with the demo world in it; the first who asks for one has it sown, for all. */
export async function cloneDemoWorld(): Promise<TestDatabase> {
  await alone(2, async (superuser) => {
    const { rowCount } = await superuser.query('select from pg_database where datname = $1', [TEMPLATE]);
    if (rowCount) return;
    const { name, owner } = await cloneDatabase();
    await seedDemo(owner);
    await owner.end();
    await superuser.query(`alter database ${name} rename to ${TEMPLATE}`);
  });
  return cloneDatabase(TEMPLATE);
}
