import type pg from 'pg';

export interface DemoSummary {
  seededAt: Date;
  units: number;
  people: number;
  posts: number;
  clues: number;
  openClues: number;
  supervisionItems: number;
  jointCases: number;
  grants: number;
  denials: number;
}

/** What the database holds now, without the matters that lie nowhere. */
export async function demoSummary(owner: pg.Client): Promise<DemoSummary> {
  const { rows } = await owner.query<DemoSummary>(`
    select
      (select seeded_at from demo_marker) as "seededAt",
      (select count(*)::int from unit where pos >= 0) as units,
      (select count(*)::int from person) as people,
      (select count(*)::int from post) as posts,
      (select count(*)::int from clue where owner_pos >= 0) as clues,
      (select count(*)::int from clue where open) as "openClues",
      (select count(*)::int from supervision_item where owner_pos >= 0) as "supervisionItems",
      (select count(*)::int from joint_case where owner_pos >= 0) as "jointCases",
      (select count(*)::int from access_grant) as grants,
      (select count(*)::int from denial) as denials`);
  return rows[0]!;
}
