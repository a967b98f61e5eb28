import type { Client } from 'pg';
import { compareLeaves, faultOf, lineOf, parseLine, type Checkpoint } from './checkpoint.js';
import { hashOf, SELECT_ROWS, type SealedRow } from './canonical.js';
import type { PublicKeys } from './signing.js';

/** The first thing that is wrong, and where. */
export type Fault =
  | { what: 'ROW_CHANGED' | 'ROW_MISSING' | 'ROW_INSERTED'; seal: number; place: number; txid: string; id: string }
  | { what: 'TAIL_CHANGED'; txid: string; id: string }
  | { what: 'OUTSIDE_MISSING' | 'OUTSIDE_WRONG' | 'SEAL_MISSING' | 'SEAL_CHANGED' | 'SEAL_WRONG'; seal: number };

export interface Verdict {
  seals: number;
  sealed: number;
  /** Entries that no seal fixes yet. */
  tail: number;
  /** Seals that are in the database and not yet outside. */
  notOutside: number;
  fault: Fault | null;
}

export interface Trail {
  /** Reads as the owner; one snapshot from beginning to end. */
  owner: Pick<Client, 'query'>;
  outside: AsyncIterable<Checkpoint>;
  keys: PublicKeys;
  onProgress?: (done: number, total: number) => void;
}

const PAGE = 2000;

/**
 * Walks the trail as it was sealed: each seal against the one before and its signature, each entry against its leaf –
 * the leaves from outside, wherever there are some – and the database's copy of the seal against the one outside.
 */
export async function verifyTrail(trail: Trail): Promise<Verdict> {
  await trail.owner.query('begin isolation level repeatable read read only');
  try {
    return await verifyWithin(trail);
  } finally {
    await trail.owner.query('rollback');
  }
}

/** In a transaction that has begun, and sees nothing new. */
export async function verifyWithin({ owner, outside, keys, onProgress }: Trail): Promise<Verdict> {
  const { rows } = await owner.query<{ total: string }>('select count(*) as total from audit_entry');
  const total = Number(rows[0]!.total);
  const verdict: Verdict = { seals: 0, sealed: 0, tail: 0, notOutside: 0, fault: null };
  const entries = new Entries(owner);
  const seals = new Seals(owner);
  let before: Checkpoint | null = null;
  for await (const checkpoint of outside) {
    const number = verdict.seals + 1;
    if (checkpoint.number !== number) return { ...verdict, fault: { what: 'OUTSIDE_MISSING', seal: number } };
    if (faultOf(checkpoint, before, keys)) return { ...verdict, fault: { what: 'OUTSIDE_WRONG', seal: number } };
    const fault = (await entries.faultIn(checkpoint)) ?? (await seals.faultAt(checkpoint));
    if (fault) return { ...verdict, fault };
    before = checkpoint;
    verdict.seals = number;
    verdict.sealed += checkpoint.count;
    onProgress?.(verdict.sealed, total);
  }
  // A server may have ended between making a seal and writing it outside; what it signed stands all the same.
  for (let line = await seals.next(); line !== null; line = await seals.next()) {
    const number = verdict.seals + 1;
    const checkpoint = parseLine(line);
    if (checkpoint?.number !== number || faultOf(checkpoint, before, keys))
      return { ...verdict, fault: { what: 'SEAL_WRONG', seal: number } };
    const fault = await entries.faultIn(checkpoint);
    if (fault) return { ...verdict, fault };
    before = checkpoint;
    verdict.seals = number;
    verdict.sealed += checkpoint.count;
    verdict.notOutside += 1;
    onProgress?.(verdict.sealed, total);
  }
  for (let row = await entries.next(); row !== null; row = await entries.next()) {
    if (hashOf(row) !== row.hash) return { ...verdict, fault: { what: 'TAIL_CHANGED', txid: row.txid, id: row.id } };
    verdict.tail += 1;
  }
  onProgress?.(total, total);
  return verdict;
}

/** The rows of the trail in their order, a page at a time. */
class Entries {
  private page: SealedRow[] = [];
  private at = 0;
  private after: [txid: string, id: string] = ['0', '00000000-0000-0000-0000-000000000000'];

  constructor(private readonly owner: Trail['owner']) {}

  async next(): Promise<SealedRow | null> {
    const row = await this.peek();
    if (row) this.at += 1;
    return row;
  }

  private async peek(): Promise<SealedRow | null> {
    if (this.at === this.page.length) {
      this.page = (await this.owner.query<SealedRow>(
        `${SELECT_ROWS} where (audit_entry.txid, audit_entry.id) > ($1::xid8, $2::uuid) order by audit_entry.txid, audit_entry.id limit ${PAGE}`,
        this.after,
      )).rows; // prettier-ignore
      this.at = 0;
      const last = this.page.at(-1);
      if (last) this.after = [last.txid, last.id];
    }
    return this.page[this.at] ?? null;
  }

  async faultIn({ number: seal, leaves }: Checkpoint): Promise<Fault | null> {
    for (const [n, leaf] of leaves.entries()) {
      const place = n + 1;
      const row = await this.peek();
      const order = row ? compareLeaves([row.txid, row.id], leaf) : 1;
      if (row && order < 0) return { what: 'ROW_INSERTED', seal, place, txid: row.txid, id: row.id };
      const [txid, id, hash] = leaf;
      if (!row || order > 0) return { what: 'ROW_MISSING', seal, place, txid, id };
      if (row.hash !== hash || hashOf(row) !== hash) return { what: 'ROW_CHANGED', seal, place, txid, id };
      await this.next();
    }
    return null;
  }
}

/** The database's own copy of the seals. */
class Seals {
  private page: string[] = [];
  private after = '0';

  constructor(private readonly owner: Trail['owner']) {}

  async next(): Promise<string | null> {
    if (this.page.length === 0) {
      const { rows } = await this.owner.query<{ number: string; line: string }>(
        'select number, line from audit_seal where number > $1 order by number limit 100',
        [this.after],
      );
      this.page = rows.map(({ line }) => line);
      this.after = rows.at(-1)?.number ?? this.after;
    }
    return this.page.shift() ?? null;
  }

  async faultAt(checkpoint: Checkpoint): Promise<Fault | null> {
    const seal = checkpoint.number;
    const line = await this.next();
    if (line === null) return { what: 'SEAL_MISSING', seal };
    if (line === lineOf(checkpoint)) return null;
    return { what: (parseLine(line)?.number ?? seal) > seal ? 'SEAL_MISSING' : 'SEAL_CHANGED', seal };
  }
}
