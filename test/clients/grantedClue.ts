import { GrantBasis } from '../../src/jurisdiction/grants.js';
import { format } from 'node:util';
import { parse } from 'graphql';
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { insertNingbo, NINGBO, type PersonSlug } from '../fixtures/ningbo.js';
import { startApi, type TestApi } from '../support/api.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import type { Scope } from '../support/operations/graphql.js';

/*
 * One clue of 奉化 that a grant opens to the city's investigation office, ledger and content, and what becomes of the
 * grant while a client is running. What the API says of the clue's content contains CONTENT, of its ledger NUMBER:
 * neither may be found where the reader may no longer have it.
 */
export const READER = 'ningbo-investigator';
export const CLUE = `clue_${NINGBO.clue['fenghua-granted']}`;
export const CONTENT = '某甲-fenghua-granted';
export const NUMBER = '-fenghua-granted';

const typed = <Data, Variables = { id: string }>(text: string) => parse(text) as TypedDocumentNode<Data, Variables>;
type Part = { clue: { id: string; content: Record<string, string> | null } | null };
export const SUBJECT = typed<Part>('query ($id: ID!) { clue(id: $id) { id content { subjectName } } }');
export const ALLEGATION = typed<Part>('query ($id: ID!) { clue(id: $id) { id content { allegation } } }');
export const HALF_REFUSED = typed<Part>('query ($id: ID!) { clue(id: $id) { id number } other: clue(id: "1") { id } }');

/** A page of the work list, without its count. */
export const PAGE = typed<{ clues: { nodes: { id: string }[] } }, { first: number; scope: Scope }>(
  'query ($first: Int!, $scope: Scope!) { clues(first: $first, scope: $scope, orderBy: DUE_FIRST) { nodes { id } } }',
);

export class GrantedClue {
  db: TestDatabase;
  api: TestApi;

  get url() {
    return `${this.api.url}/graphql`;
  }
  token(subject: PersonSlug, lifetime?: number) {
    return this.api.issuer.token(subject, lifetime);
  }
  withdrawContent() {
    return this.#change('access_grant', "facets = array['ledger']", `object_id = '${NINGBO.clue['fenghua-granted']}'`);
  }
  withdraw() {
    return this.#change('access_grant', 'valid_to = now()', `object_id = '${NINGBO.clue['fenghua-granted']}'`);
  }
  withdrawSupervisionItem() {
    return this.#change('access_grant', 'valid_to = now()', "object = 'supervision_item'");
  }
  /** By a grant that lasts longer than the work on it, so that it is still seen. */
  async conclude() {
    await this.#change(
      'access_grant',
      `basis = ${GrantBasis.OTHER}`,
      `object_id = '${NINGBO.clue['fenghua-granted']}'`,
    );
    return this.#change('clue', 'closed_at = now()', `id = '${NINGBO.clue['fenghua-granted']}'`);
  }
  endPost() {
    return this.#change('post', 'valid_to = now()', `id = '${NINGBO.post[READER]}'`);
  }
  async restore() {
    await this.#change('access_grant', 'valid_to = null');
    await this.#change('access_grant', "facets = array['ledger', 'content']", "object = 'clue'");
    await this.#change('clue', 'closed_at = null', `id = '${NINGBO.clue['fenghua-granted']}'`);
    await this.#change('post', 'valid_to = null', `id = '${NINGBO.post[READER]}'`);
  }
  #change(table: string, change: string, where = 'true') {
    return this.db.owner.query(`update ${table} set ${change} where ${where}`);
  }
}

/** The world and the server of a test file; everything is granted again before each test. */
export function grantedClue(): GrantedClue {
  const world = new GrantedClue();
  beforeAll(async () => {
    world.db = await cloneDatabase();
    await insertNingbo(world.db.owner);
    world.api = await startApi(world.db);
  });
  afterAll(async () => {
    await world.api.stop();
    await world.db.drop();
  });
  beforeEach(() => world.restore());
  return world;
}

/** What a client's library complains of fails the test, unless it takes the complaint. */
export function complaints(): { take(): string } {
  const said: string[] = [];
  beforeEach(() => {
    for (const how of ['warn', 'error'] as const) {
      vi.spyOn(console, how).mockImplementation((...words: unknown[]) => void said.push(format(...words)));
    }
  });
  afterEach(() => {
    vi.restoreAllMocks();
    expect(said.splice(0)).toEqual([]);
  });
  return { take: () => said.splice(0).join('\n') };
}
