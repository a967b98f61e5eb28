import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { catalogText } from '../../src/database/catalogText.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

let db: TestDatabase;
beforeAll(async () => {
  db = await cloneDatabase();
});
afterAll(() => db.drop());

it('schema/schema.sql is what the migrations make (else: npm run generate)', async () => {
  const committed = await readFile(new URL('../../schema/schema.sql', import.meta.url), 'utf8');
  expect(await catalogText(db.owner)).toBe(committed);
});

it('the text does not depend on the session that asks', async () => {
  const text = await catalogText(db.owner);
  await db.owner.query(
    `set search_path = pg_catalog; set timezone = 'Asia/Shanghai'; set quote_all_identifiers = on; set row_security = off`,
  );
  expect(await catalogText(db.owner)).toBe(text);
});
