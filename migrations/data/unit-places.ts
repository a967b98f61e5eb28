/**
 * Every column that names a unit, and what a reorganisation makes of it. What decides who may see or do something goes to
 * the successor; what only says what was is left as it is. A test holds the list to the catalog.
 *
 * - `MATTER` goes with its matter, and `FACET` follows by the triggers of its scope; `ROW` goes row by row, in batches;
 * - `POST` goes as its post does; `DATED` ends, and begins anew where both ends have somewhere to go;
 * - `DENIED` is extended to the successor before anybody or anything goes there;
 * - `TREE` is the tree itself and the reorganisation's own; `MADE` is made anew of others; `HISTORY` is never changed.
 */
export type UnitPlace = 'MATTER' | 'FACET' | 'ROW' | 'POST' | 'DATED' | 'DENIED' | 'TREE' | 'MADE' | 'HISTORY';

const scope = (what: UnitPlace) => ({ owner_pos: what, handling_pos: what, received_pos: what });
const facet = { ...scope('FACET'), denied_units: 'FACET' } as const;
const matter = { ...scope('MATTER'), denied_units: 'MADE' } as const;

export const UNIT_PLACES: Record<string, Record<string, UnitPlace>> = {
  access_grant: { unit_pos: 'ROW' },
  administrative_change: { organ_pos: 'HISTORY' },
  // Who asked has left that post; who decides is of the trail, which stays where it was written.
  alias_opening: { unit_pos: 'HISTORY', organ_pos: 'HISTORY' },
  audit_entry: { unit_pos: 'HISTORY' },
  branch: { office_pos: 'POST' },
  // What an organ declared and ruled held for its tree, and ends with it: its successor has its own.
  calendar_day: { organ_pos: 'HISTORY' },
  calendar_year: { organ_pos: 'HISTORY' },
  clue: matter,
  clue_content: facet,
  clue_petition: facet,
  clue_reporter: facet,
  // Of the last midnight, as it was then.
  colour_day_clue: { counted_for: 'HISTORY' },
  contact_link: { office_pos: 'DATED', target_pos: 'DATED' },
  contact_redivision: { organ_pos: 'HISTORY' },
  cooperation_zone: { owner_pos: 'DATED', lead_pos: 'DATED' },
  denial: { unit_lo: 'DENIED', unit_hi: 'DENIED' },
  emergency_access: { opener_pos: 'HISTORY', organ_pos: 'ROW', reviewer_pos: 'ROW' },
  former_place: { pos: 'HISTORY' },
  group_counterpart: { group_pos: 'DATED', counterpart_pos: 'DATED' },
  // What is inspected of an organ that is gone has been catalogued; of its successor nobody inspects more.
  inspection_round: { body_pos: 'ROW', organ_pos: 'ROW', inspected_pos: 'HISTORY' },
  interference_handling: { handler_pos: 'HISTORY' },
  interference_record: {
    recorder_pos: 'HISTORY',
    person_pos: 'HISTORY',
    organ_pos: 'ROW',
    superior_pos: 'ROW',
    principal_pos: 'ROW',
    told: 'HISTORY',
    denied_units: 'DENIED',
  },
  joint_case: matter,
  joint_case_assignment: { unit_pos: 'POST' },
  joint_case_content: facet,
  matter_count: { bucket: 'MADE' },
  organ_rule: { organ_pos: 'HISTORY' },
  // Whose administrator asked.
  organisation_import: { organ_pos: 'HISTORY' },
  person: { organ_pos: 'DATED' },
  post: { unit_pos: 'POST' },
  // Whose the clue is: made with the clue.
  recusal: { organ_pos: 'MADE' },
  reorganisation: { organ_pos: 'TREE', confirmer_pos: 'TREE' },
  reorganisation_pair: { from_pos: 'TREE', to_pos: 'TREE' },
  resident_unit: { group_pos: 'DATED' },
  supervision_item: { ...matter, report_to_pos: 'ROW', received_organ: 'MADE' },
  supervision_item_cc: { unit_pos: 'ROW' },
  supervision_item_content: facet,
  unit: { pos: 'TREE', hi: 'TREE', parent_pos: 'TREE', organ_pos: 'TREE' },
  unit_former_name: { unit_pos: 'HISTORY' },
  unit_label_given: { pos: 'HISTORY' },
  unit_succession: { ended_pos: 'TREE', successor_pos: 'TREE' },
  // Where the clue came in, or whose it is: made with the clue.
  unmasking: { requester_pos: 'HISTORY', organ_pos: 'MADE' },
  zone_member: { unit_pos: 'DATED' },
};

/** What goes row by row: while it is in force, and where the successor may have it. */
export const REHOMED_ROWS: readonly { table: string; column: string; while?: string; key?: string }[] = [
  {
    table: 'access_grant',
    column: 'unit_pos',
    // What had not begun, and was ended, ends as it begins.
    while: "(x.valid_to is null or x.valid_to > greatest(act_now(), x.valid_from + interval '1 microsecond'))",
  },
  { table: 'supervision_item', column: 'report_to_pos' },
  { table: 'supervision_item_cc', column: 'unit_pos', key: 'supervision_item_id' },
  { table: 'emergency_access', column: 'organ_pos' },
  { table: 'emergency_access', column: 'reviewer_pos' },
  { table: 'interference_record', column: 'organ_pos' },
  { table: 'interference_record', column: 'superior_pos' },
  { table: 'interference_record', column: 'principal_pos' },
  { table: 'inspection_round', column: 'body_pos', while: 'x.ended_at is null and x.valid_to > act_now()' },
  { table: 'inspection_round', column: 'organ_pos', while: 'x.ended_at is null and x.valid_to > act_now()' },
];
