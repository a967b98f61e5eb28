import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kind } from './servers.js';
import type { Tier } from './tiers.js';

const CAMEL: Record<string, string> = { owner_pos: 'ownerPos' };

/** The bodies of the requests: the same two questions in each server's own words. */
export class Questions {
  private readonly documents: Record<Exclude<Kind, 'sql'>, string>;

  constructor(root: string) {
    const read = (kind: Kind) => readFileSync(join(root, `test/bench/documents/${kind}.graphql`), 'utf8');
    const ours = read('ours');
    const [fragment] = /^fragment.*?(?=^query)/ms.exec(ours)!;
    // The plain server has our names.
    this.documents = { ours, postgraphile: read('postgraphile'), typeorm: `\n${fragment}${read('typeorm')}` };
  }

  /** The newest of one's jurisdiction. Ours knows it from the post; the others are told, so that an index serves them. */
  list(kind: Kind, first: number, { within }: Tier): string {
    if (kind === 'sql') return JSON.stringify({ first, within });
    if (kind === 'ours') return this.operation(kind, 'MeasuredListQuery', { first });
    if (kind === 'typeorm') return this.operation(kind, 'MeasuredList', { first, within });
    const condition = within && {
      [CAMEL[within.column] ?? within.column]: within.column === 'owner_pos' ? String(within.value) : within.value,
    };
    return this.operation(kind, 'MeasuredList', { first, within: condition });
  }

  one(kind: Kind, id: string): string {
    if (kind === 'sql') return JSON.stringify({ id });
    if (kind === 'ours') return this.operation(kind, 'MeasuredClueQuery', { id: `clue_${id}` });
    return this.operation(kind, 'MeasuredClue', { id });
  }

  act(input: Record<string, string>): string {
    return this.operation('ours', 'MeasuredAct', { input });
  }

  /** Only what the operation needs, as a client's build would send it. */
  private operation(kind: Exclude<Kind, 'sql'>, operationName: string, variables: object): string {
    const parts = this.documents[kind].split(/^(?=fragment|query|mutation)/m).slice(1);
    const operation = parts.find((part) => part.includes(` ${operationName}(`))!;
    const query = operation.includes('...Measured') ? `${operation}\n${parts[0]}` : operation;
    return JSON.stringify({ operationName, query, variables });
  }
}
