import type { Client } from 'pg';

const NIL = '00000000-0000-0000-0000-000000000000';

/** Takes away every clue, and what is about clues; all else stays. */
export async function noClues(owner: Client): Promise<void> {
  await owner.query(`
    delete from denial;
    delete from joint_case_clue;
    delete from supervision_item_cc;
    delete from supervision_item_content;
    delete from supervision_item where id <> '${NIL}';
    delete from clue_petition;
    delete from clue_content;
    delete from clue_reporter;
    delete from clue where id <> '${NIL}'`);
}
