import type { TestApi } from './api.js';
import type { TestDatabase } from './database.js';
import { bytes } from '../policy/walk/answers.js';

/** What one asking answers and leaves. */
export interface Asked {
  variables: object;
  answer: string;
  trail: object[];
}

/** Documents asked by whoever may, with what they leave in the trail; what differs from asking to asking is left out. */
export class Asking {
  private remarks = 0;

  constructor(
    private readonly db: TestDatabase,
    private readonly api: TestApi,
  ) {}

  async once(query: string, subject: string, variables: object): Promise<Asked> {
    const answer = await this.api.run(query, subject, variables);
    const { rows } = await this.db.owner.query<object>(
      `select kind, person_id, post_id, unit_pos, operation, object, object_ids, facets, paths, code, details
       from liandong.audit_entry where correlation_id = $1 order by 1, 5, 6, 7, 8, 9`,
      [answer.headers.get('x-correlation-id')],
    );
    // Cursors by whatever name.
    const text = answer.text.replace(/"[\w-]{80,}"/g, ({ length }) => String(length));
    return { variables, answer: bytes({ ...answer, text }), trail: rows };
  }

  /** The first time and the second; a remark makes it a document that nobody has asked for. */
  async twice(query: string, subject: string, variables: object = {}): Promise<{ plain: Asked; planned: Asked }> {
    const mine = `${query} # ${(this.remarks += 1)}`;
    return { plain: await this.once(mine, subject, variables), planned: await this.once(mine, subject, variables) };
  }
}
